import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { aspnetcore } from './aspnetcore.ts';

test('endpoints, groups and what is chained to them', () =>
  check(
    aspnetcore,
    'Program.cs',
    `
var app = WebApplication.CreateBuilder(args).Build();
//                       ^^^^^^^^^^^^^ router application aspnetcore
//                       ^^^^^^^^^^^^^ application
var api = app.MapGroup("/api").RequireAuthorization("admin");
//                     ^^^^^^ router router aspnetcore | prefix /api; from app
//                             ^^^^^^^^^^^^^^^^^^^^ guard
//                             ^^^^^^^^^^^^^^^^^^^^ guard-kind required
api.MapGet("/users/{id:int}", Get).WithName("user");
//         ^^^^^^^^^^^^^^^^^ route GET /users/{id:int}
//  ^^^^^^ router router aspnetcore | from api
`,
  ));

test('controllers, their attributes and inputs', () =>
  check(
    aspnetcore,
    'UsersController.cs',
    `
[Route("api/[controller]")]
//     ^^^^^^^^^^^^^^^^^^ mark prefix api/[controller]
public class UsersController : ControllerBase
//           ^^^^^^^^^^^^^^^ mark controller found
{
  [HttpGet("{id}")]
  //       ^^^^^^ mark route GET {id}
  public User Get([FromQuery] string q) => null;
  //               ^^^^^^^^^ mark input query
   [NonAction]
  //^^^^^^^^^ mark metadata no-action true
  public void Helper() { }
}
`,
  ));

test('look-alikes are no routes', () =>
  check(
    aspnetcore,
    'Other.cs',
    `
public class PlayerController : MonoBehaviour { public void Move() { } }
[NonController] public class HelpController : ControllerBase { }
public class Dto { [JsonPropertyName("x")] public string X { get; set; } }
class Client { void M() { http.GetAsync("/users"); dictionary.Add("a", 1); } }
`,
  ));
