/**
 * Patterns: whether a value has their shape, and what they give names to.
 *
 * The shape is an expression: of what a `matches` operation compares its first operand with. An `unknown` with the text `_`
 * stands for anything. Names are bound to parts of the subject, which is a name itself: `{:ok, user} = found` is
 * `matches(found, ["ok", _])` and `user = found[1]`.
 */
import type { Expr, Statement } from '../../core/program.ts';
import { deeper, placeOf, textOf } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import {
  aliasText,
  type ElixirSource,
  type Env,
  keyName,
  moduleExpr,
  operatorOf,
  statementsOf,
  unknown,
} from './source.ts';

export type Bound = { readonly name: string; readonly node: SyntaxNode; readonly value: Expr };

export type Read = {
  readonly shape: Expr;
  /** Anything fits. */
  readonly isAnything: boolean;
  readonly bound: readonly Bound[];
};

/** Reads a pattern against a subject, which must be cheap to name again. */
export function readPattern(source: ElixirSource, env: Env, node: SyntaxNode, subject: Expr): Read {
  return deeper(source, node, () => patternOf(source, env, node, subject)) ?? anything(source, node);
}

function anything(source: ElixirSource, node: SyntaxNode, bound: readonly Bound[] = []): Read {
  return {
    shape: { kind: 'unknown', at: placeOf(source, node), text: '_', parts: [] },
    isAnything: true,
    bound,
  };
}

function patternOf(source: ElixirSource, env: Env, node: SyntaxNode, subject: Expr): Read {
  const at = placeOf(source, node);
  switch (node.type) {
    case 'identifier': {
      const name = textOf(source, node);
      if (name === '__MODULE__') return literal(source, env, node);
      return anything(source, node, name === '_' ? [] : [{ name, node, value: subject }]);
    }
    case 'tuple':
      return sequence(source, env, node, namedChildren(node), subject);
    case 'list':
      return listPattern(source, env, node, subject);
    case 'map':
      return mapPattern(source, env, node, subject);
    case 'bitstring':
      return binary(source, env, node, subject);
    case 'block': {
      const inner = statementsOf(node);
      const [only] = inner;
      return only && inner.length === 1 ? readPattern(source, env, only, subject) : undecided(source, node);
    }
    case 'binary_operator': {
      const left = childNamed(node, 'left');
      const right = childNamed(node, 'right');
      if (!left || !right) return undecided(source, node);
      switch (operatorOf(source, node)) {
        case '=': {
          const both = [readPattern(source, env, left, subject), readPattern(source, env, right, subject)];
          const bound = both.flatMap(read => read.bound);
          const shaped = both.find(read => !read.isAnything);
          return shaped ? { ...shaped, bound } : anything(source, node, bound);
        }
        case '<>': {
          const rest: Expr = { kind: 'index', at, of: subject, key: unknown(source, right) };
          const after = readPattern(source, env, right, rest);
          const shape: Expr = { kind: 'concat', at, parts: [expression(source, env, left), after.shape] };
          return { shape, isAnything: false, bound: after.bound };
        }
        case '\\\\':
        case '::':
          return readPattern(source, env, left, subject);
        default:
          return undecided(source, node);
      }
    }
    case 'unary_operator': {
      const operand = childNamed(node, 'operand');
      return operatorOf(source, node) === '^' && operand
        ? { shape: expression(source, env, operand), isAnything: false, bound: [] }
        : literal(source, env, node);
    }
    case 'keywords':
      return entries(source, env, node, namedChildren(node), subject);
    case 'call':
      // A macro, or `unquote(name)`: what it stands for is not known here.
      return undecided(source, node);
    default:
      return literal(source, env, node);
  }
}

function literal(source: ElixirSource, env: Env, node: SyntaxNode): Read {
  return { shape: expression(source, env, node), isAnything: false, bound: [] };
}

function undecided(source: ElixirSource, node: SyntaxNode): Read {
  return { shape: unknown(source, node), isAnything: false, bound: [] };
}

function part(source: ElixirSource, node: SyntaxNode, of: Expr, index: number): Expr {
  const at = placeOf(source, node);
  return { kind: 'index', at, of, key: { kind: 'number', at, value: index } };
}

function sequence(source: ElixirSource, env: Env, node: SyntaxNode, items: readonly SyntaxNode[], subject: Expr): Read {
  const reads = items.map((item, index) => readPattern(source, env, item, part(source, item, subject, index)));
  return {
    shape: { kind: 'list', at: placeOf(source, node), items: reads.map(read => read.shape) },
    isAnything: false,
    bound: reads.flatMap(read => read.bound),
  };
}

