/** Values that a client sends, as far as one function shows where they come from. Sources: net/http, Gin, Echo, Fiber, chi and gorilla/mux. */
import type { Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { lookUp, valueOf } from '../bindings.ts';
import { dottedName } from '../calls.ts';

type Inside = readonly FunctionNode[];

/** Methods of requests and contexts that give one text that the client sends. */
const READS: ReadonlySet<string> = new Set([
  'FormValue',
  'PostFormValue',
  'PathValue',
  'Query',
  'DefaultQuery',
  'GetQuery',
  'QueryParam',
  'Param',
  'Params',
  'PostForm',
  'DefaultPostForm',
  'URLParam',
]);

/** `c.Query("url")`, `r.URL.Query().Get("url")`, `chi.URLParam(r, "url")`, `mux.Vars(r)["url"]`. */
export function isSentByClient(file: ProgramFile, expr: Expr, inside: Inside): boolean {
  const value = valueOf(file, expr, inside);
  if (value.kind === 'member') return value.of.kind === 'call' && isVars(file, value.of, inside);
  if (value.kind !== 'call' || value.callee.kind !== 'member') return false;
  const { of, name } = value.callee;
  const [first] = value.args;
  if (/^github\.com\/go-chi\/chi(?:\/v\d)?\.URLParam$/.test(dottedName(file, value.callee) ?? '')) return true;
  if (name === 'Get')
    return (
      of.kind === 'call' &&
      of.callee.kind === 'member' &&
      of.callee.name === 'Query' &&
      of.callee.of.kind === 'member' &&
      of.callee.of.name === 'URL' &&
      isRequest(file, of.callee.of.of, inside)
    );
  return READS.has(name) && first?.kind === 'text' && isRequest(file, of, inside);
}

function isVars(file: ProgramFile, { callee, args }: Extract<Expr, { kind: 'call' }>, inside: Inside): boolean {
  const [request] = args;
  return (
    dottedName(file, callee) === 'github.com/gorilla/mux.Vars' &&
    request !== undefined &&
    isRequest(file, request, inside)
  );
}

/** A parameter whose type is a request, or what a framework hands to a handler. */
function isRequest(file: ProgramFile, expr: Expr, inside: Inside): boolean {
  if (expr.kind !== 'name') return false;
  const bound = lookUp(file, expr.name, inside);
  const type = bound?.kind === 'parameter' ? bound.parameter.pattern.type : undefined;
  return type !== undefined && type.qualifier.length > 0 && /^(?:Request|Context|Ctx)$/.test(type.name);
}
