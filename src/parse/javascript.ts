import { ts } from 'ts-morph';
import type { FileRole } from '../core/fact.ts';
import { startOf } from '../core/location.ts';
import type { Module } from '../core/program.ts';
import { exportsOf } from './javascript/exports.ts';
import { effectImports, importsOf } from './javascript/imports.ts';
import { sourceOf, spanOf, type Source } from './javascript/source.ts';
import { statements } from './javascript/statements.ts';
import type { Neighbours, Parsed } from './parsed.ts';
import type { ProgramFile } from './program-file.ts';
import { programFile } from './program-index.ts';

/**
 * Parses a JavaScript or TypeScript file; the extension says which (`.js .cjs .mjs .jsx .ts .cts .mts .tsx`, any other is
 * read as JavaScript). Syntax errors do not stop it: what the parser makes of the rest is read, with a diagnostic.
 */
export function javascriptFile(
  path: string,
  role: FileRole,
  text: string,
  _neighbours: Neighbours,
): Parsed<ProgramFile> {
  const tree = syntaxTree(path, text);
  if (!tree) {
    const message = 'The code nests too deeply to be parsed; the file was left out.';
    return { kind: 'failed', diagnostic: { code: 'unparsable-javascript', at: startOf(path), message } };
  }
  const source = sourceOf(path, text, tree);
  recordSyntaxError(source);
  return { kind: 'parsed', file: programFile(path, role, text, moduleOf(source)), diagnostics: source.diagnostics };
}

function moduleOf(source: Source): Module {
  const nodes = source.tree.statements;
  const body = [...effectImports(source, nodes), ...statements(source, nodes)];
  return {
    file: source.file,
    language: TYPESCRIPT.test(source.file) ? 'typescript' : 'javascript',
    imports: importsOf(source, nodes, body),
    exports: exportsOf(source, nodes, body),
    body,
  };
}

const TYPESCRIPT = /\.[cm]?tsx?$/;

/** The syntax tree, or undefined where parsing runs out of stack. */
function syntaxTree(path: string, text: string): ts.SourceFile | undefined {
  const options: ts.CreateSourceFileOptions = {
    languageVersion: ts.ScriptTarget.Latest,
    // Documentation comments are read from the text, where they are needed.
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  try {
    return ts.createSourceFile(path, text, options, false, scriptKind(path));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The parser keeps its state in module variables, and sets it back only at the end of a file that it could read.
    ts.createSourceFile('empty.js', '', options, false, ts.ScriptKind.JS);
    return undefined;
  }
}

function scriptKind(path: string): ts.ScriptKind {
  if (path.endsWith('.tsx')) return ts.ScriptKind.TSX;
  if (TYPESCRIPT.test(path)) return ts.ScriptKind.TS;
  return path.endsWith('.jsx') ? ts.ScriptKind.JSX : ts.ScriptKind.JS;
}

function recordSyntaxError(source: Source): void {
  // `parseDiagnostics` is internal to TypeScript; the public way to it needs a whole program. Absent, nothing is said.
  const { parseDiagnostics } = source.tree as ts.SourceFile & {
    readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
  };
  const [first] = parseDiagnostics ?? [];
  if (!first) return;
  source.diagnostics.push({
    code: 'javascript-syntax-error',
    at: spanOf(source, first.start, first.start + first.length),
    message: `${ts.flattenDiagnosticMessageText(first.messageText, ' ')} What stands near it may have been misread.`,
  });
}
