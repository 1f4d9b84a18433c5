import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { flaskAuth } from './flask-auth.ts';

test('decorators of libraries, with the options that weaken them', () =>
  check(
    flaskAuth,
    'app.py',
    `
from flask_jwt_extended import jwt_required
#                              ^^^^^^^^^^^^ guard-export required jwt | flask_jwt_extended jwt_required
from flask_login import login_required
#                       ^^^^^^^^^^^^^^ guard-export required session | flask_login login_required
@app.route('/a')
@jwt_required(optional=True)
#^^^^^^^^^^^^ guard-kind optional jwt
def a(): pass
@app.route('/b')
@jwt_required()
#^^^^^^^^^^^^ guard-kind required jwt
def b(): pass
@app.route('/c')
@auth.login_required(role='admin')
#     ^^^^^^^^^^^^^^ guard-kind required basic | of auth from flask_httpauth, quart_httpauth, apiflask, apiflask.security
def c(): pass
`,
  ));

test('functions of the same names from elsewhere are none', () =>
  check(
    flaskAuth,
    'other.py',
    `
from .flask_login_helpers import login_required, jwt_required
@login_required
def a(): pass
@jwt_required()
def b(): pass
`,
  ));
