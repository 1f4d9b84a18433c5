import { expect, test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { factsIn } from '../../../../tests/support/facts-in.ts';
import { linked } from '../../../../tests/support/link.ts';
import { limitersCSharp } from './limiters-csharp.ts';

test('limits of whole applications', () =>
  check(
    limitersCSharp,
    'Program.cs',
    `
builder.Services.AddRateLimiter(options => {
  options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
//        ^^^^^^^^^^^^^ guard-kind none limiter
//        ^^^^^^^^^^^^^ guard
    RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress.ToString(), _ => new FixedWindowRateLimiterOptions { PermitLimit = 100, Window = TimeSpan.FromMinutes(1) }));
});
builder.Services.AddRateLimiter(options => options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetNoLimiter("all")));
app.UseRateLimiter();
//  ^^^^^^^^^^^^^^ enables rate limiter of ASP.NET
app.UseIpRateLimiting();
//  ^^^^^^^^^^^^^^^^^ guard-kind none limiter
//  ^^^^^^^^^^^^^^^^^ guard
if (app.Environment.IsDevelopment()) app.UseIpRateLimiting();
if (settings.Limits) app.UseRateLimiter();
`,
  ));

const LIMITER = (key: string, options: string): string =>
  `builder.Services.AddRateLimiter(o => o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(c => RateLimitPartition.GetFixedWindowLimiter(${key}, _ => new FixedWindowRateLimiterOptions { ${options} })));\n`;
const SENSIBLE = 'PermitLimit = 100, Window = TimeSpan.FromMinutes(1)';

test.each([
  ['c.User.Identity.Name', SENSIBLE, undefined],
  ['"all"', SENSIBLE, 'keyless'],
  ['c.User.Identity.Name', 'PermitLimit = 100_000_000, Window = TimeSpan.FromMinutes(1)', 'absurd'],
  ['c.User.Identity.Name', 'PermitLimit = limits.Count, Window = TimeSpan.FromMinutes(1)', undefined],
])('%s, %s: %s', async (key, options, kind) => {
  const facts = await factsIn([limitersCSharp], { 'Program.cs': LIMITER(key, options) });
  expect(facts.flatMap(fact => (fact.kind === 'guard-kind' ? [fact.limitsNothing?.kind] : []))).toEqual([kind]);
});

test('the limiter is before every operation once the middleware is used', async () => {
  const limited = async (use: string): Promise<readonly string[]> => {
    const { operations } = await linked({
      'Program.cs': `var builder = WebApplication.CreateBuilder(args);\n${LIMITER('c.User.Identity.Name', SENSIBLE)}var app = builder.Build();\n${use}\napp.MapGet("/x", () => 1);\napp.Run();\n`,
    });
    return operations.flatMap(({ path, limiter }) => (limiter ? [path] : []));
  };
  expect(await limited('app.UseRateLimiter();')).toEqual(['/x']);
  expect(await limited('')).toEqual([]);
});
