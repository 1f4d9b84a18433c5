import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { http4k } from './http4k.ts';

test('paths are bound to methods, and to further routes', () =>
  check(
    http4k,
    'App.kt',
    `
import org.http4k.core.Method.GET
import org.http4k.core.Method.POST
import org.http4k.core.Response
import org.http4k.filter.ServerFilters
import org.http4k.routing.bind
import org.http4k.routing.routes
val all = routes(
//        ^^^^^^ router application http4k | chain "/users" bind GET to ::list, "/orders" bind routes(POST to create)
    "/users" bind GET to ::list,
//  ^^^^^^^^ router router http4k
//  ^^^^^^^^ route GET /users | on "/users" bind GET to ::list; chain list
    "/orders" bind routes(POST to create),
//  ^^^^^^^^^ router router http4k | prefix /orders; chain routes(POST to create)
//                 ^^^^^^ router application http4k | chain POST to create
//                             ^^ router router http4k
//                             ^^ route POST | on POST to create; chain create
)
val app = ServerFilters.BearerAuth("t").then(all)
//                      ^^^^^^^^^^ guard-kind required bearer
//                                      ^^^^ compose all | guards ServerFilters.BearerAuth("t")
`,
  ));

test('a contract gathers routes, and says who may call them', () =>
  check(
    http4k,
    'Contract.kt',
    `
import org.http4k.contract.contract
import org.http4k.contract.meta
import org.http4k.contract.security.*
import org.http4k.core.Method.GET
import org.http4k.lens.Path
fun api() = contract {
//          ^^^^^^^^ router application http4k
//          ^^^^^^^^ mount
    security = ApiKeySecurity(query, check)
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind required api-key
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard
    routes += "/users" / Path.of("id") bindContract GET to ::show
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mount | chain "/users" / Path.of("id") bindContract GET to ::show; in its builder, or assumed
//            ^^^^^^^^^^^^^^^^^^^^^^^^ router router http4k
//            ^^^^^^^^^^^^^^^^^^^^^^^^ route GET /users/{id} | on "/users" / Path.of("id") bindContract GET to ::show; chain show
    routes += "/open" meta { security = NoSecurity } bindContract GET to ::open
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mount | chain "/open" meta { security = NoSecurity } bindContract GET to ::open; in its builder, or assumed
//            ^^^^^^^ router router http4k
//            ^^^^^^^ route GET /open | on "/open" meta { security = NoSecurity } bindContract GET to ::open; chain open
//                                      ^^^^^^^^^^ guard-kind none
}
`,
  ));

test('pairs, clients and own functions are no routes', () =>
  check(
    http4k,
    'Other.kt',
    `
import org.http4k.client.OkHttp
import org.http4k.core.Method
import org.http4k.core.Request
val pairs = mapOf("GET" to 1)
fun routes(vararg all: String) = all
val mine = routes("/x")
val answer = OkHttp()(Request(Method.GET, "/users"))
`,
  ));
