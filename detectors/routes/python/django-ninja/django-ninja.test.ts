import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { djangoNinja } from './django-ninja.ts';

test('an API gathers routers, and functions answer', () =>
  check(
    djangoNinja,
    'api.py',
    `
from ninja import NinjaAPI, Router
from ninja.security import django_auth
#                          ^^^^^^^^^^^ guard-export required session

api = NinjaAPI(auth=django_auth)
#     ^^^^^^^^ router router django-ninja | guards django_auth
router = Router()
#        ^^^^^^ router router django-ninja
api.add_router('/a', router)
#              ^^^^ mount /a | on api; chain router
api.add_router('/b', 'office.api.router', auth=None)
#              ^^^^ mount /b | on api; chain load office.api.router
#   ^^^^^^^^^^ guard | on load office.api.router; guards nothing

@api.get('/{int:id}')
#        ^^^^^^^^^^^ route GET /{id}
def one(request, id): pass

@router.api_operation(['POST', 'PATCH'], '/', auth=[A(), B()])
#                                        ^^^ route [POST, PATCH] /
def two(request): pass

client.get('/x')
`,
  ));

test('other packages have such decorators', () =>
  check(
    djangoNinja,
    'other.py',
    `
# ninja
from flask import Flask
app = Flask()
@app.get('/x')
def one(): pass
`,
  ));
