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
    'required session',
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

const APP = 'using Shop;\nvar builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\n';
const REQUIREMENT =
  'public class Adult : IAuthorizationRequirement { public int Age { get; } public Adult(int age) { Age = age; } }';

/** What a policy does whose requirement is decided by a handler with this body. */
async function handled(body: string, requirement = REQUIREMENT): Promise<string> {
  const lines = await linkOf({
    'Program.cs': `${APP}builder.Services.AddAuthorization(o => o.AddPolicy("adult", p => p.AddRequirements(new Adult(18))));
app.MapGet("/x", () => "").RequireAuthorization("Adult");`,
    'Requirement.cs': `namespace Shop; ${requirement}`,
    'Settings.cs': 'namespace Shop; public static class Settings { public static bool Done { get; set; } = true; }',
    'Handlers/Handler.cs': `namespace Shop.Handlers; public class Handler : AuthorizationHandler<Adult> {
  private readonly IHttpContextAccessor _accessor;
  protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Adult requirement) { ${body} return Task.CompletedTask; } }`,
  });
  return lines.join('; ').replace('GET /x ', '');
}

test.each([
  ['of everybody', 'context.Succeed(requirement);', 'none'],
  ['of a claim', 'if (context.User.HasClaim(c => c.Type == "age")) { context.Succeed(requirement); }', 'required'],
  [
    'of a caller',
    'if (!context.User.Identity.IsAuthenticated) return Task.CompletedTask; context.Succeed(requirement);',
    'required',
  ],
  [
    'of a claim that is taken apart',
    'var age = context.User.FindFirst("age"); if (age is null) { return Task.CompletedTask; } if (int.Parse(age.Value) >= requirement.Age) context.Succeed(requirement);',
    'required',
  ],
  [
    'of an address',
    'if (_addresses.IsLocal(_accessor.HttpContext.Connection.RemoteIpAddress)) context.Succeed(requirement);',
    'unknown',
  ],
  ['of a switch that something sets', 'if (!Settings.Done) { context.Succeed(requirement); }', 'unknown'],
  ['of nobody', 'context.Fail();', 'required'],
  [
    'of all but some',
    'if (context.User.Identity.IsAuthenticated && _blocked.Contains(context.User.Identity.Name)) { context.Fail(); } else { context.Succeed(requirement); }',
    'none',
  ],
  [
    'by a header that is compared',
    'if (_accessor.HttpContext.Request.Headers["X-Api-Key"] == _options.ApiKey) context.Succeed(requirement);',
    'required',
  ],
])('a policy whose requirement is met %s', async (_, body, expected) => {
  expect(await handled(body)).toBe(expected);
});

test('any handler of a requirement, or of what it extends, may meet it; one that is in no handler is not known', async () => {
  const program = `${APP}builder.Services.AddAuthorization(o => {
  o.AddPolicy("both", p => p.Requirements.Add(new Both()));
  o.AddPolicy("lost", p => p.Requirements.Add(new Lost()));
  o.AddPolicy("self", p => p.AddRequirements(new Self()));
  o.AddPolicy("two", p => { p.AddRequirements(new Both()); p.RequireRole("x"); });
});
app.MapGet("/both", () => "").RequireAuthorization("both");
app.MapGet("/lost", () => "").RequireAuthorization("lost");
app.MapGet("/self", () => "").RequireAuthorization("self");
app.MapGet("/two", () => "").RequireAuthorization("two");`;
  const classes = `namespace Shop;
public class Base : IAuthorizationRequirement { }
public class Both : Base { }
public class Lost : IAuthorizationRequirement { }
public class Self : AuthorizationHandler<Self>, IAuthorizationRequirement {
  protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Self requirement) { if (context.User.IsInRole("x")) context.Succeed(requirement); return Task.CompletedTask; } }
public class First : AuthorizationHandler<Both> { protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, Both r) { if (context.User.IsInRole("x")) context.Succeed(r); } }
public class Second : AuthorizationHandler<Base> { protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, Base r) { context.Succeed(r); } }`;
  expect(await linkOf({ 'Program.cs': program, 'Classes.cs': classes })).toEqual([
    'GET /both none',
    'GET /lost unknown',
    'GET /self required',
    'GET /two required',
  ]);
});

