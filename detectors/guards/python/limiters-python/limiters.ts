import type { LimitsNothing, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { valueOf } from '../../../practices/bindings.ts';
import { argument, dottedName, isFalse, makerOf } from '../../../practices/calls.ts';
import { PYTHON_FILES } from '../../../routes/python/source-files.ts';

const LIMITERS: readonly string[] = ['flask_limiter', 'slowapi', 'quart_rate_limiter'];

export const limitersPython = defineDetector({
  id: 'limiters-python',
  title: 'Rate limiters in Python (flask-limiter, slowapi, django-ratelimit)',
  kind: 'guard',
  docs: 'https://flask-limiter.readthedocs.io/en/stable/',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['limiter', 'ratelimit'],
  emits: ['guard-kind', 'guard'],
  limits: [
    'Limits are judged by numbers that stand in the file; those that are computed are taken for sensible.',
    'Throttles of the REST framework, and limits that slowapi puts on everything by its middleware, are not read.',
  ],
  version: 1,
  detect: file => file.calls.flatMap(site => [...limitAt(file, site), ...defaultsAt(file, site)]),
});

/** `@limiter.limit('5/minute')`, `@limiter.shared_limit(…)`, `@ratelimit(key='ip', rate='5/m')`. */
function limitAt(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver, inside } = site;
  const isDjango = /^(?:django_)?ratelimit\.decorators\.ratelimit$/.test(dottedName(file, call.callee) ?? '');
  const modules = isDjango ? undefined : limiterOf(file, site);
  if (!isDjango && (!modules || !receiver || !/^(?:limit|shared_limit)$/.test(name))) return [];
  const rate = argument(file, call, inside, isDjango ? { name: 'rate' } : { name: 'limit_value', index: 0 });
  const nothing =
    isDjango && isNotBlocking(file, call, inside)
      ? LETS_PASS
      : rate.kind === 'given'
        ? absurd(file, rate.value, inside)
        : undefined;
  return [
    {
      kind: 'guard-kind',
      at: call.nameAt,
      framework: 'limiters',
      site: call,
      effect: 'none',
      limiter: true,
      ...(nothing && { limitsNothing: nothing }),
      ...(modules && modules !== 'here' && receiver ? { of: { value: receiver, modules } } : {}),
      why: `${isDjango ? 'django-ratelimit' : 'limiter.limit'} limits the rate of requests`,
    },
  ];
}

/** Whether the limiter is made in this file; else the packages that it must turn out to be of. */
function limiterOf(file: ProgramFile, { receiver, inside }: CallSite): 'here' | readonly string[] | undefined {
  const made = makerOf(file, receiver, inside);
  if (made)
    return LIMITERS.some(module => made.name.startsWith(`${module}.`)) && made.name.endsWith('Limiter')
      ? 'here'
      : undefined;
  // Of another file it may be one; a package's own object of that name is something else.
  const isImported = receiver?.kind === 'name' && file.module.imports.some(({ local }) => local === receiver.name);
  return isImported ? LIMITERS : undefined;
}

const LETS_PASS: LimitsNothing = { kind: 'skipped', why: 'it is told not to block' };

function isNotBlocking(file: ProgramFile, call: CallExpr, inside: CallSite['inside']): boolean {
  const block = argument(file, call, inside, { name: 'block' });
  return block.kind === 'given' && isFalse(valueOf(file, block.value, inside));
}

const MINUTES: ReadonlyMap<string, number> = new Map([
  ['s', 1 / 60],
  ['m', 1],
  ['h', 60],
  ['d', 1_440],
]);

/** No service gets as many requests a minute from one caller: scoring §D.9, G23. */
const ABSURD_PER_MINUTE = 1_000_000;

/** `5/minute`, `100 per 2 hours`. Source: limits, Rate limit string notation. */
function absurd(file: ProgramFile, rate: Expr, inside: CallSite['inside']): LimitsNothing | undefined {
  const value = valueOf(file, rate, inside);
  if (value.kind !== 'text') return undefined;
  const [, count = '', every = '1', unit = ''] =
    /^\s{0,4}(\d{1,15})\s{0,4}(?:\/|per)\s{0,4}(\d{0,6})\s{0,4}([smhd])/i.exec(value.value) ?? [];
  const minutes = MINUTES.get(unit.toLowerCase());
  if (minutes === undefined) return undefined;
  const perMinute = Number(count) / (minutes * Number(every || '1'));
  return perMinute >= ABSURD_PER_MINUTE ? { kind: 'absurd', why: `${value.value} limits nothing` } : undefined;
}

/** `Limiter(get_remote_address, app=app, default_limits=['200 per day'])` of flask-limiter is on everything of the application. */
function defaultsAt(file: ProgramFile, { call, inside }: CallSite): readonly ProgramFact[] {
  if (dottedName(file, call.callee) !== 'flask_limiter.Limiter') return [];
  const app = argument(file, call, inside, { name: 'app', index: 1 });
  const limits = argument(file, call, inside, { name: 'default_limits' });
  const list = limits.kind === 'given' ? valueOf(file, limits.value, inside) : undefined;
  const [first] = list?.kind === 'list' ? list.items : [];
  if (app.kind !== 'given' || app.value.kind === 'nothing' || !first) return [];
  const nothing = absurd(file, first, inside);
  const guard: Expr = { kind: 'unknown', at: call.nameAt, text: 'default limits', parts: [] };
  const base = { at: call.nameAt, framework: 'flask' } as const;
  const why = 'flask-limiter limits the rate of requests';
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
    { kind: 'guard', ...base, site: call, on: app.value, guards: [guard] },
  ];
}
