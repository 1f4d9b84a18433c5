import { expect, test } from 'vitest';
import { linkOf, reasonsOf } from '../../tests/support/link.ts';

const SECURITY = `
import jwt
from fastapi import Depends, HTTPException, status
from fastapi.security import OAuth2PasswordBearer
scheme = OAuth2PasswordBearer(tokenUrl='token')
def current_user(token: str = Depends(scheme)):
    try:
        payload = jwt.decode(token, KEY, algorithms=['HS256'])
    except jwt.InvalidTokenError:
        raise HTTPException(status_code=status.HTTP_401_UNAUTHORIZED)
    user = find(payload['sub'])
    if user is None:
        raise HTTPException(401)
    return user
`;

test('prefixes of routers and of their inclusion are joined, and a router may be included twice', async () => {
  expect(
    await linkOf({
      'app/__init__.py': '',
      'app/items.py': `
from fastapi import APIRouter
router = APIRouter(prefix='/items')
@router.get('/')
def many(): pass
@router.get('/{item_id:int}')
def one(item_id: int): pass
`,
      'app/main.py': `
from fastapi import APIRouter, FastAPI
from . import items
app = FastAPI()
api = APIRouter(prefix='/v1')
api.include_router(items.router)
api.include_router(items.router, prefix='/old')
app.include_router(api, prefix='/api')
`,
    }),
  ).toEqual([
    'GET /api/v1/items none',
    'GET /api/v1/items/{item_id} none',
    'GET /api/v1/old/items none',
    'GET /api/v1/old/items/{item_id} none',
  ]);
});

test('dependencies count on every level: parameter, alias, route, router, inclusion, application', async () => {
  const routes = `
from typing import Annotated, Optional
from fastapi import APIRouter, Depends, FastAPI
from .security import current_user
User = Annotated[dict, Depends(current_user)]
def admin(user: User):
    if not user.is_admin:
        raise HTTPException(403)
    return user
`;
  const files = (rest: string): Record<string, string> => ({
    'app/__init__.py': '',
    'app/security.py': SECURITY,
    'app/main.py': routes + rest,
  });
  expect(
    await linkOf(
      files(`
app = FastAPI()
@app.get('/parameter')
def a(user = Depends(current_user)): pass
@app.get('/alias')
def b(user: User): pass
# What stands inside of another type supplies nothing.
@app.get('/optional-alias')
def c(user: Optional[User] = None): pass
@app.get('/nested')
def d(user = Depends(admin)): pass
@app.get('/route', dependencies=[Depends(current_user)])
def e(): pass
@app.get('/open')
def f(): pass
inner = APIRouter(dependencies=[Depends(current_user)])
@inner.get('/router')
def g(): pass
other = APIRouter()
@other.get('/included')
def h(): pass
app.include_router(inner)
app.include_router(other, dependencies=[Depends(current_user)])
app.include_router(other, prefix='/twice')
`),
    ),
  ).toEqual([
    'GET /alias required bearer',
    'GET /included required bearer',
    'GET /nested required bearer',
    'GET /open none',
    'GET /optional-alias none',
    'GET /parameter required bearer',
    'GET /route required bearer',
    'GET /router required bearer',
    'GET /twice/included none',
  ]);
  expect(
    await linkOf(
      files(`
app = FastAPI(dependencies=[Depends(current_user)])
inside = FastAPI()
@app.get('/own')
def own(): pass
@inside.get('/sub')
def sub(): pass
app.mount('/mounted', inside)
`),
    ),
  ).toEqual(['GET /mounted/sub none', 'GET /own required bearer']);
});

test('a scheme alone is no protection, and one that raises nothing by itself may be optional', async () => {
  expect(
    await linkOf({
      'main.py': `
from fastapi import Depends, FastAPI, HTTPException, Header
from fastapi.security import APIKeyHeader, HTTPBearer
app = FastAPI()
bearer = HTTPBearer()
soft = HTTPBearer(auto_error=False)
key = APIKeyHeader(name='X-Key', auto_error=False)
def checked(given: str = Depends(key)):
    if given != settings.API_KEY:
        raise HTTPException(status_code=403)
def maybe(credentials = Depends(soft)):
    return decode(credentials) if credentials else None
def present(x_token: str = Header()):
    return x_token
def compared(x_token: str = Header(None)):
    if x_token != 'a-long-secret-value':
        raise HTTPException(status_code=400)
@app.get('/scheme', dependencies=[Depends(bearer)])
def a(): pass
@app.get('/key', dependencies=[Depends(checked)])
def b(): pass
@app.get('/maybe')
def c(user = Depends(maybe)): pass
@app.get('/present', dependencies=[Depends(present)])
def d(): pass
@app.get('/compared', dependencies=[Depends(compared)])
def e(): pass
`,
    }),
  ).toEqual([
    'GET /compared required bearer',
    'GET /key required api-key',
    'GET /maybe optional bearer',
    'GET /present unknown bearer',
    'GET /scheme unknown bearer',
  ]);
});

test('what a dependency returns refuses nobody', async () => {
  expect(
    await linkOf({
      'main.py': `
from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse
app = FastAPI()
def check(request: Request):
    if not request.headers.get('Authorization'):
        return JSONResponse(status_code=401, content={})
@app.get('/x', dependencies=[Depends(check)])
def x(): pass
`,
    }),
  ).toEqual(['GET /x optional bearer']);
});

