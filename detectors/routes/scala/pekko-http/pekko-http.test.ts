import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { pekkoHttp } from './pekko-http.ts';

test('directives are pieces, and what they are given stands behind them', () =>
  check(
    pekkoHttp,
    'Main.scala',
    `
import org.apache.pekko.http.scaladsl.Http
import org.apache.pekko.http.scaladsl.server.Directives._
object Main {
  val a = path("users" / IntNumber) { id => get { complete(id) } }
//        ^^^^ piece users {id}
//        ^^^^ behind path | inner "users" / IntNumber
//        ^^^^^^^^^^^^^^^^^^^^^^^^^ behind path("users" / IntNumber) | inner function
//                     ^ piece users {number}
//                                          ^^^ piece GET
//                                          ^^^ behind get | inner function
//                                                ^^^^^^^^ behind complete | inner id
  val b = (post & pathPrefix("x")) { c } ~ d
//         ^^^^^^^^^^^^^^^^^^^^^^ behind post & pathPrefix("x") | inner function
//         ^^^^ piece POST
//              ^ piece | of post, pathPrefix("x")
//                ^^^^^^^^^^ piece x
//                                       ^ routes-of (post & pathPrefix("x")) { c } d
  val e = concat(a, b)
//        ^^^^^^ routes-of a b
}
`,
  ));

test('authentication', () =>
  check(
    pekkoHttp,
    'Main.scala',
    `
import org.apache.pekko.http.scaladsl.Http
import org.apache.pekko.http.scaladsl.server.Directives._
object Main {
  val a = authenticateBasic("x", check) { user => b }
//        ^^^^^^^^^^^^^^^^^ piece | required basic
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ behind authenticateBasic("x", check) | inner function
  val c = authorize(user.isAdmin) { b }
//        ^^^^^^^^^ piece | unknown
//        ^^^^^^^^^ behind authorize | inner user.isAdmin
//        ^^^^^^^^^^^^^^^^^^^^^^^ behind authorize(user.isAdmin) | inner function
}
`,
  ));

test('servers', () =>
  check(
    pekkoHttp,
    'Main.scala',
    `
import org.apache.pekko.http.scaladsl.Http
import org.apache.pekko.http.scaladsl.server.Directives._
object Main {
  val a = Http().newServerAt("x", 1).bind(Route.seal(routes))
//                                   ^^^^ routes-of Route.seal(routes) | started
//                                              ^^^^ routes-of routes
}
`,
  ));

test('names of the tree, and members of other things, are none', () =>
  check(
    pekkoHttp,
    'Main.scala',
    `
import com.shop.get
import org.apache.pekko.http.scaladsl.Http
import org.apache.pekko.http.scaladsl.server.Directives._
object Main {
  val a = get(1)
  val b = cache.get(1)
  val c = "x"
}
`,
  ));

test('a file that does not use the package says nothing', () =>
  check(
    pekkoHttp,
    'Main.scala',
    `
import com.shop._
object Main { val a = path("x") { get { b } } }
`,
  ));
