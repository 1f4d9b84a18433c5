/** Grammars of languages other than JavaScript, as WebAssembly modules; each is loaded when the first file asks for it. */
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

export type GrammarName = 'python' | 'java' | 'kotlin';

/** Where the grammar comes from: the package of grammars, or a file kept here because its package builds native code when it is installed. */
const PLACES: Readonly<Record<GrammarName, string>> = {
  python: import.meta.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm'),
  java: import.meta.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-java.wasm'),
  // Release 1.1.0 of @tree-sitter-grammars/tree-sitter-kotlin (MIT), as published.
  kotlin: new URL('../grammars/tree-sitter-kotlin.wasm', import.meta.url).href,
};

let started: Promise<void> | undefined;
const languages = new Map<GrammarName, Promise<Language>>();
const parsers = new Map<GrammarName, Parser>();

/** Makes `parserOf(name)` ready. Rejects only where the grammar's file is not there, which is a broken installation. */
export async function loadGrammar(name: GrammarName): Promise<void> {
  if (parsers.has(name)) return;
  started ??= Parser.init();
  await started;
  const known = languages.get(name) ?? Language.load(fileURLToPath(PLACES[name]));
  languages.set(name, known);
  const language = await known;
  if (!parsers.has(name)) parsers.set(name, new Parser().setLanguage(language));
}

/** The parser of a grammar that was loaded. */
export function parserOf(name: GrammarName): Parser {
  const parser = parsers.get(name);
  if (!parser) throw new Error(`the grammar of ${name} was not loaded`);
  return parser;
}
