import type { FileRole } from '../core/fact.ts';
import { startOf } from '../core/location.ts';
import type { Module } from '../core/program.ts';
import type { Neighbours, Parsed } from './parsed.ts';
import type { ProgramFile } from './program-file.ts';
import { programFile } from './program-index.ts';
import { loadGrammar } from './syntax/grammar.ts';
import { recordSyntaxError, syntaxSource } from './syntax/source.ts';
import { syntaxTree } from './syntax/syntax-tree.ts';
import { moduleOf } from './python/module.ts';

/** Parses a Python file. Syntax errors do not stop it: what the parser makes of the rest is read, with a diagnostic. */
export async function pythonFile(
  path: string,
  role: FileRole,
  text: string,
  _neighbours: Neighbours,
): Promise<Parsed<ProgramFile>> {
  await loadGrammar('python');
  const parsed = pythonModule(path, text);
  if (parsed.kind !== 'parsed') return parsed;
  return { ...parsed, file: programFile(path, role, text, parsed.file) };
}

/** The module of a Python file, once the grammar is loaded. */
export function pythonModule(path: string, text: string): Parsed<Module> {
  const tree = syntaxTree('python', text);
  if (!tree) {
    const message = 'The parser could not finish the file; it was left out.';
    return { kind: 'failed', diagnostic: { code: 'unparsable-python', at: startOf(path), message } };
  }
  const source = syntaxSource(path, tree);
  recordSyntaxError(source, 'python');
  return { kind: 'parsed', file: moduleOf(source), diagnostics: source.diagnostics };
}
