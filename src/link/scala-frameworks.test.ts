/** Endpoints of tapir, servlets of Scalatra, routes of ZIO HTTP and Cask. */
import { expect, test } from 'vitest';
import { type Sources, linkOf as linesOf } from '../../tests/support/link.ts';

async function linkOf(sources: Sources): Promise<readonly string[]> {
  return (await linesOf(sources)).toSorted();
}

test('tapir: endpoints are made of others, and those that nothing more is made of are served', async () => {
  expect(
    await linkOf({
      'Api.scala': `package shop
import sttp.tapir._
import sttp.tapir.json.circe._
object Api {
  private val Users = "users"
  private val page = query[Option[Int]]("page")
  val base = endpoint.errorOut(stringBody).in("api" / "v1")
  def secure[T] = base.securityIn(auth.bearer[String]().map(Token.apply)(_.value))
  val checked = secure.serverSecurityLogic(token => check(token))
  val list = base.get.in(Users).in(page).out(jsonBody[List[User]]).description("all")
  val one = base.get.in(Users / path[Long]("id") / "orders").serverLogic(id => load(id))
  val add = checked.post.in(Users).in(jsonBody[User]).serverLogic(user => in => save(in))
  val declared = secure.put.in(Users)
  val trusting = secure.patch.in(Users).serverSecurityLogicSuccess(token => token).serverLogic(_ => _ => x)
  val perhaps = endpoint.securityIn(auth.apiKey(header[Option[String]]("X-Key"))).get.in("open").serverSecurityLogic(check).serverLogic(_ => _ => x)
  val files = endpoint.method(Method.DELETE).in("files" / paths)
  val before = endpoint.get.in("b").prependIn("a").serverLogicSuccess(_ => x)
}
`,
    }),
  ).toEqual([
    'DELETE /files none',
    'GET /a/b none',
    'GET /api/v1/users none',
    'GET /api/v1/users/{id}/orders none',
    'GET /open optional api-key',
    'PATCH /api/v1/users unknown bearer',
    'POST /api/v1/users required bearer',
    'PUT /api/v1/users unknown bearer',
  ]);
});

test('tapir: endpoints of a server are below what is put before them', async () => {
  expect(
    await linkOf({
      'Api.scala': `package shop
import sttp.tapir._
import sttp.tapir.server.netty.NettyFutureServer
trait Endpoints { def endpoints: List[Any] }
class Users extends Endpoints { val endpoints = List(endpoint.get.in("users").serverLogic(x => y), endpoint.delete.in("users").serverLogic(x => y)) }
object Main extends App {
  val all = new Users().endpoints.map(one => one.prependSecurityIn("api"))
  NettyFutureServer().addEndpoints(all).start()
}
`,
    }),
  ).toEqual(['DELETE /api/users none', 'GET /api/users none']);
});

test('Scalatra: servlets are routers where they are mounted', async () => {
  expect(
    await linkOf({
      'Bootstrap.scala': `import org.scalatra._
import javax.servlet.ServletContext
import shop._
class ScalatraBootstrap extends LifeCycle {
  override def init(context: ServletContext): Unit = {
    context.mount(new Users(db), "/api/users/*")
    context.mount(classOf[Admin], "/admin")
    context.mount(new Pages, "/*")
    context.mount(new ResourcesApp, "/api-docs")
  }
}
`,
      'Users.scala': `package shop
import org.scalatra._
class Users(db: Db) extends Base with Extra {
  get("/") { all }
  get("/:id/?") { params("id") }
  def helper = client.get("/x") { 1 }
}
trait Base extends ScalatraServlet with JacksonJsonSupport { get("/health") { Ok() } }
trait Extra { self: ScalatraServlet => delete("/all") { 1 } }
class Admin extends ScalatraFilter {
  before() { if (request.getHeader("X-Key") == null) halt(401) }
  post("/users") { 1 }
}
class Pages extends ScalatraServlet { get("/pages")(signedIn { 1 })
  private def signedIn(action: => Any) = if (session.contains("user")) action else Unauthorized() }
`,
    }),
  ).toEqual([
    'DELETE /api/users/all none',
    'GET /api/users none',
    'GET /api/users/health none',
    'GET /api/users/{id} none',
    'GET /pages required session',
    'POST /users unknown',
  ]);
});

test('ZIO HTTP: routes are pairs of a pattern and what answers', async () => {
  expect(
    await linkOf({
      'Main.scala': `package shop
import zio._
import zio.http._
object Main extends ZIOAppDefault {
  val users = Routes(
    Method.GET / "users" / int("id") / trailing -> handler { (id: Int, req: Request) => Response.ok },
    Method.POST / Root -> handler(Response.ok)
  )
  val secret = Routes(Method.GET / "secret" -> handler(Response.ok)) @@ Middleware.basicAuth("a", "b")
  def run = Server.serve(users ++ secret).provide(Server.default)
}
`,
    }),
  ).toEqual(['GET /secret required basic', 'GET /users/{id}/{*rest} none', 'POST / none']);
});

