import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { falcon } from './falcon.ts';

test('resources answer with responders, behind middleware and hooks', () =>
  check(
    falcon,
    'app.py',
    `
import falcon
app = falcon.App(middleware=[Known()])
#            ^^^ router application falcon | guards [Known()]
app.add_route('/users/{id:int}', UserResource(), suffix='one')
#                                ^^^^^^^^^^^^^^ view UserResource()
#             ^^^^^^^^^^^^^^^^^ route ANY /users/{id:int} | on app
@falcon.before(check)
#       ^^^^^^ supplied check
class UserResource: pass
`,
  ));

test('what only looks alike is no route', () =>
  check(
    falcon,
    'other.py',
    `
import falcons
map.add_route('/x')
# falcon
`,
  ));
