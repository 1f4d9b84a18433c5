/** All that a detector may know of the engine. */
import type { FactBody, FactKind, FileRole } from './core/fact.ts';
import type { DataFile } from './parse/data-file.ts';
import type { GraphqlFile } from './parse/graphql.ts';
import type { OpenapiFile } from './parse/openapi.ts';
import type { ProgramFile } from './parse/program-file.ts';
import type { ProtobufFile } from './parse/protobuf.ts';
import type { TextFile } from './parse/text-file.ts';
import type { XmlFile } from './parse/xml.ts';

/** What each parser hands to a detector; `reads` of a declaration chooses one. */
export type ParsedFiles = {
  readonly javascript: ProgramFile;
  readonly python: ProgramFile;
  /** Java and Kotlin; `module.language` says which. */
  readonly jvm: ProgramFile;
  readonly go: ProgramFile;
  readonly 'c-sharp': ProgramFile;
  readonly ruby: ProgramFile;
  readonly php: ProgramFile;
  readonly rust: ProgramFile;
  readonly scala: ProgramFile;
  readonly elixir: ProgramFile;
  /** YAML and JSON (with comments) as values, with a way back to places. */
  readonly data: DataFile;
  readonly text: TextFile;
  readonly openapi: OpenapiFile;
  readonly graphql: GraphqlFile;
  readonly protobuf: ProtobufFile;
  readonly xml: XmlFile;
};

export type Reads = keyof ParsedFiles;

type Declaration<R extends Reads> = {
  /** The project's package name where it has one; kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly kind:
    | 'framework'
    | 'guard'
    | 'description'
    | 'gateway'
    | 'test'
    | 'pipeline'
    | 'governance'
    | 'architecture'
    | 'practice';
  readonly docs: string;
  readonly reads: R;
  /** Paths it is given, as globs over the path in the tree. */
  readonly files: readonly string[];
  /** Files of these roles are given; `product` alone unless said otherwise. */
  readonly roles?: readonly FileRole[];
  /** A file without any of these words in it cannot hold a fact of this detector. Tested against the raw text, case-sensitively. */
  readonly words?: readonly string[];
  readonly emits: readonly FactKind[];
  /** What is out of reach or known to be wrong; printed in the docs. */
  readonly limits: readonly string[];
  /** Raised whenever its facts change for the same input. */
  readonly version: number;
  /** One parsed file to facts. Pure: no file system, clock, environment, network or module state. */
  readonly detect: (file: ParsedFiles[R]) => readonly FactBody[];
};

export type Detector = { readonly [R in Reads]: Declaration<R> }[Reads];

/** Gives `detect` the type of file that `reads` asks for. */
export function defineDetector<R extends Reads>(declaration: Declaration<R>): Declaration<R> {
  return declaration;
}
