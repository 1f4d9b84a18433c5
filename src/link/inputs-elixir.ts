/** What a plug or an action takes from a request, by what it reads of its connection and its parameters. Source: Plug.Conn; Phoenix.Controller. */
import type { Method } from '../core/facts/program.ts';
import type { Parameter as Input } from '../core/operation.ts';
import type { Expr, FunctionNode } from '../core/program.ts';
import { visitNodes } from './walk.ts';

/** `sent`: by the query or the body, as the method has it. */
type Read = { readonly name: string; readonly in: Input['in'] | 'sent' };

const READ = new WeakMap<FunctionNode, readonly Read[]>();

/** Names that a handler reads, in the order of their names. */
export function elixirInputs(fn: FunctionNode, method: Method): readonly Input[] {
  const known = READ.get(fn) ?? readsIn(fn);
  READ.set(fn, known);
  const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH' || method === 'QUERY';
  return known.map(({ name, in: place }): Input => ({
    name,
    in: place === 'sent' ? (hasBody ? 'body' : 'query') : place,
  }));
}

/** Parts of a connection by what they hold. */
const PARTS: ReadonlyMap<string, Read['in']> = new Map<string, Read['in']>([
  ['params', 'sent'],
  ['query_params', 'query'],
  ['body_params', 'body'],
  ['cookies', 'cookie'],
  ['req_cookies', 'cookie'],
]);

function readsIn(fn: FunctionNode): readonly Read[] {
  const [conn, params] = fn.parameters.map(({ pattern }) => (pattern.kind === 'name' ? pattern.name : ''));
  const found: Read[] = [];
  const placeOf = (of: Expr): Read['in'] | undefined => {
    if (of.kind === 'name') return params !== undefined && of.name === params ? 'sent' : undefined;
    if (of.kind !== 'member' || of.of.kind !== 'name' || of.of.name !== (conn ?? 'conn')) return undefined;
    return PARTS.get(of.name);
  };
  const note = (place: Read['in'] | undefined, name: string): void => {
    if (place !== undefined && name !== '__struct__') found.push({ name, in: place });
  };
  visitNodes(fn.body, node => {
    if (node.kind === 'member') note(placeOf(node.of), node.name);
    if (node.kind === 'operation' && (node.operator === 'matches' || node.operator === 'mismatches')) {
      const [of, shape] = node.operands;
      const place = of && placeOf(of);
      if (shape?.kind === 'record')
        for (const entry of shape.entries) if (entry.kind === 'entry') note(place, entry.key);
    }
    if (node.kind !== 'call') return;
    const [of, key] = node.args;
    if (!of || key?.kind !== 'text') return;
    const name = node.callee.kind === 'name' || node.callee.kind === 'member' ? node.callee.name : '';
    if (name === 'get_req_header') note('header', key.value);
    else if (READERS.has(name)) note(placeOf(of), key.value);
  });
  return found.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

const READERS: ReadonlySet<string> = new Set(['get', 'fetch', 'fetch!', 'pop', 'has_key?', 'get_lazy']);
