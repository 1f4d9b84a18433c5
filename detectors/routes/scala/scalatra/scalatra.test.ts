import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { scalatra } from './scalatra.ts';

test('routes and filters of a servlet', () =>
  check(
    scalatra,
    'Users.scala',
    `
import org.scalatra._
class Users extends ScalatraServlet {
//                  ^^^^^^^^^^^^^^^ router-base org.scalatra.ScalatraServlet
//                  ^^^^^^^^^^^^^^^ router-base org.scalatra.ScalatraFilter
//                  ^^^^^^^^^^^^^^^ router-base org.scalatra.ScalatraBase
//                  ^^^^^^^^^^^^^^^ router-base org.scalatra.ScalatraKernel
  before("/admin/*") { check }
//^^^^^^ guard /admin/* | on before("/admin/*"); guards function; matching
  get("/users/:id/?") { params("id") }
//    ^^^^^^^^^^^^^^ route GET /users/:id | on get("/users/:id/?"); chain function
  post("/users", form)(adminOnly { add })
//     ^^^^^^^^ route POST /users | on post("/users", form); chain adminOnly { add }
//                     ^^^^^^^^^ compose function | guards adminOnly
  def load = { get("/x") { 1 } }
//                 ^^^^ route GET /x | on get("/x"); chain function
  val a = client.get("/y") { 1 }
}
`,
  ));

test('mounts', () =>
  check(
    scalatra,
    'Bootstrap.scala',
    `
import org.scalatra._
class Bootstrap extends LifeCycle {
//                      ^^^^^^^^^ router-base org.scalatra.ScalatraServlet
//                      ^^^^^^^^^ router-base org.scalatra.ScalatraFilter
//                      ^^^^^^^^^ router-base org.scalatra.ScalatraBase
//                      ^^^^^^^^^ router-base org.scalatra.ScalatraKernel
  override def init(context: ServletContext): Unit = context.mount(new Users, "/users/*")
//                                                                            ^^^^^^^^^^ mount /users | chain new Users; in its builder, or root
}
`,
  ));

test('what a class turns out to be decides whether it serves them', () =>
  check(
    scalatra,
    'Spec.scala',
    `
class Spec {
  def a() = { get("/x") { status } }
//                ^^^^ route GET /x | on get("/x"); chain function
}
`,
  ));
