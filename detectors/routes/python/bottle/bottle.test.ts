import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { bottle } from './bottle.ts';

test('applications, the default application, hooks and mounts', () =>
  check(
    bottle,
    'app.py',
    `
from bottle import Bottle, auth_basic, route
app = Bottle()
#     ^^^^^^ router application bottle
@app.route('/users/<id:int>', method=['GET', 'PUT'])
#          ^^^^^^^^^^^^^^^^^ route [GET, PUT] /users/<id:int> | on app; chain @auth_basic(check)
@auth_basic(check)
#^^^^^^^^^^ guard-kind required basic
def user(id): pass
@route('/plain', method='POST')
#      ^^^^^^^^ route POST /plain | chain function
def plain(): pass
@app.hook('before_request')
#    ^^^^ guard | on app; guards function
def check_all(): pass
app.mount('/admin', admin)
#   ^^^^^ mount /admin | on app; chain admin
`,
  ));

test('what only looks alike is no route', () =>
  check(
    bottle,
    'client.py',
    `
import requests
requests.get('/users')
# from bottle import route
@route('/x')
def x(): pass
`,
  ));
