import type { LimitsNothing, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { valueOf } from '../../../practices/bindings.ts';
import { dottedName } from '../../../practices/calls.ts';
import { secondsOf } from '../../../practices/go/durations.ts';
import { GO_FILES } from '../../../routes/go/source-files.ts';
import { versionsOf } from '../../../routes/go/verbs.ts';

export const limitersGo = defineDetector({
  id: 'limiters-go',
  title: 'Rate limiters in Go (httprate, tollbooth, ulule/limiter, Echo, Fiber)',
  kind: 'guard',
  docs: 'https://github.com/go-chi/httprate',
  reads: 'go',
  files: GO_FILES,
  words: ['httprate', 'tollbooth', 'limiter', 'RateLimiter', 'rate-limit'],
  emits: ['guard-kind', 'compose'],
  limits: [
    'Limits of httprate are judged by numbers that stand in the file; all others are taken for sensible.',
    'Middleware that limits by code of its own (golang.org/x/time/rate) is not read.',
  ],
  version: 1,
  detect: file => file.calls.flatMap(site => [...middleware(file, site), ...around(file, site)]),
});

const FIBER = [...versionsOf('github.com/gofiber/fiber', 3)].map(one => `${one}/middleware/limiter.New`);
const ECHO = versionsOf('github.com/labstack/echo', 5).flatMap(one => [
  `${one}/middleware.RateLimiter`,
  `${one}/middleware.RateLimiterWithConfig`,
]);

/** Functions that make middleware which limits the rate of requests, and what they are called. Sources: the packages' documentation. */
const MAKERS: ReadonlyMap<string, string> = new Map([
  ...['Limit', 'LimitAll', 'LimitByIP', 'LimitByRealIP'].map(
    name => [`github.com/go-chi/httprate.${name}`, 'httprate'] as const,
  ),
  ...ECHO.map(name => [name, 'Echo'] as const),
  ...FIBER.map(name => [name, 'Fiber'] as const),
  ...versionsOf('github.com/ulule/limiter', 3).map(
    one => [`${one}/drivers/middleware/gin.NewMiddleware`, 'ulule/limiter'] as const,
  ),
  ...['gin', 'echo', 'chi'].map(one => [`github.com/didip/tollbooth_${one}.LimitHandler`, 'tollbooth'] as const),
  ['github.com/JGLTechnologies/gin-rate-limit.RateLimiter', 'gin-rate-limit'],
]);

function limiter(at: CallExpr['nameAt'], site: Expr, who: string, nothing?: LimitsNothing): ProgramFact {
  return {
    kind: 'guard-kind',
    at,
    framework: 'limiters',
    site,
    effect: 'none',
    limiter: true,
    ...(nothing && { limitsNothing: nothing }),
    why: `${who} limits the rate of requests`,
  };
}

function middleware(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call } = site;
  const name = dottedName(file, call.callee) ?? '';
  const who = MAKERS.get(name);
  if (who === undefined) return [];
  return [limiter(call.nameAt, call, who, who === 'httprate' ? limitsNothing(file, site, name) : undefined)];
}

/** `tollbooth.LimitFuncHandler(limit, handler)` is the handler behind the limit. */
function around(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  const [, handler] = call.args;
  const isLimited = TOLLBOOTH.has(dottedName(file, call.callee) ?? '');
  if (!isLimited || !handler) return [];
  const guard: Expr = { kind: 'unknown', at: call.nameAt, text: 'limiter', parts: [] };
  return [
    limiter(call.nameAt, guard, 'tollbooth'),
    { kind: 'compose', at: call.nameAt, framework: 'limiters', site: call, guards: [guard], of: handler, rules: RULES },
  ];
}

/** The handler is put where a router of the standard library expects one. */
const RULES: RouterRules = { syntax: 'braces', guards: 'always' };

const TOLLBOOTH: ReadonlySet<string> = new Set(
  versionsOf('github.com/didip/tollbooth', 8).flatMap(one => [`${one}.LimitHandler`, `${one}.LimitFuncHandler`]),
);

/** No service gets as many requests a minute from one caller: scoring §D.9, G23. */
const ABSURD_PER_MINUTE = 1_000_000;

/** `httprate.LimitAll(100, time.Minute)`, and `Limit` without a key, count all callers together. */
function limitsNothing(file: ProgramFile, { call, inside }: CallSite, name: string): LimitsNothing | undefined {
  const [count, window, ...options] = call.args;
  const isPlain = name.endsWith('.Limit') && options.length === 0;
  if (name.endsWith('.LimitAll') || isPlain) return { kind: 'keyless', why: 'all callers share one counter' };
  const requests = count && valueOf(file, count, inside);
  const seconds = window && secondsOf(file, window, inside);
  if (requests?.kind !== 'number' || !seconds) return undefined;
  return requests.value / (seconds / 60) >= ABSURD_PER_MINUTE
    ? { kind: 'absurd', why: `${requests.value} requests in ${seconds} seconds limit nothing` }
    : undefined;
}
