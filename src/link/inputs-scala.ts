/**
 * What a handler in Scala takes from a request, by what it reads of it. Sources: Scalatra, ServletBase; Play, RequestHeader;
 * http4s, Message; ZIO HTTP, Request.
 */
import type { Method } from '../core/facts/program.ts';
import type { Parameter as Input } from '../core/operation.ts';
import type { CallExpr, Expr, FunctionNode } from '../core/program.ts';
import { visitNodes } from './walk.ts';

/** `sent`: by the query or the body, as the method has it. */
type Read = { readonly name: string; readonly in: Input['in'] | 'sent'; readonly type?: string };

const READ = new WeakMap<FunctionNode, readonly Read[]>();

/** Names that a handler reads, each once, in the order of their names; a body goes by `body`. */
export function scalaInputs(fn: FunctionNode, method: Method): readonly Input[] {
  const known = READ.get(fn) ?? readsIn(fn);
  READ.set(fn, known);
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH' || method === 'QUERY';
  const inputs = known
    .filter(({ in: place }) => place !== 'body' || hasBody)
    .map(({ name, in: place, type }): Input => ({
      name,
      in: place === 'sent' ? (hasBody ? 'body' : 'query') : place,
      ...(type === undefined ? {} : { type }),
    }));
  return inputs.filter(
    (input, index) => !inputs.slice(0, index).some(other => other.name === input.name && other.in === input.in),
  );
}

function readsIn(fn: FunctionNode): readonly Read[] {
  const found: Read[] = [];
  visitNodes(fn.body, node => {
    if (node.kind === 'call') found.push(...readBy(node));
    if (isBody(node)) found.push({ name: 'body', in: 'body' });
  });
  const order = ({ name, type }: Read): string => `${name} ${type === undefined ? 1 : 0}`;
  return found.toSorted((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}

/** `request.body`, `parsedBody`. */
function isBody(node: { readonly kind: string }): boolean {
  const expr = node as Expr; // Statements have none of these kinds.
  if (expr.kind === 'name') return expr.name === 'parsedBody';
  return expr.kind === 'member' && (expr.name === 'body' || expr.name === 'bodyText') && isRequest(expr.of);
}

function isRequest(expr: Expr): boolean {
  return expr.kind === 'name' && /^(?:req|request|r|ctx)$/.test(expr.name);
}

/** Calls that are given the name of what is read. */
const READERS: ReadonlyMap<string, Read['in']> = new Map<string, Read['in']>([
  ['getHeader', 'header'],
  ['header', 'header'],
  ['rawHeader', 'header'],
  ['headers', 'header'],
  ['cookie', 'cookie'],
  ['cookies', 'cookie'],
  ['getQueryString', 'query'],
  ['queryParam', 'query'],
  ['queryParamOrElse', 'query'],
  ['queryParameter', 'query'],
  ['getParameter', 'sent'],
  ['params', 'sent'],
  ['multiParams', 'sent'],
]);

/** Parts of a request in which something is looked up. */
const PARTS: ReadonlyMap<string, Read['in']> = new Map<string, Read['in']>([
  ['headers', 'header'],
  ['cookies', 'cookie'],
  ['queryString', 'query'],
  ['queryParams', 'query'],
  ['params', 'sent'],
  ['multiParams', 'sent'],
]);

const LOOKING_UP: ReadonlySet<string> = new Set(['get', 'apply', 'getAs', 'as', 'getOrElse', 'getAll', 'contains']);
const DECODING: ReadonlySet<string> = new Set([
  'as',
  'decode',
  'decodeJson',
  'asJsonDecode',
  'extract',
  'attemptAs',
  'to',
]);

function readBy(call: CallExpr): readonly Read[] {
  const { callee, args, typeArguments } = call;
  if (callee.kind !== 'name' && callee.kind !== 'member') return [];
  const [first] = args;
  const key = first?.kind === 'text' ? first.value : undefined;
  const plain = READERS.get(callee.name);
  const isPlain =
    callee.kind === 'name' ? /^(?:params|multiParams|cookies|cookie)$/.test(callee.name) : isRequest(callee.of);
  if (plain !== undefined && isPlain && key !== undefined) return [{ name: key, in: plain }];
  if (callee.kind !== 'member') return [];
  const { of } = callee;
  const part = of.kind === 'name' || of.kind === 'member' ? PARTS.get(of.name) : undefined;
  const isPart = of.kind === 'name' || (of.kind === 'member' && (isRequest(of.of) || of.of.kind === 'member'));
  if (part !== undefined && isPart && LOOKING_UP.has(callee.name) && key !== undefined)
    return [{ name: key, in: part }];
  // `request.as[User]`, `parsedBody.extract[User]`, `request.body.validate[User]`.
  const [type] = typeArguments;
  const isWhole = isRequest(of) || isBody(of) || (of.kind === 'member' && isRequest(of.of) && of.name === 'req');
  return isWhole && type !== undefined && (DECODING.has(callee.name) || callee.name === 'validate')
    ? [{ name: 'body', in: 'body', type }]
    : [];
}
