/** Front ends over syntax trees: source files of every language but JavaScript, in the one program form. */
import type { FileRole } from '../core/fact.ts';
import { startOf } from '../core/location.ts';
import type { Module } from '../core/program.ts';
import { csharpTree } from './c-sharp/masked.ts';
import { csharpModuleOf } from './c-sharp/module.ts';
import { elixirModuleOf } from './elixir/module.ts';
import { goTree } from './go/masked.ts';
import { goModuleOf } from './go/module.ts';
import { javaModuleOf } from './java/module.ts';
import { kotlinTree } from './kotlin/masked.ts';
import { kotlinModuleOf } from './kotlin/module.ts';
import type { Parsed } from './parsed.ts';
import { phpTree } from './php/masked.ts';
import { phpModuleOf } from './php/module.ts';
import type { ProgramFile } from './program-file.ts';
import { programFile } from './program-index.ts';
import { pythonModuleOf } from './python/module.ts';
import { rubyModuleOf } from './ruby/module.ts';
import { rustModuleOf } from './rust/module.ts';
import { scalaTree } from './scala/masked.ts';
import { scalaModuleOf } from './scala/module.ts';
import { type GrammarName, loadGrammar } from './syntax/grammar.ts';
import { recordSyntaxError, syntaxSource, type SyntaxSource } from './syntax/source.ts';
import { type SyntaxTree, syntaxTree } from './syntax/syntax-tree.ts';

type FrontEnd = {
  readonly moduleOf: (source: SyntaxSource) => Module;
  /** Where the text must be prepared for the grammar. */
  readonly tree?: (text: string) => SyntaxTree | undefined;
};

const FRONT_ENDS: Readonly<Record<GrammarName, FrontEnd>> = {
  python: { moduleOf: pythonModuleOf },
  java: { moduleOf: javaModuleOf },
  kotlin: { moduleOf: kotlinModuleOf, tree: kotlinTree },
  go: { moduleOf: goModuleOf, tree: goTree },
  'c-sharp': { moduleOf: csharpModuleOf, tree: csharpTree },
  ruby: { moduleOf: rubyModuleOf },
  php: { moduleOf: phpModuleOf, tree: phpTree },
  rust: { moduleOf: rustModuleOf },
  scala: { moduleOf: scalaModuleOf, tree: scalaTree },
  elixir: { moduleOf: elixirModuleOf },
};

/** Parses a source file. Syntax errors do not stop it: what the parser makes of the rest is read, with a diagnostic. */
export async function grammarFile(
  grammar: GrammarName,
  path: string,
  role: FileRole,
  text: string,
): Promise<Parsed<ProgramFile>> {
  await loadGrammar(grammar);
  const parsed = programModule(grammar, path, text);
  if (parsed.kind !== 'parsed') return parsed;
  return { ...parsed, file: programFile(path, role, text, parsed.file) };
}

/** The module of a source file, once the grammar is loaded. */
export function programModule(grammar: GrammarName, path: string, text: string): Parsed<Module> {
  const { moduleOf, tree: parse } = FRONT_ENDS[grammar];
  const tree = parse ? parse(text) : syntaxTree(grammar, text);
  if (!tree) {
    const message = 'The parser could not finish the file; it was left out.';
    return { kind: 'failed', diagnostic: { code: `unparsable-${grammar}`, at: startOf(path), message } };
  }
  const source = syntaxSource(path, tree);
  recordSyntaxError(source, grammar);
  return { kind: 'parsed', file: moduleOf(source), diagnostics: source.diagnostics };
}

/** Whether a language has a front end here. */
export function isGrammar(language: string | undefined): language is GrammarName {
  return language !== undefined && Object.hasOwn(FRONT_ENDS, language);
}
