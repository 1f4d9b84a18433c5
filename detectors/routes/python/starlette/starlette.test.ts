import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { starlette } from './starlette.ts';

test('routes are values', () =>
  check(
    starlette,
    'app.py',
    `
from starlette.applications import Starlette
#                                  ^^^^^^^^^ view-base starlette.endpoints.HTTPEndpoint
from starlette.routing import Mount, Route, WebSocketRoute
app = Starlette(routes=[Route('/a', a), Mount('/b', routes=[Route('/c', c, methods=['POST'])]), WebSocketRoute('/ws', ws)])
#     ^^^^^^^^^ router application starlette | chain [Route('/a', a), Mount('/b', routes=[Route('/c', c, methods=['POST'])]), WebSocketRoute('/ws', ws)]
#                             ^^^^ router router starlette | route GET /a a
#                                       ^^^^^ router router starlette | prefix /b; chain [Route('/c', c, methods=['POST'])]
#                                                                 ^^^^ router router starlette | route [POST] /c c
@app.middleware('http')
#    ^^^^^^^^^^ guard | on app; guards function
async def timed(request, call_next): pass
`,
  ));

test('routes of other packages are none', () =>
  check(
    starlette,
    'other.py',
    `
from maps import Route, Mount
routes = [Route('/a', a), Mount('/b', routes=[])]
# starlette
`,
  ));
