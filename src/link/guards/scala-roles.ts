/** What functions of Scala's frameworks are handed, by its declared type. */
import type { FunctionNode, Pattern, TypeRef } from '../../core/program.ts';
import type { GuardStyle } from './explore.ts';
import { ANY, type Seen } from './seen.ts';

/** Methods by which classes guard. Source: Play, Action composition, Filters; Jakarta Servlet, Filter; Cask, Decorator. */
export const DECIDING_IN_SCALA: readonly (readonly [method: string, style: GuardStyle])[] = [
  ['invokeBlock', 'middleware'],
  ['refine', 'middleware'],
  ['filter', 'middleware'],
  ['transform', 'supplier'],
  ['doFilter', 'middleware'],
  ['wrapFunction', 'middleware'],
  ['apply', 'middleware'],
];

const ROOT: Seen = { kind: 'request', path: [] };

const REQUESTS = /^(?:RequestHeader|RequestContext|\w*Request|RequestWithAttrs)$/;
/** What answers in the end, given as a value. */
const SERVICES =
  /^(?:HttpRoutes|AuthedRoutes|ContextRoutes|HttpApp|HttpService|Http|Routes|Route|EssentialAction|FilterChain|Service|Action|Handler|Delegate)$/;
const ANSWERS =
  /\b(?:Result|Route|StandardRoute|Response|HttpResponse|Action|EssentialAction|Any|Html|ActionResult|ToResponseMarshallable|Accumulator)\b[\]\s]*$/;
const RESPONSES = /^(?:HttpServletResponse|ServletResponse)$/;

/** `=> X`: evaluated where it is asked for. */
export function isByName(type: TypeRef | undefined): boolean {
  return type?.text.startsWith('=>') === true;
}

/** What a parameter of a guard is. */
export function scalaRole(pattern: Pattern, _index: number, _fn: FunctionNode): Seen {
  if (pattern.kind !== 'name') return ANY;
  const { type, name } = pattern;
  if (!type) {
    if (/^_*(?:req|request|rh|requestHeader)$/.test(name)) return ROOT;
    return /^_*(?:block|next|nextFilter|action)$/.test(name) ? { kind: 'next', isHandler: true } : ANY;
  }
  // What is taken by name is handed on by asking for it.
  if (isByName(type)) return /\bBoolean\b|\bOption\b/.test(type.text) ? ANY : { kind: 'next' };
  if (type.name === '' && type.text.includes('=>')) return functionRole(type.text);
  if (REQUESTS.test(type.name)) return ROOT;
  if (RESPONSES.test(type.name)) return { kind: 'response' };
  if (SERVICES.test(type.name)) return { kind: 'next', isHandler: true };
  return ANY;
}

/** A function that gives an answer is what comes next; others are asked about the request. */
function functionRole(text: string): Seen {
  const given = text.slice(text.lastIndexOf('=>') + 2).trim();
  return ANSWERS.test(given) || /^[A-Z]$/.test(given) ? { kind: 'next', isHandler: true } : ANY;
}

const MERGED = new WeakMap<FunctionNode, FunctionNode>();

/** A function that only gives another one, `(next) => (request) => …`, as one of the parameters of both. */
export function uncurried(fn: FunctionNode): FunctionNode {
  const known = MERGED.get(fn);
  if (known) return known;
  const last = fn.body.at(-1);
  const inner = last?.kind === 'return' && last.value?.kind === 'function' ? last.value.fn : undefined;
  const isPlain = fn.body.slice(0, -1).every(({ kind }) => kind === 'declare');
  const merged: FunctionNode =
    inner && isPlain && inner.parameters.length > 0
      ? uncurried({
          ...fn,
          id: `${fn.id}~`,
          parameters: [...fn.parameters, ...inner.parameters],
          body: [...fn.body.slice(0, -1), ...inner.body],
        })
      : fn;
  MERGED.set(fn, merged);
  return merged;
}
