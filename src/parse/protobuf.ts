import type { FileRole } from '../core/fact.ts';
import type { Location } from '../core/location.ts';
import type { Parsed } from './parsed.ts';
import { readProtobuf } from './protobuf-reader.ts';
import { protobufTokens } from './protobuf-tokens.ts';
import { lineStarts, locationIn } from './text-file.ts';

/** A Protocol Buffers file: its services, with their HTTP bindings as written, and what their messages hold. */
export type ProtobufFile = {
  readonly path: string;
  readonly role: FileRole;
  readonly package: string;
  /** `proto2` (also when none is stated), `proto3`, or the edition: `edition 2023`. */
  readonly syntax: string;
  readonly services: readonly ProtobufService[];
  /** Names of the fields of the messages at its top. */
  readonly messages: ReadonlyMap<string, readonly string[]>;
};

export type ProtobufService = {
  readonly name: string;
  readonly at: Location;
  readonly methods: readonly ProtobufMethod[];
};

export type ProtobufMethod = {
  readonly name: string;
  readonly at: Location;
  /** The message that it takes, as written. */
  readonly input: string;
  /** Of the method itself or of its service. */
  readonly deprecated: boolean;
  readonly deprecatedAt?: Location;
  /** It is declared to change nothing (`idempotency_level = NO_SIDE_EFFECTS`). */
  readonly isSafe?: true;
  /** It sends or takes a stream. */
  readonly isStream?: true;
  /** `google.api.http` bindings, additional ones included. `method` is in capitals; `*` for a custom kind that takes all. */
  readonly http: readonly {
    readonly method: string;
    readonly path: string;
    readonly body: string;
    readonly at: Location;
  }[];
};

/** Definitions that every project copies in, standard services of gRPC included; they describe nobody's API. */
const VENDORED =
  /^(?:google\.(?:api|protobuf|rpc|type|longrunning|logging|iam)|buf\.validate|validate|gogoproto|grpc\.(?:gateway|health|reflection|channelz|lb|binlog|testing)|protoc_gen_openapiv2)(?:\.|$)/;
const VENDORED_PATHS = /(?:^|\/)(?:google\/(?:api|protobuf|rpc|type|longrunning)|buf\/validate|protoc-gen-openapiv2)\//;

/**
 * Reads the services of a `.proto` file (proto2, proto3, editions), and of its messages the names of fields.
 *
 * A reader of its own, since the parsers of the registry keep no places. `not-applicable` for well-known copied files.
 */
export function protobufFile(path: string, role: FileRole, text: string): Parsed<ProtobufFile> {
  if (VENDORED_PATHS.test(path)) return { kind: 'not-applicable' };
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const starts = lineStarts(clean);
  const locate = (start: number, end: number): Location => locationIn(path, starts, start, end);
  const read = readProtobuf(protobufTokens(clean), locate);
  if (read.kind === 'failed') {
    return {
      kind: 'failed',
      diagnostic: {
        code: 'unreadable-protobuf',
        at: locate(read.offset, read.offset),
        message: `${read.message}; the file was left out`,
      },
    };
  }
  if (VENDORED.test(read.package)) return { kind: 'not-applicable' };
  const { package: name, syntax, services, messages } = read;
  return { kind: 'parsed', file: { path, role, package: name, syntax, services, messages }, diagnostics: [] };
}
