/**
 * What an action takes from a request, by what it and the methods of its class read of parameters, headers and cookies.
 *
 * Sources: Rails guides, Action Controller Overview, Parameters, Strong Parameters, Cookies; Sinatra, README; Grape, README,
 * Parameter Validation and Coercion; Hanami guides, Actions, Parameters; Rack, SPEC.
 */
import type { Method } from '../core/facts/program.ts';
import type { Parameter as Input } from '../core/operation.ts';
import type { CallExpr, Expr, FunctionNode } from '../core/program.ts';
import { classesAbove } from './ancestors.ts';
import { selfIn } from './guards/self.ts';
import type { ClassValue, ClosureValue } from './value.ts';
import { type Node, visitNodes } from './walk.ts';

/** `sent`: by the query or the body, as the method has it. */
type Read = { readonly name: string; readonly in: Input['in'] | 'sent'; readonly type?: string };

type OfFunction = { readonly reads: readonly Read[]; readonly calls: readonly string[] };

const READ = new WeakMap<FunctionNode, OfFunction>();

/** What is declared of an action beside its body: `params do requires :id end`. */
const DECLARED = new WeakMap<FunctionNode, readonly Read[]>();

/** Methods of one class that are looked into for one action. */
const LIMIT = 100;

/** Names that an action reads, each once for each place, in the order of their names. */
export function rubyInputs(handler: ClosureValue, method: Method): readonly Input[] {
  const { self } = selfIn(handler);
  const cls = self?.kind === 'instance' ? self.of : undefined;
  const seen = new Set<FunctionNode>();
  const waiting = [handler.fn];
  const found: Read[] = [...(DECLARED.get(handler.fn) ?? [])];
  for (let fn = waiting.pop(); fn && seen.size < LIMIT; fn = waiting.pop()) {
    if (seen.has(fn)) continue;
    seen.add(fn);
    const own = READ.get(fn) ?? readsIn(fn);
    READ.set(fn, own);
    found.push(...own.reads);
    if (cls) waiting.push(...own.calls.flatMap(name => methodNamed(cls, name) ?? []));
  }
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH' || method === 'QUERY';
  const inputs = found.map(({ name, in: place, type }): Input => ({
    name,
    in: place === 'sent' ? (hasBody ? 'body' : 'query') : place,
    ...(type === undefined ? {} : { type }),
  }));
  return inputs
    .filter((one, index) => !inputs.slice(0, index).some(other => other.name === one.name && other.in === one.in))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function methodNamed(cls: ClassValue, name: string): FunctionNode | undefined {
  for (const { cls: node } of classesAbove(cls))
    for (const member of node.members)
      if (member.kind === 'method' && member.name === name && !member.isStatic) return member.fn;
  return undefined;
}

/** What a block before an endpoint of Grape, or in the class of an action of Hanami, declares of its parameters. */
export function declareInputs(handler: FunctionNode, block: FunctionNode): void {
  BLOCKS.set(handler, [...(BLOCKS.get(handler) ?? []), block]);
  DECLARED.set(handler, [...(DECLARED.get(handler) ?? []), ...declaredIn(block)]);
}

const BLOCKS = new WeakMap<FunctionNode, readonly FunctionNode[]>();

/** The blocks that declare what an action takes. */
export function declaredBlocks(handler: FunctionNode): readonly FunctionNode[] {
  return BLOCKS.get(handler) ?? [];
}

const DECLARING: ReadonlySet<string> = new Set(['requires', 'optional', 'required', 'group', 'param']);
/** Blocks that only say something of the parameters in them. */
const AROUND: ReadonlySet<string> = new Set(['with', 'given', 'params']);

function declaredIn(block: FunctionNode): readonly Read[] {
  return block.body.flatMap((statement): readonly Read[] => {
    const value = statement.kind === 'evaluate' || statement.kind === 'return' ? statement.value : undefined;
    const call = value && declaringCall(value);
    if (!call || call.callee.kind !== 'member') return [];
    const inner = AROUND.has(call.callee.name) ? blockOf(call) : undefined;
    if (inner) return declaredIn(inner);
    if (!DECLARING.has(call.callee.name)) return [];
    const type = call.args.find(arg => arg.kind === 'named' && arg.name === 'type');
    const named = type?.kind === 'named' && type.value.kind === 'name' ? { type: type.value.name } : {};
    return call.args.flatMap(arg => (arg.kind === 'text' ? [{ name: arg.value, in: 'sent' as const, ...named }] : []));
  });
}

/** `required(:title).filled(:string)`: the innermost call. */
function declaringCall(expr: Expr): CallExpr | undefined {
  let call = expr;
  while (call.kind === 'call' && call.callee.kind === 'member' && call.callee.of.kind === 'call') call = call.callee.of;
  return call.kind === 'call' ? call : undefined;
}

function blockOf({ args }: CallExpr): FunctionNode | undefined {
  const block = args.find(arg => arg.kind === 'named' && arg.name === '&');
  return block?.kind === 'named' && block.value.kind === 'function' ? block.value.fn : undefined;
}

/** Methods of parameters that give them, or some of them. */
const SAME: ReadonlySet<string> = new Set([
  'to_unsafe_h',
  'to_unsafe_hash',
  'to_h',
  'permit!',
  'with_indifferent_access',
  'symbolize_keys',
  'deep_symbolize_keys',
  'dup',
]);
const KEYED: ReadonlySet<string> = new Set(['fetch', 'dig', 'require', 'delete', 'key?', 'has_key?', 'get', '[]']);
const LISTED: ReadonlySet<string> = new Set(['permit', 'slice', 'values_at', 'extract!', 'expect']);

function readsIn(fn: FunctionNode): OfFunction {
  const reads: Read[] = [];
  const calls = new Set<string>();
  const done = new Set<Node>();
  const note = (place: Place, name: string): void => {
    if (place !== 'env' || OF_HEADERS.test(name)) reads.push({ name: nameIn(place, name), in: inputOf(place) });
  };
  visitNodes(fn.body, node => {
    if (done.has(node)) return;
    if (node.kind === 'assign' || node.kind === 'assigned') done.add(node.target);
    if (node.kind === 'member') {
      const place = placeOf(node.of);
      if (place) note(place, node.name);
      else if (node.of.kind === 'self') calls.add(node.name);
      return;
    }
    if (node.kind !== 'call' || node.callee.kind !== 'member') return;
    const { of, name } = node.callee;
    const place = placeOf(of) ?? (LISTED.has(name) ? placeOf(wrapped(of, done)) : undefined);
    const header = name === 'get_header' && isRequest(of) ? 'env' : undefined;
    const held = place ?? header;
    if (!held) return;
    // The name of the method is none of a parameter.
    done.add(node.callee);
    const names = LISTED.has(name)
      ? node.args.flatMap(arg => keysIn(arg, name === 'expect'))
      : KEYED.has(name) || header
        ? textsIn(node.args[0])
        : [];
    for (const one of names) note(held, one);
  });
  return { reads, calls: [...calls] };
}

/** `params.require(:post)` before `.permit`: its name is that of what holds the names. */
function wrapped(of: Expr, done: Set<Node>): Expr {
  const inner = of.kind === 'call' && of.callee.kind === 'member' && KEYED.has(of.callee.name) ? of.callee.of : of;
  const held = of.kind === 'member' ? of.of : inner;
  if (!placeOf(held)) return of;
  done.add(of);
  if (of.kind === 'call') done.add(of.callee);
  return held;
}

function textsIn(arg: Expr | undefined): readonly string[] {
  return arg?.kind === 'text' ? [arg.value] : [];
}

/** `permit(:a, b: [], c: [:d])` are a, b and c; of `expect(post: [:a, :b])`, what it expects of a post. */
function keysIn(arg: Expr, opens: boolean): readonly string[] {
  if (arg.kind === 'named' && arg.name !== '&') {
    const inner = opens ? keysIn(arg.value, false) : [];
    return inner.length > 0 ? inner : [arg.name];
  }
  if (arg.kind === 'text') return [arg.value];
  if (arg.kind === 'list') return arg.items.flatMap(item => keysIn(item, false));
  if (arg.kind === 'record') return arg.entries.flatMap(entry => (entry.kind === 'entry' ? [entry.key] : []));
  return [];
}

type Place = 'params' | 'query' | 'form' | 'headers' | 'env' | 'cookies';

const PARTS: ReadonlyMap<string, Place> = new Map<string, Place>([
  ['params', 'params'],
  ['query_parameters', 'query'],
  ['GET', 'query'],
  ['request_parameters', 'form'],
  ['POST', 'form'],
  ['headers', 'headers'],
  ['env', 'env'],
  ['cookies', 'cookies'],
]);

/** Jars of cookies. */
const JARS: ReadonlySet<string> = new Set(['signed', 'encrypted', 'permanent', 'signed_or_encrypted']);

/** Which part of the request an expression is. */
function placeOf(expr: Expr): Place | undefined {
  if (expr.kind === 'name') return expr.name === 'params' ? 'params' : expr.name === 'env' ? 'env' : undefined;
  if (expr.kind !== 'call' || expr.callee.kind !== 'member' || expr.args.length > 0) return undefined;
  const { of, name } = expr.callee;
  if (SAME.has(name)) return placeOf(of);
  if (JARS.has(name)) return placeOf(of) === 'cookies' ? 'cookies' : undefined;
  return of.kind === 'self' || isRequest(of) ? PARTS.get(name) : undefined;
}

function isRequest(expr: Expr): boolean {
  if (expr.kind === 'name') return /^(?:request|req|r)$/.test(expr.name);
  return (
    expr.kind === 'call' &&
    expr.args.length === 0 &&
    expr.callee.kind === 'member' &&
    expr.callee.of.kind === 'self' &&
    (expr.callee.name === 'request' || expr.callee.name === 'req')
  );
}

function inputOf(place: Place): Read['in'] {
  switch (place) {
    case 'params':
      return 'sent';
    case 'query':
      return 'query';
    case 'form':
      return 'body';
    case 'headers':
    case 'env':
      return 'header';
    case 'cookies':
      return 'cookie';
  }
}

const OF_HEADERS = /^(?:HTTP_[A-Z\d_]+|CONTENT_TYPE|CONTENT_LENGTH)$/;

/** `HTTP_X_TRACE_ID` is the header `X-Trace-Id`. Source: Rack, SPEC, The Environment. */
function nameIn(place: Place, name: string): string {
  if (place !== 'headers' && place !== 'env') return name;
  if (!OF_HEADERS.test(name)) return name;
  return name
    .replace(/^HTTP_/, '')
    .split('_')
    .map(word => `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`)
    .join('-');
}