test('Cask: methods carry their paths', async () => {
  expect(
    await linkOf({
      'Main.scala': `package shop
class loggedIn extends cask.RawDecorator { def wrapFunction(ctx: cask.Request, delegate: Delegate) = if (ctx.cookies.get("session").isEmpty) cask.Abort(401) else delegate(Map()) }
object Main extends cask.MainRoutes {
  @cask.get("/")
  def hello() = "x"
  @loggedIn()
  @cask.post("/users/:name")
  def add(name: String) = name
  initialize()
}
`,
    }),
  ).toEqual(['GET / none', 'POST /users/{name} unknown session']);
});

test('Cask: what decorators do, on a route and on all of a class', async () => {
  expect(
    await linkOf({
      'Main.scala': `package shop
class keyed extends cask.RawDecorator {
  def wrapFunction(ctx: cask.Request, delegate: Delegate) =
    ctx.headers.get("authorization") match {
      case Some(token) if token == secret => delegate(ctx, Map())
      case _ => cask.router.Result.Success(cask.model.Response("no", 401))
    }
}
class user extends cask.RawDecorator {
  def wrapFunction(ctx: cask.Request, delegate: Delegate) = delegate(ctx, Map("user" -> new User()))
}
object Main extends cask.MainRoutes {
  @user()
  @cask.get("/a")
  def a() = "x"
  @keyed()
  @cask.get("/b")
  def b() = "x"
  initialize()
}
object Admin extends cask.Routes {
  override def decorators = Seq(new keyed())
  @cask.get("/c")
  def c() = "x"
  initialize()
}
`,
    }),
  ).toEqual(['GET /a none', 'GET /b required bearer', 'GET /c required bearer']);
});

test('ZIO HTTP: aspects of handlers, and functions that they ask', async () => {
  expect(
    await linkOf({
      'Main.scala': `package shop
import zio._
import zio.http._
import zio.http.Middleware.basicAuth
object Main extends ZIOAppDefault {
  val asking = HandlerAspect.interceptIncomingHandler { handler { (request: Request) =>
    request.header(Header.Authorization) match {
      case Some(Header.Authorization.Bearer(token)) if token == secret => ZIO.succeed((request, token))
      case _ => ZIO.fail(Response.unauthorized)
    }
  } }
  val letting = HandlerAspect.interceptIncomingHandler { handler { (request: Request) => ZIO.succeed((request, 1)) } }
  val routes = Routes(
    Method.GET / "a" -> handler { (_: Request) => Response.text("x") } @@ asking,
    Method.GET / "b" -> handler { (_: Request) => Response.text("x") } @@ basicAuth("a", "b"),
    Method.GET / "c" -> handler { (_: Request) => Response.text("x") } @@ letting,
    Method.GET / "d" -> handler { (_: Request) => Response.text("x") } @@ HandlerAspect.bearerAuth(_ => true),
    Method.GET / "e" -> handler { (_: Request) => Response.text("x") } @@ (basicAuth("a", "b") ++ Middleware.debug),
    Method.GET / "f" -> Handler.fromZIO(ZIO.service[Users]).flatMap { users =>
      handler { (_: Request) => Response.text("x") } @@ asking
    },
    Method.GET / "g" -> handler { (_: Request) => Response.text("x") },
  ) @@ Middleware.debug
  override val run = Server.serve(routes).provide(Server.default)
}
`,
    }),
  ).toEqual([
    'GET /a required bearer',
    'GET /b required basic',
    'GET /c none',
    'GET /d unknown bearer',
    'GET /e required basic',
    'GET /f required bearer',
    'GET /g none',
  ]);
});

test('Scalatra: of several traits each has a private method of its own, and attributes say who calls', async () => {
  expect(
    await linkOf({
      'Main.scala': `package shop
import org.scalatra._
trait Users { self: Base =>
  protected def usersOnly(action: => Any) = { check(action) }
  private def check(action: => Any) = login match {
    case Some(x) => action
    case None => Unauthorized()
  }
}
trait Readers { self: Base =>
  protected def readersOnly(action: => Any) = { check(action) }
  private def check(action: => Any) = if (isReadable(params("id"), login)) action else Unauthorized()
}
trait Guests { self: Base =>
  protected def guests(action: => Any) = { check(action) }
  private def check(action: => Any) = { log(request); action }
}
abstract class Base extends ScalatraServlet {
  def login: Option[Account] = request.getAs[Account](Keys.LoginAccount).orElse(session.getAs[Account]("loginAccount"))
}
class Main extends Base with Guests with Readers with Users {
  get("/a")(usersOnly { "x" })
  get("/b")(readersOnly { "x" })
  get("/c")(guests { "x" })
}
class Bootstrap extends LifeCycle {
  override def init(context: ServletContext): Unit = context.mount(new Main, "/*")
}
`,
    }),
  ).toEqual(['GET /a required session', 'GET /b unknown session', 'GET /c none']);
});
