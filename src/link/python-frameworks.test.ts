import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

test('Sanic: versions, groups, views and middleware', async () => {
  expect(
    await linkOf({
      'app.py': `
from sanic import Blueprint, Sanic, json
from sanic.exceptions import Unauthorized
from sanic.views import HTTPMethodView
from sanic_jwt import protected
app = Sanic('shop')
users = Blueprint('users', url_prefix='/users', version=1)
keyed = Blueprint('keyed', url_prefix='/keyed')
group = Blueprint.group(users, keyed, url_prefix='/api')
@users.get('/<id:int>')
@protected()
async def user(request, id): pass
@keyed.on_request
async def check(request):
    if request.headers.get('X-API-Key') != request.app.config.API_KEY:
        return json({'error': 'no'}, status=401)
@keyed.post('/')
async def keyed_one(request): pass
class View(HTTPMethodView):
    async def get(self, request): pass
    async def delete(self, request): pass
app.add_route(View.as_view(), '/view')
app.blueprint(group)
`,
    }),
  ).toEqual([
    'POST /api/keyed required api-key',
    'GET /api/v1/users/{id} required jwt',
    'DELETE /view none',
    'GET /view none',
  ]);
});

test('aiohttp: middlewares stand before applications below, and may spare paths', async () => {
  expect(
    await linkOf({
      'app.py': `
import jwt
from aiohttp import web
from aiohttp_security import check_authorized
@web.middleware
async def authenticated(request, handler):
    if request.path in ('/login', '/health'):
        return await handler(request)
    token = request.headers.get('Authorization')
    if not token:
        raise web.HTTPUnauthorized()
    try:
        request['user'] = jwt.decode(token, KEY, algorithms=['HS256'])
    except jwt.InvalidTokenError:
        return web.json_response({}, status=401)
    return await handler(request)
routes = web.RouteTableDef()
@routes.get('/login')
async def login(request): pass
@routes.view('/items/{id:\\\\d+}')
class Item(web.View):
    async def get(self): pass
    async def put(self): pass
sub = web.Application()
sub.add_routes([web.post('/things', login)])
app = web.Application(middlewares=[authenticated])
app.add_routes(routes)
app.add_subapp('/sub', sub)
`,
    }),
  ).toEqual([
    'GET /items/{id} required bearer',
    'PUT /items/{id} required bearer',
    'GET /login none',
    'POST /sub/things required bearer',
  ]);
});

test('Litestar: guards add up, and a handler may be left out of authentication', async () => {
  expect(
    await linkOf({
      'app.py': `
from litestar import Controller, Litestar, Router, get, post
from litestar.exceptions import NotAuthorizedException
from litestar.security.jwt import JWTAuth
auth = JWTAuth[User](retrieve_user_handler=find, token_secret='x', exclude=['^/schema'])
def keyed(connection, _):
    if connection.headers.get('X-API-Key') != settings.API_KEY:
        raise NotAuthorizedException()
@get('/open', exclude_from_auth=True)
async def opened() -> None: pass
@get(['/a', '/b'])
async def listed() -> None: pass
class Things(Controller):
    path = '/things'
    guards = [keyed]
    @get(exclude_from_auth=True)
    async def many(self) -> None: pass
    @post('/{id:int}')
    async def add(self, id: int) -> None: pass
api = Router(path='/api', route_handlers=[Things])
app = Litestar([opened, listed, api], on_app_init=[auth.on_app_init])
`,
    }),
  ).toEqual([
    'GET /a required jwt',
    'GET /api/things required api-key',
    'POST /api/things/{id} required api-key jwt',
    'GET /b required jwt',
    'GET /open none',
  ]);
});

test('Falcon: middleware and hooks stand before responders', async () => {
  expect(
    await linkOf({
      'app.py': `
import falcon
from resources import Open
def check(req, resp, resource, params):
    if req.get_header('X-API-Key') != settings.API_KEY:
        raise falcon.HTTPUnauthorized()
class Items:
    def on_get(self, req, resp): pass
    @falcon.before(check)
    def on_post(self, req, resp): pass
    def on_get_one(self, req, resp, id): pass
@falcon.before(check)
class Guarded:
    def on_delete(self, req, resp): pass
app = falcon.App()
app.add_route('/items', Items())
app.add_route('/items/{id:int}', Items(), suffix='one')
app.add_route('/guarded', Guarded())
app.add_route('/open', Open())
`,
      'resources.py': `
class Open:
    def on_get(self, req, resp): pass
`,
    }),
  ).toEqual([
    'DELETE /guarded required api-key',
    'GET /items none',
    'POST /items required api-key',
    'GET /items/{id} none',
    'GET /open none',
  ]);
});

test('Bottle: the default application, applications below others, and a check by the library', async () => {
  expect(
    await linkOf({
      'app.py': `
import bottle
from bottle import Bottle, abort, auth_basic, get, request, route
app = Bottle()
admin = Bottle()
@admin.route('/users/<id:int>', method=['GET', 'DELETE'])
@auth_basic(check)
def users(id): pass
@app.post('/login')
def login(): pass
app.mount('/admin', admin)
@get('/plain/<rest:path>')
def plain(rest): pass
`,
    }),
  ).toEqual([
    'DELETE /admin/users/{id} required basic',
    'GET /admin/users/{id} required basic',
    'POST /login none',
    'GET /plain/{*rest} none',
  ]);
});

test('Robyn: what its authentication handler accepts is not known', async () => {
  expect(
    await linkOf({
      'app.py': `
from robyn import Robyn, SubRouter
app = Robyn(__file__)
sub = SubRouter(__file__, prefix='/sub')
@sub.get('/:id', auth_required=True)
def one(request): pass
@app.post('/open')
def opened(request): pass
app.include_router(sub)
`,
    }),
  ).toEqual(['POST /open none', 'GET /sub/{id} unknown custom']);
});
