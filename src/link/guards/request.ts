/** What the operation itself settles about a request: its method and its path. */
import type { PathSyntax } from '../../core/facts/program.ts';
import { HOLE, type Value } from '../value.ts';
import { ANY, type Seen, booleanSeen } from './seen.ts';

/** What is known of the operation that a guard stands before. */
export type Request = {
  /** Empty or `ANY` when it is not one method. */
  readonly method: string;
  /** Full path as a template; empty when it is not known. */
  readonly path: string;
  /** The path without the application's base path and version. */
  readonly below: string;
  /** The path below the router that runs the guard, as Express gives it to functions; undefined when that is not known. */
  readonly relative?: string;
  readonly syntax: PathSyntax;
  readonly metadata: ReadonlyMap<string, Value>;
  /** What the guard is given behind its name, where guards go by names. */
  readonly given?: readonly string[];
  /** Names under which guards that ran before leave nothing on the request of a stranger: who asks for one asks who calls. */
  readonly withheld?: ReadonlySet<string>;
};

/** A guard that is read on its own. */
export const NO_REQUEST: Request = { method: '', path: '', below: '', syntax: 'express', metadata: new Map() };

/** A member of the request that the operation settles. Sources: the request objects of Express, Koa, Fastify, Hono, Next.js. */
export function requestMember(request: Request, name: string): Seen | undefined {
  switch (name) {
    case 'method':
      return request.method === '' || request.method === 'ANY' ? ANY : textSeen(request.method);
    case 'path':
      return pathSeen(request.syntax === 'express' ? request.relative : request.path);
    case 'pathname':
      return pathSeen(request.below);
    case 'originalUrl':
      return pathSeen(request.path, HOLE);
    case 'url':
      if (request.syntax === 'hono' || request.syntax === 'next' || request.syntax === 'openapi')
        return pathSeen(request.below, HOLE, HOLE);
      return pathSeen(request.syntax === 'express' ? request.relative : request.path, HOLE);
    default:
      return undefined;
  }
}

/** Members that `requestMember` answers; what a guard does then hangs on the operation. */
export function hangsOnOperation(name: string): boolean {
  return name === 'method' || name === 'path' || name === 'pathname' || name === 'originalUrl' || name === 'url';
}

function textSeen(value: string): Seen {
  return { kind: 'known', value: { kind: 'text', value } };
}

/** A path whose parameters, and whose query, are holes. */
function pathSeen(path: string | undefined, after = '', before = ''): Seen {
  if (path === undefined || path === '' || path.includes('{*') || path.includes('{?}')) return ANY;
  return textSeen(before + path.replace(/\{[^{}]*\}/g, HOLE) + after);
}

/** Whether two texts with holes are the same; undefined when the holes decide. */
export function sameText(a: string, b: string): boolean | undefined {
  if (!a.includes(HOLE) && !b.includes(HOLE)) return a === b;
  if (a.includes(HOLE) && b.includes(HOLE)) return undefined;
  const [holey, plain] = a.includes(HOLE) ? [a, b] : [b, a];
  const parts = holey.split(HOLE);
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  if (!plain.startsWith(first) || !plain.endsWith(last) || plain.length < first.length + last.length) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = plain.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return undefined;
}

/** `text.startsWith(start)` and its kin, where the text may have holes. */
export function textTest(name: string, text: string, part: string): Seen | undefined {
  if (part.includes(HOLE)) return undefined;
  const answer =
    name === 'startsWith'
      ? startsWith(text, part)
      : name === 'endsWith'
        ? startsWith(reversed(text), reversed(part))
        : name === 'includes'
          ? includes(text, part)
          : undefined;
  return answer === undefined ? undefined : booleanSeen(answer);
}

function startsWith(text: string, start: string): boolean | undefined {
  const known = text.split(HOLE)[0] ?? '';
  if (known.startsWith(start)) return true;
  return text === known || !start.startsWith(known) ? false : undefined;
}

function includes(text: string, part: string): boolean | undefined {
  if (text.split(HOLE).some(piece => piece.includes(part))) return true;
  return text.includes(HOLE) ? undefined : false;
}

function reversed(text: string): string {
  return [...text].reverse().join('');
}
