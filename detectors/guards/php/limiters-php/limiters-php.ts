import type { LimitsNothing, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import { visitNodes } from '../../../../src/core/program-nodes.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentAt, PHP_FILES, textAt } from '../../../routes/php/values.ts';
import { isAbsurd, type Limiting, limitingOf } from './limits.ts';

export const limitersPhp = defineDetector({
  id: 'limiters-php',
  title: 'Rate limits of Laravel (throttle, RateLimiter)',
  kind: 'guard',
  docs: 'https://laravel.com/docs/routing#rate-limiting',
  reads: 'php',
  files: PHP_FILES,
  words: ['RateLimiter', 'throttle:'],
  emits: ['guard-kind', 'guard-names'],
  limits: [
    'Limits are judged by numbers that stand in the file; those that are computed are taken for sensible.',
    'A limiter that lets some requests pass without a limit (`Limit::none()` in one of its branches) counts as none.',
    'Which limits are made by a function of another file, or by another limiter, is not followed: such a limiter counts.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => [
    ...file.calls.flatMap(site => namedLimiter(file, site)),
    ...writtenLimits(file),
  ],
});

/** `RateLimiter::for('api', fn (Request $request) => Limit::perMinute(60)->by($request->ip()))`, which `throttle:api` asks. */
function namedLimiter(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const isFacade =
    receiver !== undefined && isFrom(file.originOf(receiver), ['Illuminate\\Support\\Facades'], 'RateLimiter');
  const own = argumentAt(call, 0, 'name');
  const callback = argumentAt(call, 1, 'callback');
  if (name !== 'for' || !isFacade || own?.kind !== 'text' || callback?.kind !== 'function') return [];
  return limiter(call.nameAt, `throttle:${own.value}`, limitingOf(file, callback.fn));
}

/** `'throttle:60,1'`, `'throttle:10|60,1'`: so many requests in so many minutes, of one user or address. */
const WRITTEN = /^throttle:(\d{1,15})(?:\|(\d{1,15}))?(?:,(\d{1,9}))?(?:,[^,|]*)?$/;

function writtenLimits(file: ProgramFile): readonly ProgramFact[] {
  const found: ProgramFact[] = [];
  visitNodes(file.module.body, node => {
    if (node.kind === 'text') found.push(...writtenLimit(node.at, node.value));
  });
  return found;
}

function writtenLimit(at: Location, value: string): readonly ProgramFact[] {
  const [, guests, users = guests, minutes = '1'] = WRITTEN.exec(value) ?? [];
  if (guests === undefined) return [];
  const isNothing = [guests, users].some(count => isAbsurd(Number(count), Number(minutes) * 60));
  const what = `${guests === users ? guests : `${guests} or ${users}`} requests in ${minutes} min, by user or address`;
  const nothing: LimitsNothing = { kind: 'absurd', why: `${what}, limit nothing` };
  const facts = limiter(at, value, { isLimiting: true, what, ...(isNothing && { nothing }) });
  // One that limits is where the route is given it; what limits nothing has to be found from groups of middleware, too.
  return isNothing ? facts : facts.slice(0, 1);
}

/** What stands for the middleware together with what it is given. */
function limiter(at: Location, name: string, { isLimiting, what, nothing }: Limiting): readonly ProgramFact[] {
  const guard: Expr = { kind: 'unknown', at, text: name, parts: [] };
  const base = { at, framework: 'laravel' } as const;
  return [
    {
      kind: 'guard-kind',
      ...base,
      site: guard,
      effect: 'none',
      limiter: isLimiting,
      ...(nothing && { limitsNothing: nothing }),
      why: `the rate of requests: ${what}`,
    },
    {
      kind: 'guard-names',
      ...base,
      site: textAt(at, name),
      names: { kind: 'record', at, entries: [{ kind: 'entry', at, key: name, keyAt: at, value: guard }] },
    },
  ];
}
