import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { sanic } from './sanic.ts';

test('blueprints, versions, middleware and added routes', () =>
  check(
    sanic,
    'app.py',
    `
from sanic import Blueprint, Sanic
#                 ^^^^^^^^^ view-base sanic.views.HTTPMethodView
from sanic_jwt import protected
app = Sanic('shop')
#     ^^^^^ router application sanic
bp = Blueprint('users', url_prefix='/users', version=1)
#    ^^^^^^^^^ router router sanic | prefix /v{1}//users
@bp.get('/<id:int>')
#       ^^^^^^^^^^^ route GET /<id:int> | on bp; chain @protected()
@protected()
#^^^^^^^^^ guard-kind required jwt
async def user(request, id): pass
@app.middleware('request')
#    ^^^^^^^^^^ guard | on app; guards function
async def known(request): pass
@app.middleware('response')
async def headers(request, response): pass
app.add_route(handler, '/added', methods=['POST'])
#                      ^^^^^^^^ route [POST] /added | on app; chain handler
app.blueprint(bp)
#   ^^^^^^^^^ mount | on app; chain bp
`,
  ));

test('what only looks alike is no route', () =>
  check(
    sanic,
    'client.py',
    `
import httpx
httpx.get('/users')
client.post('/users')
client.add_route('/x')
# sanic
`,
  ));
