import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { cask } from './cask.ts';

test('methods with annotations', () =>
  check(
    cask,
    'Main.scala',
    `
object Main extends cask.MainRoutes {
//     ^^^^ mark controller found
  @cask.get("/users/:name")
//          ^^^^^^^^^^^^^^ mark route GET /users/:name
  def a(name: String) = name
  @loggedIn()
//^^^^^^^^^^^ mark guard loggedIn
  @cask.postJson("/b")
//               ^^^^ mark route POST /b
  def b() = 1
  @deprecated("x") def c() = 1
}
`,
  ));

test('annotations on anything else are none', () =>
  check(
    cask,
    'Other.scala',
    `
class Other {
  @cask.get("/x") def a() = 1
}
`,
  ));
