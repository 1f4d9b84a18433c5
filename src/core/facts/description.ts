/** Facts about API descriptions: what a document says, before anything is compared with code. */
import type { Location } from '../location.ts';
import type { Method } from './program.ts';

export type DescriptionFormat = 'openapi' | 'graphql' | 'protobuf' | 'asyncapi';

/** How strong a security scheme is: `weak` is basic, a key in the query, implicit or password flow, clear-text servers. */
export type SchemeStrength = 'strong' | 'acceptable' | 'weak';

export type SecurityScheme = {
  readonly name: string;
  readonly type: string;
  readonly strength: SchemeStrength;
  readonly at: Location;
};

export type DescriptionFact =
  | {
      readonly kind: 'description';
      readonly at: Location;
      readonly format: DescriptionFormat;
      /** `2.0`, `3.0.3`, `3.1.0`; `proto3`; empty when the format has none. */
      readonly formatVersion: string;
      readonly title: string;
      readonly version: string;
      /** Path prefixes that every path of the document has, from `basePath` or the path part of `servers`; `['']` when none. */
      readonly basePaths: readonly string[];
      /** Server URLs as written. */
      readonly servers: readonly string[];
      readonly contact?: string;
      readonly schemes: readonly SecurityScheme[];
      /** A generator left its mark in the document. */
      readonly generatedBy?: string;
      /** Recorded risk or data class of the API as a whole (`x-risk-tier`, `x-data-classification`). */
      readonly riskClass?: { readonly value: string; readonly at: Location };
      /** A well-known sample (Petstore …), which is nobody's API. */
      readonly sample?: string;
      /** The document was checked as a whole by a validator of its format; the first complaint when it failed. */
      readonly valid: 'yes' | 'no' | 'unknown';
      readonly invalidBecause?: string;
    }
  | {
      readonly kind: 'description-operation';
      readonly at: Location;
      /** File of the document that states it (its root document, when it is split). */
      readonly document: string;
      readonly protocol: 'http' | 'graphql' | 'grpc';
      readonly method: Method | 'QUERY' | 'MUTATION' | 'SUBSCRIPTION' | 'RPC';
      /** Without base path. OpenAPI's template form; `/package.Service/Method` for gRPC; the field name for GraphQL. */
      readonly path: string;
      readonly operationId?: string;
      readonly deprecated?: Location;
      /** End-of-life date, `YYYY-MM-DD`, when one is stated. */
      readonly sunset?: string;
      readonly security: {
        readonly status: 'required' | 'optional' | 'none' | 'unstated';
        readonly schemes: readonly string[];
        readonly scopes: readonly string[];
        readonly at: Location;
      };
      readonly parameters: readonly {
        readonly name: string;
        readonly in: 'path' | 'query' | 'header' | 'cookie' | 'body';
        readonly type?: string;
      }[];
      /** Every input leaf is bounded and objects are closed; `none` when the operation takes no input. */
      readonly requestConstrained: 'yes' | 'no' | 'none';
      /** Every 2xx body has a typed, closed schema; `none` when no success response has a body. */
      readonly responseConstrained: 'yes' | 'no' | 'none';
      /** Distinct schemas, or readOnly/writeOnly, for what is read and what is written. */
      readonly splitsReadAndWrite: boolean;
      /** Status codes of failures that are stated with a schema. */
      readonly errorResponses: readonly string[];
      /** 429, rate-limit headers or an extension. */
      readonly rateLimit?: Location;
      /** Personal, payment, health or credential fields of request and response, and whether each is annotated. */
      readonly sensitiveFields: readonly {
        readonly name: string;
        readonly class: DataClass;
        readonly annotated: boolean;
        readonly at: Location;
      }[];
    };

export type DataClass = 'public' | 'internal' | 'confidential' | 'personal' | 'payment' | 'health' | 'credentials';
