/** What endpoints of C# take from a request, by convention and by what they read of it. */
import { expect, test } from 'vitest';
import { linked } from '../../tests/support/link.ts';

/** `GET /a: path id, query q -> Item` for every operation. */
async function inputsOf(program: string, classes: string): Promise<readonly string[]> {
  const { operations } = await linked({
    'Program.cs': `using Shop;\nvar app = WebApplication.CreateBuilder(args).Build();\n${program}`,
    'Classes.cs': `namespace Shop;\n${classes}`,
  });
  return operations.map(({ method, path, parameters, responseType }) => {
    const inputs = parameters.map(({ name, in: place }) => `${place} ${name}`).join(', ');
    return `${method} ${path}: ${inputs}${responseType === undefined ? '' : ` -> ${responseType}`}`;
  });
}

const MODELS = `public enum Size { S, M }
public class Item { public string Name { get; set; } public int Count { get; set; } private int secret; [BindNever] public int Owner { get; set; } }
public record Page(int Number, int Length);
public class Search { public string Term { get; set; } [FromHeader(Name = "X-Tenant")] public string Tenant { get; set; } public IRepository Repository { get; set; } [FromRoute] public int Id { get; set; } }
public interface IRepository { }`;

test('minimal endpoints take the path, the query and the body by type, and services from elsewhere', async () => {
  expect(
    await inputsOf(
      `app.MapGet("/a/{ID:int}", Task<Results<Ok<Item>, NotFound>> (int id, string q, Size size, IRepository repository, CancellationToken token) => null);
app.MapPost("/a", ActionResult<Item> (Item item, [FromHeader(Name = "X-Id")] string own, AppDbContext db) => null);
app.MapGet("/s/{id}", ([AsParameters] Search search) => "");
app.MapPost("/f", (IFormFile file, HttpContext context) => context.Request.Query["mode"]);`,
      MODELS,
    ),
  ).toEqual([
    'POST /a: body item, header X-Id -> Item',
    'GET /a/{ID}: path ID, query q, query size -> Item',
    'POST /f: body file, query mode',
    'GET /s/{id}: query Term, header X-Tenant, path id',
  ]);
});

test('controllers that are APIs take models from the body, others forms; models of a query by their properties', async () => {
  expect(
    await inputsOf(
      'app.MapControllers(); app.MapControllerRoute("default", "{controller}/{action}");',
      `${MODELS}
[ApiController, Route("api")] public class Api : ControllerBase {
  [HttpGet("{id}")] public ActionResult<IEnumerable<Item>> Get(Guid id, [FromQuery] Page page, [FromQuery(Name = "q")] string text, [FromServices] Mailer mailer) => null;
  [HttpPut("{id}")] public Task<IActionResult> Put(Guid id, Item item, bool force) => null; }
public class ViewsController : Controller { [HttpPost] public IActionResult Save(string name, Item item) => null; [HttpGet] public IActionResult List(Page page) => null; }`,
    ),
  ).toEqual([
    'GET /Views/List: query Number, query Length',
    'POST /Views/Save: body name, body item',
    'GET /api/{id}: path id, query Number, query Length, query q -> IEnumerable<Item>',
    'PUT /api/{id}: path id, body item, query force',
  ]);
});

test('requests of FastEndpoints are taken apart', async () => {
  expect(
    await inputsOf(
      '',
      `public class Request { public int Id { get; set; } public string Name { get; set; } [FromHeader("X-Key")] public string Key { get; set; } [FromClaim] public string User { get; set; } }
public class One : Endpoint<Request, string> { public override void Configure() { Post("/one/{id}"); AllowAnonymous(); } public override Task HandleAsync(Request r, CancellationToken ct) => null; }
public class Two : Endpoint<Request> { public override void Configure() { Get("/two"); } public override Task HandleAsync(Request r, CancellationToken ct) => null; }`,
    ),
  ).toEqual(['POST /one/{id}: path id, body Name, header X-Key', 'GET /two: query Id, query Name, header X-Key']);
});
