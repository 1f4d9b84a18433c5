import { expect, test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { linkOf } from '../../../../tests/support/link.ts';
import { fastendpoints } from './fastendpoints.ts';

test('an endpoint configures its methods, paths and who may call', () =>
  check(
    fastendpoints,
    'Create.cs',
    `
public class Create : Endpoint<Request, Response>
{
  public override void Configure()
  {
    Post("/users");
    //   ^^^^^^^^ route POST /users
      Roles("admin");
    //^^^^^ guard-kind required | marks Authorize; scopes admin
  }
  public override Task HandleAsync(Request r, CancellationToken ct) => SendOkAsync();
}
public class Client { void Load() { Get("/users"); } }
public class Options : IConfigure { public void Configure() { Set("/x"); } }
`,
  ));

test('endpoints ask for a caller unless they are opened; groups and the common prefix stand before them', async () => {
  expect(
    await linkOf({
      'Program.cs':
        'var app = WebApplication.CreateBuilder(args).Build();\napp.UseFastEndpoints(c => { c.Endpoints.RoutePrefix = "api"; });',
      'Admin.cs':
        'public class Admin : Group { public Admin() { Configure("admin", ep => { ep.Description(x => x); }); } }',
      'Endpoints.cs': `
public class One : EndpointWithoutRequest { public override void Configure() { Get("/one/{id}"); AllowAnonymous(); } public override Task HandleAsync(CancellationToken ct) => null; }
public class Two : Ep.Req<Request>.Res<Response> { public override void Configure() { Verbs(Http.GET, Http.PUT); Routes("/two", "/zwei"); AllowAnonymous(Http.GET); } }
public class Three : Endpoint<Request> { public override void Configure() { Delete("/three"); Group<Admin>(); } }`,
    }),
  ).toEqual([
    'DELETE /api/admin/three required',
    'GET /api/one/{id} none',
    'GET /api/two none',
    'PUT /api/two required',
    'GET /api/zwei none',
    'PUT /api/zwei required',
  ]);
});

test('a group opens its endpoints wherever it stands, and a version comes last', async () => {
  expect(
    await linkOf({
      'Groups.cs': `public class Open : Group
{ public Open() { Configure("open", ep => { ep.AllowAnonymous(); }); } }
public class Closed : Group
{ public Closed() { Configure("closed", ep => { ep.Tags("x"); }); } }`,
      'Endpoints.cs': `
public class One : EndpointWithoutRequest { public override void Configure() { Get("/one"); Group<Open>(); Version(2); } public override Task HandleAsync(CancellationToken ct) => null; }
public class Two : EndpointWithoutRequest { public override void Configure() { Get("/two"); Group<Closed>(); } public override Task HandleAsync(CancellationToken ct) => null; }
public class Three : EndpointWithoutRequest { public override void Configure() { Get("/three"); Group<Elsewhere>(); } public override Task HandleAsync(CancellationToken ct) => null; }`,
    }),
  ).toEqual(['GET /closed/two required', 'GET /open/one/v2 none', 'GET /{?}/three unknown unresolved']);
});
