import type { Expr } from '../../core/program.ts';
import { placeOf, spanIn, textOf } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { type ScalaSource, nameOf } from './source.ts';

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
]);

function unescaped(text: string): string {
  return text.replace(/\\(?:u+([0-9a-fA-F]{4})|(.))/gsu, (_whole, code: string | undefined, char: string | undefined) =>
    code === undefined ? (ESCAPES.get(char ?? '') ?? char ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** `"a"`, `"""a"""`. */
export function stringLiteral(source: ScalaSource, node: SyntaxNode): Expr {
  const text = textOf(source, node);
  const isRaw = text.startsWith('"""');
  const quotes = isRaw ? 3 : 1;
  const inner = text.slice(quotes, text.length >= 2 * quotes ? -quotes : undefined);
  return { kind: 'text', at: placeOf(source, node), value: isRaw ? inner : unescaped(inner) };
}

export function characterLiteral(source: ScalaSource, node: SyntaxNode): Expr {
  return { kind: 'text', at: placeOf(source, node), value: unescaped(textOf(source, node).slice(1, -1)) };
}

export function numberLiteral(source: ScalaSource, node: SyntaxNode): Expr {
  const digits = textOf(source, node).replaceAll('_', '');
  const value = Number(digits.replace(/^-?0[xX]/.test(digits) ? /[lL]$/ : /[lLfFdD]$/, ''));
  return { kind: 'number', at: placeOf(source, node), value };
}

/** Interpolators of the language, whose result is text; any other is a function that is given the parts. */
const TEXTS: ReadonlySet<string> = new Set(['s', 'f', 'raw']);

/** `s"a ${b}"` is joined text; `p"/x/$id"` calls `p` with its text, in which `$id` is a part. */
export function interpolated(source: ScalaSource, node: SyntaxNode): Expr {
  const tag = childNamed(node, 'interpolator');
  const body = node.children.find(({ type }) => type === 'interpolated_string');
  const at = placeOf(source, node);
  const joined = body ? joinedText(source, body) : ({ kind: 'text', at, value: '' } as const);
  const name = tag ? nameOf(source, tag) : 's';
  if (TEXTS.has(name) || !tag) return { ...joined, at };
  const callee: Expr = { kind: 'name', at: placeOf(source, tag), name };
  return {
    kind: 'call',
    at,
    nameAt: callee.at,
    callee,
    args: [joined],
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
}

function joinedText(source: ScalaSource, body: SyntaxNode): Expr {
  const at = placeOf(source, body);
  const quotes = source.text.startsWith('"""', body.start) ? 3 : 1;
  const end = Math.max(body.end - quotes, body.start + quotes);
  const parts: Expr[] = [];
  let from = body.start + quotes;
  const text = (to: number): void => {
    if (to <= from) return;
    const raw = source.text.slice(from, to).replaceAll('$$', '$');
    parts.push({ kind: 'text', at: spanIn(source, from, to), value: quotes === 3 ? raw : unescaped(raw) });
  };
  for (const child of body.children) {
    if (child.type !== 'interpolation') continue;
    text(child.start);
    const inner = namedChildren(child)[0];
    const block = inner?.type === 'block' ? namedChildren(inner) : [];
    const value = block.length === 1 && block[0] ? block[0] : inner;
    parts.push(value ? expression(source, value) : { kind: 'text', at: placeOf(source, child), value: '' });
    from = child.end;
  }
  text(end);
  const [only] = parts;
  if (!only) return { kind: 'text', at, value: '' };
  return parts.length === 1 && only.kind === 'text' ? { ...only, at } : { kind: 'concat', at, parts };
}
