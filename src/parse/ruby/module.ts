import type { ExportBinding, Module, Statement } from '../../core/program.ts';
import { placeOf, type SyntaxSource, textOf } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { methodNode } from './functions.ts';
import { localsIn } from './locals.ts';
import { inScope, type RubySource } from './source.ts';
import { NO_SINK, statement } from './statements.ts';

/**
 * The module of a Ruby file: methods at its top, then classes, modules and constants under their full names (`Api::V1::Base`) where
 * they stand, among the other statements.
 *
 * Every constant that is used is an import, whose specifier lists what it may stand for by the modules around it, the
 * innermost first. Symbols are texts; `obj[:key]` is a member. A method call without arguments is a call. Hashes in arguments
 * whose keys are names are named arguments, a block is one of the name `&`; each method has a parameter of that name.
 */
export function rubyModuleOf(syntax: SyntaxSource): Module {
  const top = namedChildren(syntax.tree.root);
  const functions = topMethods(top);
  const source: RubySource = {
    ...syntax,
    modules: [],
    scopes: [],
    methods: [],
    imports: new Map(),
    constantNames: new Map(),
    declared: new Map(),
    classes: new Map(),
    functions: new Set(functions.map(node => textOf(syntax, childNamed(node, 'name') ?? node))),
    heredocs: heredocsIn(syntax.tree.root),
    counts: { links: 0, shared: 0 },
  };
  const locals = localsIn(source.text, top);
  const body = inScope(source, locals, false, (): readonly Statement[] => [
    ...functions.flatMap(node => functionStatement(source, node)),
    ...[...locals.keys()].map((name): Statement => {
      const at = placeOf(source, { ...source.tree.root, end: source.tree.root.start });
      return { kind: 'declare', at, pattern: { kind: 'name', at, name } };
    }),
    ...inOrder(source, top),
  ]);
  return {
    file: source.file,
    language: 'ruby',
    imports: [...source.imports.values()],
    exports: exportsOf(body),
    body,
  };
}

/** Statements, with the classes and constants of each before it; what reopens a class is part of it from its first place on. */
function inOrder(source: RubySource, top: readonly SyntaxNode[]): readonly Statement[] {
  const lines = top.filter(node => node.type !== 'heredoc_body');
  const order: (Statement | string)[] = [];
  const seen = new Set<string>();
  for (const node of lines) {
    const own = statement(source, node, NO_SINK);
    for (const name of source.declared.keys()) {
      if (seen.has(name)) continue;
      seen.add(name);
      order.push(name);
    }
    order.push(...own);
  }
  return order.flatMap(one => (typeof one === 'string' ? (source.declared.get(one) ?? []) : [one]));
}

function exportsOf(body: readonly Statement[]): readonly ExportBinding[] {
  return body.flatMap((one): readonly ExportBinding[] =>
    one.kind === 'declare' && one.pattern.kind === 'name' && /^[A-Z]/.test(one.pattern.name)
      ? [{ kind: 'local', at: one.pattern.at, exported: one.pattern.name, local: one.pattern.name }]
      : [],
  );
}

/** Methods that stand in no class: at the top, or in blocks of calls there. */
function topMethods(top: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  const waiting = [...top].toReversed();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'method') found.push(node);
    else if (TOP_HOLDERS.has(node.type)) waiting.push(...namedChildren(node).toReversed());
  }
  return found;
}

const TOP_HOLDERS: ReadonlySet<string> = new Set([
  'argument_list',
  'block',
  'block_body',
  'body_statement',
  'call',
  'do_block',
  'else',
  'if',
  'then',
  'unless',
]);

function functionStatement(source: RubySource, node: SyntaxNode): readonly Statement[] {
  const name = childNamed(node, 'name');
  if (!name) return [];
  const at = placeOf(source, node);
  return [
    {
      kind: 'declare',
      at,
      pattern: { kind: 'name', at: placeOf(source, name), name: textOf(source, name) },
      value: { kind: 'function', at, fn: methodNode(source, node, 'function') },
    },
  ];
}

/** The text of each heredoc, by where it is named: they come in the order in which they are named. */
function heredocsIn(root: SyntaxNode): ReadonlyMap<number, SyntaxNode> {
  const beginnings: SyntaxNode[] = [];
  const bodies: SyntaxNode[] = [];
  const waiting: SyntaxNode[] = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === 'heredoc_beginning') beginnings.push(node);
    if (node.type === 'heredoc_body') bodies.push(node);
    waiting.push(...node.children);
  }
  const byPlace = (one: SyntaxNode, other: SyntaxNode): number => one.start - other.start;
  bodies.sort(byPlace);
  return new Map(
    beginnings.toSorted(byPlace).flatMap((node, index) => {
      const body = bodies[index];
      return body ? [[node.start, body] as const] : [];
    }),
  );
}
