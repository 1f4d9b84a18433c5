import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const HEADER = `
from functools import wraps
import jwt
from flask import Blueprint, Flask, abort, g, jsonify, make_response, redirect, request, session
from flask.views import MethodView, View
from flask_login import current_user, login_required
from flask_jwt_extended import get_jwt_identity, jwt_required, verify_jwt_in_request
app = Flask(__name__)
`;

const app = (rest: string): Promise<readonly string[]> => linkOf({ 'app.py': HEADER + rest });

test('the prefix of a registration stands in place of that of the blueprint, and nested ones are joined', async () => {
  expect(
    await app(`
own = Blueprint('own', __name__, url_prefix='/own')
parent = Blueprint('parent', __name__, url_prefix='/parent')
child = Blueprint('child', __name__, url_prefix='/child')
@own.route('/a')
def a(): pass
@child.post('/b/<int:id>')
def b(id): pass
app.register_blueprint(own)
app.register_blueprint(own, url_prefix='/other', name='second')
parent.register_blueprint(child)
parent.register_blueprint(child, url_prefix='/inner', name='third')
app.register_blueprint(parent, url_prefix='/top')
`),
  ).toEqual(['GET /other/a none', 'GET /own/a none', 'POST /top/child/b/{id} none', 'POST /top/inner/b/{id} none']);
});

test('factories register what they import, and rules may be added without decorators', async () => {
  expect(
    await linkOf({
      'shop/__init__.py': `
from flask import Flask
def create_app(config=None):
    app = Flask(__name__)
    from .views import bp
    app.register_blueprint(bp, url_prefix='/api')
    app.add_url_rule('/health', 'health', view_func=lambda: 'ok')
    return app
`,
      'shop/views.py': `
from flask import Blueprint
bp = Blueprint('views', __name__)
@bp.route('/carts', methods=['GET', 'POST'])
def carts(): pass
def show(id): pass
bp.add_url_rule('/carts/<id>', view_func=show, methods=['DELETE'])
`,
    }),
  ).toEqual(['GET /api/carts none', 'POST /api/carts none', 'DELETE /api/carts/{id} none', 'GET /health none']);
});

test('a decorator counts only below the one that registers', async () => {
  expect(
    await app(`
@app.route('/below')
@login_required
def below(): pass
@login_required
@app.route('/above')
def above(): pass
@app.route('/optional')
@jwt_required(optional=True)
def optional(): pass
@app.route('/jwt')
@jwt_required()
def strict(): pass
`),
  ).toEqual(['GET /above none', 'GET /below required session', 'GET /jwt required jwt', 'GET /optional optional jwt']);
});

test('decorators of the tree are read: what they verify, what they only look at, what they let pass', async () => {
  expect(
    await app(`
def verified(f):
    @wraps(f)
    def inner(*args, **kwargs):
        token = None
        if 'Authorization' in request.headers:
            token = request.headers['Authorization'].split(' ')[1]
        if not token:
            return jsonify({'message': 'missing'}), 401
        try:
            data = jwt.decode(token, app.config['SECRET_KEY'], algorithms=['HS256'])
        except Exception:
            return jsonify({'message': 'invalid'}), 401
        return f(data, *args, **kwargs)
    return inner
def looked_at(f):
    @wraps(f)
    def inner(*args, **kwargs):
        token = request.headers.get('Authorization')
        if not token:
            abort(401)
        g.user = jwt.decode(token, options={'verify_signature': False})['sub']
        return f(*args, **kwargs)
    return inner
def logged_in(f):
    @wraps(f)
    def inner(*args, **kwargs):
        if 'user_id' not in session:
            return redirect('/login')
        return f(*args, **kwargs)
    return inner
def admin(role):
    def decorate(f):
        @wraps(f)
        def inner(*args, **kwargs):
            if not current_user.is_authenticated or current_user.role != role:
                abort(403)
            return f(*args, **kwargs)
        return inner
    return decorate
def anonymous_too(f):
    @wraps(f)
    def inner(*args, **kwargs):
        if not current_user:
            abort(401)
        return f(*args, **kwargs)
    return inner
def lenient(f):
    @wraps(f)
    def inner(*args, **kwargs):
        token = request.headers.get('Authorization')
        g.user = jwt.decode(token, KEY, algorithms=['HS256']) if token else None
        return f(*args, **kwargs)
    return inner
@app.route('/verified')
@verified
def a(data): pass
@app.route('/looked-at')
@looked_at
def b(): pass
@app.route('/logged-in')
@logged_in
def c(): pass
@app.route('/admin')
@admin('admin')
def d(): pass
@app.route('/anonymous')
@anonymous_too
def e(): pass
@app.route('/lenient')
@lenient
def f(): pass
`),
  ).toEqual([
    'GET /admin required session',
    'GET /anonymous unknown session',
    'GET /lenient optional bearer',
    'GET /logged-in required session',
    'GET /looked-at unknown bearer',
    'GET /verified required bearer',
  ]);
});