/** `[first | rest]`, `[a, b]`, `[key: value]`. */
function listPattern(source: ElixirSource, env: Env, node: SyntaxNode, subject: Expr): Read {
  const items = namedChildren(node);
  const [only] = items;
  if (only?.type === 'keywords' && items.length === 1) return entries(source, env, node, namedChildren(only), subject);
  const last = items.at(-1);
  if (last?.type !== 'binary_operator' || operatorOf(source, last) !== '|')
    return sequence(source, env, node, items, subject);
  const head = childNamed(last, 'left');
  const rest = childNamed(last, 'right');
  if (!head || !rest) return undecided(source, node);
  const before = sequence(source, env, node, [...items.slice(0, -1), head], subject);
  const after = readPattern(source, env, rest, {
    kind: 'index',
    at: placeOf(source, rest),
    of: subject,
    key: unknown(source, rest),
  });
  const at = placeOf(source, node);
  const known = before.shape.kind === 'list' ? before.shape.items : [];
  return {
    shape: { kind: 'list', at, items: [...known, { kind: 'spread', at: placeOf(source, rest), value: after.shape }] },
    isAnything: false,
    bound: [...before.bound, ...after.bound],
  };
}

/** `%{"id" => id}`, `%User{name: name}`: what is there beside these keys matters not. */
function mapPattern(source: ElixirSource, env: Env, node: SyntaxNode, subject: Expr): Read {
  const struct = childOfType(node, 'struct');
  const content = childOfType(node, 'map_content');
  const inside = content ? namedChildren(content) : [];
  const read = entries(
    source,
    env,
    node,
    inside.flatMap(one => (one.type === 'keywords' ? namedChildren(one) : [one])),
    subject,
  );
  const [type] = struct ? namedChildren(struct) : [];
  const written = type && aliasText(source, type);
  if (!type || written === undefined || read.shape.kind !== 'record') return read;
  const at = placeOf(source, type);
  const value = moduleExpr(source, env, type, written);
  return {
    ...read,
    shape: {
      ...read.shape,
      entries: [{ kind: 'entry', at, key: '__struct__', keyAt: at, value }, ...read.shape.entries],
    },
  };
}

function entries(source: ElixirSource, env: Env, node: SyntaxNode, pairs: readonly SyntaxNode[], subject: Expr): Read {
  const shapes: Extract<Expr, { kind: 'record' }>['entries'][number][] = [];
  const bound: Bound[] = [];
  for (const pair of pairs) {
    const isArrow = pair.type === 'binary_operator';
    const keyNode = childNamed(pair, isArrow ? 'left' : 'key');
    const valueNode = childNamed(pair, isArrow ? 'right' : 'value');
    if (!keyNode || !valueNode) continue;
    const written = isArrow ? undefined : keyName(source, keyNode);
    const key = written === undefined ? expression(source, env, keyNode) : undefined;
    const name = written ?? (key?.kind === 'text' ? key.value : undefined);
    const at = placeOf(source, pair);
    const keyAt = placeOf(source, keyNode);
    if (name === undefined) {
      const read = readPattern(source, env, valueNode, {
        kind: 'index',
        at,
        of: subject,
        key: key ?? unknown(source, keyNode),
      });
      bound.push(...read.bound);
      shapes.push({ kind: 'computed', at, key: key ?? unknown(source, keyNode), value: read.shape });
      continue;
    }
    const read = readPattern(source, env, valueNode, { kind: 'member', at, of: subject, name, nameAt: keyAt });
    bound.push(...read.bound);
    shapes.push({ kind: 'entry', at, key: name, keyAt, value: read.shape });
  }
  return { shape: { kind: 'record', at: placeOf(source, node), entries: shapes }, isAnything: false, bound };
}

/** `<<"Bearer ", token::binary>>`. */
function binary(source: ElixirSource, env: Env, node: SyntaxNode, subject: Expr): Read {
  const at = placeOf(source, node);
  const reads = namedChildren(node).map(segment =>
    readPattern(source, env, segment, { kind: 'index', at, of: subject, key: unknown(source, segment) }),
  );
  return {
    shape: { kind: 'concat', at, parts: reads.map(read => read.shape) },
    isAnything: false,
    bound: reads.flatMap(read => read.bound),
  };
}

/** The statements that bind the names of a pattern; the names are variables from then on. */
export function bindings(source: ElixirSource, env: Env, bound: readonly Bound[]): readonly Statement[] {
  return bound.flatMap(({ name, node, value }): readonly Statement[] => {
    env.variables.set(name, true);
    // A parameter that goes by this name has it already.
    if (value.kind === 'name' && value.name === name) return [];
    const at = placeOf(source, node);
    return [{ kind: 'declare', at, pattern: { kind: 'name', at, name }, value }];
  });
}

/** The names of a pattern as the parts of the subject that they stand for, for a guard that is tested before they are bound. */
export function asParts(env: Env, bound: readonly Bound[]): void {
  for (const { name, value } of bound) env.variables.set(name, value);
}

export function shapeTest(
  source: ElixirSource,
  node: SyntaxNode,
  operator: 'matches' | 'mismatches',
  subject: Expr,
  shape: Expr,
): Expr {
  return { kind: 'operation', at: placeOf(source, node), operator, operands: [subject, shape] };
}