test.each([
  [
    'by an assertion about a claim',
    'o.AddPolicy("p", p => p.RequireAssertion(c => c.User.HasClaim("a", "b") || c.User.IsInRole("c")));',
    'required',
  ],
  ['by an assertion about nothing', 'o.AddPolicy("p", p => p.RequireAssertion(_ => true));', 'none'],
  [
    'that is built',
    'o.AddPolicy("p", new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());',
    'required',
  ],
  [
    'of which one name is computed',
    'foreach (var name in Names()) o.AddPolicy(name, p => p.RequireClaim(name));',
    'required',
  ],
])('a policy %s', async (_, policy, expected) => {
  expect(
    await linkOf({
      'Program.cs': `${APP}builder.Services.AddAuthorization(o => { ${policy} });\napp.MapGet("/x", () => "").RequireAuthorization("p");`,
    }),
  ).toEqual([`GET /x ${expected}`]);
});

/** What `[Authorize]` does where this is the body of the only way to authenticate. */
async function authenticated(body: string): Promise<string> {
  const lines = await linkOf({
    'Program.cs': `${APP}builder.Services.AddAuthentication("ApiKey").AddScheme<AuthenticationSchemeOptions, KeyHandler>("ApiKey", null);
app.MapGet("/x", () => "").RequireAuthorization();`,
    'KeyHandler.cs': `namespace Shop; public class KeyHandler : AuthenticationHandler<AuthenticationSchemeOptions> {
  public KeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder) : base(options, logger, encoder) { }
  protected override async Task<AuthenticateResult> HandleAuthenticateAsync() { ${body} } }`,
  });
  return lines.join('; ').replace('GET /x ', '');
}

test.each([
  [
    'a key that is looked up',
    'if (!Request.Headers.TryGetValue("X-Api-Key", out var key)) return AuthenticateResult.NoResult(); var user = await _users.FindAsync(key); if (user == null) return AuthenticateResult.Fail("x"); return AuthenticateResult.Success(Ticket(user));',
    'required api-key',
  ],
  [
    'nothing',
    'var ticket = new AuthenticationTicket(new ClaimsPrincipal(), Scheme.Name); return AuthenticateResult.Success(ticket);',
    'none',
  ],
  [
    'a key that may be anything',
    'var key = Request.Headers["X-Api-Key"].ToString(); if (string.IsNullOrEmpty(key)) return AuthenticateResult.Fail("x"); var claims = new[] { new Claim(ClaimTypes.Name, key) }; return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, "x")), "x"));',
    'unknown api-key',
  ],
  [
    'what something else finds in the request',
    'var info = await _service.Authenticate(Request); if (!info.HasToken) return AuthenticateResult.NoResult(); return AuthenticateResult.Success(Ticket(info));',
    'required api-key',
  ],
  [
    'a switch',
    'if (_options.Disabled) return AuthenticateResult.Success(Ticket()); return AuthenticateResult.NoResult();',
    'unknown api-key',
  ],
])('a way to authenticate that asks for %s', async (_, body, expected) => {
  expect(await authenticated(body)).toBe(expected);
});

test('attributes of the tree that open operations, and filters that are asked for them', async () => {
  expect(
    await linkOf({
      'Program.cs': `${APP}builder.Services.AddControllers(o => { o.Filters.Add<KeyFilter>(); o.Filters.Add(new LogFilter()); });
app.MapControllers(); app.MapGet("/minimal", () => "");`,
      'Classes.cs': `namespace Shop;
public class AllowAnonymousAttribute : Attribute { }
public class NoKeyAttribute : Attribute { }
public class LogFilter : IActionFilter { public void OnActionExecuting(ActionExecutingContext context) { log.Info(context); } }
public class KeyFilter : IAuthorizationFilter { public void OnAuthorization(AuthorizationFilterContext context) {
  if (context.ActionDescriptor.EndpointMetadata.OfType<AllowAnonymousAttribute>().Any()) return;
  if (context.ActionDescriptor.EndpointMetadata.Any(m => m is NoKeyAttribute)) return;
  if (context.HttpContext.Request.Headers["X-Api-Key"] != _options.ApiKey) context.Result = new JsonResult(new { message = "no" }) { StatusCode = 401 }; } }
[Route("a")] public class A : ControllerBase { [HttpGet] public void Get() { } [HttpPost, AllowAnonymous] public void Post() { } [HttpPut, NoKey] public void Put() { } }`,
    }),
  ).toEqual(['GET /a required api-key', 'POST /a none', 'PUT /a none', 'GET /minimal none']);
});

