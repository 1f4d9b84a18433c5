/** What ASP.NET serves, through the real front end, detectors and linker. */
import { expect, test } from 'vitest';
import { linkOf, reasonsOf } from '../../tests/support/link.ts';

const PROGRAM = 'var builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\n';

test('tokens name the class that serves, routes of a base are those of its heirs, and a slash begins anew', async () => {
  expect(
    await linkOf({
      'Program.cs': `${PROGRAM}app.MapControllers();\napp.Run();`,
      'Base.cs': `namespace Shop;
[ApiController, Route("api/[controller]")]
public abstract class Base : ControllerBase { [HttpGet("ping")] public string Ping() => "pong"; }`,
      'ItemsController.cs': `namespace Shop;
public class ItemsController : Base
{
  private const string One = "{id:int}";
  [HttpGet(One)] public string Get(int id) => "";
  [HttpPost, Route("add")] public string Add() => "";
  [HttpPut("/absolute/[action]")] public string ChangeAsync() => "";
  [AcceptVerbs("PATCH", "DELETE", Route = "~/both/{**rest}")] public string Both() => "";
  [NonAction] public string Helper() => "";
  string Hidden() => "";
  public static string Shared() => "";
}`,
    }),
  ).toEqual([
    'PUT /absolute/Change none',
    'POST /api/Items/add none',
    'GET /api/Items/ping none',
    'GET /api/Items/{id} none',
    'DELETE /both/{*rest} none',
    'PATCH /both/{*rest} none',
  ]);
});

test('conventional routes serve actions without a path of their own, by area, and with what the action asks for', async () => {
  expect(
    await linkOf({
      'Program.cs': `${PROGRAM}
app.MapControllerRoute(name: "areas", pattern: "{area:exists}/{controller=Home}/{action=Index}/{id?}");
app.MapControllerRoute("default", "{controller=Home}/{action=Index}/{id?}");
app.MapControllerRoute("blog", "blog/{*article}", defaults: new { controller = "Blog", action = "Article" });`,
      'HomeController.cs': `public class HomeController : Controller
{
  public IActionResult Index() => View();
  [HttpPost] public IActionResult Save(int id) => View();
  [Route("own")] public IActionResult Own() => View();
}
public class BlogController : Controller { public IActionResult Article(string article) => View(); }`,
      'Areas/Admin/UsersController.cs': `[Area("Admin")] public class UsersController : Controller
{ [ActionName("All")] public IActionResult List() => View(); }`,
    }),
  ).toEqual([
    'ANY /Admin/Users/All none',
    'ANY /Blog/Article none',
    'ANY /Home/Index none',
    'POST /Home/Save/{id} none',
    'ANY /blog/{*article} none',
    'ANY /own none',
  ]);
});

test('Web API 2 takes the method from the name of the action', async () => {
  expect(
    await linkOf({
      'App_Start/WebApiConfig.cs': `using System.Web.Http;
public static class WebApiConfig { public static void Register(HttpConfiguration config) {
  config.MapHttpAttributeRoutes();
  config.Routes.MapHttpRoute(name: "DefaultApi", routeTemplate: "api/{controller}/{id}", defaults: new { id = RouteParameter.Optional });
} }`,
      'Controllers/ProductsController.cs': `using System.Web.Http;
public class ProductsController : ApiController
{
  public string GetProduct(int id) => "";
  public string GetAll() => "";
  public string Create() => "";
  [Route("api/products/{id}/tags"), HttpGet] public string Tags(int id) => "";
}
[RoutePrefix("api/orders"), Authorize]
public class OrdersController : ApiController { [Route(""), HttpGet, AllowAnonymous] public string All() => ""; [HttpDelete, Route("{id:int}")] public void Remove(int id) { } }`,
    }),
  ).toEqual([
    'GET /api/Products none',
    'POST /api/Products none',
    'GET /api/Products/{id} none',
    'GET /api/orders none',
    'DELETE /api/orders/{id} required',
    'GET /api/products/{id}/tags none',
  ]);
});

