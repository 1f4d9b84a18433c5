import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { fastapi } from './fastapi.ts';

test('routers, routes, mounts and what is supplied', () =>
  check(
    fastapi,
    'app/main.py',
    `
from fastapi import APIRouter, Depends, FastAPI
app = FastAPI(dependencies=[Depends(known)])
#     ^^^^^^^ router application fastapi | guards [Depends(known)]
#                           ^^^^^^^ supplied known
router = APIRouter(prefix='/users')
#        ^^^^^^^^^ router router fastapi | prefix /users
@router.get('/{id}', deprecated=True)
#           ^^^^^^^ route GET /{id} | on router; chain function; deprecated
def show(id): pass
@router.api_route('/any', methods=['GET', 'POST'])
#                 ^^^^^^ route [GET, POST] /any | on router; chain function
def some(): pass
router.add_api_route('/added', show, methods=['DELETE'])
#                    ^^^^^^^^ route [DELETE] /added | on router; chain show
app.include_router(router, prefix='/v1', dependencies=[Depends(known)])
#                                 ^^^^^ mount /v1 | on app; chain router; guards [Depends(known)]
#                                                      ^^^^^^^ supplied known
app.mount('/other', other)
#         ^^^^^^^^ mount /other | on app; chain other; apart
`,
  ));

test('parts of the request are supplied, and refused when they are demanded', () =>
  check(
    fastapi,
    'app/deps.py',
    `
from typing import Annotated
from fastapi import Cookie, Header, Query, Security
def a(x: Annotated[str, Header()], y: str = Cookie(None), z: str = Query(..., alias='api_key'), u = Security(f)): pass
#                       ^^^^^^ supplied | demanded of headers
#                                           ^^^^^^ supplied | optional of cookies
#                                                                  ^^^^^ supplied | demanded of query api_key
#                                                                                                   ^^^^^^^^ supplied f
`,
  ));

test('clients, dictionaries and comments are no routes', () =>
  check(
    fastapi,
    'app/client.py',
    `
import httpx
from fastapi.testclient import TestClient
client = httpx.Client()
client.get('/users')
client.post('/users', json={})
value = {}.get('/x', None)
# @app.get('/commented')
text = "@app.get('/text')"
`,
  ));
