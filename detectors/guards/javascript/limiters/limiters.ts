import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../../../routes/javascript/origins.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { type LocalValues, localValues, optionOf } from '../../../routes/javascript/values.ts';
import { limitsNothing } from './limit.ts';
import { type GuardRow, guardsIn, wordsOf } from '../guard-table.ts';

/** Middleware that counts requests. It authenticates nobody. Sources: the README of each package. */
const ROWS: readonly GuardRow[] = [
  ...['default', 'rateLimit'].map(name => limiter(['express-rate-limit'], name)),
  ...['default', 'slowDown'].map(name => limiter(['express-slow-down'], name)),
  limiter(['koa-ratelimit'], 'default'),
  limiter(['koa2-ratelimit'], 'RateLimit.middleware'),
  limiter(['hono-rate-limiter'], 'rateLimiter'),
  { ...limiter(['@nestjs/throttler'], 'ThrottlerGuard'), as: 'value' },
];

function limiter(modules: readonly string[], name: string): GuardRow {
  return { modules, name, as: 'call', effect: 'none', limiter: true, does: 'limits the rate of requests' };
}

const FASTIFY_PLUGINS: readonly string[] = ['@fastify/rate-limit', 'fastify-rate-limit'];

export const limiters = defineDetector({
  id: 'limiters',
  title: 'Rate limiters (express-rate-limit, @fastify/rate-limit, @nestjs/throttler and others)',
  kind: 'guard',
  docs: 'https://github.com/express-rate-limit/express-rate-limit',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: [...wordsOf(ROWS), ...FASTIFY_PLUGINS],
  emits: ['guard-kind', 'guard-export', 'guard'],
  limits: [
    'Limits are judged by numbers that stand in the file; windows that are computed are taken for sensible. The limits of a `ThrottlerModule` are not read.',
    'With `global: false`, routes of Fastify that ask for a limit in their `config` are not seen.',
    '`rate-limiter-flexible` is called inside functions of the application, and is not seen.',
  ],
  version: 2,
  detect: file => {
    const local = localValues(file.module);
    return [
      ...guardsIn(file, 'limiters', ROWS).map(fact => judged(fact, local)),
      ...file.calls.flatMap(site => registered(file, site, local)),
    ];
  },
});

function judged(fact: ProgramFact, local: LocalValues): ProgramFact {
  if (fact.kind !== 'guard-kind' || fact.site.kind !== 'call') return fact;
  const nothing = limitsNothing(fact.site.args[0], local);
  return nothing ? { ...fact, limitsNothing: nothing } : fact;
}

/** `fastify.register(rateLimit, { global })` of `@fastify/rate-limit`. */
function registered(
  file: ProgramFile,
  { call, name, receiver: on }: CallSite,
  local: LocalValues,
): readonly ProgramFact[] {
  const [plugin, options] = call.args;
  if (name !== 'register' || !on || !plugin) return [];
  if (exportOf(file.originOf(plugin), FASTIFY_PLUGINS) === undefined) return [];
  const isGlobal = optionOf(options, 'global', local);
  // A limit is claimed only where it is certain: options made elsewhere may switch it off.
  if (isGlobal && !(isGlobal.kind === 'boolean' && isGlobal.value)) return [];
  // The limiter is a node of its own: the plugin itself is evaluated for other reasons too.
  const guard: Expr = { kind: 'unknown', at: plugin.at, text: 'rate limit', parts: [] };
  const base = { at: plugin.at, framework: 'fastify' } as const;
  const nothing = limitsNothing(options, local);
  const why = '@fastify/rate-limit limits the rate of requests';
  return [
    {
      kind: 'guard-kind',
      ...base,
      site: guard,
      effect: 'none',
      limiter: true,
      ...(nothing && { limitsNothing: nothing }),
      why,
    },
    { kind: 'guard', ...base, site: call, on, guards: [guard] },
  ];
}
