import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { aiohttp } from './aiohttp.ts';

test('tables of routes, routes as values and applications below others', () =>
  check(
    aiohttp,
    'app.py',
    `
from aiohttp import web
#                   ^^^ view-base aiohttp.web.View
#                   ^^^ view-base aiohttp.web_urldispatcher.View
routes = web.RouteTableDef()
#            ^^^^^^^^^^^^^ router router aiohttp
@routes.get('/a/{id}')
#           ^^^^^^^^^ route GET /a/{id} | on routes; chain function
async def a(request): pass
app = web.Application(middlewares=[known])
#         ^^^^^^^^^^^ router application aiohttp | guards [known]
app.add_routes(routes)
#   ^^^^^^^^^^ mount | on app; chain routes
app.add_routes([web.post('/b', b)])
#   ^^^^^^^^^^ mount | on app; chain [web.post('/b', b)]
#                        ^^^^ router router aiohttp | route POST /b b
app.router.add_route('DELETE', '/c', c)
#                              ^^^^ route DELETE /c | on app.router; chain c
app.add_subapp('/admin/', admin)
#              ^^^^^^^^^ mount /admin/ | on app; chain admin
`,
  ));

test('what only looks alike is no route', () =>
  check(
    aiohttp,
    'client.py',
    `
import aiohttp_client
session.get('/users')
session.post('/users', data)
# aiohttp
`,
  ));
