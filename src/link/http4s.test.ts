/** Routes of http4s: cases of functions, put together by values. */
import { expect, test } from 'vitest';
import { type Sources, linkOf as linesOf } from '../../tests/support/link.ts';

async function linkOf(sources: Sources): Promise<readonly string[]> {
  return (await linesOf(sources)).toSorted();
}

const IMPORTS = `import cats.effect._
import org.http4s._
import org.http4s.dsl.io._
import org.http4s.ember.server.EmberServerBuilder
import org.http4s.implicits._
import org.http4s.server.{AuthMiddleware, Router}
`;

test('routes below the paths of routers, behind middleware', async () => {
  expect(
    await linkOf({
      'Main.scala': `package shop
${IMPORTS}
import org.http4s.server.middleware.{CORS, Logger}
object Paths { val Version = "v1" }
object Main extends IOApp.Simple {
  object Page extends OptionalQueryParamDecoderMatcher[Int]("page")
  val users = HttpRoutes.of[IO] {
    case GET -> Root / "users" :? Page(page) => Ok("x")
    case req @ (PUT | PATCH) -> Root / "users" / LongVar(id) => Ok(id)
    case GET -> "files" /: rest => Ok("x")
    case _ -> Root / Paths.Version => Ok("x")
  }
  val health: HttpRoutes[IO] = HttpRoutes.of[IO] { case GET -> Root => Ok() }
  val middleware = AuthMiddleware(authUser)
  val secure = AuthedRoutes.of[User, IO] { case GET -> Root / "me" as user => Ok(user.name) }
  val optional = AuthMiddleware[IO, Option[User]](perhaps)
  val open = AuthedRoutes.of[Option[User], IO] { case GET -> Root / "us" as user => Ok() }
  val app = Router("/api" -> (users <+> middleware(secure) <+> optional(open)), "/health" -> CORS.policy(health)).orNotFound
  val run = for {
    _ <- IO.unit
    x = 1
    server <- EmberServerBuilder.default[IO].withHttpApp(Logger.httpApp(true, true)(app)).build
  } yield server
}
`,
    }),
  ).toEqual([
    'ANY /api/v1 none',
    'GET /api/files/{*rest} none',
    'GET /api/me required',
    'GET /api/us unknown',
    'GET /api/users none',
    'GET /health none',
    'PATCH /api/users/{id} none',
    'PUT /api/users/{id} none',
  ]);
});

test('a middleware that is handed in from elsewhere is not known', async () => {
  expect(
    await linkOf({
      'Routes.scala': `package shop
${IMPORTS}
class Routes(authMiddleware: AuthMiddleware[IO, User]) {
  private val secure: AuthedRoutes[User, IO] = AuthedRoutes.of { case GET -> Root / "me" as user => Ok(user.name) }
  val routes = Router("/x" -> authMiddleware(secure))
}
`,
    }),
  ).toEqual(['GET /x/me unknown unresolved']);
});

test('cases over anything else are no routes', async () => {
  expect(
    await linkOf({
      'Client.scala': `package shop
${IMPORTS}
class Client(client: Client[IO]) {
  def load(a: Any) = a match { case Left(x) -> Right(y) => x; case "a" -> b => b }
  val p = client.expect[String](uri"https://x/y")
}
`,
    }),
  ).toEqual([]);
});
