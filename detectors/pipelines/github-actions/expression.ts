/**
 * Expressions of GitHub Actions with three-valued answers: what a condition gives when only some of its values are known.
 *
 * Source: GitHub Docs, "Evaluate expressions in workflows and actions". Comparison of text ignores case, as there.
 */
import type { Tristate } from '../../../src/core/operation.ts';

/** A value, or undefined when it is not known. */
export type Value = string | number | boolean | null | undefined;

export type Lookup = {
  /** The value of a path, lower case: `github.event_name`, `needs.build.result`. */
  readonly value: (path: string) => Value;
  /** The value of a status function (`always`, `success`, `failure`, `cancelled`). */
  readonly status: (name: string) => boolean;
};

const STATUS_FUNCTIONS: ReadonlySet<string> = new Set(['always', 'success', 'failure', 'cancelled']);
/** Nesting beyond this is not evaluated. */
const DEPTH = 50;

/** The truth of a condition, with or without `${{ }}` around it. A condition that does not parse is unknown. */
export function evaluateCondition(condition: string, lookup: Lookup): Tristate {
  const tokens = tokensOf(unwrapped(condition));
  if (!tokens) return 'unknown';
  const parser = { tokens, at: 0, lookup, depth: 0 };
  const value = orExpression(parser);
  if (parser.at < tokens.length || value === undefined) return 'unknown';
  return isTruthy(value) ? 'yes' : 'no';
}

/** Whether a condition asks for the status of what ran before; without this, GitHub adds `success() &&`. */
export function asksStatus(condition: string, ...names: readonly string[]): boolean {
  const wanted = names.length > 0 ? names : [...STATUS_FUNCTIONS];
  const tokens = tokensOf(unwrapped(condition)) ?? [];
  return tokens.some(
    (token, index) =>
      token.kind === 'name' && wanted.includes(token.text.toLowerCase()) && tokens[index + 1]?.text === '(',
  );
}

function unwrapped(condition: string): string {
  const text = condition.trim();
  return text.startsWith('${{') && text.endsWith('}}') && text.indexOf('}}') === text.length - 2
    ? text.slice(3, -2)
    : text;
}

type ExpressionToken = { readonly kind: 'text' | 'number' | 'name' | 'sign'; readonly text: string };

function tokensOf(source: string): readonly ExpressionToken[] | undefined {
  const tokens: ExpressionToken[] = [];
  const pattern =
    /\s+|'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w-]*(?:\.(?:[A-Za-z_*][\w-]*|\*))*)|(&&|\|\||==|!=|<=|>=|[!<>(),[\]])/y;
  while (pattern.lastIndex < source.length) {
    const match = pattern.exec(source);
    if (!match) return undefined;
    if (match[1] !== undefined) tokens.push({ kind: 'text', text: match[1].replaceAll("''", "'") });
    else if (match[2] !== undefined) tokens.push({ kind: 'number', text: match[2] });
    else if (match[3] !== undefined) tokens.push({ kind: 'name', text: match[3] });
    else if (match[4] !== undefined) tokens.push({ kind: 'sign', text: match[4] });
  }
  return tokens;
}

type Parser = { readonly tokens: readonly ExpressionToken[]; at: number; readonly lookup: Lookup; depth: number };

function accept(parser: Parser, sign: string): boolean {
  const token = parser.tokens[parser.at];
  if (token?.kind !== 'sign' || token.text !== sign) return false;
  parser.at++;
  return true;
}

function orExpression(parser: Parser): Value {
  let value = andExpression(parser);
  while (accept(parser, '||')) {
    const right = andExpression(parser);
    // An unknown left side is settled only by a true right side.
    if (value === undefined) value = right !== undefined && isTruthy(right) ? right : undefined;
    else if (!isTruthy(value)) value = right;
  }
  return value;
}

function andExpression(parser: Parser): Value {
  let value = comparison(parser);
  while (accept(parser, '&&')) {
    const right = comparison(parser);
    if (value === undefined) value = right !== undefined && !isTruthy(right) ? right : undefined;
    else if (isTruthy(value)) value = right;
  }
  return value;
}

function comparison(parser: Parser): Value {
  const left = unary(parser);
  for (const sign of ['==', '!=', '<=', '>=', '<', '>']) {
    if (!accept(parser, sign)) continue;
    const right = unary(parser);
    if (left === undefined || right === undefined) return undefined;
    if (sign === '==') return isEqual(left, right);
    if (sign === '!=') return !isEqual(left, right);
    return undefined;
  }
  return left;
}

function unary(parser: Parser): Value {
  if (++parser.depth > DEPTH) return undefined;
  try {
    if (!accept(parser, '!')) return primary(parser);
    const value = unary(parser);
    return value === undefined ? undefined : !isTruthy(value);
  } finally {
    parser.depth--;
  }
}

function primary(parser: Parser): Value {
  if (accept(parser, '(')) {
    const value = orExpression(parser);
    accept(parser, ')');
    return value;
  }
  const token = parser.tokens[parser.at];
  if (!token || token.kind === 'sign') return undefined;
  parser.at++;
  if (token.kind === 'text') return token.text;
  if (token.kind === 'number') return Number(token.text);
  if (token.text === 'true' || token.text === 'false') return token.text === 'true';
  if (token.text === 'null') return null;
  if (accept(parser, '(')) return call(parser, token.text.toLowerCase());
  if (accept(parser, '[')) {
    // An index is not followed: the value is not known.
    orExpression(parser);
    accept(parser, ']');
    return undefined;
  }
  return parser.lookup.value(token.text.toLowerCase());
}

function call(parser: Parser, name: string): Value {
  const args: Value[] = [];
  while (parser.at < parser.tokens.length && !accept(parser, ')')) {
    const before = parser.at;
    args.push(orExpression(parser));
    accept(parser, ',');
    if (parser.at === before) return undefined;
  }
  if (STATUS_FUNCTIONS.has(name)) return parser.lookup.status(name);
  const [text, part] = args;
  if (typeof text !== 'string' || typeof part !== 'string') return undefined;
  if (name === 'startswith') return text.toLowerCase().startsWith(part.toLowerCase());
  if (name === 'endswith') return text.toLowerCase().endsWith(part.toLowerCase());
  if (name === 'contains') return text.toLowerCase().includes(part.toLowerCase());
  return undefined;
}

function isTruthy(value: string | number | boolean | null): boolean {
  return value !== '' && value !== 0 && value !== false && value !== null;
}

function isEqual(left: Exclude<Value, undefined>, right: Exclude<Value, undefined>): boolean {
  return typeof left === 'string' && typeof right === 'string'
    ? left.toLowerCase() === right.toLowerCase()
    : left === right;
}