test('an attribute that stands for a filter, and one that asks for more than the framework does', async () => {
  expect(
    await linkOf({
      'Program.cs': `${APP}app.MapControllers();`,
      'Classes.cs': `using Microsoft.AspNetCore.Authorization;
namespace Shop;
public class ApiKeyAttribute : TypeFilterAttribute { public ApiKeyAttribute() : base(typeof(KeyFilter)) { }
  private class KeyFilter : IAsyncActionFilter { public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next) {
    if (!context.HttpContext.Request.Headers.TryGetValue("X-Api-Key", out var key) || !_keys.IsKnown(key)) { context.Result = new UnauthorizedResult(); return; } await next(); } } }
public class ActiveAttribute : AuthorizeAttribute, IAuthorizationFilter { public void OnAuthorization(AuthorizationFilterContext context) { if (_blocked) context.Result = new ForbidResult(); } }
[Route("a"), ApiKey] public class A : ControllerBase { [HttpGet] public void Get() { } }
[Route("b"), Active] public class B : ControllerBase { [HttpGet] public void Get() { } }`,
    }),
  ).toEqual(['GET /a required api-key', 'GET /b required']);
});

test('policies that a class makes for their names', async () => {
  const provider = `namespace Shop;
public class Has : IAuthorizationRequirement { public Has(string name) { Name = name; } public string Name { get; } }
public class HasHandler : AuthorizationHandler<Has> { protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Has has) {
  if (context.User.HasClaim("permission", has.Name)) context.Succeed(has); return Task.CompletedTask; } }
public class Policies : IAuthorizationPolicyProvider { public Task<AuthorizationPolicy> GetPolicyAsync(string name) {
  var policy = new AuthorizationPolicyBuilder(); policy.AddRequirements(new Has(name)); return Task.FromResult(policy.Build()); } }`;
  expect(
    await linkOf({
      'Program.cs': `${APP}app.MapGet("/x", () => "").RequireAuthorization("permission:x");`,
      'Provider.cs': provider,
    }),
  ).toEqual(['GET /x required']);
});

test('a branch of the pipeline stands before the paths that it is for; of other branches it is not known', async () => {
  const guard =
    'namespace Shop; public class Guard : IMiddleware { public async Task InvokeAsync(HttpContext c, RequestDelegate next) { if (!c.User.Identity.IsAuthenticated) { c.Response.StatusCode = 401; return; } await next(c); } }';
  const app = (test: string): Promise<readonly string[]> =>
    linkOf({
      'Program.cs': `${APP}app.UseWhen(${test}, b => { b.UseMiddleware<Guard>(); });\napp.MapGet("/api/x", () => ""); app.MapGet("/y", () => "");`,
      'Guard.cs': guard,
    });
  expect(await app('c => c.Request.Path.StartsWithSegments("/api")')).toEqual([
    'GET /api/x required session',
    'GET /y none',
  ]);
  expect(await app('c => Ask(c)')).toEqual(['GET /api/x unknown session', 'GET /y unknown session']);
});

test('a controller that looks at callers before each of its actions', async () => {
  expect(
    await linkOf({
      'Program.cs': `${APP}app.MapControllers();`,
      'C.cs': `namespace Shop; public abstract class Base : Controller { public override void OnActionExecuting(ActionExecutingContext context) {
  if (!User.Identity.IsAuthenticated) context.Result = new UnauthorizedResult(); base.OnActionExecuting(context); } }
[Route("c")] public class C : Base { [HttpGet] public string Get() => ""; }
[Route("d")] public class D : Controller { [HttpGet] public string Get() => ""; public override void OnActionExecuting(ActionExecutingContext context) { ViewBag.Name = User.Identity.Name; } }`,
    }),
  ).toEqual(['GET /c required session', 'GET /d none']);
});

test.each([
  [
    'a precondition of the code is no refusal',
    'ArgumentNullException.ThrowIfNull(context); Guard.Against.Null(_next); _current.Set(context.User); await _next(context);',
    'none',
  ],
  [
    'keys of the headers are looked through',
    `if (!context.Request.Headers.Keys.Contains("X-Api-Key", StringComparer.OrdinalIgnoreCase)) { context.Response.StatusCode = 401; return; }
     if (context.Request.Headers["X-Api-Key"] != _options.Key) { context.Response.StatusCode = 401; return; } await _next(context);`,
    'required api-key',
  ],
  [
    'a path that is an object',
    `if (context.Request.Path.StartsWithSegments(new PathString("/other"))) { await _next(context); return; }
     if (!context.User.Identity.IsAuthenticated) { context.Response.StatusCode = 401; return; } await _next(context);`,
    'required session',
  ],
  [
    'what is empty has been given a value',
    `string id = context.User.Identity.IsAuthenticated ? context.User.Identity.Name : null; string ip = Lookup(context);
     if (string.IsNullOrEmpty(ip) || ip == "::1") ip = "127.0.0.1"; id = ip;
     if (string.IsNullOrEmpty(id)) { context.Response.StatusCode = 403; return; } await _next(context);`,
    'none',
  ],
])('middleware: %s', async (_, body, expected) => {
  expect(await middleware(body)).toBe(expected);
});

