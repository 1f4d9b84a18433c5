import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { ktor } from './ktor.ts';

test('verbs and blocks build on the route around them, or on what they are called on', () =>
  check(
    ktor,
    'App.kt',
    `
import io.ktor.http.HttpMethod
import io.ktor.server.application.*
import io.ktor.server.engine.embeddedServer
import io.ktor.server.routing.*
fun main() { embeddedServer(Netty, port = 8080, module = Application::module).start(wait = true) }
//           ^^^^^^^^^^^^^^ mount | chain Application.module; calls self; in its builder, or root
fun Application.module() {
//  ^^^^^^^^^^^ router application ktor
    routing {
//  ^^^^^^^ mount | chain function; calls child; in its builder, or root
        get("/users/{id}") { call.respond(1) }
//          ^^^^^^^^^^^^^ route GET /users/{id} | in its builder, or assumed; chain function
        route("/orders") { post(create) }
//            ^^^^^^^^^ router router ktor | prefix /orders; in its builder, or assumed
//            ^^^^^^^^^ mount | on route("/orders") { post(create) }; chain function; calls self
//                         ^^^^ route POST | in its builder, or assumed; chain create
        route("/only", HttpMethod.Put) { handle { } }
//            ^^^^^^^ router router ktor | prefix /only; in its builder, or assumed
//            ^^^^^^^ mount | on route("/only", HttpMethod.Put) { handle { } }; chain function; calls self
//                                       ^^^^^^ route PUT | in its builder, or assumed; chain function
    }
}
fun register(api: Route) { api.delete("/x") { } }
//                ^^^^^ router router ktor
//                                    ^^^^ route DELETE /x | on api; chain function
`,
  ));

test('authentication is set up under names and asked for by them', () =>
  check(
    ktor,
    'Security.kt',
    `
import io.ktor.server.application.*
import io.ktor.server.auth.*
import io.ktor.server.auth.jwt.*
import io.ktor.server.routing.*
fun Application.security() {
//  ^^^^^^^^^^^ router application ktor
    install(Authentication) {
        jwt("main") { verifier(made) }
//      ^^^ auth-provider main required jwt
        basic { validate { UserIdPrincipal(it.name) } }
//      ^^^^^ auth-provider unknown basic
    }
    routing {
//  ^^^^^^^ mount | chain function; calls child; in its builder, or root
        authenticate("main", optional = true) { get("/x") { } }
//      ^^^^^^^^^^^^ router router ktor | in its builder, or assumed
//      ^^^^^^^^^^^^ guard-kind optional | providers main
//      ^^^^^^^^^^^^ guard | on authenticate("main", optional = true) { get("/x") { } }; guards authenticate
//      ^^^^^^^^^^^^ mount | on authenticate("main", optional = true) { get("/x") { } }; chain function; calls self
//                                                  ^^^^ route GET /x | in its builder, or assumed; chain function
    }
}
`,
  ));

test('a resource is the path of a class', () =>
  check(
    ktor,
    'Resources.kt',
    `
import io.ktor.resources.Resource
import io.ktor.server.resources.get
import io.ktor.server.routing.Route
@Resource("/articles")
//        ^^^^^^^^^^^ mark prefix /articles
class Articles
fun Route.articles() {
//  ^^^^^ router router ktor
    get<Articles> { }
//  ^^^ route GET Articles | in its builder, or assumed; chain function
}
`,
  ));

test('clients, pages and what is set up in a block are no routes', () =>
  check(
    ktor,
    'Other.kt',
    `
import io.ktor.client.request.*
import io.ktor.server.application.*
import io.ktor.server.html.*
import kotlinx.html.*
suspend fun load() { HttpClient().get("/users") { header("a", "b") } }
//                                    ^^^^^^^^ route GET /users | on HttpClient(); chain function
suspend fun page(call: ApplicationCall) { call.respondHtml { head { title("x") } } }
val settings = mapOf("a" to 1)
`,
  ));

test('functions of these names from elsewhere are no routes', () =>
  check(
    ktor,
    'Mine.kt',
    `
import com.shop.dsl.get
import com.shop.dsl.route
fun build() { route("/x") { get("/y") { } } }
`,
  ));
