/** Calls and subscripts on a value. They are read in a loop, because hostile programs write chains of thousands. */
import type { Location } from '../../core/location.ts';
import type { CallExpr, Expr } from '../../core/program.ts';
import { chainOf } from '../syntax/chain.ts';
import { placeOf, textOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression, expressions } from './expressions.ts';
import { blockExpr, symbolBlock } from './functions.ts';
import { isPair, keyOf, pairValue, record } from './literals.ts';
import { bare, type RubySource } from './source.ts';
import { operation } from '../sums.ts';

export function isLink(node: SyntaxNode): boolean {
  return node.type === 'call' || node.type === 'element_reference';
}

function receiverOf(link: SyntaxNode): SyntaxNode | undefined {
  return childNamed(link, link.type === 'call' ? 'receiver' : 'object');
}

export function chain(source: RubySource, outermost: SyntaxNode): Expr {
  return chainOf<Expr>(source, source.counts, outermost, {
    isLink: node => isLink(node) && receiverOf(node) !== undefined,
    receiverOf,
    bare,
    root: root =>
      root === undefined
        ? unknownExpr(source, outermost)
        : isLink(root)
          ? withoutReceiver(source, root)
          : expression(source, root),
    applied: (link, of) => applied(source, link, of),
    tooLong: link => tooDeep(source, link),
  });
}

/** `name(…)`, `super(…)`. */
function withoutReceiver(source: RubySource, node: SyntaxNode): Expr {
  const method = childNamed(node, 'method');
  const args = childNamed(node, 'arguments');
  const block = childNamed(node, 'block');
  if (!method) return unknownExpr(source, node, expressions(source, namedChildren(node)));
  if (method.type === 'super') return superCall(source, node, args, block);
  return bareCall(source, node, method, args, block);
}

/**
 * A call on whatever `self` is. A method at the top of the file is called by its name. `lambda { … }` is the function, and
 * `require` loads.
 */
export function bareCall(
  source: RubySource,
  node: SyntaxNode,
  method: SyntaxNode,
  args: SyntaxNode | undefined,
  block: SyntaxNode | undefined,
): Expr {
  const name = textOf(source, method);
  const at = placeOf(source, node);
  const nameAt = placeOf(source, method);
  if ((name === 'lambda' || name === 'proc') && block) return blockExpr(source, block);
  const values = argumentsOf(source, args, block);
  const [first] = values;
  if (LOADING.has(name) && first && values.length === 1)
    return {
      kind: 'load',
      at,
      module: name === 'require_relative' && first.kind === 'text' ? { ...first, value: relative(first.value) } : first,
    };
  if (name === 'block_given?')
    return operation(at, 'not-equal', [
      { kind: 'name', at, name: BLOCK },
      { kind: 'nothing', at },
    ]);
  const callee: Expr =
    source.functions.has(name) && source.modules.length === 0
      ? { kind: 'name', at: nameAt, name }
      : { kind: 'member', at: nameAt, of: { kind: 'self', at: nameAt }, name, nameAt };
  return callOf(at, callee, values);
}

const LOADING: ReadonlySet<string> = new Set(['require', 'require_relative', 'load']);

function relative(path: string): string {
  return path.startsWith('.') ? path : `./${path}`;
}

/** The name under which a method has the block that it is called with. */
export const BLOCK = '&';

/** `yield x` calls the block. */
export function yielded(source: RubySource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const args = argumentsOf(source, childOfType(node, 'argument_list'), undefined);
  return callOf(at, { kind: 'name', at, name: BLOCK }, args);
}

/** `super(…)`; without arguments written, it is given those of the method. */
export function superCall(
  source: RubySource,
  node: SyntaxNode,
  args: SyntaxNode | undefined,
  block: SyntaxNode | undefined,
): Expr {
  const at = placeOf(source, node);
  const method = source.methods.at(-1);
  const values = argumentsOf(source, args, block);
  const callee: Expr = { kind: 'name', at, name: 'super' };
  return callOf(
    at,
    !method || method.isInitializer ? callee : { kind: 'member', at, of: callee, name: method.name, nameAt: at },
    values,
  );
}

function applied(source: RubySource, link: SyntaxNode, of: Expr): Expr {
  if (link.type === 'element_reference') return subscript(source, link, of);
  const method = childNamed(link, 'method');
  const block = childNamed(link, 'block');
  const args = childNamed(link, 'arguments');
  const at = placeOf(source, link);
  const name = method ? textOf(source, method) : 'call';
  const nameAt = method ? placeOf(source, method) : at;
  if (name === 'new' && of.kind === 'name') {
    if (of.name === 'Proc' && block) return blockExpr(source, block);
    return { ...callOf(at, of, argumentsOf(source, args, block)), isNew: true };
  }
  const values = argumentsOf(source, args, block);
  const plain = plainMethod(at, of, name, values);
  if (plain) return plain;
  const call = callOf(at, { kind: 'member', at: { ...of.at, ...endOf(nameAt) }, of, name, nameAt }, values);
  return link.children.some(child => child.type === '&.') ? { ...call, isOptional: true } : call;
}

