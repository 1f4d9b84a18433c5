/**
 * Values that a client sends, as far as one function shows where they come from. Sources: Laravel, HTTP Requests; Symfony,
 * HttpFoundation; PSR-7, `ServerRequestInterface`; PHP, Superglobals; WordPress, `WP_REST_Request`.
 */
import type { CallExpr, Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { lookUp, valueOf } from '../bindings.ts';
import { libraryNames } from '../library-calls.ts';

type Inside = readonly FunctionNode[];

/** `whole`: everything that was sent; `part`: one field of it. */
export type RequestInput = 'whole' | 'part';

const MOST_STEPS = 12;

export function requestInput(
  file: ProgramFile,
  expr: Expr,
  inside: Inside,
  left: number = MOST_STEPS,
): RequestInput | undefined {
  if (left === 0) return undefined;
  const value = valueOf(file, expr, inside);
  const next = (inner: Expr): RequestInput | undefined => requestInput(file, inner, inside, left - 1);
  switch (value.kind) {
    case 'name':
      return /^_(?:GET|POST|REQUEST)$/.test(value.name) ? 'whole' : undefined;
    case 'member':
      if (next(value.of) === 'whole') return 'part';
      // `$request->url` of Laravel is a field that was sent; a bag of Symfony is not.
      return isRequest(file, value.of, inside) && !BAGS.has(value.name) ? 'part' : undefined;
    case 'index':
      return next(value.of) ? 'part' : undefined;
    case 'choice':
      // `$_GET['url'] ?? ''`.
      return next(value.then);
    case 'call':
      return ofCall(file, value, inside, next);
    default:
      return undefined;
  }
}

/** Where Symfony keeps the parts of a request. */
const BAGS: ReadonlySet<string> = new Set([
  'query',
  'request',
  'attributes',
  'headers',
  'cookies',
  'files',
  'server',
  'json',
  'session',
]);

/** Methods that give everything, or one field where they are told which. */
const READS: ReadonlySet<string> = new Set([
  'input',
  'post',
  'query',
  'json',
  'get',
  'get_param',
  'getParam',
  'string',
  'str',
]);
const WHOLE: ReadonlySet<string> = new Set([
  'all',
  'except',
  'toArray',
  'getParsedBody',
  'getQueryParams',
  'get_params',
  'get_json_params',
  'get_body_params',
  'getParams',
  'getPost',
  'getJSON',
]);

function ofCall(
  file: ProgramFile,
  { callee, args }: CallExpr,
  inside: Inside,
  next: (inner: Expr) => RequestInput | undefined,
): RequestInput | undefined {
  const [first] = args;
  if (callee.kind === 'name') {
    if (/^\\?request$/.test(callee.name)) return first ? 'part' : undefined;
    if (/^\\?json_decode$/.test(callee.name) && first) return isRawBody(file, first, inside) ? 'whole' : undefined;
    return /^\\?(?:trim|urldecode|rawurldecode|stripslashes|strval)$/.test(callee.name) && first
      ? next(first)
      : undefined;
  }
  if (callee.kind !== 'member') return undefined;
  const { name, of } = callee;
  const isFacade = libraryNames(file, of, inside).some(one =>
    /^Illuminate\\Support\\Facades\.(?:Request|Input)$/.test(one),
  );
  if (isFacade || isRequest(file, of, inside)) {
    if (WHOLE.has(name)) return 'whole';
    return READS.has(name) ? (first ? 'part' : 'whole') : undefined;
  }
  // `$request->request->get('url')`, `$request->getPayload()->all()`.
  const isBag = isBagOf(file, of, inside);
  if (isBag && name === 'all') return first ? 'part' : 'whole';
  return isBag && /^(?:get|getString)$/.test(name) && first ? 'part' : undefined;
}

function isBagOf(file: ProgramFile, expr: Expr, inside: Inside): boolean {
  const value = valueOf(file, expr, inside);
  if (value.kind === 'member') return /^(?:query|request|json)$/.test(value.name) && isRequest(file, value.of, inside);
  return (
    value.kind === 'call' &&
    value.callee.kind === 'member' &&
    /^(?:getPayload|json|collect)$/.test(value.callee.name) &&
    isRequest(file, value.callee.of, inside)
  );
}

/** `file_get_contents('php://input')`, `$request->getContent()`. */
function isRawBody(file: ProgramFile, expr: Expr, inside: Inside): boolean {
  const value = valueOf(file, expr, inside);
  if (value.kind !== 'call') return false;
  const { callee, args } = value;
  const [first] = args;
  if (callee.kind === 'name')
    return /^\\?file_get_contents$/.test(callee.name) && first?.kind === 'text' && first.value === 'php://input';
  return callee.kind === 'member' && callee.name === 'getContent' && isRequest(file, callee.of, inside);
}

/** A parameter that is a request by its type, or by its name where it has none; `request()`. */
export function isRequest(file: ProgramFile, expr: Expr, inside: Inside): boolean {
  if (expr.kind === 'call')
    return expr.callee.kind === 'name' && /^\\?request$/.test(expr.callee.name) && expr.args.length === 0;
  if (expr.kind === 'member') return expr.of.kind === 'self' && expr.name === 'request';
  if (expr.kind !== 'name') return false;
  const bound = lookUp(file, expr.name, inside);
  if (bound?.kind !== 'parameter') return false;
  const { type } = bound.parameter.pattern;
  return type ? /(?:^|\\)(?:\w*Request|ServerRequestInterface)$/.test(type.name) : expr.name === 'request';
}
