/** Macros that are called like functions: `format!`, `vec!`, `routes![a, b]`. Source: the documentation of `std` and `anyhow`, Macros. */
import type { Expr } from '../../core/program.ts';
import { operation } from '../sums.ts';
import { placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, childOfType, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { macroName } from './paths.ts';
import { conjunction, matched, subjectOf } from './patterns.ts';
import { inside, type RustSource } from './source.ts';
import { patternSnippet, snippet, tokenArguments } from './tokens.ts';
import { conditionOf } from './patterns.ts';

export function macroCall(source: RustSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const named = childNamed(node, 'macro');
  const tree = childOfType(node, 'token_tree');
  if (!named || !tree) return unknownExpr(source, node);
  const nameAt = placeOf(source, named);
  const local = macroName(source, named);
  const name = (local.split('::').at(-1) ?? '').replace(/!$/, '');
  if (SAYING.has(name)) return unknownExpr(source, node);
  if (ENDING.has(name)) return { kind: 'unknown', at, text: PANIC, parts: [] };
  if (name === 'matches') return matches(source, node, tree);
  const args = tokenArguments(source, tree);
  const call = (callee: string, given: readonly Expr[]): Expr => ({
    kind: 'call',
    at,
    nameAt,
    callee: { kind: 'name', at: nameAt, name: callee },
    args: given,
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  });
  switch (name) {
    case 'vec':
      return { kind: 'list', at, items: args };
    case 'format':
    case 'concat':
      return name === 'concat' ? { kind: 'concat', at, parts: args } : formatted(at, args);
    // `anyhow`, `eyre`, `miette`: the function ends with an error.
    case 'bail':
      source.at.before.push({ kind: 'return', at, value: call('Err', args) });
      return { kind: 'nothing', at };
    case 'ensure': {
      const [test, ...rest] = args;
      if (!test) return unknownExpr(source, node);
      source.at.before.push({
        kind: 'branch',
        at,
        test: operation(at, 'not', [test]),
        then: [{ kind: 'return', at, value: call('Err', rest) }],
        otherwise: [],
      });
      return { kind: 'nothing', at };
    }
    default:
      return call(local, args);
  }
}

const PANIC = 'panic!';

/** Macros that end the program. */
const ENDING: ReadonlySet<string> = new Set(['panic', 'unreachable', 'todo', 'unimplemented']);

/** Macros that write something somewhere, or check what a program takes for certain. */
const SAYING: ReadonlySet<string> = new Set([
  'println',
  'print',
  'eprintln',
  'eprint',
  'write',
  'writeln',
  'log',
  'trace',
  'debug',
  'info',
  'warn',
  'error',
  'event',
  'span',
  'debug_span',
  'info_span',
  'error_span',
  'assert',
  'assert_eq',
  'assert_ne',
  'debug_assert',
  'debug_assert_eq',
]);

/** `format!("{}/{id}", base)`: its text with what is put into it. Anything between the braces but a name is left unknown. */
function formatted(at: Expr['at'], args: readonly Expr[]): Expr {
  const [text, ...rest] = args;
  if (text?.kind !== 'text') return { kind: 'concat', at, parts: args };
  const given = rest.filter(arg => arg.kind !== 'named');
  const named = new Map(rest.flatMap(arg => (arg.kind === 'named' ? [[arg.name, arg.value] as const] : [])));
  const parts: Expr[] = [];
  let next = 0;
  for (const piece of text.value.split(/(\{\{|\}\}|\{[^{}]*\})/)) {
    if (piece === '') continue;
    const inside = /^\{([^{}]*)\}$/.exec(piece)?.[1];
    if (inside === undefined) {
      parts.push({ kind: 'text', at: text.at, value: piece === '{{' ? '{' : piece === '}}' ? '}' : piece });
      continue;
    }
    const name = (inside.split(':')[0] ?? '').trim();
    const value =
      name === ''
        ? given[next++]
        : /^\d+$/.test(name)
          ? given[Number(name)]
          : (named.get(name) ?? nameIn(text.at, name));
    parts.push(value ?? { kind: 'unknown', at: text.at, text: piece, parts: [] });
  }
  return { kind: 'concat', at, parts };
}

function nameIn(at: Expr['at'], name: string): Expr {
  return /^[A-Za-z_]\w*$/.test(name) ? { kind: 'name', at, name } : { kind: 'unknown', at, text: name, parts: [] };
}

/** `matches!(value, Some(x) if x > 1)`. */
function matches(source: RustSource, node: SyntaxNode, tree: SyntaxNode): Expr {
  const inner = tree.children.slice(1, -1);
  const comma = inner.findIndex(child => child.type === ',');
  const [first] = inner;
  const before = inner[comma - 1];
  const after = inner[comma + 1];
  const last = inner.findLast(child => child.type !== ',');
  const value = first && before ? snippet(source, first.start, before.end)?.[0] : undefined;
  const pattern = after && last ? patternSnippet(source, after.start, last.end) : undefined;
  if (!value || !pattern || comma < 1) return unknownExpr(source, node);
  const at = placeOf(source, node);
  return inside(source, () => {
    const { tests } = matched(source, pattern, subjectOf(source, value));
    const condition = childNamed(pattern, 'condition');
    const all = condition ? [...tests, conditionOf(source, condition).test] : tests;
    return conjunction(at, all) ?? { kind: 'boolean', at, value: true };
  });
}
