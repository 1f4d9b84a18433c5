/** How Ruby's frameworks answer a request, and end it. Sources: Rails API, Rendering, Head, Redirecting; Sinatra, README; Rack, SPEC. */
import type { FunctionNode } from '../../core/program.ts';
import { fail } from './calls.ts';
import { ANY, type Called, type Seen, type Step, type Way } from './seen.ts';
import { STATUS_SYMBOLS } from './status-symbols.ts';

const one = (seen: Seen, way: Way): readonly Step[] => [{ seen, way }];

/** `[401, headers, body]`: what an application of Rack answers with. Source: Rack, SPEC, The Response. */
export function rubyEnded(way: Way, fn: FunctionNode): void {
  const [first] = fn.parameters;
  const isRack = first?.pattern.kind === 'name' && first.pattern.name === 'env';
  if (!isRack || way.hasPassed || way.end?.kind !== 'returned') return;
  const { value } = way.end;
  const items: readonly Seen[] =
    value.kind === 'list'
      ? value.items
      : value.kind === 'known' && value.value.kind === 'list'
        ? value.value.items.map(item => ({ kind: 'known', value: item }))
        : [];
  const status = items.length === 3 ? statusIn(items[0]) : undefined;
  if (status !== undefined) answer(way, status);
}

function statusIn(seen: Seen | undefined): number | undefined {
  if (seen?.kind !== 'known') return undefined;
  const { value } = seen;
  if (value.kind === 'number') return value.value;
  return value.kind === 'text'
    ? (STATUS_SYMBOLS.get(value.value) ?? (/^[1-5]\d\d$/.test(value.value) ? Number(value.value) : undefined))
    : undefined;
}

/** The argument of a name, or else the first that may be a status. */
function statusOf({ args, node }: Called, isFirst: boolean): number | undefined {
  const index = node.args.findIndex(arg => arg.kind === 'named' && arg.name === 'status');
  if (index >= 0) return statusIn(args[index]) ?? 200;
  return isFirst ? args.map(statusIn).find(status => status !== undefined && status >= 100) : undefined;
}

export function answer(way: Way, status: number): void {
  if (!way.hasAnswered) way.status = status;
  way.hasAnswered = true;
}

const RENDERS: ReadonlySet<string> = new Set([
  'render',
  'respond_with',
  'send_data',
  'send_file',
  'render_to_response',
]);
const REDIRECTS = /^(?:redirect_to|redirect_back|redirect_back_or_to|redirect_back_or|redirect_or_back|redirect)$/;

/** What answers the request, and what ends it. */
export function answerCall(way: Way, called: Called, isBare: boolean): readonly Step[] | undefined {
  const { name } = called;
  if (isBare && RENDERS.has(name)) {
    const status = statusOf(called, false) ?? 200;
    answer(way, status);
    return one({ kind: 'answer', status }, way);
  }
  if (isBare && name === 'head') {
    const status = statusOf(called, true) ?? 200;
    answer(way, status);
    return one({ kind: 'answer', status }, way);
  }
  const isOfTree = name === 'redirect' && called.node.callee.kind === 'member' && called.node.callee.of.kind === 'name';
  if ((isBare && REDIRECTS.test(name)) || isOfTree) {
    answer(way, 302);
    // Sinatra's ends the request there.
    if (name === 'redirect') fail(way, 302);
    return one({ kind: 'answer', status: 302 }, way);
  }
  if (name === 'halt' || name === 'error!' || (isBare && name === 'error' && called.args.length > 0)) {
    const isRefusal = name !== 'halt' || called.args.length > 0;
    fail(way, statusOf(called, true) ?? (isRefusal ? 500 : 'any'));
    return one(ANY, way);
  }
  if (name === 'throw' && isBare && called.args.length > 0) {
    const [first] = called.args;
    const word = first?.kind === 'known' && first.value.kind === 'text' ? first.value.value : '';
    if (word === 'halt' || word === 'warden' || word === 'error') {
      fail(way, 401);
      return one(ANY, way);
    }
  }
  return undefined;
}
