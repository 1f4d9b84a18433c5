/** Ktor: blocks, extension functions, type-safe routes and authentication, through the real front end and detectors. */
import { expect, test } from 'vitest';
import { type Sources, linkOf, reasonsOf } from '../../tests/support/link.ts';

const HEAD = `package shop
import io.ktor.http.HttpMethod
import io.ktor.server.application.*
import io.ktor.server.auth.*
import io.ktor.server.engine.*
import io.ktor.server.resources.*
import io.ktor.server.routing.*
import io.ktor.resources.Resource
`;

const app = (body: string, more: Sources = {}): Sources => ({ 'App.kt': `${HEAD}${body}`, ...more });
const routes = (body: string): Sources => app(`fun Application.module() { routing { ${body} } }`);

test('blocks put their paths before what is in them', async () => {
  expect(
    await linkOf(
      routes(`get("/x") { }
    route("/api") { get { }; route("/v1") { post("items/{id}") { }; webSocket("/ws") { } } }
    route("/only", HttpMethod.Put) { handle { } }
    route("/m") { method(HttpMethod.Delete) { handle { } } }
    for (verb in listOf(HttpMethod.Get, HttpMethod.Patch)) { route("/loop") { method(verb) { handle { } } } }`),
    ),
  ).toEqual([
    'GET /api none',
    'POST /api/v1/items/{id} none',
    'GET /api/v1/ws none',
    'GET /loop none',
    'PATCH /loop none',
    'DELETE /m none',
    'PUT /only none',
    'GET /x none',
  ]);
});

test('extension functions build on what they are called on, in this file and in others', async () => {
  const sources = app(
    `fun main() { embeddedServer(Netty, port = 8080, module = Application::module).start(wait = true) }
fun Application.module() { configure() }
fun Application.configure() = routing { route("/api") { users(Store()); orders() }; val r = this; r.get("/plain") { } }
fun Route.orders() { route("/orders") { get { } } }
class Store`,
    {
      'users/Users.kt': `package shop
import io.ktor.server.routing.*
fun Route.users(store: Store) { route("users") { get { store.all() }; with(store) { delete("{id}") { } }; apply { head { } } } }
fun Route.never() { get("/never") { } }`,
    },
  );
  expect(await linkOf(sources)).toEqual([
    'GET /api/orders none',
    'GET /api/users none',
    'HEAD /api/users none',
    'DELETE /api/users/{id} none',
    'GET /never unknown unresolved',
    'GET /plain none',
  ]);
});

test('blocks of the tree put authentication before what they are given', async () => {
  const sources = app(`
fun Application.security() { install(Authentication) { jwt("main") { verifier(x); validate { JWTPrincipal(it.payload) } } } }
fun Application.module() { routing {
  role { get("/role") { } }
  admin { get("/admin") { } }
  get("/open") { }
} }
fun Route.role(vararg roles: Role, build: Route.() -> Unit) {
  authenticate("main") { val inner = createChild(object : RouteSelector() { }); inner.build() }
}
fun Route.admin(build: Route.() -> Unit) = role(Role.ADMIN, build = build)`);
  expect(await linkOf(sources)).toEqual(['GET /admin required jwt', 'GET /open none', 'GET /role required jwt']);
});

test('authentication is what its providers are, and optional where that is said', async () => {
  const sources = app(`
const val SESSION = "session"
fun Application.module() {
  install(Authentication) {
    bearer("token") { authenticate { credential -> if (credential.token == secret) UserIdPrincipal("x") else null } }
    session<Login>(SESSION) { validate { it } }
    basic { validate { find(it.name, it.password) } }
    basic("anyone") { validate { UserIdPrincipal(it.name) } }
    jwt("some") { verifier(x); validate { it }; skipWhen { call -> call.isInternal } }
  }
  routing {
    authenticate("token") { get("/token") { }; authenticate(SESSION, optional = true) { get("/both") { } } }
    authenticate(SESSION, "token") { get("/any") { } }
    authenticate { get("/default") { } }
    authenticate("token", optional = true) { get("/optional") { } }
    authenticate("token", strategy = AuthenticationStrategy.Optional) { get("/strategy") { } }
    authenticate("token", optional = flag) { get("/flag") { } }
    authenticate("anyone") { get("/anyone") { } }
    authenticate("some") { get("/some") { } }
    authenticate("missing") { get("/missing") { } }
  }
}`);
  expect(await linkOf(sources)).toEqual([
    'GET /any required bearer session',
    'GET /anyone unknown basic',
    'GET /both required bearer',
    'GET /default required basic',
    'GET /flag unknown bearer',
    'GET /missing unknown',
    'GET /optional optional bearer',
    'GET /some unknown jwt',
    'GET /strategy optional bearer',
    'GET /token required bearer',
  ]);
});

test('a resource stands for the path of its class, below that of its parent', async () => {
  const sources = app(
    `fun Application.module() { routing { get<Articles> { }; post<Articles.Id.Edit> { }; put<Body>("/plain") { }; delete<Elsewhere> { } } }
@Resource("/articles") class Articles(val sort: String? = null) {
  @Resource("{id}") class Id(val parent: Articles = Articles(), val id: Long) {
    @Resource("edit") class Edit(val parent: Id)
  }
}`,
    {
      'Elsewhere.kt':
        'package shop\nimport io.ktor.resources.*\n@Resource("/elsewhere/{key}") data class Elsewhere(val key: String)',
    },
  );
  expect(await linkOf(sources)).toEqual([
    'GET /articles none',
    'POST /articles/{id}/edit none',
    'DELETE /elsewhere/{key} none',
    'PUT /plain none',
  ]);
});

test('what an interceptor or a plugin of a route does is not known', async () => {
  expect(
    await reasonsOf(
      routes(`route("/a") { install(ApiKeyPlugin); get { } }
    route("/b") { intercept(ApplicationCallPipeline.Plugins) { call.respond(HttpStatusCode.Unauthorized); finish() }; get { } }
    route("/c") { install(CachingHeaders) { options { a, b -> null } }; intercept(x) { log(call) }; get { } }`),
    ),
  ).toEqual([
    'GET /a unknown: the plugin ApiKeyPlugin: what the plugin ApiKeyPlugin does to a request was not followed (on everything below /a): the plugin ApiKeyPlugin: what the plugin ApiKeyPlugin does to a request was not followed',
    'GET /b unknown: an interceptor: it may refuse requests, by what was not followed (on everything below /b): an interceptor: it may refuse requests, by what was not followed',
    'GET /c none: no guard stands on the way to it, and the way was followed to the end',
  ]);
});

test('clients, pages and descriptions are no routes', async () => {
  expect(
    await linkOf(
      routes(`get("/x") { client.get("/other") { header("a", "b") }; call.respondHtml { head { title("t") } } }.describe { parameters { query("q") { } } }
    val map = mapOf("a" to 1); map.get("/map")`),
    ),
  ).toEqual(['GET /x none']);
});

test('a base path of the settings stands before everything', async () => {
  const sources = routes('get("/x") { }');
  const conf = 'ktor {\n  deployment { port = 8080, rootPath = "/shop" } # rootPath = "/no"\n}';
  expect(await linkOf({ ...sources, 'application.conf': conf })).toEqual(['GET /shop/x none']);
  const yaml = 'ktor:\n  deployment:\n    rootPath: "/shop"\n';
  expect(await linkOf({ ...sources, 'application.yaml': yaml })).toEqual(['GET /shop/x none']);
});
