/** Guards of Scala whose bodies are followed: whom builders, filters, wrappers and middleware of the application let pass. */
import { expect, test } from 'vitest';
import { type Sources, linkOf as linesOf } from '../../tests/support/link.ts';

async function linkOf(sources: Sources): Promise<readonly string[]> {
  return (await linesOf(sources)).toSorted();
}

/** What stands before the only action of a controller that is built with `guarded`. */
async function behindBuilder(builder: string): Promise<string> {
  const lines = await linkOf({
    'conf/routes': 'GET /a controllers.Users.a\n',
    'app/controllers/Users.scala': `package controllers
import play.api.mvc._
import play.api.mvc.Results._
class Users @Inject() (guarded: Guarded, cc: ControllerComponents) extends AbstractController(cc) {
  def a = guarded.async { request => Future.successful(Ok("a")) }
}
${builder}
`,
  });
  return lines.map(line => line.replace('GET /a ', '')).join('; ');
}

const BUILDER =
  'class Guarded @Inject() (parser: BodyParsers.Default, tokens: Tokens) extends ActionBuilderImpl(parser)';
const INVOKE =
  'override def invokeBlock[A](request: Request[A], block: Request[A] => Future[Result]): Future[Result] =';

test.each([
  [
    'a token is looked up',
    `${BUILDER} { ${INVOKE}
  request.headers.get("Authorization") match {
    case Some(token) if tokens.verify(token) => block(request)
    case _ => Future.successful(Unauthorized("no"))
  } }`,
    'required bearer',
  ],
  [
    'what is found by it decides',
    `${BUILDER} { ${INVOKE}
  request.session.get("userId").map { id =>
    users.find(id).flatMap { case Some(user) => block(new UserRequest(user, request)); case None => Future.successful(Forbidden) }
  }.getOrElse(Future.successful(Redirect("/login"))) }`,
    'required session',
  ],
  [
    'a comprehension over results',
    `${BUILDER} { ${INVOKE} {
    val result = for {
      header <- request.headers.get("Authorization").toRight(Unauthorized("none"))
      claims <- jwt.decode(header, key).toEither.left.map(_ => Unauthorized("bad"))
    } yield claims
    result.fold(Future.successful, claims => block(new ClaimsRequest(claims, request)))
  } }`,
    'required bearer',
  ],
  [
    'a method of its own is asked',
    `${BUILDER} { ${INVOKE} if (isAllowed(request)) block(request) else Future.successful(Unauthorized)
  private def isAllowed(rh: RequestHeader) = rh.cookies.get("session").exists(c => sessions.isValid(c.value)) }`,
    'required session',
  ],
  [
    'the block runs on either side',
    `${BUILDER} { ${INVOKE}
  request.session.get("userId") match {
    case Some(id) => block(new UserRequest(Some(id), request))
    case None => block(new UserRequest(None, request))
  } }`,
    'optional session',
  ],
  [
    'who sends nothing is let through',
    `${BUILDER} { ${INVOKE}
  request.headers.get("Authorization") match {
    case Some(token) if !tokens.verify(token) => Future.successful(Unauthorized)
    case _ => block(request)
  } }`,
    'none',
  ],
  [
    'failing is passing',
    `${BUILDER} { ${INVOKE}
  tokens.check(request.headers.get("Authorization")).flatMap(user => block(request)).recoverWith { case _ => block(request) } }`,
    'unknown bearer',
  ],
  [
    'any token will do',
    `${BUILDER} { ${INVOKE}
  if (request.headers.get("Authorization").isDefined) block(request) else Future.successful(Unauthorized) }`,
    'unknown bearer',
  ],
  [
    'a switch decides',
    `${BUILDER} { ${INVOKE}
  if (config.isOff || request.session.get("user").isDefined) block(request) else Future.successful(Unauthorized) }`,
    'unknown session',
  ],
  [
    'the base decides',
    `${BUILDER} { ${INVOKE} { request.session.get("user"); super.invokeBlock(request, block) } }`,
    'unknown session',
  ],
  [
    'something else is given the block',
    `${BUILDER} { ${INVOKE} { val user = request.session.get("user"); helper.run(user, request, block) } }`,
    'unknown session',
  ],
  [
    'a refiner gives what refuses, or the request',
    `class Guarded extends ActionRefiner[Request, UserRequest] {
  def refine[A](request: Request[A]) = Future.successful {
    request.session.get("user").map(user => new UserRequest(user, request)).toRight(Unauthorized("no"))
  } }`,
    'required session',
  ],
  [
    'a filter gives what refuses, or nothing',
    `class Guarded extends ActionFilter[Request] {
  def filter[A](request: Request[A]) = Future.successful {
    if (request.session.get("admin").isEmpty) Some(Forbidden) else None
  } }`,
    'required session',
  ],
  [
    'a filter that lets strangers pass',
    `class Guarded extends ActionFilter[Request] {
  def filter[A](request: Request[A]) = Future.successful {
    if (request.session.get("user").isDefined) Some(Forbidden) else None
  } }`,
    'none',
  ],
  [
    'a transformer refuses nobody',
    `class Guarded extends ActionTransformer[Request, UserRequest] {
  def transform[A](request: Request[A]) = Future.successful(new UserRequest(request.session.get("user"), request)) }`,
    'optional session',
  ],
])('a builder of Play: %s', async (_name, builder, expected) => {
  expect(await behindBuilder(builder)).toBe(expected);
});

