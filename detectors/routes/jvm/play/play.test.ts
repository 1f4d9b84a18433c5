import { test } from 'vitest';
import { check, checkFacts } from '../../../../tests/support/check.ts';
import { playRoutes } from './play-routes.ts';
import { play } from './play.ts';

test('routes, includes, comments and modifiers', () =>
  checkFacts(
    playRoutes,
    'conf/routes',
    `# A comment: GET /x controllers.X.y
GET   /users/:id   controllers.Users.show(id: Long)
+ nocsrf
POST  /users       @controllers.Users.add
->    /admin       admin.Routes
`,
    [
      '1:1 router-file root | play',
      '2:7 route GET /users/:id | chain /users/:id.show',
      '4:7 route POST /users | chain /users.add',
      '5:7 mount-file /admin conf/admin.routes, admin.routes',
    ],
  ));

test('the context of the application', () =>
  checkFacts(playRoutes, 'conf/application.conf', '# play.http.context = "/x"\nplay.http.context = "/shop"\n', [
    '2:22 base-path /shop',
  ]));

test('the routes that the settings name', () =>
  checkFacts(playRoutes, 'conf/application.conf', 'play {\n  http { router = "prod.Routes" }\n}\n', [
    '2:19 router-file root | play',
    '2:19 mount-file / conf/prod.routes, prod.routes',
  ]));

test('a router of the framework itself, and other settings, are none', () =>
  checkFacts(playRoutes, 'conf/application.conf', 'play.http.router = router.Routes\nakka.router = prod.Routes\n', []));

test('a text of another kind is none', () =>
  checkFacts(playRoutes, 'conf/routes', 'all ways lead to GET somewhere\n', []));

test('action composition', () =>
  check(
    play,
    'Users.java',
    `
import play.mvc.*;
@With(Check.class)
//    ^^^^^ mark guard Check
class Users extends Controller {
  @Security.Authenticated(Secured.class)
//                        ^^^^^^^ mark guard Secured
  public Result list() { return ok(); }
}
`,
  ));

test('annotations of the same names from elsewhere are none', () =>
  check(play, 'Users.java', `import play.mvc.Controller; import mine.With; @With(Check.class) class Users {}`));