test('groups carry their prefix and what they ask for through extension methods of other files', async () => {
  expect(
    await linkOf({
      'Program.cs': `using Shop.Apis;
${PROGRAM}
var api = app.MapGroup("/api");
app.NewVersionedApi("Orders").MapOrders().RequireAuthorization();
api.MapUsers("users").MapGet("/extra", () => "");
Maps.MapStatic(api);
app.MapGet("/open", () => "open").WithName("open");
app.MapMethods("/many", ["PUT", "PATCH"], () => "");
app.Map("/any", (HttpContext context) => "");
app.MapHealthChecks("/health");
app.MapForwarder("/proxied/{**rest}", "https://elsewhere").RequireAuthorization();
app.MapHub<Chat>("/hub");`,
      'Apis/Maps.cs': `namespace Shop.Apis;
public static class Maps
{
  public static RouteGroupBuilder MapOrders(this IEndpointRouteBuilder app)
  {
    var orders = app.MapGroup("/api/orders").WithTags("Orders");
    orders.MapGet("/{id:int}", Get);
    orders.MapPost("/", Add).AllowAnonymous();
    return orders;
  }
  public static RouteGroupBuilder MapUsers(this IEndpointRouteBuilder app, string prefix)
  {
    var users = app.MapGroup($"/{prefix}");
    users.MapDelete("/{id}", (int id) => { }).RequireAuthorization("admin");
    users.MapGet("/", [Authorize] () => "");
    return users;
  }
  public static void MapStatic(this IEndpointRouteBuilder app) { app.MapGet("/static", () => ""); }
  static string Get(int id) => "";
  static string Add() => "";
}`,
      'Auth.cs': `public static class Auth { public static void Add(IServiceCollection services) =>
  services.AddAuthorization(o => o.AddPolicy("admin", p => p.RequireRole("admin"))); }`,
    }),
  ).toEqual([
    'ANY /any none',
    'POST /api/orders none',
    'GET /api/orders/{id} required',
    'GET /api/static none',
    'GET /api/users required',
    'GET /api/users/extra none',
    'DELETE /api/users/{id} required',
    'GET /health none',
    'PATCH /many none',
    'PUT /many none',
    'GET /open none',
    'ANY /proxied/{*rest} required',
  ]);
});

test('an extension method of the tree takes the place of what a framework calls by its name, where its parameters fit', async () => {
  expect(
    await linkOf({
      'Program.cs': `using Shop;\n${PROGRAM}app.MapGet("/plain", () => "");\napp.MapGet(List, "/other");\nstring List() => "";`,
      'Extensions.cs': `namespace Shop; static class Extensions {
  public static void MapGet(this IEndpointRouteBuilder builder, Delegate handler, string pattern = "") => builder.MapGet("/own" + pattern, handler); }`,
    }),
  ).toEqual(['GET /own/other none', 'GET /plain none']);
});

test('AllowAnonymous anywhere opens what Authorize closes elsewhere, and both are inherited', async () => {
  expect(
    await linkOf({
      'Startup.cs': `public class Startup {
  public void ConfigureServices(IServiceCollection services) { services.AddControllers(); services.AddAuthentication().AddJwtBearer(); }
  public void Configure(IApplicationBuilder app) { app.UseAuthorization(); app.UseEndpoints(endpoints => { endpoints.MapControllers(); }); }
}`,
      'Controllers.cs': `[Authorize] public abstract class Closed : ControllerBase { }
[AllowAnonymous] public abstract class Open : ControllerBase { }
[Route("a")] public class A : Closed { [HttpGet] public void Get() { } [HttpPost, AllowAnonymous] public void Post() { } }
[Route("b")] public class B : Open { [HttpGet, Authorize(Roles = "x")] public void Get() { } }`,
    }),
  ).toEqual(['GET /a required jwt', 'POST /a none', 'GET /b none']);
});

test('a fallback policy, a filter for all controllers, and what is asked of all controllers at once', async () => {
  const controller = `[Route("c")] public class C : ControllerBase { [HttpGet] public void Get() { } [HttpPost, AllowAnonymous] public void Post() { } }`;
  const minimal = 'app.MapGet("/m", () => "");\napp.MapGet("/o", () => "").AllowAnonymous();\n';
  const fallback =
    'builder.Services.AddAuthorization(o => { o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build(); });\n';
  expect(
    await linkOf({ 'Program.cs': `${PROGRAM}${fallback}${minimal}app.MapControllers();`, 'C.cs': controller }),
  ).toEqual(['GET /c required', 'POST /c none', 'GET /m required', 'GET /o none']);
  const filter = 'builder.Services.AddControllers(o => o.Filters.Add(new AuthorizeFilter()));\n';
  expect(await linkOf({ 'Program.cs': `${PROGRAM}${filter}${minimal}`, 'C.cs': controller })).toEqual([
    'GET /c required',
    'POST /c none',
    'GET /m none',
    'GET /o none',
  ]);
  expect(
    await linkOf({
      'Program.cs': `${PROGRAM}${minimal}app.MapControllers().RequireAuthorization();`,
      'C.cs': controller,
    }),
  ).toEqual(['GET /c required', 'POST /c none', 'GET /m none', 'GET /o none']);
});

