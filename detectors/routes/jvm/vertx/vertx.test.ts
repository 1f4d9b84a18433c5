import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { vertx } from './vertx.ts';

test('a chain of calls is one route with its handlers', () =>
  check(
    vertx,
    'Main.java',
    `
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.*;
class Main {
    void start() {
        Router router = Router.router(vertx);
//      ^^^^^^ router application vertx
//                             ^^^^^^ router application vertx
        router.route().handler(BodyHandler.create());
//                     ^^^^^^^ guard | on router; guards BodyHandler.create()
//                                         ^^^^^^ guard-kind none
        router.route("/api/*").handler(JWTAuthHandler.create(provider).withScope("read"));
//                   ^^^^^^^^ guard /api/* | on router; guards JWTAuthHandler.create(provider).withScope("read"); matching
//                                                    ^^^^^^ guard-kind required jwt
//                                                                     ^^^^^^^^^ alias JWTAuthHandler.create(provider)
        router.get("/api/users/:id").produces("application/json").handler(this::show).failureHandler(this::failed);
//                 ^^^^^^^^^^^^^^^^ route GET /api/users/:id | on router; chain this.show
        router.route().path("/jobs").method(HttpMethod.POST).handler(ctx -> ctx.end());
//                          ^^^^^^^ route POST /jobs | on router; chain function
        router.route(HttpMethod.PUT, "/x").handler(ctx -> ctx.next()).handler(ctx -> ctx.end());
//                                   ^^^^ route PUT /x | on router; chain function, function
        router.mountSubRouter("/admin", admin);
//                            ^^^^^^^^ mount /admin | on router; chain admin
        router.route("/more/*").subRouter(more);
//                   ^^^^^^^^^ mount /more/* | on router; chain more
    }
}
`,
  ));

test('what an API description serves is not read here', () =>
  check(
    vertx,
    'Api.java',
    `
import io.vertx.ext.web.openapi.RouterBuilder;
class Api { void start() { RouterBuilder.create(vertx, "api.yaml"); } }
//                                       ^^^^^^ unresolved | reason unknown-router; what a router that is built from an API description: its operations are those of the description
`,
  ));

test('clients and databases are no routers', () =>
  check(
    vertx,
    'Other.java',
    `
import io.vertx.ext.web.client.WebClient;
class Other { void load(SqlClient db) { WebClient.create(vertx).get("/users").send(); db.query("SELECT 1").execute(); } }
`,
  ));
