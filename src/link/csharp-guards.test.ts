/** What guards of ASP.NET that a program writes itself do to a stranger, followed through their bodies. */
import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

/** What stands before the only endpoint of an application, as `required api-key`. */
async function behind(setUp: string, classes = ''): Promise<string> {
  const lines = await linkOf({
    'Program.cs': `using Shop;\nvar builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\n${setUp}\napp.MapGet("/api/x", () => "");\n`,
    'Classes.cs': `namespace Shop;\n${classes}`,
  });
  return lines.join('; ').replace(/^GET \/api\/x /, '');
}

async function middleware(body: string): Promise<string> {
  return behind(
    'app.UseMiddleware<Guard>();',
    `public class Guard {
  private readonly RequestDelegate _next; private readonly IConfiguration _configuration;
  private const string HEADER = "X-Api-Key";
  public Guard(RequestDelegate next, IConfiguration configuration) { _next = next; _configuration = configuration; }
  public async Task InvokeAsync(HttpContext context) { ${body} } }`,
  );
}

test.each([
  [
    'a header that is compared with a secret',
    `if (!context.Request.Headers.TryGetValue(HEADER, out var extracted)) { context.Response.StatusCode = 401; await context.Response.WriteAsync("no"); return; }
     var key = _configuration.GetValue<string>("Key");
     if (!key.Equals(extracted)) { context.Response.StatusCode = 401; return; }
     await _next(context);`,
    'required api-key',
  ],
  [
    'a header that is only looked for',
    `if (!context.Request.Headers.ContainsKey("X-Api-Key")) { context.Response.StatusCode = StatusCodes.Status401Unauthorized; return; } await _next(context);`,
    'unknown api-key',
  ],
  [
    'a header that is an element',
    `string key = context.Request.Headers["Authorization"].FirstOrDefault()?.Split(" ").Last();
     if (string.IsNullOrEmpty(key) || !_service.IsValid(key)) { throw new UnauthorizedAccessException(); } await _next.Invoke(context);`,
    'required bearer',
  ],
  [
    'a user that is looked at',
    `if (context.User.Identity is { IsAuthenticated: true }) { await _next(context); } else { context.Response.StatusCode = (int)HttpStatusCode.Unauthorized; }`,
    'unknown session',
  ],
  [
    'a user that is not authenticated is sent elsewhere',
    `if (!context.User.Identity.IsAuthenticated) { context.Response.Redirect("/login"); return; } await _next(context);`,
    'required session',
  ],
  [
    'a user who is always there',
    `if (context.User == null || context.User.Identity == null) { context.Response.StatusCode = 401; return; } await _next(context);`,
    'none',
  ],
  [
    'a token that is verified and kept, and nobody refused',
    `var token = context.Request.Headers.Authorization.ToString(); var id = _jwt.Validate(token); if (id != null) context.Items["User"] = id; await _next(context);`,
    'none',
  ],
  [
    'other paths than this one',
    `if (context.Request.Path.StartsWithSegments("/admin") && !context.User.Identity.IsAuthenticated) { context.Response.StatusCode = 401; return; } await _next(context);`,
    'none',
  ],
  [
    'this path, in any letters',
    `if (context.Request.Path.StartsWithSegments("/API") && !context.User.Identity.IsAuthenticated) { context.Response.StatusCode = 401; return; } await _next(context);`,
    'required session',
  ],
  [
    'this path, as long as it is written so',
    `if (context.Request.Path.Value.StartsWith("/api") && !context.User.Identity.IsAuthenticated) { context.Response.StatusCode = 401; return; } await _next(context);`,
    'unknown session',
  ],
  [
    'failures are answered',
    `try { await _next(context); } catch (UnauthorizedAccessException) { context.Response.StatusCode = 401; }`,
    'none',
  ],
  [
    'an address',
    `if (!_allowed.Contains(context.Connection.RemoteIpAddress.ToString())) { context.Response.StatusCode = 403; return; } await _next(context);`,
    'none',
  ],
  [
    'a condition that nothing decides',
    `if (_options.Enabled && !context.User.Identity.IsAuthenticated) { context.Response.StatusCode = 401; return; } await _next(context);`,
    'unknown session',
  ],
  [
    'endpoints that are open to all are spared',
    `if (context.GetEndpoint()?.Metadata?.GetMetadata<IAllowAnonymous>() != null) { await _next(context); return; }
     if (!context.User.Identity.IsAuthenticated) { context.Response.StatusCode = 401; return; } await _next(context);`,
    'required session',
  ],
  [
    'another way to authenticate',
    `var result = await context.AuthenticateAsync("Api"); if (!result.Succeeded) { await context.ChallengeAsync(); return; } context.User = result.Principal; await _next(context);`,
    'required session',
  ],
])('middleware: %s', async (_, body, expected) => {
  expect(await middleware(body)).toBe(expected);
});

test('functions in the pipeline are followed as classes are', async () => {
  expect(
    await behind(`app.Use(async (context, next) => {
  if (!context.Request.Headers.TryGetValue("X-API-KEY", out var key) || key != builder.Configuration["ApiKey"]) { context.Response.StatusCode = 401; return; }
  await next(context); });`),
  ).toBe('required api-key');
  expect(await behind('app.Use(async (HttpContext context, Func<Task> next) => { await next(); });')).toBe('none');
});

test.each([
  [
    'refuses',
    'if (!c.HttpContext.User.Identity!.IsAuthenticated) return Results.Unauthorized(); return await next(c);',
    'required session',
  ],
  [
    'by a header',
    `if (!c.HttpContext.Request.Headers.TryGetValue("X-Api-Key", out var k)) return TypedResults.Unauthorized();
    if (!_keys.IsValid(k)) return Results.Json(new { }, statusCode: 403); return await next(c);`,
    'required api-key',
  ],
  [
    'validates',
    'var order = c.GetArgument<Order>(0); if (order.Id < 1) return Results.BadRequest(); return await next(c);',
    'none',
  ],
])('a filter of an endpoint: %s', async (_, body, expected) => {
  const cls = `public class Filter : IEndpointFilter { public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext c, EndpointFilterDelegate next) { ${body} } }`;
  expect(
    await linkOf({
      'Program.cs':
        'var app = WebApplication.CreateBuilder(args).Build();\napp.MapGet("/a", () => "").AddEndpointFilter<Filter>();',
      'Filter.cs': cls,
    }),
  ).toEqual([`GET /a ${expected}`]);
});