test('extension methods of the tree that build policies, and policies that are looked up by their name', async () => {
  expect(
    await linkOf({
      'Program.cs': `${APP}builder.Services.AddAuthorization(o => { o.AddPolicy("staff", p => p.RequireStaff()); o.DefaultPolicy = o.GetPolicy("staff"); });
app.MapGet("/default", () => "").RequireAuthorization();
app.MapGet("/staff", () => "").RequireAuthorization(p => p.RequireStaff());
app.MapGet("/lost", () => "").RequireAuthorization(p => p.RequireLost());`,
      'Policies.cs': `namespace Shop; public static class Policies {
  public static AuthorizationPolicyBuilder RequireStaff(this AuthorizationPolicyBuilder builder) {
    ArgumentNullException.ThrowIfNull(builder); return builder.RequireAuthenticatedUser().RequireRole("staff"); } }`,
    }),
  ).toEqual(['GET /default required', 'GET /lost unknown', 'GET /staff required']);
});

test('the fallback policy is not asked for what asks for callers by itself', async () => {
  expect(
    await linkOf({
      'Program.cs': `${APP}builder.Services.AddAuthorization(o => { o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
  o.AddPolicy("anybody", p => p.RequireAssertion(_ => true)); });
app.MapGet("/plain", () => "");
app.MapGet("/anybody", () => "").RequireAuthorization("anybody");
app.MapControllers();`,
      'C.cs': `namespace Shop; [Route("c"), Authorize("anybody")] public class C : ControllerBase { [HttpGet] public void Get() { } }`,
    }),
  ).toEqual(['GET /anybody none', 'GET /c none', 'GET /plain required']);
});

test('filters are those of the options of MVC, and lists of the same name are not', async () => {
  const lines = (options: string, body: string): Promise<readonly string[]> =>
    linkOf({
      'Program.cs': `${APP}builder.Services.AddControllers(${options});\napp.MapControllers();`,
      'Search.cs': `namespace Shop; public class Search { public List<Closed> Filters { get; } public void Run(List<Closed> filters) { ${body} } }`,
      'Closed.cs':
        'namespace Shop; public class Closed : IAuthorizationFilter { public void OnAuthorization(AuthorizationFilterContext c) { if (!c.HttpContext.User.Identity.IsAuthenticated) c.Result = new UnauthorizedResult(); } }',
      'C.cs': 'namespace Shop; [Route("c")] public class C : ControllerBase { [HttpGet] public void Get() { } }',
    });
  expect(await lines('o => o.Filters.Add<Closed>()', '')).toEqual(['GET /c required session']);
  expect(
    await lines('', 'filters.Add(new Closed()); Filters.Add(new Closed()); this.Filters.Add(new Closed());'),
  ).toEqual(['GET /c none']);
});

test('an attribute of the tree that names a policy asks for what that asks for, where it lets everybody pass', async () => {
  expect(
    await linkOf({
      'Program.cs': `${APP}builder.Services.AddAuthorization(o => { o.AddPolicy("open", p => p.RequireAssertion(_ => true)); o.AddPolicy("closed", p => p.RequireRole("x")); });
app.MapControllers();`,
      'Classes.cs': `using Microsoft.AspNetCore.Authorization;
namespace Shop;
public class OpenAttribute : AuthorizeAttribute { public const string Name = "open"; public OpenAttribute() : base(Name) { } }
public class ClosedAttribute : AuthorizeAttribute { public ClosedAttribute() { Policy = "closed"; } }
[Route("c")] public class C : ControllerBase { [HttpGet, Open] public void Get() { } [HttpPost, Closed] public void Post() { } }`,
    }),
  ).toEqual(['GET /c none', 'POST /c required']);
});

test('an action that has the request authenticated by itself is not known; one that logs in is', async () => {
  expect(
    await linkOf({
      'Program.cs': `${APP}app.MapControllers();`,
      'C.cs': `namespace Shop; [Route("c")] public class C : ControllerBase {
  [HttpPut] public async Task Put() { if (!await _keys.AuthenticateAsync(Request.GetApiKey())) { HttpContext.Response.StatusCode = 401; return; } }
  [HttpPost] public async Task<IActionResult> Login(Login login) { var user = await _users.Authenticate(login.Name, login.Password); if (user == null) return Unauthorized(); return Ok(user); } }`,
    }),
  ).toEqual(['POST /c none', 'PUT /c unknown']);
});

