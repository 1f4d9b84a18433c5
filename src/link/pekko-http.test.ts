/** Routes of Pekko HTTP and Akka HTTP: directives as values, put together across objects and traits. */
import { expect, test } from 'vitest';
import { type Sources, linkOf as linesOf, reasonsOf } from '../../tests/support/link.ts';

async function linkOf(sources: Sources): Promise<readonly string[]> {
  return (await linesOf(sources)).toSorted();
}

const IMPORTS = `import org.apache.pekko.http.scaladsl.Http
import org.apache.pekko.http.scaladsl.server.Directives._
import org.apache.pekko.http.scaladsl.server.Route
`;

test('directives nest, in any order of paths and methods', async () => {
  expect(
    await linkOf({
      'Main.scala': `package shop
${IMPORTS}
object Main extends App {
  val users: Route = pathPrefix("users") {
    pathEnd { get { complete(all) } ~ post { entity(as[User]) { user => complete(user) } } } ~
    path(IntNumber / "orders" / Segment) { (userId, order) => get { complete(order) } } ~ // both
    (delete & path(JavaUUID)) { id => complete("gone") }
  }
  val other = (get | head) { path("a" / "b") { complete("b") } }
  Http().newServerAt("localhost", 80).bind(concat(users, other, path("any") { complete("x") }))
}
`,
    }),
  ).toEqual([
    'ANY /any none',
    'DELETE /users/{id} none',
    'GET /a/b none',
    'GET /users none',
    'GET /users/{userId}/orders/{order} none',
    'HEAD /a/b none',
    'POST /users none',
  ]);
});

test('routes of traits are those of the object that mixes them in', async () => {
  expect(
    await linkOf({
      'Users.scala': `package shop.api
${IMPORTS}
trait Users { self: Settings =>
  def users: Route = path(base / "users") { get(complete("x")) }
}
trait Settings { def base: String }
class Orders(name: String) { val route = path(name) { put { complete("x") } } }
`,
      'Main.scala': `package shop
import api.{Orders, Users}
import org.apache.pekko.http.scaladsl.Http
import org.apache.pekko.http.scaladsl.server.Directives
object Main extends Directives with Users with api.Settings {
  val base = "v1"
  val orders = new Orders("orders")
  val all = List(users, orders.route).reduce(_ ~ _)
  def main(args: Array[String]): Unit = Http().bindAndHandle(pathPrefix("api")(all), "localhost", 80)
}
`,
    }),
  ).toEqual(['GET /api/v1/users none', 'PUT /api/orders none']);
});

test('authentication stands before what it is put around', async () => {
  expect(
    await linkOf({
      'Main.scala': `package shop
${IMPORTS}
class Auth {
  val user = authenticateOAuth2("shop", check)
  val perhaps = authenticateBasic("shop", check).optional
  def admin(inner: Route): Route = user { u => authorize(u.isAdmin) { inner } }
  def mine: Directive1[User] = headerValueByName("X-User").flatMap { name => if (known(name)) provide(name) else reject }
}
object Main extends App {
  val auth = new Auth
  val routes =
    auth.user { u => path("a") { get { complete(u) } } } ~
    auth.perhaps { u => path("b") { get { complete(u) } } } ~
    auth.admin { path("c") { get { complete("c") } } } ~
    auth.mine { u => path("d") { get { complete(u) } } } ~
    path("e") { get { complete("e") } }
  Http().newServerAt("localhost", 80).bind(routes)
}
`,
    }),
  ).toEqual([
    'GET /a required bearer',
    'GET /b optional basic',
    'GET /c required bearer',
    'GET /d unknown',
    'GET /e none',
  ]);
});

test('what stands around routes and refuses by its own code is not taken for open', async () => {
  expect(
    await reasonsOf({
      'Main.scala': `package shop
${IMPORTS}
object Main extends App {
  val routes = optionalHeaderValueByName("X-Key") {
    case Some(key) if key == secret => path("a") { get { complete("a") } }
    case _ => complete(Unauthorized)
  }
  Http().newServerAt("localhost", 80).bind(routes)
}
`,
    }),
  ).toEqual([
    'GET /a unknown: a function (on everything below /): it speaks of Unauthorized, and what it does with that is not followed',
  ]);
});

test('functions of these names from elsewhere make no routes', async () => {
  expect(
    await linkOf({
      'Main.scala': `package shop
${IMPORTS}
object Other { def get(key: String)(f: => String) = f
  val x = get("a") { "b" }
  val y = cache.get("a").delete { "b" }
}
object Main extends App { val r = path("a") { get { complete(cache.delete("x")) } }
  Http().newServerAt("localhost", 80).bind(r) }
`,
    }),
  ).toEqual(['GET /a none']);
});

test('a route that nothing serves is told, once', async () => {
  expect(
    await linkOf({
      'Routes.scala': `package shop
${IMPORTS}
class Routes { val users = path("users") { get { complete("x") } }
  def all = pathPrefix("v1") { users } }
`,
    }),
  ).toEqual(['GET /v1/users unknown unresolved']);
});
