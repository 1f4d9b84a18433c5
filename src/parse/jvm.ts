import type { FileRole } from '../core/fact.ts';
import { startOf } from '../core/location.ts';
import type { Module } from '../core/program.ts';
import type { Neighbours, Parsed } from './parsed.ts';
import type { ProgramFile } from './program-file.ts';
import { programFile } from './program-index.ts';
import { type GrammarName, loadGrammar } from './syntax/grammar.ts';
import { recordSyntaxError, syntaxSource, type SyntaxSource } from './syntax/source.ts';
import { syntaxTree } from './syntax/syntax-tree.ts';
import { javaModuleOf } from './java/module.ts';
import { kotlinModuleOf } from './kotlin/module.ts';
import { kotlinTree } from './kotlin/masked.ts';

/** Parses a Java or Kotlin file; the extension says which. Syntax errors do not stop it: what the parser makes of the rest is read, with a diagnostic. */
export async function jvmFile(
  path: string,
  role: FileRole,
  text: string,
  _neighbours: Neighbours,
): Promise<Parsed<ProgramFile>> {
  await loadGrammar(languageAt(path));
  const parsed = jvmModule(path, text);
  if (parsed.kind !== 'parsed') return parsed;
  return { ...parsed, file: programFile(path, role, text, parsed.file) };
}

/** The module of a Java or Kotlin file, once the grammar is loaded. */
export function jvmModule(path: string, text: string): Parsed<Module> {
  const language = languageAt(path);
  const tree = language === 'kotlin' ? kotlinTree(text) : syntaxTree(language, text);
  if (!tree) {
    const message = 'The parser could not finish the file; it was left out.';
    return { kind: 'failed', diagnostic: { code: `unparsable-${language}`, at: startOf(path), message } };
  }
  const source = syntaxSource(path, tree);
  recordSyntaxError(source, language);
  const moduleOf: (source: SyntaxSource) => Module = language === 'java' ? javaModuleOf : kotlinModuleOf;
  return { kind: 'parsed', file: moduleOf(source), diagnostics: source.diagnostics };
}

function languageAt(path: string): GrammarName & ('java' | 'kotlin') {
  return path.endsWith('.java') ? 'java' : 'kotlin';
}
