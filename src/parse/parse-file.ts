import type { FileRole } from '../core/fact.ts';
import type { ParsedFiles, Reads } from '../detector.ts';
import { dataFile } from './data-file.ts';
import { graphqlFile } from './graphql.ts';
import { javascriptFile } from './javascript.ts';
import { openapiFile } from './openapi.ts';
import type { Neighbours, Parsed } from './parsed.ts';
import { protobufFile } from './protobuf.ts';
import { grammarFile } from './program-module.ts';
import type { GrammarName } from './syntax/grammar.ts';
import { textFile } from './text-file.ts';
import { xmlFile } from './xml.ts';

/** Parses one file in the way that a detector reads it. Total: broken input is a `failed` result, never an exception. */
export async function parseFile<R extends Reads>(
  reads: R,
  path: string,
  role: FileRole,
  text: string,
  neighbours: Neighbours,
): Promise<Parsed<ParsedFiles[R]>> {
  return (await PARSERS[reads](path, role, text, neighbours)) as Parsed<ParsedFiles[R]>;
}

type Parser<R extends Reads> = (
  path: string,
  role: FileRole,
  text: string,
  neighbours: Neighbours,
) => Parsed<ParsedFiles[R]> | Promise<Parsed<ParsedFiles[R]>>;

const PARSERS: { readonly [R in Reads]: Parser<R> } = {
  javascript: javascriptFile,
  python: read('python'),
  jvm: (path, role, text) => grammarFile(path.endsWith('.java') ? 'java' : 'kotlin', path, role, text),
  go: read('go'),
  'c-sharp': read('c-sharp'),
  ruby: read('ruby'),
  php: read('php'),
  rust: read('rust'),
  scala: read('scala'),
  elixir: read('elixir'),
  data: dataFile,
  text: (path, role, text) => ({ kind: 'parsed', file: textFile(path, role, text), diagnostics: [] }),
  openapi: openapiFile,
  graphql: graphqlFile,
  protobuf: protobufFile,
  xml: (path, role, text) => xmlFile(path, role, text),
};

function read(
  grammar: GrammarName,
): (path: string, role: FileRole, text: string) => Promise<Parsed<ParsedFiles['python']>> {
  return (path, role, text) => grammarFile(grammar, path, role, text);
}