function endOf({ endLine, endColumn }: Location): Pick<Location, 'endLine' | 'endColumn'> {
  return { endLine, endColumn };
}

/** Methods that every object has, or that Active Support gives it, where they say something that the form can say. */
function plainMethod(at: Location, of: Expr, name: string, args: readonly Expr[]): Expr | undefined {
  const [first] = args;
  if (args.length === 0) {
    switch (name) {
      case 'freeze':
      case 'presence':
      case 'itself':
        return of;
      case 'nil?':
        return operation(at, 'equal', [of, { kind: 'nothing', at }]);
      case 'present?':
        return operation(at, 'not', [operation(at, 'not', [of])]);
      case 'blank?':
        return operation(at, 'not', [of]);
      default:
        return undefined;
    }
  }
  if (!first || args.length > 1 || first.kind === 'named') return undefined;
  if (name === 'is_a?' || name === 'kind_of?' || name === 'instance_of?')
    return operation(at, 'instance-of', [of, first]);
  if (name === 'in?') return operation(at, 'in', [of, first]);
  return name === 'include?' && (of.kind === 'list' || of.kind === 'name')
    ? operation(at, 'in', [first, of])
    : undefined;
}

function callOf(at: Location, callee: Expr, args: readonly Expr[]): CallExpr {
  const nameAt = callee.kind === 'member' ? callee.nameAt : callee.at;
  return { kind: 'call', at, nameAt, callee, args, isNew: false, isAwaited: false, typeArguments: [] };
}

/** `a['b']` and `a[:b]` are the member `b` of `a`. */
function subscript(source: RubySource, link: SyntaxNode, of: Expr): Expr {
  const at = placeOf(source, link);
  const keys = namedChildren(link).filter(child => child.field !== 'object' && child.field !== 'block');
  const [key, second] = keys.map(node => expression(source, node));
  if (!key) return of;
  if (second) return unknownExpr(source, link, [of, key, second]);
  if (key.kind === 'text') return { kind: 'member', at, of, name: key.value, nameAt: key.at };
  return { kind: 'index', at, of, key };
}

/** Arguments in their order: pairs with a plain name are named ones, other pairs one hash; the block comes last, named `&`. */
export function argumentsOf(
  source: RubySource,
  list: SyntaxNode | undefined,
  block: SyntaxNode | undefined,
): readonly Expr[] {
  const nodes = list ? namedChildren(list).filter(child => !child.isError) : [];
  const given = nodes.flatMap((node): readonly Expr[] => {
    if (node.type === 'block_argument') return blockArgument(source, node);
    if (node.type === 'forward_argument') return forwarded(source, node);
    if (!isPair(node)) return [expression(source, node)];
    if (node.type === 'hash_splat_argument') return namedSpread(source, node);
    const key = childNamed(node, 'key');
    const name = key && isName(key) ? keyOf(source, key) : undefined;
    if (!key || name === undefined) return [];
    return [
      {
        kind: 'named',
        at: placeOf(source, node),
        name,
        nameAt: placeOf(source, key),
        value: pairValue(source, node, key),
      },
    ];
  });
  const others = nodes.filter(node => {
    const key = node.type === 'pair' ? childNamed(node, 'key') : undefined;
    return key !== undefined && !isName(key);
  });
  const [first] = others;
  const hashed = first ? [record(source, first, others)] : [];
  const withBlock = block ? [blockNamed(source, block, blockExpr(source, block))] : [];
  return [
    ...given.filter(arg => arg.kind !== 'named'),
    ...hashed,
    ...given.filter(arg => arg.kind === 'named'),
    ...withBlock,
  ];
}

function isName(key: SyntaxNode): boolean {
  return key.type === 'hash_key_symbol' || key.type === 'simple_symbol';
}

/** `new(...)`: all that the method around was given. */
function forwarded(source: RubySource, node: SyntaxNode): readonly Expr[] {
  const at = placeOf(source, node);
  const rest: Expr = { kind: 'spread', at, value: { kind: 'name', at, name: '*' } };
  return [rest, ...namedSpread(source, node), blockNamed(source, node, { kind: 'name', at, name: BLOCK })];
}

function namedSpread(source: RubySource, node: SyntaxNode): readonly Expr[] {
  const [value] = namedChildren(node);
  const at = placeOf(source, node);
  // Without a value, it is what the method around was given by `**`.
  const given: Expr = value ? expression(source, value) : { kind: 'name', at, name: '**' };
  return [{ kind: 'spread', at, value: given, isNamed: true }];
}

/** `&block`, `&:name`, `&method(:name)`. */
function blockArgument(source: RubySource, node: SyntaxNode): readonly Expr[] {
  const [value] = namedChildren(node);
  if (!value) return [blockNamed(source, node, { kind: 'name', at: placeOf(source, node), name: BLOCK })];
  const written = value.type === 'simple_symbol' ? symbolBlock(source, value) : expression(source, value);
  return [blockNamed(source, node, written)];
}

function blockNamed(source: RubySource, node: SyntaxNode, value: Expr): Expr {
  const at = placeOf(source, node);
  return { kind: 'named', at, name: BLOCK, nameAt: { ...at, endLine: at.line, endColumn: at.column }, value };
}
