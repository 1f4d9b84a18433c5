import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { litestar } from './litestar.ts';

test('handlers and controllers are values', () =>
  check(
    litestar,
    'app.py',
    `
from litestar import Controller, Litestar, Router, get, post
from litestar.security.jwt import JWTAuth
auth = JWTAuth[User](token_secret='x', exclude=['^/schema'])
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind required jwt | except [/^/schema/]
@get('/open', exclude_from_auth=True)
#    ^^^^^^^ router router litestar | route GET /open function
async def opened() -> None: pass
class Things(Controller):
#     ^^^^^^ router router litestar | prefix /things; route POST  function
    path = '/things'
    @post(guards=[admin])
    async def add(self) -> None: pass
api = Router(path='/api', route_handlers=[Things])
#     ^^^^^^ router router litestar | prefix /api; chain [Things]
app = Litestar([opened, api], on_app_init=[auth.on_app_init])
#     ^^^^^^^^ router application litestar | chain [opened, api]; guards auth
`,
  ));

test('what only looks alike is no route', () =>
  check(
    litestar,
    'other.py',
    `
from my_litestar import get, Controller
@get('/x')
def x(): pass
class A(Controller):
    path = '/a'
`,
  ));
