/** What operations in Scala take from a request. */
import { expect, test } from 'vitest';
import { type Sources, linked } from '../../tests/support/link.ts';

async function inputsOf(sources: Sources): Promise<readonly string[]> {
  const { operations } = await linked(sources);
  return operations
    .map(({ method, path, parameters }) => {
      const words = parameters.map(one => `${one.in}:${one.name}${one.type === undefined ? '' : ` ${one.type}`}`);
      return `${method} ${path} ${words.toSorted().join(', ')}`;
    })
    .toSorted();
}

test('Play: what a route is declared to take, and what its action reads', async () => {
  expect(
    await inputsOf({
      'conf/routes': `GET  /users/:id   controllers.Users.show(id: Long, page: Int ?= 1, tags: List[String], \`type\`: Option[String] ?= None)
GET  /files/*file controllers.Users.at(path = "/public, x", file)
POST /users       controllers.Users.add(request: Request)
`,
      'app/controllers/Users.scala': `package controllers
import play.api.mvc._
class Users extends BaseController {
  def show(id: Long, page: Int, tags: List[String], kind: Option[String]) = Action { request =>
    val trace = request.headers.get("X-Trace")
    val seen = request.cookies.get("seen").map(_.value)
    Ok(request.getQueryString("q"))
  }
  def at(path: String, file: String) = Action { Ok("x") }
  def add = Action(parse.json) { request => val user = request.body.validate[User]; client.header("X-Other"); Ok("x") }
}
`,
    }),
  ).toEqual([
    'GET /files/{*file} path:file',
    'GET /users/{id} cookie:seen, header:X-Trace, path:id, query:page Int, query:q, query:tags List[String], query:type Option[String]',
    'POST /users body:body User',
  ]);
});

test('tapir: inputs of an endpoint, and not its outputs', async () => {
  expect(
    await inputsOf({
      'Api.scala': `package shop
import sttp.tapir._
object Api {
  val paging = query[Int]("page").and(query[Option[Int]]("size"))
  val list = endpoint.get.in("users" / path[Int]("id")).in(paging).in(header[String]("X-Trace")).out(jsonBody[User])
  val add = endpoint.post.in("users").in(jsonBody[User]).in(cookie[String]("sid")).errorOut(stringBody)
}
`,
    }),
  ).toEqual([
    'GET /users/{id} header:X-Trace String, path:id, query:page Int, query:size Option[Int]',
    'POST /users body:body User, cookie:sid String',
  ]);
});

test('Pekko HTTP: what directives around the answer take', async () => {
  expect(
    await inputsOf({
      'Main.scala': `package shop
import org.apache.pekko.http.scaladsl.Http
import org.apache.pekko.http.scaladsl.server.Directives._
object Main extends App {
  val routes = concat(
    path("a") { get { parameters("page".as[Int], "sort".optional, "size".as[Int] ? 10) { (page, sort, size) => complete("a") } } },
    (post & path("b" / Segment) & entity(as[User])) { (id, user) => complete("b") },
    (delete & path("c" / Segment)) { id => headerValueByName("X-Trace") { trace => complete("c") } }
  )
  Http().newServerAt("x", 1).bind(routes)
}
`,
    }),
  ).toEqual([
    'DELETE /c/{id} header:X-Trace, path:id',
    'GET /a query:page, query:size, query:sort',
    'POST /b/{segment} body:body User, path:segment',
  ]);
});

test('Scalatra: what the block reads', async () => {
  expect(
    await inputsOf({
      'Bootstrap.scala': `import org.scalatra._
class ScalatraBootstrap extends LifeCycle { override def init(context: ServletContext): Unit = context.mount(new Users, "/*") }
class Users extends ScalatraServlet {
  get("/users/:id") { val all = multiParams("tags"); find(params("id"), params.get("q"), request.getHeader("X-Trace"), cookies.get("sid")) }
  post("/users") { save(parsedBody.extract[User], params("name")) }
}
`,
    }),
  ).toEqual([
    'GET /users/{id} cookie:sid, header:X-Trace, path:id, query:q, query:tags',
    'POST /users body:body User, body:name',
  ]);
});
