import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { armeriaAnnotations } from './armeria-annotations.ts';

test('verbs, paths beside them, prefixes of classes, and decorators', () =>
  check(
    armeriaAnnotations,
    'Users.java',
    `
import com.linecorp.armeria.server.annotation.*;
@PathPrefix("/users")
//          ^^^^^^^^ mark controller /users
class Users {
  @Get("/:id")
//     ^^^^^^ mark route GET /{id}
  String one(@Param String id) { return id; }
//            ^^^^^ mark input query
  @Post
// ^^^^ mark route POST
  @Path("prefix:/all")
//      ^^^^^^^^^^^^^ mark prefix /all/**
  @Decorator(Auth.class)
//           ^^^^ mark guard Auth
  String all() { return ""; }
}
`,
  ));

test('a client of the same shape is none', () =>
  check(
    armeriaAnnotations,
    'Client.java',
    `import retrofit2.http.Get; import com.linecorp.armeria.server.annotation.Param; interface Client { @Get("/x") String x(); }`,
  ));
