/** What a handler of C# reads of a request itself: `Request.Query["q"]`, `Headers.TryGetValue("X-Id", out var id)`. Source: ASP.NET Core, HttpRequest; .NET, HttpListenerRequest. */
import type { Parameter as Input } from '../core/operation.ts';
import type { Expr, FunctionNode } from '../core/program.ts';
import { visitNodes } from './walk.ts';

const PARTS: ReadonlyMap<string, Input['in']> = new Map<string, Input['in']>([
  ['Headers', 'header'],
  ['Query', 'query'],
  ['QueryString', 'query'],
  ['Cookies', 'cookie'],
  ['Form', 'body'],
]);
const LOOKING_UP = /^(?:Get|GetValues|TryGetValue|ContainsKey|TryGetValues)$/;
/** What gives a body as a whole. */
const WHOLE = /^(?:InputStream|ReadFromJsonAsync|BodyReader)$/;

const READ = new WeakMap<FunctionNode, readonly Input[]>();

/** Names that a handler reads, each once, in the order of their names. */
export function csharpReads(fn: FunctionNode): readonly Input[] {
  const known = READ.get(fn);
  if (known) return known;
  const found = new Map<string, Input>();
  const aliases = new Map<string, Input['in']>();
  const partOf = (expr: Expr): Input['in'] | undefined =>
    expr.kind === 'member' ? PARTS.get(expr.name) : expr.kind === 'name' ? aliases.get(expr.name) : undefined;
  for (const collects of [true, false]) {
    visitNodes(fn.body, node => {
      if (node.kind === 'declare' && collects && node.pattern.kind === 'name' && node.value?.kind === 'member') {
        const part = PARTS.get(node.value.name);
        if (part && isOfRequest(node.value)) aliases.set(node.pattern.name, part);
      }
      if (collects) return;
      const read = readAt(node, partOf);
      if (read) found.set(`${read.in} ${read.name}`, read);
    });
  }
  const reads = [...found.values()].toSorted((a, b) => (`${a.in} ${a.name}` < `${b.in} ${b.name}` ? -1 : 1));
  READ.set(fn, reads);
  return reads;
}

function readAt(
  node: Parameters<Parameters<typeof visitNodes>[1]>[0],
  partOf: (expr: Expr) => Input['in'] | undefined,
): Input | undefined {
  if (node.kind === 'member' && WHOLE.test(node.name) && isNamedRequest(node.of)) return { name: 'body', in: 'body' };
  const [of, key] =
    node.kind === 'index'
      ? [node.of, node.key]
      : node.kind === 'call' && node.callee.kind === 'member' && LOOKING_UP.test(node.callee.name)
        ? [node.callee.of, node.args[0]]
        : [];
  const part = of && partOf(of);
  if (!part || key?.kind !== 'text' || (of.kind === 'member' && !isOfRequest(of))) return undefined;
  return { name: key.value, in: part };
}

/** `Request.Headers` and not those of an answer, or of what is sent to someone else. */
function isOfRequest(expr: Extract<Expr, { kind: 'member' }>): boolean {
  return isNamedRequest(expr.of);
}

function isNamedRequest(expr: Expr): boolean {
  return (expr.kind === 'name' || expr.kind === 'member') && /^_?(?:http)?req(?:uest)?$/i.test(expr.name);
}
