/** Members, subscripts and calls on a value, `app.route('/x')(f)`. They are read in a loop, because hostile programs write chains of thousands. */
import type { Location } from '../../core/location.ts';
import type { CallExpr, Expr } from '../../core/program.ts';
import { chainOf } from '../syntax/chain.ts';
import { placeOf, textOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, childrenNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, expressions } from './expressions.ts';
import { formatted } from './formatting.ts';
import { bare, isLocal, type PythonSource } from './source.ts';

export function isLink(node: SyntaxNode): boolean {
  return node.type === 'call' || node.type === 'attribute' || node.type === 'subscript';
}

function receiverOf(link: SyntaxNode): SyntaxNode | undefined {
  return childNamed(link, link.type === 'call' ? 'function' : link.type === 'attribute' ? 'object' : 'value');
}

export function chain(source: PythonSource, outermost: SyntaxNode): Expr {
  return chainOf<Expr>(source, source.counts, outermost, {
    isLink: node => isLink(node) && receiverOf(node) !== undefined,
    receiverOf,
    bare,
    root: root => rootOf(source, root ?? outermost, outermost),
    applied: (link, of) => applied(source, link, of),
    tooLong: link => tooDeep(source, link),
  });
}

function rootOf(source: PythonSource, root: SyntaxNode, outermost: SyntaxNode): Expr {
  if (!isLink(root)) return expression(source, root);
  return root === outermost
    ? unknownExpr(source, outermost, expressions(source, namedChildren(outermost)))
    : unknownExpr(source, root);
}

function applied(source: PythonSource, link: SyntaxNode, of: Expr): Expr {
  if (link.type === 'attribute') return attribute(source, link, of);
  if (link.type === 'subscript') return subscript(source, link, of);
  const args = argumentsOf(source, childNamed(link, 'arguments'));
  const at = placeOf(source, link);
  if (isSuper(source, of, args)) return { ...of, at };
  if (of.kind === 'name' && of.name === 'isinstance' && args.length === 2 && !isLocal(source, of.name))
    return { kind: 'operation', at, operator: 'instance-of', operands: args };
  const joined = formatted(at, of, args);
  if (joined) return joined;
  return callOf(at, of, args);
}

/** A call of a value by its narrowest name; `super().__init__(…)` is a call of `super`. */
function callOf(at: Location, of: Expr, args: readonly Expr[]): CallExpr {
  const isBaseMade = of.kind === 'member' && of.name === '__init__' && of.of.kind === 'name' && of.of.name === 'super';
  const nameAt = of.kind === 'member' ? of.nameAt : of.at;
  const callee: Expr = isBaseMade ? { kind: 'name', at: nameAt, name: 'super' } : of;
  return { kind: 'call', at, nameAt, callee, args, isNew: false, isAwaited: false, typeArguments: [] };
}

/** `super()` and `super(Class, self)` stand for the base, as the name `super` does. */
function isSuper(source: PythonSource, of: Expr, args: readonly Expr[]): boolean {
  if (of.kind !== 'name' || of.name !== 'super' || isLocal(source, of.name)) return false;
  return args.length === 0 || (args.length === 2 && args.every(({ kind }) => kind !== 'spread' && kind !== 'named'));
}

export function argumentsOf(source: PythonSource, node: SyntaxNode | undefined): readonly Expr[] {
  if (!node) return [];
  if (node.type !== 'argument_list') return [expression(source, node)];
  return namedChildren(node).map(child =>
    child.type === 'keyword_argument' ? named(source, child) : expression(source, child),
  );
}

function named(source: PythonSource, node: SyntaxNode): Expr {
  const name = childNamed(node, 'name');
  const value = childNamed(node, 'value');
  if (!name || !value) return unknownExpr(source, node, expressions(source, namedChildren(node)));
  return {
    kind: 'named',
    at: placeOf(source, node),
    name: textOf(source, name),
    nameAt: placeOf(source, name),
    value: expression(source, value),
  };
}

function attribute(source: PythonSource, link: SyntaxNode, of: Expr): Expr {
  const member = childNamed(link, 'attribute');
  const at = placeOf(source, link);
  if (!member) return unknownExpr(source, link, [of]);
  const name = textOf(source, member);
  // `import a.b` makes `a.b` one name, unless something nearer is called `a`.
  if (of.kind === 'name') {
    const dotted = `${of.name}.${name}`;
    const [first = ''] = dotted.split('.');
    if (source.plan.dotted.has(dotted) && !isLocal(source, first)) return { kind: 'name', at, name: dotted };
  }
  return { kind: 'member', at, of, name, nameAt: placeOf(source, member) };
}

/** `a['b']` is the member `b` of `a`; several keys are a list of them. */
function subscript(source: PythonSource, link: SyntaxNode, of: Expr): Expr {
  const at = placeOf(source, link);
  const written = childrenNamed(link, 'subscript');
  if (written.length === 0 || written.some(one => one.type === 'slice')) {
    const bounds = written.flatMap(one => (one.type === 'slice' ? namedChildren(one) : [one]));
    return unknownExpr(source, link, [of, ...expressions(source, bounds)]);
  }
  const keys = expressions(source, written);
  const [key, second] = keys;
  if (!key) return unknownExpr(source, link, [of]);
  if (!second) {
    if (key.kind === 'text') return { kind: 'member', at, of, name: key.value, nameAt: key.at };
    return { kind: 'index', at, of, key };
  }
  const last = written.at(-1) ?? link;
  const listAt = placeOf(source, { ...last, start: written[0]?.start ?? last.start });
  return { kind: 'index', at, of, key: { kind: 'list', at: listAt, items: keys } };
}
