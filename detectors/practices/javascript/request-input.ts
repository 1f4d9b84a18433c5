/** Values that a client sends, as far as one function shows where they come from. */
import type { Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { lookUp } from '../bindings.ts';

type Inside = readonly FunctionNode[];

/** `request.body.url` is `body` and `['url']`; `await c.req.json()` is `body` as a whole. */
export type RequestInput = { readonly part: 'body' | 'query' | 'params'; readonly path: readonly string[] };

const REQUEST = /^_?(?:req|request|ctx|context|c|event)$/;
const PARTS: ReadonlyMap<string, RequestInput['part']> = new Map([
  ['body', 'body'],
  ['json', 'body'],
  ['query', 'query'],
  ['params', 'params'],
]);
const MOST_STEPS = 12;

export function requestInput(
  file: ProgramFile,
  expr: Expr,
  inside: Inside,
  left = MOST_STEPS,
): RequestInput | undefined {
  const names = left > 0 ? namesTo(file, expr, inside, left) : undefined;
  if (!names) return undefined;
  const [first, ...rest] = names[0] === 'request' || names[0] === 'req' ? names.slice(1) : names;
  const part = first === undefined ? undefined : PARTS.get(first);
  return part && { part, path: rest };
}

/** Names from the request down to the value. */
function namesTo(file: ProgramFile, expr: Expr, inside: Inside, left: number): readonly string[] | undefined {
  if (left === 0) return undefined;
  const of = (inner: Expr): readonly string[] | undefined => namesTo(file, inner, inside, left - 1);
  switch (expr.kind) {
    case 'member': {
      const names = of(expr.of);
      return names && [...names, expr.name];
    }
    case 'call': {
      // `c.req.json()`, `c.req.query('url')`; what a method makes of a value is another value.
      const { callee, args } = expr;
      const names = callee.kind === 'member' ? of(callee) : undefined;
      if (names?.length !== 2 || names[0] !== 'req' || !PARTS.has(names[1] ?? '')) return undefined;
      return args[0]?.kind === 'text' ? [...names, args[0].value] : names;
    }
    case 'name': {
      const bound = lookUp(file, expr.name, inside);
      if (bound?.kind === 'parameter') {
        const { pattern } = bound.parameter;
        if (pattern.kind === 'name') return REQUEST.test(pattern.name) ? [] : undefined;
        // `async ({ body }, response) =>`.
        return bound.index === 0 && bound.path.length > 0 && PARTS.has(bound.path[0] ?? '') ? bound.path : undefined;
      }
      if (bound?.kind !== 'value') return undefined;
      const names = of(bound.value);
      return names && [...names, ...bound.path];
    }
    default:
      return undefined;
  }
}

const CHECKS =
  /valid|allow|white.?list|safe|sanit|ssrf|assert|check|verify|parse|private|block|guard|ensure|trusted|normali[sz]e/i;

/** Whether the function calls something that, by its name, checks what is sent: what it lets through is not known. */
export function isChecked(file: ProgramFile, [fn]: Inside, part: RequestInput['part']): boolean {
  return file.calls.some(
    ({ name, call, inside }) =>
      fn !== undefined &&
      inside.includes(fn) &&
      CHECKS.test(name) &&
      call.args.some(arg => requestInput(file, arg, inside)?.part === part),
  );
}
