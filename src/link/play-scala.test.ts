/** Controllers of Play in Scala: what stands around the blocks that answer. */
import { expect, test } from 'vitest';
import { type Sources, linkOf as linesOf, reasonsOf } from '../../tests/support/link.ts';

async function linkOf(sources: Sources): Promise<readonly string[]> {
  return (await linesOf(sources)).toSorted();
}

test('actions are what the methods of controllers give', async () => {
  expect(
    await linkOf({
      'conf/routes': `GET  /a  controllers.Users.a
GET  /b  controllers.Users.b(id: Long)
GET  /c  controllers.Users.c
GET  /d  @controllers.Users.d
GET  /e  controllers.Users.e
GET  /f  controllers.Static.f()
GET  /g  controllers.Users.g
`,
      'app/controllers/Users.scala': `package controllers
import javax.inject._
import play.api.mvc._
@Singleton
class Users @Inject() (cc: ControllerComponents, authAction: AuthAction, auth: Auth) extends AbstractController(cc) with Helpers {
  def a = Action { Ok("a") }
  def b(id: Long) = Action.async(parse.json) { implicit request: Request[JsValue] =>
    Future.successful(Ok(id))
  }
  def c = authAction.async { request => Future.successful(Ok(request.user)) }
  def d() = withUser { user => Ok(user) }
  def e = (authAction andThen check) { Ok("e") }
  def g = Security.Authenticated(user, onUnauthorized) { u => Action { Ok(u) } }
}
object Static extends Controller { def f() = Action { Ok("f") } }
`,
      'app/controllers/Helpers.scala': `package controllers
import play.api.mvc._
trait Helpers { self: BaseController =>
  def withUser(f: String => Result) = Action { request =>
    request.session.get("user").map(f).getOrElse(Unauthorized)
  }
}
class AuthAction @Inject() (parser: BodyParsers.Default)(implicit ec: ExecutionContext) extends ActionBuilderImpl(parser) {
  override def invokeBlock[A](request: Request[A], block: Request[A] => Future[Result]) =
    request.headers.get("X-Key") match {
      case Some(key) if key == secret => block(request)
      case _ => Future.successful(Results.Unauthorized)
    }
}
`,
    }),
  ).toEqual([
    'GET /a none',
    'GET /b none',
    'GET /c unknown',
    'GET /d required session',
    'GET /e unknown',
    'GET /f none',
    'GET /g required session',
  ]);
});

test('libraries say who may call', async () => {
  expect(
    await linkOf({
      'conf/routes':
        'GET /a controllers.Users.a\nGET /b controllers.Users.b\nGET /c controllers.Users.c\nGET /d controllers.Users.d\n',
      'app/controllers/Users.scala': `package controllers
import com.mohiva.play.silhouette.api._
import play.api.mvc._
class Users @Inject() (silhouette: Silhouette[Env]) extends BaseController {
  def a = silhouette.SecuredAction.async { implicit request => Ok("a") }
  def b = silhouette.UserAwareAction { implicit request => Ok("b") }
  def c = silhouette.UnsecuredAction(parse.json) { implicit request => Ok("c") }
  def d = silhouette.SecuredAction(WithRole("admin")).async { implicit request => Ok("d") }
}
`,
    }),
  ).toEqual(['GET /a required', 'GET /b optional', 'GET /c none', 'GET /d required']);
});

test('filters of the application stand before everything', async () => {
  const files = (filters: string): Record<string, string> => ({
    'conf/routes': 'GET /a controllers.Users.a\n',
    'app/Filters.scala': `import play.api.http._
import play.api.mvc._
import play.filters.csrf.CSRFFilter
class Timing @Inject() (implicit val mat: Materializer) extends Filter { def apply(next: RequestHeader => Future[Result])(rh: RequestHeader) = next(rh) }
class Keys extends EssentialFilter { def apply(next: EssentialAction) = EssentialAction { rh => if (rh.headers.get("Authorization").isEmpty) Unauthorized else next(rh) } }
${filters}
`,
    'app/controllers/Users.scala':
      'package controllers\nimport play.api.mvc._\nclass Users extends BaseController { def a = Action { Ok("a") } }\n',
  });
  expect([
    await reasonsOf(
      files('class Filters @Inject() (csrf: CSRFFilter, timing: Timing) extends DefaultHttpFilters(csrf, timing)'),
    ),
    await reasonsOf(files('class Filters @Inject() (keys: Keys) extends DefaultHttpFilters(keys)')),
    await reasonsOf(
      files(
        'class App(c: Context) extends BuiltInComponentsFromContext(c) { override def httpFilters = super.httpFilters :+ new Keys }',
      ),
    ),
  ]).toEqual([
    ['GET /a none: no guard stands on the way to it, and the way was followed to the end'],
    [
      'GET /a unknown: Keys (on the whole application): it looks whether headers.Authorization is there, and nothing that verifies it was found',
    ],
    [
      'GET /a unknown: Keys (on the whole application): it looks whether headers.Authorization is there, and nothing that verifies it was found',
    ],
  ]);
});

test('routers of the program serve where files of routes include them', async () => {
  expect(
    await linkOf({
      'conf/routes': '-> /v1/posts v1.PostRouter\nGET /health controllers.Health.check\n',
      'app/v1/PostRouter.scala': `package v1
import play.api.routing.Router.Routes
import play.api.routing.SimpleRouter
import play.api.routing.sird._
class PostRouter @Inject() (controller: PostController) extends SimpleRouter {
  override def routes: Routes = {
    case GET(p"/" ? q_o"page=$page") => controller.index
    case PUT(p"/\${long(id)}/tags/$tag<[a-z]+>") => controller.update(id, tag)
    case GET(p"/files/$path*") => controller.file(path)
  }
}
class PostController extends BaseController { def index = Action { Ok("x") }
  def update(id: Long, tag: String) = Action { Ok("x") }
  def file(path: String) = auth { Ok("x") } }
`,
      'app/controllers/Health.scala':
        'package controllers\nimport play.api.mvc._\nobject Health extends BaseController { def check = Action { Ok("a") } }\n',
    }),
  ).toEqual([
    'GET /health none',
    'GET /v1/posts none',
    'GET /v1/posts/files/{*path} unknown',
    'PUT /v1/posts/{id}/tags/{tag} none',
  ]);
});
