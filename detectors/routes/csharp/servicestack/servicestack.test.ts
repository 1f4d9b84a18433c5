import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { servicestack } from './servicestack.ts';

test('routes on the classes of requests, and those that are added', () =>
  check(
    servicestack,
    'Hello.cs',
    `
using ServiceStack;
[Route("/hello/{Name}", "GET,POST")]
//     ^^^^^^^^^^^^^^^ route GET,POST /hello/{Name}
//     ^^^^^^^^^^^^^^^ guard-kind unknown
public class Hello : IReturn<HelloResponse> { public string Name { get; set; } }
  [ValidateIsAuthenticated]
// ^^^^^^^^^^^^^^^^^^^^^^^ guard-kind required
[Route("/secret")]
//     ^^^^^^^^^ route ANY /secret
public class Secret { }
class Host : AppHostBase { void Configure() { Routes.Add<Hello>("/hi", "PUT"); } }
//                                                              ^^^^^ route PUT /hi
//                                                              ^^^^^ guard-kind unknown
`,
  ));

test('controllers and pages with such an attribute are none of its requests', () =>
  check(
    servicestack,
    'Users.cs',
    `
using Microsoft.AspNetCore.Mvc;
[Route("api/users")] public class UsersController : Controller { }
[Route("/page")] public partial class Page : ComponentBase { }
`,
  ));