test('policies that decide by requirements of their own are not known, and neither are those that nothing registers', async () => {
  expect(
    await linkOf({
      'Program.cs': `${PROGRAM}
builder.Services.AddAuthorizationBuilder().AddPolicy("adult", p => p.Requirements.Add(new AtLeast(18))).AddPolicy("user", p => p.RequireClaim("id"));
app.MapGet("/a", () => "").RequireAuthorization("adult");
app.MapGet("/b", () => "").RequireAuthorization("user");
app.MapGet("/c", () => "").RequireAuthorization("nowhere");
app.MapGet("/d", () => "").RequireAuthorization(p => p.RequireRole("x"));
app.MapGet("/e", () => "").RequireAuthorization(p => p.RequireAssertion(_ => true));`,
    }),
  ).toEqual(['GET /a unknown', 'GET /b required', 'GET /c unknown', 'GET /d required', 'GET /e none']);
});

test('attributes of the tree take the place of those of the framework', async () => {
  expect(
    await reasonsOf({
      'Program.cs': `${PROGRAM}app.MapControllers();`,
      'Attributes.cs': `namespace Shop;
public class AuthorizeAttribute : Attribute, IAuthorizationFilter {
  public void OnAuthorization(AuthorizationFilterContext context) { if (context.HttpContext.Items["User"] == null) context.Result = new UnauthorizedResult(); } }
public class PermissionAttribute : AuthorizeAttribute { }
public class LoggedAttribute : ActionFilterAttribute { public override void OnActionExecuting(ActionExecutingContext context) { log.Info("x"); } }
public class NeedsAttribute<T> : Microsoft.AspNetCore.Authorization.AuthorizeAttribute { }`,
      'C.cs': `namespace Shop;
[Route("c")] public class C : ControllerBase {
  [HttpGet("own"), Authorize] public void Own() { }
  [HttpGet("logged"), Logged] public void Plain() { }
  [HttpGet("derived"), Needs<int>] public void Derived() { } }`,
    }),
  ).toEqual([
    'GET /c/derived required: it extends the attribute by which ASP.NET refuses callers that are not authenticated (on this route): it extends the attribute by which ASP.NET refuses callers that are not authenticated',
    'GET /c/logged none: no guard stands on the way to it, and the way was followed to the end',
    'GET /c/own required: a function (on this route): it reads User and refuses without',
  ]);
});

test('Identity brings endpoints of its own, a base path stands before all, and a branch is no endpoint', async () => {
  expect(
    await linkOf({
      'Program.cs': `${PROGRAM}
app.UsePathBase("/base");
app.MapGroup("/account").MapIdentityApi<User>();
app.Map("/branch", branch => { branch.UseStaticFiles(); });`,
    }),
  ).toEqual([
    'GET /base/account/confirmEmail none',
    'POST /base/account/forgotPassword none',
    'POST /base/account/login none',
    'POST /base/account/manage/2fa required',
    'GET /base/account/manage/info required',
    'POST /base/account/manage/info required',
    'POST /base/account/refresh none',
    'POST /base/account/register none',
    'POST /base/account/resendConfirmationEmail none',
    'POST /base/account/resetPassword none',
  ]);
});

test('a route of one path whose class is elsewhere, and actions that no route was found for', async () => {
  expect(
    await linkOf({
      'App_Start/RouteConfig.cs': `public class RouteConfig { public static void RegisterRoutes(RouteCollection routes) {
  routes.IgnoreRoute("{resource}.axd/{*pathInfo}");
  routes.MapRoute(name: "Back", url: "back/{id}", defaults: new { controller = "Elsewhere", action = "Back", id = UrlParameter.Optional });
} }`,
      'UsersController.cs':
        'using System.Web.Mvc;\npublic class UsersController : Controller { [HttpPost] public ActionResult Save(int id) => View(); }',
    }),
  ).toEqual([
    'POST /Users/Save none if whether a conventional route leads to it, which was not found',
    'ANY /back/{id} unknown',
  ]);
});