test('functions before requests guard their blueprint, or the application', async () => {
  expect(
    await app(`
keyed = Blueprint('keyed', __name__, url_prefix='/keyed')
@keyed.before_request
def check():
    if request.headers.get('X-API-KEY') != app.config['API_KEY']:
        return make_response(jsonify(error='no'), 403)
@keyed.route('/a')
def a(): pass
@app.route('/b')
def b(): pass
app.register_blueprint(keyed)
`),
  ).toEqual(['GET /b none', 'GET /keyed/a required api-key']);
  expect(
    await app(`
auth = Blueprint('auth', __name__)
@auth.before_app_request
def load():
    g.user = find(session.get('user_id'))
@auth.before_app_request
def check():
    if request.path.startswith('/public'):
        return None
    if g.user is None:
        abort(401)
@app.route('/b')
def b(): pass
@app.route('/public/c')
def c(): pass
app.register_blueprint(auth)
`),
  ).toEqual(['GET /b required session', 'GET /public/c optional session']);
});

test('class-based views answer with their methods, in the decorators of the class', async () => {
  expect(
    await app(`
class Users(MethodView):
    decorators = [login_required]
    def get(self): pass
    def post(self): pass
class Plain(View):
    methods = ['GET', 'PUT']
    def dispatch_request(self): pass
app.add_url_rule('/users', view_func=Users.as_view('users'))
app.add_url_rule('/plain', view_func=Plain.as_view('plain'))
app.add_url_rule('/guarded', view_func=login_required(Plain.as_view('guarded')))
`),
  ).toEqual([
    'GET /guarded required session',
    'PUT /guarded required session',
    'GET /plain none',
    'PUT /plain none',
    'GET /users required session',
    'POST /users required session',
  ]);
});

test('resources of extensions are served below their API, with the decorators of class and API', async () => {
  expect(
    await linkOf({
      'app.py': `
from flask import Blueprint, Flask
from flask_jwt_extended import jwt_required
from flask_restful import Api, Resource
from flask_restx import Api as RestxApi, Namespace, Resource as RestxResource
app = Flask(__name__)
api = Api(app, prefix='/rest')
class Todo(Resource):
    method_decorators = {'delete': [jwt_required()]}
    def get(self, id): pass
    def delete(self, id): pass
api.add_resource(Todo, '/todos/<int:id>', '/t/<int:id>')
bp = Blueprint('restx', __name__, url_prefix='/restx')
restx = RestxApi(bp)
ns = Namespace('cats', path='/felines')
own = Namespace('dogs')
@ns.route('/')
class Cats(RestxResource):
    @jwt_required()
    def post(self): pass
    @ns.doc(security='apikey')
    def get(self): pass
@own.route('/<id>')
class Dogs(RestxResource):
    def get(self, id): pass
restx.add_namespace(ns)
restx.add_namespace(own)
restx.add_namespace(own, path='/hounds')
app.register_blueprint(bp)
`,
    }),
  ).toEqual([
    'DELETE /rest/t/{id} required jwt',
    'GET /rest/t/{id} none',
    'DELETE /rest/todos/{id} required jwt',
    'GET /rest/todos/{id} none',
    'GET /restx/dogs/{id} none',
    'GET /restx/felines none',
    'POST /restx/felines required jwt',
    'GET /restx/hounds/{id} none',
  ]);
});

test('an object that authenticates guards by its method, bare and called', async () => {
  expect(
    await linkOf({
      'auth.py': `
from flask_httpauth import HTTPTokenAuth
auth = HTTPTokenAuth()
@auth.verify_token
def verify(token): return find(token)
`,
      'app.py': `
from flask import Flask
from auth import auth
app = Flask(__name__)
@app.route('/a')
@auth.login_required
def a(): pass
@app.route('/b')
@auth.login_required(role='admin')
def b(): pass
@app.route('/c')
@auth.login_required(optional=True)
def c(): pass
`,
    }),
  ).toEqual(['GET /a required basic', 'GET /b required basic', 'GET /c optional basic']);
});

test('extensions that are put on an application guard nothing by that', async () => {
  expect(
    await linkOf({
      'app.py': `
from flask import Flask
from flask_jwt_extended import JWTManager
manager = JWTManager()
app = Flask(__name__)
manager.init_app(app)
@app.route('/a')
def a(): pass
`,
    }),
  ).toEqual(['GET /a none']);
});
