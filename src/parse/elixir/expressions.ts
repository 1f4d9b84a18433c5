/** Expressions. Those that choose among several ways become functions that are called where they stand. */
import type { Expr, Operator, RecordEntry } from '../../core/program.ts';
import { deeper, placeOf, textOf } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { call, pipeline } from './calls.ts';
import { body, CHOOSING, clausesIn, matchParts, sides, tail } from './control.ts';
import { capture, clausedFunction } from './functions.ts';
import { number, quoted, sigil } from './literals.ts';
import { bindings, readPattern } from './patterns.ts';
import {
  aliasText,
  callExpr,
  type ElixirSource,
  type Env,
  argumentNodes,
  fork,
  functionNode,
  keyName,
  moduleExpr,
  noteFree,
  operatorOf,
  statementsOf,
  targetName,
  unknown,
} from './source.ts';

export function expression(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  return deeper(source, node, () => valueOf(source, env, node)) ?? unknown(source, node);
}

/** An expression that decides a branch: `||` and `&&` are operations in it. */
export function testOf(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  return deeper(source, node, () => testIn(source, env, node)) ?? unknown(source, node);
}

function testIn(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  if (node.type === 'block') {
    const [only, ...others] = statementsOf(node);
    return only && others.length === 0 ? testOf(source, env, only) : expression(source, env, node);
  }
  const operator = operatorOf(source, node);
  if (node.type === 'unary_operator' && (operator === '!' || operator === 'not')) {
    const operand = childNamed(node, 'operand');
    return { kind: 'operation', at, operator: 'not', operands: operand ? [testOf(source, env, operand)] : [] };
  }
  const logic = node.type === 'binary_operator' ? LOGIC.get(operator) : undefined;
  const left = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  if (logic && left && right)
    return {
      kind: 'operation',
      at,
      operator: logic,
      operands: [testOf(source, env, left), testOf(source, env, right)],
    };
  return expression(source, env, node);
}

const LOGIC: ReadonlyMap<string, 'and' | 'or'> = new Map([
  ['&&', 'and'],
  ['and', 'and'],
  ['||', 'or'],
  ['or', 'or'],
]);

function valueOf(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  switch (node.type) {
    case 'identifier':
      return identifier(source, env, node);
    case 'alias':
      return moduleExpr(source, env, node, textOf(source, node).replace(/\s+/g, ''));
    case 'integer':
    case 'float':
      return number(source, node);
    case 'char':
      return { kind: 'number', at, value: textOf(source, node).codePointAt(1) ?? 0 };
    case 'boolean':
      return { kind: 'boolean', at, value: textOf(source, node) === 'true' };
    case 'nil':
      return { kind: 'nothing', at };
    case 'atom':
      return atom(source, env, node);
    case 'quoted_atom':
    case 'string':
    case 'charlist':
      return quoted(source, env, node);
    case 'sigil':
      return sigil(source, env, node);
    case 'list':
      return listOf(source, env, node);
    case 'tuple':
      return { kind: 'list', at, items: itemsOf(source, env, namedChildren(node)) };
    case 'keywords':
      return recordOf(source, env, node, namedChildren(node));
    case 'map':
      return mapOf(source, env, node);
    case 'block':
      return blockOf(source, env, node);
    case 'unary_operator':
      return unary(source, env, node);
    case 'binary_operator':
      return binary(source, env, node);
    case 'access_call':
      return access(source, env, node);
    case 'anonymous_function':
      return { kind: 'function', at, fn: clausedFunction(source, env, node, clausesIn(source, node), {}) };
    case 'dot':
    case 'call':
      return callOf(source, env, node);
    default:
      return unknown(source, node);
  }
}

/** In the code of a module an atom may name a function that another module gives: `plug :authenticate`. */
function atom(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const value = textOf(source, node).slice(1);
  if (env.isModuleCode && /^[a-z_]\w*[?!]?$/.test(value) && !env.functions.has(value))
    noteFree(source, env, node, value);
  return { kind: 'text', at: placeOf(source, node), value };
}

function identifier(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const name = textOf(source, node);
  if (name === '__MODULE__') return moduleExpr(source, env, node, name);
  const known = env.variables.get(name);
  if (known !== undefined) return known === true ? { kind: 'name', at, name } : known;
  // A name that is no variable is a call without arguments, or a variable that a macro brings.
  return env.functions.has(name)
    ? callExpr(source, node, { callee: { kind: 'name', at, name }, args: [] })
    : { kind: 'name', at, name };
}

/** Items of a list, a tuple or an argument list; keywords at the end are one item, a list of pairs. */
export function itemsOf(source: ElixirSource, env: Env, nodes: readonly SyntaxNode[]): readonly Expr[] {
  return nodes.map(node => expression(source, env, node));
}

