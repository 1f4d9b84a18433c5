/** Routes of the JVM that calls make: what stands before them, in order and by path. */
import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

test('handlers of Vert.x guard what is registered after them', async () => {
  const source = `package a;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.*;
class Main { void start() {
  Router router = Router.router(vertx);
  router.route("/jwt/*").handler(JWTAuthHandler.create(p).withScope("x"));
  router.get("/jwt/x").handler(ctx -> ctx.end());
  router.get("/jwt").handler(ctx -> ctx.end());
  router.get("/one").handler(BasicAuthHandler.create(p)).handler(ctx -> ctx.end());
  router.get("/early").handler(ctx -> ctx.end());
  router.route().handler(JWTAuthHandler.create(p));
  router.get("/late").handler(ctx -> ctx.end());
} }`;
  expect((await linkOf({ 'a/Main.java': source })).toSorted()).toEqual([
    'GET /early none',
    'GET /jwt unknown jwt',
    'GET /jwt/x required jwt',
    'GET /late required jwt',
    'GET /one required basic',
  ]);
});

test('a filter of a Javalin group is for what lies below the path of the group', async () => {
  const source = `package a;
import static io.javalin.apibuilder.ApiBuilder.*;
import io.javalin.Javalin;
import io.javalin.http.UnauthorizedResponse;
class Main { static void main() { Javalin.create(config -> { config.router.apiBuilder(() -> {
  path("/g", () -> {
    before(ctx -> { if (!tokens.verify(ctx.header("Authorization"))) throw new UnauthorizedResponse(); });
    get(ctx -> ctx.result("x"));
    get("/b", ctx -> ctx.result("x"));
  });
  get("/o", ctx -> ctx.result("x"));
}); }); } }`;
  expect((await linkOf({ 'a/Main.java': source })).toSorted()).toEqual([
    'GET /g none',
    'GET /g/b required bearer',
    'GET /o none',
  ]);
});

test('filters of http4k guard what they are composed with, and the security of a route replaces that of its contract', async () => {
  const source = `package a
import org.http4k.contract.*
import org.http4k.contract.security.*
import org.http4k.core.*
import org.http4k.core.Method.*
import org.http4k.filter.ServerFilters
import org.http4k.routing.*
val secured = ServerFilters.BearerAuth("t").then(routes("/a" bind GET to { Response(Status.OK) }))
fun api() = contract {
  security = ApiKeySecurity(key, check)
  routes += "/users" bindContract GET to { r: Request -> Response(Status.OK) }
  routes += "/open" meta { security = NoSecurity } bindContract GET to { r: Request -> Response(Status.OK) }
}
val app = ServerFilters.CatchAll().then(routes("/api" bind api(), secured, "/plain" bind GET to { Response(Status.OK) }))`;
  expect((await linkOf({ 'App.kt': source })).toSorted()).toEqual([
    'GET /a required bearer',
    'GET /api/open none',
    'GET /api/users required api-key',
    'GET /plain none',
  ]);
});

test('a function that is called after all leaves nothing where nothing called it', async () => {
  const sources = {
    'A.kt': `package a
import io.ktor.server.routing.*
fun Route.users() { wrapped { route("/u") { get { } } }; inner() }
fun Route.inner() { get("/inner") { } }`,
    'B.kt': `package a
import io.ktor.server.application.*
import io.ktor.server.routing.*
fun Application.module() { routing { route("/api") { users() } } }`,
  };
  expect((await linkOf(sources)).toSorted()).toEqual(['GET /api/inner none', 'GET /api/u none']);
});
