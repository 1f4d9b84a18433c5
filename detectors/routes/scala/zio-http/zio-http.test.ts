import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { zioHttp } from './zio-http.ts';

test('routes, aspects and servers', () =>
  check(
    zioHttp,
    'Main.scala',
    `
import zio.http._
object Main {
  val a = Routes(Method.GET / "users" / int("id") -> handler { (id: Int, req: Request) => b })
//        ^^^^^^ routes-of Method.GET / "users" / int("id") -> handler { (id: Int, req: Request) => b }
//               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ router router zio-http | route GET /users/{id} function
  val c = a @@ Middleware.basicAuth("u", "p")
//          ^^ behind Middleware.basicAuth("u", "p") | inner a
//                        ^^^^^^^^^ guard-kind required basic
  val d = Server.serve(a ++ c)
//               ^^^^^ routes-of a ++ c | started
//                       ^^ routes-of a c
  val e = Endpoint(Method.POST / "x" / string("y")).out[Int]
//                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ piece POST /x/{y} | endpoint
}
`,
  ));

test('aspects of one handler', () =>
  check(
    zioHttp,
    'Main.scala',
    `
import zio.http._
import zio.http.Middleware.basicAuth
object Main {
  val asking = HandlerAspect.interceptIncomingHandler(Handler.fromFunctionZIO[Request] { request => f(request) })
//                           ^^^^^^^^^^^^^^^^^^^^^^^^ alias function
  val a = Method.GET / "a" -> handler { (req: Request) => b } @@ basicAuth(check(_))
//        ^^^^^^^^^^^^^^^^ router router zio-http | route GET /a basicAuth(check(_)), function
//                                                            ^^ behind basicAuth(check(_)) | inner handler { (req: Request) => b }
//                                                               ^^^^^^^^^ guard-kind required basic
}
`,
  ));

test('pairs and sums of other things are none', () =>
  check(
    zioHttp,
    'Other.scala',
    `
import zio.http.Client
object Other {
  val a = "x" -> b / c
}
`,
  ));