test('attributes of the tree may give a path and methods', async () => {
  expect(
    await linkOf({
      'Attributes.cs': `using Microsoft.AspNetCore.Mvc.Routing;
namespace Shop.Http {
  public class VersionedAttribute : Attribute, IRouteTemplateProvider {
    public const string All = "[controller]";
    public VersionedAttribute(int version, string resource = All) { Resource = resource; Template = $"api/v{version}/{resource}"; }
    public string Resource { get; }
    public string Template { get; }
    public int? Order => 2;
  }
  public class V3Attribute : VersionedAttribute { public V3Attribute(string resource = "[controller]") : base(3, resource) { } }
  public class ByIdAttribute : Attribute, IActionHttpMethodProvider, IRouteTemplateProvider {
    public IEnumerable<string> HttpMethods => new[] { "GET" };
    public string Template => "{id:int:required}";
  }
  public class AddAttribute : HttpPostAttribute { }
  public class OwnAttribute : HttpPutAttribute { public OwnAttribute() : base("own") { } }
}`,
      'Controllers/UsersController.cs': `using Shop.Http;
namespace Shop.Api { [V3] public class UsersController : Controller { [ById] public string One(int id) => ""; [Add] public void Add() { } [Own] public void Own() { } } }`,
      'Controllers/NamesController.cs': `using Shop.Http;
namespace Shop.Api { [V3("config/names")] public class NamesController : Controller { [HttpGet("examples")] public string Examples() => ""; } }`,
    }),
  ).toEqual([
    'POST /api/v3/Users none',
    'PUT /api/v3/Users/own none',
    'GET /api/v3/Users/{id} none',
    'GET /api/v3/config/names/examples none',
  ]);
});

test('controllers of a project are served by the application that is built with it, and behind what that asks for', async () => {
  const controller =
    'namespace Shop.Api { [Route("users")] public class UsersController : ControllerBase { [HttpGet] public void Get() { } } }';
  const host = (name: string, policy: string): Record<string, string> => ({
    [`${name}/${name}.csproj`]:
      '<Project><ItemGroup><ProjectReference Include="..\\Api\\Api.csproj" /></ItemGroup></Project>',
    [`${name}/Program.cs`]: `${PROGRAM}${policy}app.MapControllers();`,
  });
  const fallback =
    'builder.Services.AddAuthorization(o => o.FallbackPolicy = new AuthorizationPolicyBuilder("API").RequireAuthenticatedUser().Build());\n';
  const api = { 'Api/Api.csproj': '<Project />', 'Api/UsersController.cs': controller };
  expect(await linkOf({ ...api, ...host('Host', fallback) })).toEqual(['GET /users required']);
  expect(await linkOf({ ...api, ...host('Host', fallback), ...host('Other', '') })).toEqual(['GET /users unknown']);
  expect(
    await linkOf({ ...api, 'Host/Host.csproj': '<Project />', 'Host/Program.cs': `${PROGRAM}${fallback}` }),
  ).toEqual(['GET /users none']);
});

test('a base path that is computed is left out, and a middleware that looks at answers asks nobody', async () => {
  expect(
    await linkOf({
      'Program.cs': `${PROGRAM}
app.UsePathBase(config.BaseUrl);
app.Use(async (context, next) => { await next(context); if (context.Response.StatusCode == StatusCodes.Status401Unauthorized) log.Warn(context.User); });
app.MapGet("/open", () => "");`,
    }),
  ).toEqual(['GET /open none']);
});

test('what is said of the builder of one endpoint is said of that alone', async () => {
  expect(
    await linkOf({
      'Program.cs': `using Shop;
${PROGRAM}
var secret = app.MapGet("/secret", () => "");
secret.RequireAuthorization();
app.MapLogin().AllowAnonymous();
app.MapOwn().RequireAuthorization();
var hub = app.MapHub<Chat>("/chat");
hub.RequireAuthorization();
app.MapControllers().AllowAnonymous();
app.MapGet("/open", () => "");
app.MapGet("/closed", () => "").RequireAuthorization();`,
      'Maps.cs': `namespace Shop; static class Maps {
  public static RouteHandlerBuilder MapLogin(this IEndpointRouteBuilder app) => app.MapPost("/login", () => "");
  public static IEndpointConventionBuilder MapOwn(this IEndpointRouteBuilder app) { return app.MapPut("/own", () => ""); } }`,
      'C.cs': '[Authorize, Route("c")] public class C : ControllerBase { [HttpGet] public void Get() { } }',
    }),
  ).toEqual([
    'GET /c none',
    'GET /closed required',
    'POST /login none',
    'GET /open none',
    'PUT /own required',
    'GET /secret required',
  ]);
});

