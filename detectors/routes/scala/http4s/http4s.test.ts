import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { http4s } from './http4s.ts';

test('cases are routes', () =>
  check(
    http4s,
    'Routes.scala',
    `
import org.http4s._
object Routes {
  val a = HttpRoutes.of[IO] {
//                   ^^ behind HttpRoutes.of | inner function
//                          ^ router router http4s | route GET /users/{id} function; route POST,PUT /{Version}/{name} function
    case GET -> Root / "users" / LongVar(id) :? Page(page) => Ok()
//                               ^^^^^^^ behind LongVar | inner id
//                                              ^^^^ behind Page | inner page
    case req @ (POST | PUT) -> Root / Version / name as user => b(req)
//                                                   ^^ behind POST | PUT) -> Root / Version / name.as | inner user
//                                                              ^ behind b | inner req
    case _ => c
  }
}
`,
  ));

test('routers, joined routes and middleware', () =>
  check(
    http4s,
    'Routes.scala',
    `
import org.http4s.server.{AuthMiddleware, Router}
object Routes {
  val a = Router("/x" -> b, "/y" -> c).orNotFound
//        ^^^^^^ routes-of "/x" -> b "/y" -> c
//               ^^^^ routes-of b | prefix /x
//                          ^^^^ routes-of c | prefix /y
//                                     ^^^^^^^^^^ alias Router("/x" -> b, "/y" -> c)
  val d = b <+> c
//          ^^^ routes-of b c
  val e = AuthMiddleware(find)
//        ^^^^^^^^^^^^^^ guard-kind required
  val f = e(b)
//        ^ behind e | inner b
}
`,
  ));

test('cases over other things are none', () =>
  check(
    http4s,
    'Other.scala',
    `
import org.http4s.Uri
object Other {
  val a = xs.map { case Left(b) => b
//           ^^^ behind xs.map | inner function
//                      ^^^^ behind Left | inner b
    case b -> c => c
    case _ -> "x" => d }
}
`,
  ));