test('builders one after the other', async () => {
  expect(
    await linkOf({
      'conf/routes': 'GET /a controllers.Users.a\nGET /b controllers.Users.b\n',
      'app/controllers/Users.scala': `package controllers
import play.api.mvc._
class Users @Inject() (cc: ControllerComponents, known: Known, open: Open) extends AbstractController(cc) {
  private val both = Action andThen open andThen known
  def a = both { request => Ok("a") }
  def b = (Action andThen open) { request => Ok("b") }
}
class Known extends ActionFilter[Request] {
  def filter[A](request: Request[A]) = Future.successful(if (request.session.get("user").isEmpty) Some(Results.Unauthorized) else None)
}
class Open extends ActionTransformer[Request, Timed] { def transform[A](request: Request[A]) = Future.successful(new Timed(request)) }
`,
    }),
  ).toEqual(['GET /a required session', 'GET /b none']);
});

test('wrappers of Scalatra, with what they take by name', async () => {
  expect(
    await linkOf({
      'Bootstrap.scala': `import org.scalatra._
class ScalatraBootstrap extends LifeCycle {
  override def init(context: ServletContext): Unit = {
    context.mount(new Users, "/*")
    context.mount(new Admin, "/admin/*")
    context.mount(new Loose, "/loose/*")
  }
}
class Users extends ScalatraServlet with Checks {
  get("/a")(signedIn { 1 })
  get("/b")(signedInAs { user => 1 })
  get("/c")(perhaps { 1 })
  get("/d")(twice { 1 })
}
trait Checks { self: ScalatraServlet =>
  protected def user = session.get("user")
  protected def signedIn(action: => Any) = guard(action)
  protected def signedInAs(action: String => Any) = guard(action("x"))
  protected def perhaps(action: => Any) = { if (user.isEmpty) log("nobody"); action }
  protected def twice(action: => Any) = { val done = action; if (user.isEmpty) halt(401); done }
  private def guard(action: => Any) = user match { case Some(_) => action; case None => Unauthorized() }
}
class Admin extends ScalatraServlet {
  before() { if (!tokens.verify(request.getHeader("X-Api-Key"))) halt(401, "no") }
  post("/users") { 1 }
}
class Loose extends ScalatraServlet {
  before() { if (request.getHeader("Authorization") != null) halt(400) }
  post("/users") { 1 }
}
`,
    }),
  ).toEqual([
    'GET /a required session',
    'GET /b required session',
    'GET /c none',
    'GET /d none',
    'POST /admin/users required api-key',
    'POST /loose/users none',
  ]);
});

test('middleware of http4s that the application makes', async () => {
  expect(
    await linkOf({
      'Server.scala': `package shop
import cats.data.{Kleisli, OptionT}
import org.http4s._
import org.http4s.dsl.io._
import org.http4s.headers.Authorization
import org.http4s.server.{AuthMiddleware, Router}
object Server {
  def checked(routes: HttpRoutes[IO]): HttpRoutes[IO] = Kleisli { req =>
    req.headers.get[Authorization] match {
      case Some(Authorization(Credentials.Token(_, token))) if tokens.verify(token) => routes(req)
      case _ => OptionT.pure(Response[IO](Status.Unauthorized))
    }
  }
  def timed(routes: HttpRoutes[IO]): HttpRoutes[IO] = Kleisli { req => val start = now; routes(req) }
  val users = HttpRoutes.of[IO] { case GET -> Root / "users" => Ok("x") }
  val open = HttpRoutes.of[IO] { case GET -> Root / "open" => Ok("x") }
  val app = Router("/api" -> checked(users), "/" -> timed(open)).orNotFound
  EmberServerBuilder.default[IO].withHttpApp(app).build
}
`,
    }),
  ).toEqual(['GET /api/users required bearer', 'GET /open none']);
});

