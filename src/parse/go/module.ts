import type { CallExpr, ExportBinding, Expr, Module, Statement } from '../../core/program.ts';
import { deeper, placeOf, type SyntaxSource } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { constants, specsOf, typeDeclarations, variables } from './declarations.ts';
import { functionNode, methodNode, namePattern, receiverType } from './functions.ts';
import { importsOf } from './imports.ts';
import { nameText, namesIn, type GoSource } from './source.ts';
import { statements } from './statements.ts';
import { inOrder } from './top-level.ts';

/**
 * The module of a Go file. Everything at its top is exported, because the other files of its package see it; so are methods,
 * as functions by the name `Type.method`. Functions come first, then types, constants and variables in the order in which
 * they need each other; then what runs by itself: `init`, and `main` of a program.
 *
 * Source: The Go Programming Language Specification, Program initialization and execution.
 */
export function goModuleOf(syntax: SyntaxSource): Module {
  const top = namedChildren(syntax.tree.root);
  const source: GoSource = { ...syntax, around: { links: 0, iota: 0, results: [] }, elements: elementsIn(syntax, top) };
  const found: Found = { exports: [], functions: [], others: [], runs: [] };
  const clause = top.find(node => node.type === 'package_clause');
  const isProgram = !clause || namedChildren(clause).some(child => nameText(source, child) === 'main');
  for (const node of top)
    if (node.type === 'function_declaration') addFunction(source, node, found, isProgram);
    else if (node.type === 'method_declaration') addMethod(source, node, found);
  for (const node of inOrder(source, top)) addDeclaration(source, node, found);
  return {
    file: source.file,
    language: 'go',
    imports: importsOf(source, new Set(found.exports.map(({ exported }) => exported))),
    exports: found.exports,
    body: [...found.functions, ...found.others, ...found.runs],
  };
}

type LocalExport = Extract<ExportBinding, { kind: 'local' }>;

type Found = {
  readonly exports: LocalExport[];
  readonly functions: Statement[];
  readonly others: Statement[];
  readonly runs: Statement[];
};

/** Slice types that the file declares, with their elements. */
function elementsIn(source: SyntaxSource, top: readonly SyntaxNode[]): GoSource['elements'] {
  const specs = top.flatMap(node => (node.type === 'type_declaration' ? specsOf(node, 'type_spec') : []));
  return new Map(
    specs.flatMap(spec => {
      const name = childNamed(spec, 'name');
      const type = childNamed(spec, 'type');
      const element = type?.type === 'slice_type' ? childNamed(type, 'element') : undefined;
      return name && element ? [[source.text.slice(name.start, name.end), element] as const] : [];
    }),
  );
}

function addFunction(source: GoSource, node: SyntaxNode, found: Found, isProgram: boolean): void {
  const name = childNamed(node, 'name');
  const fn = deeper(source, node, () => functionNode(source, node));
  if (!name || !fn) return;
  const at = placeOf(source, node);
  const local = nameText(source, name);
  const value: Expr = { kind: 'function', at, fn };
  // A file may have several functions of this name, and nothing can call them.
  if (local === 'init' || local === '_') {
    if (local === 'init') found.runs.unshift({ kind: 'evaluate', at, value: callOf(value, placeOf(source, name)) });
    return;
  }
  found.exports.push({ kind: 'local', at: placeOf(source, name), exported: local, local });
  found.functions.push({ kind: 'declare', at, pattern: namePattern(source, name), value });
  if (local === 'main' && isProgram) {
    const callee: Expr = { kind: 'name', at: placeOf(source, name), name: local };
    found.runs.push({ kind: 'evaluate', at, value: callOf(callee, callee.at) });
  }
}

function callOf(callee: Expr, nameAt: Expr['at']): CallExpr {
  return {
    kind: 'call',
    at: nameAt,
    nameAt,
    callee,
    args: [],
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
}

function addMethod(source: GoSource, node: SyntaxNode, found: Found): void {
  const name = childNamed(node, 'name');
  const type = receiverType(source, node);
  const fn = deeper(source, node, () => methodNode(source, node));
  if (!name || !fn || type === undefined) return;
  const at = placeOf(source, name);
  const local = `${type}.${nameText(source, name)}`;
  found.exports.push({ kind: 'local', at, exported: local, local });
  found.functions.push({
    kind: 'declare',
    at: fn.at,
    pattern: { kind: 'name', at, name: local },
    value: { kind: 'function', at: fn.at, fn },
  });
}

/** A type, constant or variable, or one of several of a group. */
function addDeclaration(source: GoSource, node: SyntaxNode, found: Found): void {
  const add = (names: readonly SyntaxNode[]): void => {
    for (const name of names) {
      const local = nameText(source, name);
      if (local !== '_') found.exports.push({ kind: 'local', at: placeOf(source, name), exported: local, local });
    }
  };
  if (node.type === 'type_declaration') {
    const declared = deeper(source, node, () => typeDeclarations(source, node));
    found.others.push(...(declared?.statements ?? []));
    add(declared?.names ?? []);
  } else if (node.type === 'const_declaration' || node.type === 'var_declaration') {
    const isConstant = node.type === 'const_declaration';
    found.others.push(
      ...(deeper(source, node, () => (isConstant ? constants(source, node) : variables(source, node))) ?? []),
    );
    add(specsOf(node, 'const_spec', 'var_spec').flatMap(spec => namesIn(spec)));
  } else if (node.type === 'ERROR') found.others.push(...statements(source, [node]));
}