function listOf(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const items = namedChildren(node);
  const [only] = items;
  if (only?.type === 'keywords' && items.length === 1) return recordOf(source, env, node, namedChildren(only));
  return {
    kind: 'list',
    at,
    items: items.flatMap((item): readonly Expr[] => {
      if (item.type === 'keywords') {
        const record = recordOf(source, env, item, namedChildren(item));
        return record.kind === 'record' ? record.entries.flatMap(pairOf) : [record];
      }
      const left = childNamed(item, 'left');
      const right = childNamed(item, 'right');
      if (item.type === 'binary_operator' && operatorOf(source, item) === '|' && left && right)
        return [
          expression(source, env, left),
          { kind: 'spread', at: placeOf(source, right), value: expression(source, env, right) },
        ];
      return [expression(source, env, item)];
    }),
  };
}

/** `a: 1` in a list with other items is the tuple `{:a, 1}`. */
function pairOf(entry: RecordEntry): readonly Expr[] {
  if (entry.kind === 'spread') return [{ kind: 'spread', at: entry.at, value: entry.value }];
  const key: Expr = entry.kind === 'entry' ? { kind: 'text', at: entry.keyAt, value: entry.key } : entry.key;
  return [{ kind: 'list', at: entry.at, items: [key, entry.value] }];
}

export function recordOf(source: ElixirSource, env: Env, node: SyntaxNode, pairs: readonly SyntaxNode[]): Expr {
  const entries = pairs.flatMap((pair): readonly RecordEntry[] => {
    const at = placeOf(source, pair);
    const isArrow = pair.type === 'binary_operator' && operatorOf(source, pair) === '=>';
    const keyNode = childNamed(pair, isArrow ? 'left' : 'key');
    const valueNode = childNamed(pair, isArrow ? 'right' : 'value');
    if ((!isArrow && pair.type !== 'pair') || !keyNode || !valueNode) return [];
    const keyAt = placeOf(source, keyNode);
    const value = expression(source, env, valueNode);
    const written = isArrow ? undefined : keyName(source, keyNode);
    if (written !== undefined) return [{ kind: 'entry', at, key: written, keyAt, value }];
    const key = isArrow ? expression(source, env, keyNode) : quoted(source, env, keyNode);
    return key.kind === 'text'
      ? [{ kind: 'entry', at, key: key.value, keyAt, value }]
      : [{ kind: 'computed', at, key, value }];
  });
  return { kind: 'record', at: placeOf(source, node), entries };
}

/** `%{a: 1}`, `%{map | a: 1}`, `%User{name: n}`. */
function mapOf(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const content = childOfType(node, 'map_content');
  const inside = content ? namedChildren(content) : [];
  const [first] = inside;
  const struct = childOfType(node, 'struct');
  const [type] = struct ? namedChildren(struct) : [];
  const written = type && aliasText(source, type);
  const at = placeOf(source, node);
  const named: readonly RecordEntry[] =
    type && written !== undefined
      ? [
          {
            kind: 'entry',
            at: placeOf(source, type),
            key: '__struct__',
            keyAt: placeOf(source, type),
            value: moduleExpr(source, env, type, written),
          },
        ]
      : [];
  const isUpdate = first?.type === 'binary_operator' && operatorOf(source, first) === '|';
  const of = isUpdate ? childNamed(first, 'left') : undefined;
  const changed = isUpdate ? childNamed(first, 'right') : undefined;
  const pairs = (isUpdate ? (changed ? [changed] : []) : inside).flatMap(one =>
    one.type === 'keywords' ? namedChildren(one) : [one],
  );
  const record = recordOf(source, env, node, pairs);
  if (record.kind !== 'record') return record;
  const spread: readonly RecordEntry[] = of
    ? [{ kind: 'spread', at: placeOf(source, of), value: expression(source, env, of) }]
    : [];
  return { kind: 'record', at, entries: [...spread, ...named, ...record.entries] };
}

/** What runs in a function of its own, called where it stands. */
export function inPlace(source: ElixirSource, node: SyntaxNode, statements: ReturnType<typeof body>): Expr {
  const at = placeOf(source, node);
  const fn = functionNode(source, node, { parameters: [], body: statements });
  return callExpr(source, node, { callee: { kind: 'function', at, fn }, args: [] });
}

function blockOf(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const inner = statementsOf(node);
  const [only] = inner;
  if (only && inner.length === 1) return expression(source, env, only);
  return inPlace(source, node, body(source, fork(env), inner, node));
}

function unary(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const operand = childNamed(node, 'operand');
  const operator = operatorOf(source, node);
  const at = placeOf(source, node);
  const inside = operand ?? namedChildren(node).at(-1);
  if (!inside) return unknown(source, node);
  switch (operator) {
    case '@': {
      const name = inside.type === 'identifier' ? textOf(source, inside) : targetName(source, inside);
      return name === undefined ? unknown(source, node) : { kind: 'name', at, name: `@${name}` };
    }
    case '!':
    case 'not':
      return { kind: 'operation', at, operator: 'not', operands: [testOf(source, env, inside)] };
    case '&':
      return capture(source, env, node);
    case '^':
      return expression(source, env, inside);
    case '-': {
      const value = expression(source, env, inside);
      return value.kind === 'number'
        ? { ...value, at, value: -value.value }
        : { kind: 'operation', at, operator: 'arithmetic', operands: [value] };
    }
    default:
      return unknown(source, node, [expression(source, env, inside)]);
  }
}

