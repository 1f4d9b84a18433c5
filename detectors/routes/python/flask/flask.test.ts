import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { flask } from './flask.ts';

test('applications, blueprints and what is registered on them', () =>
  check(
    flask,
    'app.py',
    `
from flask import Blueprint, Flask
#                 ^^^^^^^^^ view-base flask.views.MethodView
#                 ^^^^^^^^^ view-base flask.views.View
app = Flask(__name__)
#     ^^^^^ router application flask
bp = Blueprint('users', __name__, url_prefix='/users')
#    ^^^^^^^^^ router router flask | prefix /users
@bp.route('/<int:id>', methods=['GET', 'PUT'])
#         ^^^^^^^^^^^ route [GET, PUT] /<int:id> | on bp; chain function
def user(id): pass
@bp.delete('/<int:id>')
#          ^^^^^^^^^^^ route DELETE /<int:id> | on bp; chain function
def drop(id): pass
bp.add_url_rule('/list', view_func=listed)
#               ^^^^^^^ route GET /list | on bp; chain listed
@bp.before_request
#   ^^^^^^^^^^^^^^ guard | on bp; guards function
def check(): pass
@bp.before_app_request
#   ^^^^^^^^^^^^^^^^^^ guard | on bp; guards function; everywhere
def check_all(): pass
app.register_blueprint(bp, url_prefix='/v1')
#                                     ^^^^^ mount /v1 | on app; chain bp; replaces prefix
`,
  ));

test('resources of extensions', () =>
  check(
    flask,
    'api.py',
    `
from .extensions import api
api.add_resource(Users, '/users', '/people')
#                       ^^^^^^^^ route ANY [/users, /people] | on api; chain Users
@api.resource('/teams')
#             ^^^^^^^^ route ANY [/teams] | on api; chain class Teams: pass
class Teams: pass
`,
  ));

test('clients and comments are no routes', () =>
  check(
    flask,
    'client.py',
    `
import requests
requests.get('/users')
session.post('/users', data={})
# @app.route('/commented')
`,
  ));
