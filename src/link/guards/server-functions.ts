/** Functions that frameworks export for reading a request and answering it: SvelteKit, h3 (Nitro, Nuxt). */
import type { Value } from '../value.ts';
import { fail } from './calls.ts';
import { readCredential } from './expressions.ts';
import { ANY, type Called, type Context, type Seen, type Step, type Way, numberOf } from './seen.ts';
import { credentialAt } from './vocabulary.ts';

type Origin = Extract<Value, { kind: 'external' }>;

/**
 * What a call of one of them gives a stranger; undefined when it is none of them.
 * Source: SvelteKit, @sveltejs/kit; h3, Request and Response utilities. h3's are globals in Nitro projects.
 */
export function serverFunction(
  context: Context,
  way: Way,
  { module, path }: Origin,
  called: Called,
): readonly Step[] | undefined {
  if (module === '@sveltejs/kit') return svelteKit(way, called);
  const isAutoImported = module === '<global>' && path.length === 1;
  return module === 'h3' || module.startsWith('nitropack') || module === '#imports' || isAutoImported
    ? h3(context, way, called)
    : undefined;
}

function svelteKit(way: Way, { name, args }: Called): readonly Step[] | undefined {
  const status = statusIn(args);
  if (name === 'json' || name === 'text') return [{ seen: { kind: 'answer', status: status ?? 200 }, way }];
  if (name !== 'error' && name !== 'redirect' && name !== 'fail') return undefined;
  if (name === 'fail') return [{ seen: { kind: 'answer', status: status ?? 400 }, way }];
  fail(way, status ?? (name === 'redirect' ? 302 : 'any'));
  return [{ seen: ANY, way }];
}

function h3(context: Context, way: Way, { name, args }: Called): readonly Step[] | undefined {
  const [, second] = args;
  const key = second?.kind === 'known' && second.value.kind === 'text' ? second.value.value : undefined;
  const holder = HOLDERS.get(name);
  if (holder !== undefined && key !== undefined) {
    const credential = credentialAt([holder, key]);
    return [{ seen: credential ? readCredential(context, way, key, credential) : ANY, way }];
  }
  if (name !== 'createError') return undefined;
  return [{ seen: { kind: 'answer', status: statusIn(args) ?? 'any' }, way }];
}

const HOLDERS: ReadonlyMap<string, string> = new Map([
  ['getHeader', 'headers'],
  ['getRequestHeader', 'headers'],
  ['getCookie', 'cookies'],
]);

/** A status among the arguments: a number, or `{ status }` and `{ statusCode }`, which are answers already. */
function statusIn(args: readonly Seen[]): number | 'any' | undefined {
  for (const arg of args) {
    if (arg.kind === 'answer') return arg.status;
    const number = numberOf(arg);
    if (number !== undefined && number >= 100 && number < 600) return number;
  }
  return undefined;
}
