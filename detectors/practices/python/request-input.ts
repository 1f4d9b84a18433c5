/**
 * Values that a client sends, as far as one function shows where they come from. Sources: Flask and Werkzeug, Request; Django,
 * HttpRequest; REST framework, Requests; Starlette, Requests; aiohttp, Web Server Reference.
 */
import type { Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { lookUp } from '../bindings.ts';
import { dottedName } from '../calls.ts';

type Inside = readonly FunctionNode[];

/** `request.json['url']` is `body` and `['url']`; `request.get_json()` is `body` as a whole. */
export type RequestInput = { readonly part: 'body' | 'query' | 'params'; readonly path: readonly string[] };

const PARTS: ReadonlyMap<string, RequestInput['part']> = new Map([
  ['json', 'body'],
  ['get_json', 'body'],
  ['data', 'body'],
  ['form', 'body'],
  ['POST', 'body'],
  ['values', 'body'],
  ['post', 'body'],
  ['args', 'query'],
  ['GET', 'query'],
  ['query_params', 'query'],
  ['query', 'query'],
  ['view_args', 'params'],
  ['path_params', 'params'],
  ['match_info', 'params'],
]);

const MOST_STEPS = 12;

export function requestInput(
  file: ProgramFile,
  expr: Expr,
  inside: Inside,
  left = MOST_STEPS,
): RequestInput | undefined {
  const [first, ...path] = namesTo(file, expr, inside, left) ?? [];
  const part = first === undefined ? undefined : PARTS.get(first);
  return part && { part, path };
}

/** Names from the request down to the value. */
function namesTo(file: ProgramFile, expr: Expr, inside: Inside, left: number): readonly string[] | undefined {
  if (left === 0) return undefined;
  const of = (inner: Expr): readonly string[] | undefined => namesTo(file, inner, inside, left - 1);
  switch (expr.kind) {
    case 'member': {
      if (expr.of.kind === 'self') return expr.name === 'request' ? [] : undefined;
      const names = of(expr.of);
      return names && [...names, expr.name];
    }
    case 'call':
      return ofCall(expr, of);
    case 'name': {
      if (/^(?:flask|quart|bottle)\.request$/.test(dottedName(file, expr) ?? '')) return [];
      const bound = lookUp(file, expr.name, inside);
      if (bound?.kind === 'parameter') return /^_?(?:req|request)$/.test(expr.name) ? [] : undefined;
      return bound?.kind === 'value' && bound.path.length === 0 ? of(bound.value) : undefined;
    }
    default:
      return undefined;
  }
}

/** `request.get_json(force=True)`, `await request.json()`, `request.args.get('url')`, `dict(request.form)`. */
function ofCall(
  { callee, args }: Extract<Expr, { kind: 'call' }>,
  of: (inner: Expr) => readonly string[] | undefined,
): readonly string[] | undefined {
  const [first] = args;
  if (callee.kind === 'name') return callee.name === 'dict' && first && args.length === 1 ? of(first) : undefined;
  if (callee.kind !== 'member') return undefined;
  const names = of(callee.of);
  if (!names) return undefined;
  if (names.length === 0) return PARTS.has(callee.name) ? [callee.name] : undefined;
  if (callee.name === 'get' || callee.name === 'pop')
    return first?.kind === 'text' ? [...names, first.value] : undefined;
  return /^(?:copy|dict|to_dict)$/.test(callee.name) ? names : undefined;
}

const CHECKS =
  /valid|allow|white.?list|safe|sanit|ssrf|assert|check|verify|parse|private|block|guard|ensure|trusted|normali[sz]e|schema|serializer|^load$|form$/i;

/**
 * Whether the function calls something that, by its name, checks what is sent: what it lets through is not known. With
 * `path`, only a check of that field counts: a schema of the whole body says nothing of where an address leads.
 */
export function isChecked(
  file: ProgramFile,
  [fn]: Inside,
  { part, path }: { readonly part: RequestInput['part']; readonly path?: readonly string[] },
): boolean {
  return file.calls.some(
    ({ name, call, inside }) =>
      fn !== undefined &&
      inside.includes(fn) &&
      CHECKS.test(name) &&
      call.args.some(arg => {
        const input = requestInput(file, arg.kind === 'named' ? arg.value : arg, inside);
        return input?.part === part && (path === undefined || path.join('.') === input.path.join('.'));
      }),
  );
}
