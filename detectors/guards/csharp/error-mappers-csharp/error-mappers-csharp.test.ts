import { expect, test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { linked, type Sources } from '../../../../tests/support/link.ts';
import { errorMappersCSharp } from './error-mappers-csharp.ts';

test('middleware, handlers and filters, but not those of development', () =>
  check(
    errorMappersCSharp,
    'Program.cs',
    `
builder.Services.AddExceptionHandler<Failures>();
//               ^^^^^^^^^^^^^^^^^^^ guard error
builder.Services.AddControllers(options => {
  options.Filters.Add<FailureFilter>();
//                ^^^ guard error
  options.Filters.Add(new FailureFilter());
//                ^^^ guard error
});
app.UseExceptionHandler("/error");
//  ^^^^^^^^^^^^^^^^^^^ guard-kind none error-mapper
//  ^^^^^^^^^^^^^^^^^^^ guard error
if (app.Environment.IsDevelopment()) app.UseExceptionHandler("/error-development");
if (!app.Environment.IsDevelopment()) app.UseExceptionHandler("/error");
//                                        ^^^^^^^^^^^^^^^^^^^ guard-kind none error-mapper
//                                        ^^^^^^^^^^^^^^^^^^^ guard error
if (settings.Pages) app.UseExceptionHandler("/error");
app.UseExceptionHandler(errors => errors.Run(async context => await context.Response.WriteAsync("failed")));
//  ^^^^^^^^^^^^^^^^^^^ guard-kind none error-mapper
//  ^^^^^^^^^^^^^^^^^^^ guard error
app.UseExceptionHandler(errors => errors.Run(async context => await context.Response.WriteAsync(context.Features.Get<IExceptionHandlerFeature>().Error.Message)));
app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = own });
`,
  ));

async function failuresOf(sources: Sources): Promise<readonly string[]> {
  const { operations } = await linked(sources);
  return operations.flatMap(({ path, controls = [] }) =>
    controls
      .filter(({ control }) => control.startsWith('error-'))
      .map(({ control, what }) => `${path} ${control}: ${what}`),
  );
}

/** An application with an endpoint, these lines before it, and these classes. */
const program = (lines: string, classes = ''): Promise<readonly string[]> =>
  failuresOf({
    'Program.cs': `
using Shop.Web;
var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
${lines}
app.MapGet("/x", () => 1);
app.Run();
`,
    'Classes.cs': `using System;\nnamespace Shop.Web;\n${classes}\n`,
  });

const MIDDLEWARE = (handler: string): string => `public class Failures {
  private readonly RequestDelegate _next;
  public Failures(RequestDelegate next) { _next = next; }
  public async Task InvokeAsync(HttpContext context) {
    try { await _next(context); }
    ${handler}
  }
  private static Task Answer(HttpContext context, Exception exception) => context.Response.WriteAsync("failed");
  private static Task Tell(HttpContext context, Exception exception) => context.Response.WriteAsync(exception.Message);
}`;

const USED = 'app.UseMiddleware<Failures>();';
const MAPS = '/x error-mapper: Failures answers every failure';

test('the middleware of the framework', async () => {
  expect(await program('app.UseExceptionHandler();')).toEqual([
    '/x error-mapper: UseExceptionHandler answers every failure',
  ]);
});

test.each([
  ['catch (Exception ex) { await context.Response.WriteAsync("failed"); }', [MAPS]],
  ['catch (NotFound ex) { Gone(context); } catch (Exception ex) { await Answer(context, ex); }', [MAPS]],
  [
    'catch (Exception ex) { await Tell(context, ex); }',
    [MAPS, '/x error-leak: Failures sends the text of the exception'],
  ],
  [
    'catch (Exception ex) { await context.Response.WriteAsync(ex.ToString()); }',
    ['/x error-leak: Failures sends the error or its trace'],
  ],
  ['catch (NotFound ex) { await context.Response.WriteAsync("gone"); }', []],
  ['catch (NotFound ex) { await Answer(context, ex); } catch (Taken ex) { await Answer(context, ex); }', []],
  ['catch (Exception ex) when (ex.Data.Count > 0) { await Answer(context, ex); }', []],
  ['catch (Exception ex) { logger.LogError(ex, "failed"); throw; }', []],
])('middleware that catches: %s', async (handler, expected) => {
  expect(await program(USED, MIDDLEWARE(handler))).toEqual(expected);
});

test('a middleware that calls nothing behind it maps nothing', async () => {
  expect(
    await program(
      USED,
      MIDDLEWARE('catch (Exception ex) { await Answer(context, ex); }').replace(
        'await _next(context);',
        'Read(context);',
      ),
    ),
  ).toEqual([]);
});

const FILTER = (body: string): string =>
  `public class Failures : IExceptionFilter { public void OnException(ExceptionContext context) { ${body} } }`;
const PUT = 'builder.Services.AddControllers(options => options.Filters.Add<Failures>());';

test.each([
  ['context.Result = new ObjectResult("failed"); context.ExceptionHandled = true;', [MAPS]],
  ['logger.LogError(context.Exception, "failed");', []],
  ['if (context.Exception is NotFound) { context.Result = new NotFoundResult(); }', []],
])('a filter: %s', async (body, expected) => expect(await program(PUT, FILTER(body))).toEqual(expected));

const HANDLER = (body: string): string =>
  `public class Failures : IExceptionHandler { public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken token) { ${body} } }`;

test.each([
  ['await context.Response.WriteAsJsonAsync(new { title = "failed" }, token); return true;', [MAPS]],
  [
    'await context.Response.WriteAsJsonAsync(new { title = exception.Message }, token); return true;',
    [MAPS, '/x error-leak: Failures sends the text of the exception'],
  ],
  ['if (exception is not NotFound) return false; await context.Response.WriteAsync("gone"); return true;', []],
])('a handler: %s', async (body, expected) => {
  expect(await program('builder.Services.AddExceptionHandler<Failures>();', HANDLER(body))).toEqual(expected);
});