test('a scheme of the tree may ask the one that it derives from, and factories may choose who is asked', async () => {
  expect(
    await linkOf({
      'main.py': `
import jwt
from fastapi import Depends, FastAPI, HTTPException, Security
from fastapi.security import APIKeyHeader
class Own(APIKeyHeader):
    async def __call__(self, request):
        return await super().__call__(request)
def token(key: str = Security(Own(name='Authorization'))):
    return key.split(' ')[1]
def strict(given: str = Depends(token)):
    try:
        return jwt.decode(given, KEY, algorithms=['HS256'])
    except jwt.InvalidTokenError:
        raise HTTPException(status_code=403)
def lenient(given: str = Depends(token)):
    return jwt.decode(given, KEY, algorithms=['HS256']) if given else None
def chosen(*, required: bool = True):
    return strict if required else lenient
app = FastAPI()
@app.get('/strict')
def a(user = Depends(chosen())): pass
@app.get('/lenient')
def b(user = Depends(chosen(required=False))): pass
`,
    }),
  ).toEqual(['GET /lenient optional api-key', 'GET /strict required api-key']);
});

test('methods of classes are served with what their class is supplied with', async () => {
  expect(
    await linkOf({
      'security.py': SECURITY,
      'base.py': `
from fastapi import Depends
from security import current_user
class UserController:
    user: dict = Depends(current_user)
class OpenController(UserController):
    user: dict = None
`,
      'main.py': `
from fastapi import APIRouter, FastAPI
from fastapi_utils.cbv import cbv
from base import OpenController, UserController
app = FastAPI()
router = APIRouter(prefix='/things')
@cbv(router)
class Things(UserController):
    @router.get('/{id}')
    def one(self, id: int): pass
@cbv(router)
class Public(OpenController):
    @router.get('')
    def many(self): pass
app.include_router(router)
`,
    }),
  ).toEqual(['GET /things none', 'GET /things/{id} required bearer']);
});

test('routers may be of classes of the tree, with and without constructors', async () => {
  expect(
    await linkOf({
      'security.py': SECURITY,
      'main.py': `
from fastapi import APIRouter, Depends, FastAPI
from security import current_user
class Guarded(APIRouter):
    def __init__(self, prefix: str = '', **kwargs):
        super().__init__(prefix=prefix, dependencies=[Depends(current_user)], **kwargs)
class Plain(APIRouter):
    def announce(self, path):
        return self.get(path)
app = FastAPI()
guarded = Guarded(prefix='/guarded')
plain = Plain(prefix='/plain')
@guarded.get('/a')
def a(): pass
@plain.post('/b')
def b(): pass
app.include_router(guarded)
app.include_router(plain)
`,
    }),
  ).toEqual(['GET /guarded/a required bearer', 'POST /plain/b none']);
});

test('settings give prefixes by their defaults, and decide no branches', async () => {
  expect(
    await linkOf({
      'main.py': `
from fastapi import APIRouter, FastAPI
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    PREFIX: str = '/v2'
    DEBUG: bool = False
settings = Settings()
app = FastAPI()
api = APIRouter()
@api.get('/a')
def a(): pass
if settings.DEBUG:
    @api.get('/debug')
    def debug(): pass
app.include_router(api, prefix=f'{settings.PREFIX}/x')
`,
    }),
  ).toEqual(['GET /v2/x/a none', 'GET /v2/x/debug none if settings.DEBUG']);
});

test('middleware stands before mounted applications, too', async () => {
  expect(
    await reasonsOf({
      'main.py': `
from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
class KeyMiddleware(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if request.headers.get('X-API-Key') != KEY_SECRET:
            return JSONResponse({}, status_code=401)
        return await call_next(request)
app = FastAPI()
app.add_middleware(KeyMiddleware)
sub = FastAPI()
@sub.get('/a')
def a(): pass
app.mount('/sub', sub)
`,
    }),
  ).toEqual(['GET /sub/a required: KeyMiddleware (on the whole application): it reads X-API-Key and refuses without']);
});

test('routes of Starlette are values, in lists and mounts', async () => {
  expect(
    await linkOf({
      'main.py': `
from starlette.applications import Starlette
from starlette.authentication import requires
from starlette.endpoints import HTTPEndpoint
from starlette.routing import Mount, Route, WebSocketRoute
class Users(HTTPEndpoint):
    async def get(self, request): pass
    async def delete(self, request): pass
async def home(request): pass
@requires('authenticated')
async def mine(request): pass
users = [Route('/', Users), Route('/me', mine, methods=['GET', 'POST'])]
app = Starlette(routes=[Route('/', home), Mount('/users', routes=users), WebSocketRoute('/ws', home)])
`,
    }),
  ).toEqual([
    'GET / none',
    'DELETE /users none',
    'GET /users none',
    'GET /users/me required custom',
    'POST /users/me required custom',
  ]);
});

test('routers of FastAPI Users serve what they are known for', async () => {
  expect(
    await linkOf({
      'main.py': `
from fastapi import Depends, FastAPI
from fastapi_users import FastAPIUsers
users = FastAPIUsers[User, int](get_manager, [backend])
app = FastAPI()
app.include_router(users.get_auth_router(backend), prefix='/auth')
@app.get('/mine')
def mine(user = Depends(users.current_user(active=True))): pass
@app.get('/maybe')
def maybe(user = Depends(users.current_user(optional=True))): pass
`,
    }),
  ).toEqual([
    'POST /auth/login none',
    'POST /auth/logout required bearer',
    'GET /maybe optional bearer',
    'GET /mine required bearer',
  ]);
});
