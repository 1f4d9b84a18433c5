import type { LimitsNothing, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { numberOf, sourceOf } from '../../../practices/calls.ts';
import { secondsOf } from '../../../practices/csharp/durations.ts';
import { callsByStage } from '../../../practices/csharp/stage-calls.ts';
import { memberAssignments } from '../../../practices/member-assignments.ts';
import { CSHARP_FILES, lastName, madeAt } from '../../../routes/csharp/names.ts';
import { FRAMEWORK, RULES } from '../../../routes/csharp/rules.ts';
import { nodesIn } from '../../../routes/javascript/values.ts';

export const limitersCSharp = defineDetector({
  id: 'limiters-csharp',
  title: 'Rate limits of whole applications in C# (ASP.NET Core, AspNetCoreRateLimit)',
  kind: 'guard',
  docs: 'https://learn.microsoft.com/aspnet/core/performance/rate-limit',
  reads: 'c-sharp',
  files: CSHARP_FILES,
  words: ['GlobalLimiter', 'UseRateLimiter', 'UseIpRateLimiting', 'UseClientRateLimiting'],
  emits: ['guard', 'guard-kind', 'enables'],
  limits: [
    'A global limiter counts where the file hands requests to one of the kinds of the framework, and the component uses the middleware.',
    'The rules of AspNetCoreRateLimit stand in settings and are taken for sensible.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => [...middleware(file), ...globalLimiters(file)],
});

const NEEDED = 'rate limiter of ASP.NET';

function middleware(file: ProgramFile): readonly ProgramFact[] {
  return callsByStage(file).flatMap(({ call, when }): readonly ProgramFact[] => {
    const { callee, nameAt: at } = call;
    if (callee.kind !== 'member' || when === 'development') return [];
    if (callee.name === 'UseRateLimiter')
      return [{ kind: 'enables', at, framework: FRAMEWORK, site: { kind: 'nothing', at }, what: NEEDED }];
    return /^Use(?:Ip|Client)RateLimiting$/.test(callee.name)
      ? limiter(at, 'AspNetCoreRateLimit limits the rate of requests')
      : [];
  });
}

function limiter(
  at: Expr['at'],
  why: string,
  more: { readonly needs?: string; readonly limitsNothing?: LimitsNothing } = {},
): readonly ProgramFact[] {
  const guard = madeAt(at);
  const base = { at, framework: FRAMEWORK } as const;
  return [
    { kind: 'guard-kind', ...base, site: guard, effect: 'none', limiter: true, ...more, why },
    { kind: 'guard', ...base, site: { kind: 'nothing', at }, rules: RULES, guards: [guard] },
  ];
}

/** `options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetFixedWindowLimiter(…))`. */
function globalLimiters(file: ProgramFile): readonly ProgramFact[] {
  return memberAssignments(file, ['GlobalLimiter']).flatMap(({ target, value }) => {
    const calls = callsIn(value);
    const limits = calls.filter(({ callee }) => KINDS.test(lastName(callee)));
    // Requests that one of the branches does not limit pass by it.
    if (limits.length === 0 || calls.some(({ callee }) => lastName(callee) === 'GetNoLimiter')) return [];
    const nothing = limits.map(call => limitsNothing(file, call)).find(one => one !== undefined);
    return limiter(target.nameAt, 'the global limiter of ASP.NET counts the requests', {
      needs: NEEDED,
      ...(nothing && { limitsNothing: nothing }),
    });
  });
}

const KINDS = /^Get(?:FixedWindow|SlidingWindow|TokenBucket)Limiter$/;

function callsIn(value: Expr): readonly CallExpr[] {
  return [...nodesIn(value)].flatMap(node =>
    // The generic walk has forgotten the types of what it passes.
    node['kind'] === 'call' ? [node as unknown as CallExpr] : [],
  );
}

/** No service gets as many requests a minute from one caller: scoring §D.9, G23. */
const ABSURD_PER_MINUTE = 1_000_000;

function limitsNothing(file: ProgramFile, call: CallExpr): LimitsNothing | undefined {
  const [key] = call.args.map(arg => (arg.kind === 'named' ? arg.value : arg));
  if (key?.kind === 'text') return { kind: 'keyless', why: 'all callers share one counter' };
  const options = callsIn(call).find(({ callee }) => lastName(callee).endsWith('LimiterOptions'));
  const given = (name: string): Expr | undefined =>
    options?.args.flatMap(arg => (arg.kind === 'named' && arg.name === name ? [arg.value] : []))[0];
  const permits = given('PermitLimit') ?? given('TokensPerPeriod');
  const window = given('Window') ?? given('ReplenishmentPeriod');
  const count = permits && numberOf(file, permits, []);
  const seconds = window && secondsOf(file, window, []);
  if (count === undefined || !seconds || count / (seconds / 60) < ABSURD_PER_MINUTE) return undefined;
  return {
    kind: 'absurd',
    why: `${sourceOf(file, call.nameAt)} of ${count} requests in ${seconds} seconds limits nothing`,
  };
}
