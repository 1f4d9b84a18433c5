import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { javalin } from './javalin.ts';

test('routes are put on an application, and in groups of its builder', () =>
  check(
    javalin,
    'Main.java',
    `
import io.javalin.Javalin;
import static io.javalin.apibuilder.ApiBuilder.*;
class Main {
    static void main() {
        Javalin app = Javalin.create(config -> {
//      ^^^^^^^ router application javalin
//                            ^^^^^^ router application javalin
//                            ^^^^^^ mount
            config.router.contextPath = "/shop";
//                                      ^^^^^^^ base-path /shop | on config
            config.router.apiBuilder(() -> {
//                        ^^^^^^^^^^ mount | on config; chain function; calls self; members addEndpoints
                path("/users", () -> { get(Users::all); post("/", Users::add, Role.ADMIN); });
//                   ^^^^^^^^ mount /users | chain function; calls child; members addEndpoints; in its builder, or assumed
//                                     ^^^ route GET | in its builder, or assumed; chain Users.all
//                                                           ^^^ route POST / | in its builder, or assumed; chain Users.add
                crud("/orders/{id}", new Orders());
//                   ^^^^^^^^^^^^^^ route GET /orders | in its builder, or assumed; chain new Orders().getAll
//                   ^^^^^^^^^^^^^^ route POST /orders | in its builder, or assumed; chain new Orders().create
//                   ^^^^^^^^^^^^^^ route GET /orders/{id} | in its builder, or assumed; chain new Orders().getOne
//                   ^^^^^^^^^^^^^^ route PATCH /orders/{id} | in its builder, or assumed; chain new Orders().update
//                   ^^^^^^^^^^^^^^ route DELETE /orders/{id} | in its builder, or assumed; chain new Orders().delete
            });
        });
        app.start(7000);
//          ^^^^^ alias app
        app.get("/x/:id", ctx -> ctx.result("x"));
//              ^^^^^^^^ route GET /x/{id} | on app; chain function
        app.before("/admin/*", Main::check);
//          ^^^^^^ guard /admin/* | on app; guards Main.check; matching
        app.beforeMatched(Main::roles);
//          ^^^^^^^^^^^^^ guard-kind unknown
//          ^^^^^^^^^^^^^ guard | on app; guards beforeMatched
    }
}
`,
  ));

test('clients and other objects have methods of the same names', () =>
  check(
    javalin,
    'Other.java',
    `
import io.javalin.http.Context;
import java.util.Map;
class Other {
    void load() { HttpClient.newClient().get("/users", done); Map.of().get("a"); Unirest.get("/x"); }
//                                           ^^^^^^^^ route GET /users | on HttpClient.newClient(); chain done
}
`,
  ));