test('names begin in the namespaces around them', async () => {
  expect(
    await linkOf({
      'Program.cs': `namespace Shop.Hosting; public class Startup {
  public void ConfigureServices(IServiceCollection services) { services.AddMvc(o => o.Filters.Add<Security.Closed>()); }
  public void Configure(IApplicationBuilder app) { app.UseEndpoints(e => e.MapControllers()); } }`,
      'Closed.cs': `namespace Shop.Security { public class Closed : IAuthorizationFilter {
  public void OnAuthorization(AuthorizationFilterContext c) { if (!c.HttpContext.User.Identity.IsAuthenticated) c.Result = new UnauthorizedResult(); } } }`,
      'C.cs': `namespace Shop.Base { public abstract class Own : ControllerBase { [HttpGet("base")] public string Get() => ""; } }
namespace Shop.Web { [Route("c")] public class C : Base.Own { [HttpGet("d")] public string Other() => ""; } }`,
    }),
  ).toEqual(['GET /c/base required session', 'GET /c/d required session']);
});

test('parts of one class in several files serve together, behind what any of them asks for', async () => {
  expect(
    await linkOf({
      'Program.cs': `${PROGRAM}app.MapControllers();`,
      'Manage.cs':
        'namespace Shop.Web; [Authorize, Route("manage/{action}")] public partial class ManageController : Controller { [HttpGet] public string Index() => ""; }',
      'Manage.Keys.cs':
        'namespace Shop.Web; public partial class ManageController { [HttpGet("keys")] public string Keys() => ""; [HttpPost, AllowAnonymous] public string Add() => ""; }',
      'Other.cs':
        'namespace Shop.Other; public partial class ManageController : Controller { [HttpGet("other")] public string Index() => ""; }',
    }),
  ).toEqual([
    'POST /manage/Add none',
    'GET /manage/Index required',
    'GET /manage/Keys/keys required',
    'GET /other none',
  ]);
});

test('a conventional route may be for one action and one method alone', async () => {
  expect(
    await linkOf({
      'Program.cs': `${PROGRAM}
app.MapControllerRoute(name: "upload", pattern: "api/package", defaults: new { controller = "Package", action = "Upload" }, constraints: new { httpMethod = new HttpMethodRouteConstraint("PUT") });
app.MapControllerRoute("delete", "api/package/{id}", new { controller = "Package", action = "Delete" }, new { httpMethod = new HttpMethodRouteConstraint("DELETE") });`,
      'PackageController.cs':
        'public class PackageController : Controller { public void Upload() { } [HttpDelete] public void Delete(string id) { } }',
    }),
  ).toEqual(['PUT /api/package none', 'DELETE /api/package/{id} none']);
});

test('endpoints that a program finds by an interface of its own are put where it hands them', async () => {
  const program = (each: string): Promise<readonly string[]> =>
    linkOf({
      'Program.cs': `using Shop;\n${PROGRAM}app.MapEndpoints(app.MapGroup("api/v1").RequireAuthorization());`,
      'Endpoints.cs': `namespace Shop; public interface IEndpoint { void MapEndpoint(IEndpointRouteBuilder app); }
public static class Extensions { public static IApplicationBuilder MapEndpoints(this WebApplication app, RouteGroupBuilder? group = null) {
  IEnumerable<IEndpoint> endpoints = app.Services.GetRequiredService<IEnumerable<IEndpoint>>();
  IEndpointRouteBuilder builder = group is null ? app : group;
  ${each}
  return app; } }`,
      'Users/Get.cs':
        'namespace Shop.Users; internal sealed class Get : IEndpoint { public void MapEndpoint(IEndpointRouteBuilder app) { app.MapGet("users/{id}", (int id) => ""); } }',
      'Users/Add.cs':
        'namespace Shop.Users; internal sealed class Add : IEndpoint { public void MapEndpoint(IEndpointRouteBuilder app) => app.MapPost("users", () => "").AllowAnonymous(); }',
    });
  const expected = ['POST /api/v1/users none', 'GET /api/v1/users/{id} required'];
  expect(await program('foreach (IEndpoint endpoint in endpoints) { endpoint.MapEndpoint(builder); }')).toEqual(
    expected,
  );
  expect(await program('foreach (var one in app.Services.GetServices<IEndpoint>()) one.MapEndpoint(builder);')).toEqual(
    expected,
  );
});
