import { expect, test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { linkOf } from '../../../../tests/support/link.ts';
import { carter } from './carter.ts';

test('a module with a path of its own', () =>
  check(
    carter,
    'Actors.cs',
    `
public class Actors : CarterModule
{
  public Actors() : base("/actors") { this.RequireAuthorization(); }
  //                                       ^^^^^^^^^^^^^^^^^^^^ guard-kind required
  public override void AddRoutes(IEndpointRouteBuilder app) => app.MapGet("/", () => "");
  //                             ^^^^^^^^^^^^^^^^^^^^^ router router aspnetcore | prefix /actors; guards RequireAuthorization
}
public class Plain : ICarterModule { public void AddRoutes(IEndpointRouteBuilder app) { } }
`,
  ));

test('the path and the guards of a module are those of its endpoints', async () => {
  expect(
    await linkOf({
      'Actors.cs': `public class Actors : CarterModule {
  public Actors() : base("/actors") { this.RequireAuthorization(); }
  public override void AddRoutes(IEndpointRouteBuilder app) { app.MapGet("/{id}", (int id) => ""); app.MapPut<Actor>("/", (Actor a) => "").AllowAnonymous(); } }
public class Films : ICarterModule { public void AddRoutes(IEndpointRouteBuilder app) { app.MapGet("/films", () => ""); } }`,
      'Program.cs': 'var app = WebApplication.CreateBuilder(args).Build(); app.MapCarter();',
    }),
  ).toEqual(['PUT /actors none', 'GET /actors/{id} required', 'GET /films none']);
});
