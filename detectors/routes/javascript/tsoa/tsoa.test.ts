import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { tsoa } from './tsoa.ts';

test('methods of a class with a route are operations', () =>
  check(
    tsoa,
    'users.ts',
    `
import { Controller, Delete, Get, Route, Security } from 'tsoa';
@Route('users')
export class Users extends Controller {
  @Get('{id}') show(id: string) {}
//     ^^^^^^ route GET /users/{id}
  @Security('jwt', ['admin']) @Delete() clear() {}
// <~~~-------- guard-kind required jwt | scopes [admin]
//                             ^^^^^^ route DELETE /users
}
export class Plain { @Get('x') x() {} }
`,
  ));

test('decorators of the same name elsewhere are none', () =>
  check(
    tsoa,
    'users.ts',
    `
import { Get, Route } from './tsoa-like';
@Route('users')
export class Users { @Get('{id}') show() {} }
`,
  ));