test('a credential that is handed back by an out parameter, or kept in an object, is looked at further on', async () => {
  const handler = (body: string): Promise<readonly string[]> =>
    linkOf({
      'Program.cs': `${APP}builder.Services.AddAuthentication("Key").AddScheme<Options, KeyHandler>("ApiKey", null);
app.MapGet("/x", () => "").RequireAuthorization();`,
      'KeyHandler.cs': `namespace Shop; public class KeyHandler : AuthenticationHandler<Options> {
  protected override async Task<AuthenticateResult> HandleAuthenticateAsync() { ${body} return AuthenticateResult.Success(new Ticket()); } }
public class Pair { public string Name { get; set; } public string Word { get; set; } }
public static class Reading {
  public static bool TryKey(this HttpContext context, out string key) { key = null; if (!context.Request.Headers.TryGetValue("X-Api-Key", out var value)) return false; key = value.ToString(); return true; }
  public static Pair? GetPair(this HttpRequest request) { ArgumentNullException.ThrowIfNull(request); string header = request.Headers["Authorization"]; if (header == null) return null; return new Pair { Name = header.Substring(6), Word = "" }; } }`,
    });
  const lookUp = 'if (await _keys.FindAsync(key) == null) return AuthenticateResult.Fail("x");';
  const out = 'if (!Context.TryKey(out var key)) return AuthenticateResult.NoResult();';
  expect(await handler(`${out} ${lookUp}`)).toEqual(['GET /x required api-key']);
  expect(await handler(out)).toEqual(['GET /x unknown api-key']);
  const kept =
    'var pair = Request.GetPair(); if (pair is null) return AuthenticateResult.NoResult(); var key = pair.Name;';
  expect(await handler(`${kept} ${lookUp}`)).toEqual(['GET /x required api-key']);
  expect(await handler(kept)).toEqual(['GET /x unknown api-key']);
});

test('of several ways to authenticate, the one that is named decides', async () => {
  expect(
    await linkOf({
      'Program.cs': `${APP}builder.Services.AddAuthentication().AddScheme<Options, OpenHandler>("Open", null).AddCookie("Closed");\napp.MapControllers();`,
      'C.cs': `namespace Shop; public class OpenHandler : AuthenticationHandler<Options> {
  protected override async Task<AuthenticateResult> HandleAuthenticateAsync() { return AuthenticateResult.Success(new Ticket()); } }
[Route("c")] public class C : ControllerBase {
  [HttpGet, Authorize(AuthenticationSchemes = "Closed")] public void Get() { }
  [HttpPost, Authorize(AuthenticationSchemes = "Open")] public void Post() { }
  [HttpPut, Authorize(AuthenticationSchemes = "Closed,Open")] public void Put() { } }`,
    }),
  ).toEqual(['GET /c required session', 'POST /c none', 'PUT /c unknown custom session']);
});

test('parameters of the path are those of the route that was taken', async () => {
  expect(
    await linkOf({
      'Program.cs': `${APP}app.UseMiddleware<Tenants>(); app.MapGet("/{tenant}/x", () => ""); app.MapGet("/y", () => "");`,
      'Tenants.cs': `namespace Shop; public class Tenants : IMiddleware { public async Task InvokeAsync(HttpContext context, RequestDelegate next) {
  if (context.GetRouteData().Values.ContainsKey("other")) { return; }
  if (context.Request.RouteValues.TryGetValue("tenant", out var tenant) && !context.User.Identity.IsAuthenticated) { context.Response.StatusCode = 401; return; }
  await next(context); } }`,
    }),
  ).toEqual(['GET /y none', 'GET /{tenant}/x required session']);
});

test('an extension method is called on what it extends alone, with as many arguments as it takes', async () => {
  expect(
    await middleware(
      `string header = context.Request.Headers["Authorization"]; if (header == null) { context.Response.StatusCode = 401; return; }
       var key = header.Substring(7).Trim().Shorten(); if (!_keys.IsKnown(key)) { context.Response.StatusCode = 401; return; } await _next(context); } }
public static class Lists { public static void Trim(this HashSet<string> items) { } public static string Shorten(this string text, int a, int b) => "x"; }
public class Other { void M() { {`,
    ),
  ).toBe('required bearer');
});
