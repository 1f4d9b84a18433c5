/** What the parameters of functions of Go mean to its frameworks: they are told by their types. */
import type { FunctionNode, Pattern, TypeRef } from '../../core/program.ts';
import { ANY, type Seen } from './seen.ts';

/** What a parameter of a guard or handler is. */
export function goRole(pattern: Pattern): Seen {
  const type = pattern.kind === 'name' ? pattern.type : undefined;
  if (!type) return ANY;
  if (isHandlerType(type)) return { kind: 'next', isHandler: true };
  if (type.name === 'FilterChain') return { kind: 'next', isHandler: true };
  if (type.name === 'ResponseWriter' || type.name === 'Response') return { kind: 'response' };
  return isRequestType(type) ? { kind: 'request', path: [] } : ANY;
}

/**
 * `*http.Request`, `*gin.Context`, `echo.Context`, `*fiber.Ctx`, `*app.RequestContext`, `iris.Context`, `*fasthttp.RequestCtx`,
 * `*context.Context` of Beego, `*core.RequestEvent`, `connect.AnyRequest`; and what programs name alike. `context.Context` of the language is none.
 */
function isRequestType({ name, qualifier, text }: TypeRef): boolean {
  if (name === 'Context') return qualifier[0] !== 'context' || text.startsWith('*');
  return /^(?:Request|AnyRequest|StreamingHandlerConn|Ctx|RequestContext|RequestCtx|RequestEvent)$/.test(name);
}

/** `http.Handler`, `echo.HandlerFunc`, `httprouter.Handle`, `func(w http.ResponseWriter, r *http.Request)`. */
export function isHandlerType(type: TypeRef | undefined): boolean {
  if (!type) return false;
  if (
    /^(?:Handle|Handler|HandlerFunc|RequestHandler|HandlerFn|HTTPHandler|Endpoint|UnaryFunc|StreamingHandlerFunc|\w+Handler(?:Func)?)$/.test(
      type.name,
    )
  )
    return true;
  return (
    type.name === '' &&
    /^func\s*\(/.test(type.text) &&
    /\b(?:Request|Context|Ctx|RequestCtx|RequestContext|RequestEvent)\b/.test(type.text.slice(0, 200))
  );
}

/** Whether a function makes a handler of a handler: `func(next http.Handler) http.Handler`. */
export function makesHandler(fn: FunctionNode): boolean {
  return isHandlerType(fn.returnType) && handlerParameter(fn) >= 0;
}

/** The index of the parameter that takes the handler which it stands around; -1 where there is none. */
export function handlerParameter({ parameters }: FunctionNode): number {
  return parameters.findIndex(({ pattern, isRest }) => !isRest && isHandlerType(pattern.type));
}

/**
 * How a function hands the request on. `chained`: what comes after it runs, unless it aborts (Gin, Hertz). `handing`: only
 * what it calls runs (Fiber, Iris).
 */
export function handlerKind({ parameters }: FunctionNode): 'chained' | 'handing' | undefined {
  for (const { pattern } of parameters) {
    const type = pattern.kind === 'name' ? pattern.type : undefined;
    const [of] = type?.qualifier ?? [];
    if (type?.name === 'Context' && of === 'gin') return 'chained';
    if (type?.name === 'RequestContext') return 'chained';
    if (type?.name === 'Ctx' || (type?.name === 'Context' && of === 'iris')) return 'handing';
    if (type?.name === 'RequestEvent' || (type?.name === 'Request' && of === 'ghttp')) return 'handing';
  }
  return undefined;
}
