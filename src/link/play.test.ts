/** Routes of Play: files that include each other, and what stands at the methods that they name. */
import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const CONTROLLER = `package controllers; import play.mvc.*;
public class Users extends Controller {
  public Result list() { return ok(); }
  @Security.Authenticated(Secured.class) public Result add(Http.Request request) { return ok(); }
}`;

test('route files, what they include, and where the application is served', async () => {
  expect(
    await linkOf({
      'conf/routes': `# GET /comment controllers.Users.list
GET     /users        controllers.Users.list()
+ nocsrf
POST    /users        controllers.Users.add(request: Request)
GET     /assets/*file controllers.Assets.at(path="/public", file)
GET     /scala        controllers.Other.index
->      /admin        admin.Routes
->      /none         missing.Routes
`,
      'modules/admin/conf/admin.routes': 'DELETE /users/:id @controllers.Users.list(id: Long)\n',
      'conf/application.conf': 'play {\n}\nplay.http.context = "/shop"\n',
      'app/controllers/Users.java': CONTROLLER,
      'app/controllers/Secured.java':
        'package controllers; import play.mvc.Security; public class Secured extends Security.Authenticator {}',
    }),
  ).toEqual([
    'DELETE /shop/admin/users/{id} none',
    'GET /shop/assets/{*file} none',
    'GET /shop/scala unknown',
    'GET /shop/users none',
    'POST /shop/users unknown',
  ]);
});

test('of two applications each includes its own', async () => {
  expect(
    await linkOf({
      'a/conf/routes': '-> /x sub.Routes\n',
      'a/conf/sub.routes': 'GET /a controllers.Default.todo\n',
      'b/conf/routes': '-> /x sub.Routes\n',
      'b/conf/sub.routes': 'GET /b controllers.Default.todo\n',
    }),
  ).toEqual(['GET /x/a none', 'GET /x/b none']);
});

test('settings may name the file whose routes are those of the application', async () => {
  expect(
    await linkOf({
      'conf/application.conf': 'play.http.router = prod.Routes\n',
      'conf/prod.routes': '-> /api app.Routes\nGET /ping controllers.Default.todo\n',
      'conf/app.routes': 'GET /a controllers.Default.todo\n-> /sub sub.Routes\n',
      'conf/sub.routes': 'GET /b controllers.Default.todo\n',
      'conf/testOnly.routes': '-> / prod.Routes\n',
    }),
  ).toEqual(['GET /api/a none', 'GET /api/sub/b none', 'GET /ping none']);
});

test('an annotation on the class stands before all of its methods', async () => {
  expect(
    await linkOf({
      'app/controllers/Check.java':
        'package controllers; import play.mvc.*; public class Check extends Action.Simple { public CompletionStage<Result> call(Http.Request request) { return delegate.call(request); } }',
      'conf/routes': 'GET /users controllers.Users.list()\n',
      'app/controllers/Users.java': `package controllers; import play.mvc.*; @With(Check.class) ${CONTROLLER.slice(CONTROLLER.indexOf('public class'))}`,
    }),
  ).toEqual(['GET /users unknown']);
});
