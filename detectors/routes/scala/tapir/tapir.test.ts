import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { tapir } from './tapir.ts';

test('endpoints', () =>
  check(
    tapir,
    'Api.scala',
    `
import sttp.tapir._
object Api {
  val a = endpoint.get.in("users" / path[Int]("id"))
//        ^^^^^^^^ piece | endpoint
//                 ^^^ piece GET | of endpoint
//                     ^^ piece "users" / path[Int]("id") | of endpoint.get; guards "users" / path[Int]("id")
//                                ^ piece users path[Int]("id") | guards users, path[Int]("id")
//                                  ^^^^ piece {id}
  val b = a.securityIn(auth.bearer[String]()).serverSecurityLogic(check).serverLogic(c => d => e)
//          ^^^^^^^^^^ piece auth.bearer[String]() | of a; guards auth.bearer[String]()
//                          ^^^^^^ piece | unknown bearer
//                                            ^^^^^^^^^^^^^^^^^^^ piece | of a.securityIn(auth.bearer[String]())
//                                                                       ^^^^^^^^^^^ piece | of a.securityIn(auth.bearer[String]()).serverSecurityLogic(check)
  val f = a.prependIn("v1").method(Method.PUT)
//          ^^^^^^^^^ piece v1 | of a; before; guards v1
//                          ^^^^^^ piece PUT | of a.prependIn("v1")
}
`,
  ));

test('a credential that need not be there', () =>
  check(
    tapir,
    'Api.scala',
    `
import sttp.tapir._
object Api {
  val a = auth.apiKey(header[Option[String]]("X-Key"))
//             ^^^^^^ piece | optional api-key
//                    ^^^^^^ piece
}
`,
  ));

test('an endpoint of something else is none', () =>
  check(
    tapir,
    'Other.scala',
    `
import com.shop._
object Other { val a = endpoint.get.in("users") }
`,
  ));
