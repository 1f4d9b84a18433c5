import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { routingControllers } from './routing-controllers.ts';

test('classes are controllers, methods are routes', () =>
  check(
    routingControllers,
    'user-controller.ts',
    `
import { Authorized, Get, JsonController, Method, Post, UseBefore } from 'routing-controllers';
@JsonController('/users')
//              ^^^^^^^^ mark controller /users
@UseBefore(auth)
// <~--------- mark guard auth
export class UserController {
  @Get('/:id') show() {}
//     ^^^^^^ mark route GET /:id
  @Post() create() {}
// <~~~---- mark route POST
  @Method('options', '/x') options() {}
//                   ^^^^ mark route OPTIONS /x
  @Authorized('admin') @Get(/all/) all() {}
//                          ^^^^^ mark route GET /all/
// <~~~---------- mark guard Authorized
// <~~~---------- guard-kind unknown custom | scopes admin
}
`,
  ));

test('a server has a prefix and controllers', () =>
  check(
    routingControllers,
    'app.ts',
    `
import { createExpressServer, useKoaServer } from 'routing-controllers';
const app = createExpressServer({ routePrefix: '/api', controllers: [UserController] });
//          ^^^^^^^^^^^^^^^^^^^ router application routing-controllers | prefix /api; chain [UserController]
useKoaServer(koa, { controllers: [__dirname + '/controllers/*.js'] });
//                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unresolved
`,
  ));

test('decorators of Nest are none', () =>
  check(
    routingControllers,
    'cats.ts',
    `
// Not routing-controllers.
import { Controller, Get } from '@nestjs/common';
@Controller('cats')
class Cats {
  @Get() list() {}
}
`,
  ));
