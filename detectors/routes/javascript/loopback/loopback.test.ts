import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { loopback } from './loopback.ts';

test('decorated methods are operations, guarded by the nearest decorator', () =>
  check(
    loopback,
    'controllers/item.ts',
    `
import { authenticate } from '@loopback/authentication';
import { get, operation } from '@loopback/rest';
export class Items {
  @authenticate('jwt')
// <~~~------------ guard-kind required jwt | of authenticate from @loopback/authentication
// <~~~------------ guard-kind unknown jwt
// <~~~------------ named-lookup loopback.authentication
  @get('/items')
//     ^^^^^^^^ route GET /items
  find() {}
  @operation('delete', '/items/{id}')
//                     ^^^^^^^^^^^^^ route DELETE /items/{id}
  remove() {}
}
`,
  ));

test('an application has a base path and components', () =>
  check(
    loopback,
    'application.ts',
    `
import { AuthenticationComponent } from '@loopback/authentication';
export class App extends RestApplication {
  constructor() {
    this.basePath('/api');
//                ^^^^^^ base-path /api
    this.component(AuthenticationComponent);
//                 ^^^^^^^^^^^^^^^^^^^^^^^ named-value loopback.authentication | value AuthenticationComponent
    this.component(Other);
  }
}
`,
  ));
