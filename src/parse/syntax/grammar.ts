/** Grammars of languages other than JavaScript, as WebAssembly modules; each is loaded when the first file asks for it. */
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

/** Grammars by the language, as files are classified by it. */
export type GrammarName =
  | 'python'
  | 'java'
  | 'kotlin'
  | 'go'
  | 'c-sharp'
  | 'ruby'
  | 'php'
  | 'rust'
  | 'scala'
  | 'elixir';

/** Where the grammar comes from: the package of grammars, or a file kept here because its package builds native code when it is installed. */
const PLACES: Readonly<Record<GrammarName, string>> = {
  python: packaged('python'),
  java: packaged('java'),
  go: packaged('go'),
  'c-sharp': packaged('c-sharp'),
  ruby: packaged('ruby'),
  php: packaged('php'),
  rust: packaged('rust'),
  // Releases 1.1.0 of @tree-sitter-grammars/tree-sitter-kotlin (MIT), 0.24.0 of tree-sitter-scala (MIT) and 0.3.5 of
  // tree-sitter-elixir (Apache-2.0), as published.
  kotlin: kept('kotlin'),
  scala: kept('scala'),
  elixir: kept('elixir'),
};

/** A file of the package that holds most grammars stands beside its parser. */
function packaged(name: GrammarName): string {
  const parser = import.meta.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter.wasm');
  return new URL(`tree-sitter-${name}.wasm`, parser).href;
}

function kept(name: GrammarName): string {
  return new URL(`../grammars/tree-sitter-${name}.wasm`, import.meta.url).href;
}

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
