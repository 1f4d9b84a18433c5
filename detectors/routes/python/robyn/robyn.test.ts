import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { robyn } from './robyn.ts';

test('routes, sub-routers and functions before requests', () =>
  check(
    robyn,
    'app.py',
    `
from robyn import Robyn, SubRouter
app = Robyn(__file__)
#     ^^^^^ router application robyn
sub = SubRouter(__file__, prefix='/sub')
#     ^^^^^^^^^ router router robyn | prefix /sub
@sub.get('/:id', auth_required=True)
#        ^^^^^^ route GET /:id | on sub; chain function
#                              ^^^^ guard-kind unknown custom
def one(request): pass
@app.before_request('/x')
#    ^^^^^^^^^^^^^^ guard /x | on app; guards function; matching
def before(request): pass
app.include_router(sub)
#   ^^^^^^^^^^^^^^ mount | on app; chain sub
`,
  ));

test('what only looks alike is no route', () =>
  check(
    robyn,
    'client.py',
    `
client.post('/users')
client.get('/users')
# robyn
`,
  ));
