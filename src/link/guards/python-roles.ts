/** What the parameters and the results of functions mean to frameworks of Python. */
import type { Pattern } from '../../core/program.ts';
import { ANY, type Seen, type Way, numberOf } from './seen.ts';

/**
 * Frameworks of Python pass things by name and type, and few of them the request first. `scope` is the request of ASGI.
 * Sources: Starlette, Middleware; Django, Middleware; aiohttp, Middlewares; Falcon, Middleware; ASGI, HTTP connection scope.
 */
export function pythonRole(pattern: Pattern): Seen {
  if (pattern.kind !== 'name') return ANY;
  const isRequest =
    /^_*(?:req|request|http_request|connection|conn|websocket|scope)$/i.test(pattern.name) ||
    /^(?:Http|HTTP|ASGI)?(?:Request|Connection|WebSocket)$/.test(pattern.type?.name ?? '');
  if (isRequest) return { kind: 'request', path: [] };
  // What it is called with is the request, and no error.
  if (/^_*(?:call_next|get_response|handler|next)$/.test(pattern.name)) return { kind: 'next', isHandler: true };
  return /^_*(?:res|resp|response)$/i.test(pattern.name) ? { kind: 'response' } : ANY;
}

/** `(*args)`: the request comes first, or after the object whose method is decorated. */
export function pythonArguments(): Seen {
  return {
    kind: 'list',
    items: [
      { kind: 'request', path: [] },
      { kind: 'request', path: [] },
    ],
  };
}

/** `return body, 401`: the second of several values is the status. Source: Flask, About responses. */
export function answerPair(way: Way): void {
  if (way.end?.kind !== 'returned') return;
  const { value } = way.end;
  const second: Seen | undefined =
    value.kind === 'list'
      ? value.items[1]
      : value.kind === 'known' && value.value.kind === 'list' && value.value.items[1]
        ? { kind: 'known', value: value.value.items[1] }
        : undefined;
  const status = second && numberOf(second);
  if (status !== undefined && status >= 100 && status < 600)
    way.end = { kind: 'returned', value: { kind: 'answer', status } };
}
