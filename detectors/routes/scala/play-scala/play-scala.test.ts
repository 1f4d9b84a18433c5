import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { playScala } from './play-scala.ts';

test('actions', () =>
  check(
    playScala,
    'Users.scala',
    `
import play.api.mvc._
class Users(staff: StaffAction) extends BaseController {
  def a = Action { Ok }
//        ^^^^^^ alias function
  def b = Action.async(parse.json) { request => c }
//        ^^^^^^^^^^^^^^^^^^^^^^^^ alias function
  def d = staff.async { request => c }
//              ^^^^^ compose function | guards staff
  def e = Security.Authenticated(user, refuse) { name => Action { Ok } }
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ compose function | guards Security.Authenticated(user, refuse)
//                 ^^^^^^^^^^^^^ guard-kind required session
//                                                       ^^^^^^ alias function
  def f = xs.map { x => x }
}
`,
  ));

test('libraries', () =>
  check(
    playScala,
    'Users.scala',
    `
import play.silhouette.api._
import play.api.mvc._
class Users(silhouette: Silhouette[Env]) {
  def a = silhouette.SecuredAction.async { c }
//                   ^^^^^^^^^^^^^ guard-kind required
//                                 ^^^^^ compose function | guards silhouette.SecuredAction
  def b = silhouette.UserAwareAction { c }
//                   ^^^^^^^^^^^^^^^ guard-kind optional
//                   ^^^^^^^^^^^^^^^ compose function | guards silhouette.UserAwareAction
}
`,
  ));

test('routers and filters', () =>
  check(
    playScala,
    'Router.scala',
    `
import play.api.http._
import play.api.routing.sird._
class Router extends SimpleRouter {
  def routes = {
//^^^^^^^^^^^^^^ router router play | route GET /users/$id<[0-9]+> controller.show(id)
    case GET(p"/users/$id<[0-9]+>") => controller.show(id)
  }
}
class Filters(csrf: CSRFFilter, keys: Keys) extends DefaultHttpFilters(keys)
//                                                  ^^^^^^^^^^^^^^^^^^ guard | guards keys
class App extends Components { override def httpFilters = Seq(csrfFilter, new Keys) }
//                                                        ^^^^^^^^^^^^^^^^^^^^^^^^^ guard | guards new Keys
`,
  ));

test('blocks elsewhere are no actions', () =>
  check(
    playScala,
    'Other.scala',
    `
import com.shop._
class Other { def a = Action { 1 } }
`,
  ));