const COMPARING: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['==', 'equal'],
  ['===', 'equal'],
  ['!=', 'not-equal'],
  ['!==', 'not-equal'],
  ['<', 'less'],
  ['in', 'in'],
  ['+', 'arithmetic'],
  ['-', 'arithmetic'],
  ['*', 'arithmetic'],
  ['/', 'arithmetic'],
]);

function binary(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const left = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  const at = placeOf(source, node);
  if (!left || !right) return unknown(source, node);
  const operator = operatorOf(source, node);
  const both = (): readonly [Expr, Expr] => [expression(source, env, left), expression(source, env, right)];
  const comparing = COMPARING.get(operator);
  if (comparing) return { kind: 'operation', at, operator: comparing, operands: both() };
  switch (operator) {
    case '|>':
      return pipeline(source, env, node);
    case '=':
      return assigned(source, env, node);
    case '||':
    case 'or': {
      const [test, otherwise] = both();
      return { kind: 'choice', at, test, then: test, otherwise };
    }
    case '&&':
    case 'and': {
      const [test, then] = both();
      return { kind: 'choice', at, test, then, otherwise: test };
    }
    case '>': {
      const [first, second] = both();
      return { kind: 'operation', at, operator: 'less', operands: [second, first] };
    }
    case '>=':
    case '<=': {
      const [first, second] = both();
      const operands = operator === '>=' ? [first, second] : [second, first];
      const less: Expr = { kind: 'operation', at, operator: 'less', operands };
      return { kind: 'operation', at, operator: 'not', operands: [less] };
    }
    case 'not in': {
      const held: Expr = { kind: 'operation', at, operator: 'in', operands: both() };
      return { kind: 'operation', at, operator: 'not', operands: [held] };
    }
    case '<>':
    case '++':
      return { kind: 'concat', at, parts: both() };
    case 'when':
      // However long its sides are, its text says what it is: what is put under a guard.
      return { kind: 'unknown', at, text: 'when', parts: both() };
    case '\\\\':
    case '::':
      return expression(source, env, left);
    default:
      return unknown(source, node, both());
  }
}

/** `x = value` as a value. What a larger pattern binds in the middle of an expression is bound there, too. */
function assigned(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const match = matchParts(source, node);
  if (!match) return unknown(source, node);
  const at = placeOf(source, node);
  const value = expression(source, env, match.value);
  if (match.pattern.type !== 'identifier') {
    const read = readPattern(source, env, match.pattern, unknown(source, match.pattern));
    bindings(source, env, read.bound);
    return value;
  }
  const name = textOf(source, match.pattern);
  env.variables.set(name, true);
  return { kind: 'assigned', at, target: { kind: 'name', at: placeOf(source, match.pattern), name }, value };
}

/** `map[:key]`, `params["id"]`. */
function access(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const target = childNamed(node, 'target');
  const key = childNamed(node, 'key');
  if (!target || !key) return unknown(source, node);
  const at = placeOf(source, node);
  const of = expression(source, env, target);
  const by = expression(source, env, key);
  return by.kind === 'text'
    ? { kind: 'member', at, of, name: by.value, nameAt: by.at }
    : { kind: 'index', at, of, key: by };
}

function callOf(source: ElixirSource, env: Env, node: SyntaxNode): Expr {
  const name = targetName(source, node);
  if (name !== undefined && CHOOSING.has(name)) return chosenValue(source, env, node, name);
  return call(source, env, node, undefined);
}

/** `if a, do: b, else: c` of two plain values is a choice; what does more is a function that is called. */
function chosenValue(source: ElixirSource, env: Env, node: SyntaxNode, name: string): Expr {
  const [condition] = argumentNodes(node);
  const { then, otherwise } = sides(source, node);
  const [yes] = then;
  const [no] = otherwise ?? [];
  const isPlain = (name === 'if' || name === 'unless') && then.length === 1 && (otherwise?.length ?? 1) === 1;
  if (isPlain && condition && yes && isValue(source, yes) && (!no || isValue(source, no))) {
    const at = placeOf(source, node);
    const test = testOf(source, env, condition);
    const first = expression(source, env, yes);
    const second: Expr = no ? expression(source, env, no) : { kind: 'nothing', at };
    return name === 'if'
      ? { kind: 'choice', at, test, then: first, otherwise: second }
      : { kind: 'choice', at, test, then: second, otherwise: first };
  }
  return inPlace(source, node, tail(source, fork(env), node));
}

function isValue(source: ElixirSource, node: SyntaxNode): boolean {
  const name = targetName(source, node);
  return !matchParts(source, node) && !(name !== undefined && (CHOOSING.has(name) || name === 'quote'));
}