test('directives of Pekko HTTP that the application makes', async () => {
  expect(
    await linkOf({
      'Main.scala': `package shop
import org.apache.pekko.http.scaladsl.Http
import org.apache.pekko.http.scaladsl.model.StatusCodes
import org.apache.pekko.http.scaladsl.server.Directives._
import org.apache.pekko.http.scaladsl.server.directives.Credentials
object Main extends App {
  def authenticated: Directive1[User] = optionalHeaderValueByName("Authorization").flatMap {
    case Some(token) => onSuccess(tokens.check(token)).flatMap { case Some(user) => provide(user); case None => reject(AuthorizationFailedRejection) }
    case None => complete(StatusCodes.Unauthorized)
  }
  def perhaps: Directive1[Option[User]] = optionalHeaderValueByName("Authorization").flatMap {
    case Some(token) => provide(tokens.find(token))
    case None => provide(None)
  }
  def tokened: Directive0 = headerValueByName("X-Api-Key").flatMap { key => if (key == secretKey) pass else reject }
  def sent: Directive0 = headerValueByName("X-Api-Key").flatMap { key => if (key.nonEmpty) pass else reject }
  def check(c: Credentials): Option[String] = c match {
    case p @ Credentials.Provided(id) if p.verify("secret") => Some(id)
    case _ => None
  }
  def anyone(c: Credentials): Option[String] = c match {
    case Credentials.Provided(id) => Some(id)
    case _ => None
  }
  val routes = concat(
    path("a") { authenticated { user => get { complete("a") } } },
    path("b") { perhaps { user => get { complete("b") } } },
    path("c") { tokened { get { complete("c") } } },
    path("d") { sent { get { complete("d") } } },
    path("e") { authenticateBasic("x", check) { user => get { complete("e") } } },
    path("f") { authenticateOAuth2("x", anyone) { user => get { complete("f") } } },
    path("g") { headerValueByName("X-Api-Key") { key => if (keys.isValid(key)) { get { complete("g") } } else { complete(StatusCodes.Unauthorized) } } },
    path("h") { optionalHeaderValueByName("X-Api-Key") { key => if (key.isEmpty) { get { complete("h") } } else { complete(StatusCodes.Unauthorized) } } }
  )
  Http().newServerAt("x", 1).bind(routes)
}
`,
    }),
  ).toEqual([
    'GET /a required bearer',
    'GET /b optional bearer',
    'GET /c required api-key',
    'GET /d unknown api-key',
    'GET /e required basic',
    'GET /f unknown bearer',
    'GET /g required api-key if keys.isValid()',
    'GET /h none if key.isEmpty',
  ]);
});

test('functions that are asked whether a credential is good', async () => {
  expect(
    await linkOf({
      'Api.scala': `package shop
import sttp.tapir._
object Api {
  val secure = endpoint.securityIn(auth.bearer[String]())
  val good = secure.get.in("good").serverSecurityLogic(token => tokens.verify(token).map(_.toRight("no"))).serverLogic(u => i => x)
  val any = secure.get.in("any").serverSecurityLogic(token => Future.successful(Right(token))).serverLogic(u => i => x)
}
`,
      'Server.scala': `package shop
import org.http4s._
import org.http4s.dsl.io._
import org.http4s.server.{AuthMiddleware, Router}
object Server {
  val good: Kleisli[OptionT[IO, *], Request[IO], User] = Kleisli { req =>
    OptionT.fromOption[IO](req.headers.get(ci"Authorization")).flatMap(header => OptionT(users.byToken(header.head.value)))
  }
  val anyone: Kleisli[OptionT[IO, *], Request[IO], User] = Kleisli(_ => OptionT.liftF(IO(User("guest"))))
  val one = AuthMiddleware(good)(AuthedRoutes.of[User, IO] { case GET -> Root / "one" as user => Ok("x") })
  val two = AuthMiddleware(anyone)(AuthedRoutes.of[User, IO] { case GET -> Root / "two" as user => Ok("x") })
  EmberServerBuilder.default[IO].withHttpApp((one <+> two).orNotFound).build
}
`,
    }),
  ).toEqual(['GET /any unknown bearer', 'GET /good required bearer', 'GET /one required', 'GET /two unknown']);
});
