import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { quarkusRoutes } from './quarkus-routes.ts';

test('routes with their base, without those that answer failures', () =>
  check(
    quarkusRoutes,
    'Routes.java',
    `
import io.quarkus.vertx.web.*;
@RouteBase(path = "/reactive")
//                ^^^^^^^^^^^ mark controller /reactive found
class Routes {
  @Route(path = "/events/:id", methods = Route.HttpMethod.GET)
//              ^^^^^^^^^^^^^ mark route GET /events/:id
  String event(@Param String id) { return id; }
//              ^^^^^ mark input query
  @Route(path = "/*", type = Route.HandlerType.FAILURE)
  void failed() {}
}
`,
  ));

test('a route of something else is none', () =>
  check(
    quarkusRoutes,
    'Routes.java',
    `import io.quarkus.vertx.web.Body; import mine.Route; class R { @Route(path = "/x") void x() {} }`,
  ));
