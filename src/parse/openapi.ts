import type { Diagnostic } from '../core/diagnostic.ts';
import type { FileRole } from '../core/fact.ts';
import type { Location } from '../core/location.ts';
import { dataFile, type DataDocument } from './data-file.ts';
import { collectReferences, nodeOf } from './openapi-references.ts';
import { validateOpenapi, type Validation } from './openapi-validation.ts';
import type { Neighbours, Parsed } from './parsed.ts';

/** An OpenAPI document with its references followed inside the tree. */
export type OpenapiFile = {
  readonly path: string;
  readonly role: FileRole;
  readonly document: DataDocument;
  /** The text of the root document, for marks that stand in comments. */
  readonly text: string;
  /** `2.0`, `3.0.3` … as written. */
  readonly formatVersion: string;
  /** The document, as a node from which all others are reached. */
  readonly root: OpenapiNode;
  readonly validation: Validation;
};

/**
 * A value of a document, or of a file of the tree that it refers to.
 *
 * `$ref` is followed on the way to it: to other files of the tree too, never out of the root and never to the network.
 * Where a reference cannot be followed, `value` is undefined and a diagnostic was recorded when the file was parsed.
 */
export type OpenapiNode = {
  /** `file#/json/pointer`: two nodes with one id are one value, however they were reached. */
  readonly id: string;
  readonly value: unknown;
  /** The value as it stands in the referring document: with its `$ref` and what is written beside it. */
  readonly written: unknown;
  readonly at: () => Location;
  readonly get: (key: string) => OpenapiNode | undefined;
  /** Entries of a record in document order; none of anything else. */
  readonly entries: () => readonly (readonly [string, OpenapiNode])[];
  /** Items of a list; none of anything else. */
  readonly items: () => readonly OpenapiNode[];
};

/**
 * Reads an OpenAPI document (2.0, 3.x). `not-applicable` when the file says at its root that it is none: a fragment is
 * read through the document that refers to it. Broken YAML or JSON is `not-applicable` too where the text does not even
 * claim to be OpenAPI, since the reader of data files reports it; where it does, the diagnostic is
 * `unreadable-description`, which the inventory takes as "what it describes is not known".
 */
export async function openapiFile(
  path: string,
  role: FileRole,
  text: string,
  neighbours: Neighbours,
): Promise<Parsed<OpenapiFile>> {
  const parsed = dataFile(path, role, text);
  if (parsed.kind === 'failed') {
    if (!/^[ \t{]*["']?(?:openapi|swagger)["']?[ \t]*:/m.test(text)) return { kind: 'not-applicable' };
    const { at, message } = parsed.diagnostic;
    return {
      kind: 'failed',
      diagnostic: { code: 'unreadable-description', at, message: `an API description that cannot be read: ${message}` },
    };
  }
  const document = parsed.kind === 'parsed' ? parsed.file.documents[0] : undefined;
  const formatVersion = document && versionOf(document.value);
  if (!document || formatVersion === undefined) return { kind: 'not-applicable' };

  const references = collectReferences(path, document, neighbours);
  const validation = await validateOpenapi({ formatVersion, bytes: text.length, references });
  const diagnostics: readonly Diagnostic[] = [
    ...(parsed.kind === 'parsed' ? parsed.diagnostics : []),
    ...references.diagnostics,
  ];
  return {
    kind: 'parsed',
    file: { path, role, text, document, formatVersion, root: nodeOf(references, path, []), validation },
    diagnostics,
  };
}

/** YAML reads `openapi: 3.0` as a number: it still says what the document is. */
function versionOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { openapi, swagger } = value as { readonly openapi?: unknown; readonly swagger?: unknown };
  const written = textOf(openapi) ?? textOf(swagger) ?? '';
  const isKnown = openapi === undefined ? written === '2.0' : /^3\.\d+(?:\.|-|$)/.test(written);
  return isKnown ? written : undefined;
}

function textOf(version: unknown): string | undefined {
  if (typeof version === 'string') return version.trim();
  if (typeof version === 'number') return Number.isInteger(version) ? `${version}.0` : String(version);
  return undefined;
}
