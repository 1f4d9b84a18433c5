import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { masonite } from './masonite.ts';

test('a list of routes and groups is served', () =>
  check(
    masonite,
    'routes/web.py',
    `
from masonite.routes import Route
ROUTES = [
# <------ entry-list
    Route.get('/a/@id', 'UserController@show').name('a'),
#         ^^^ router router masonite | serves /a/@id, load app.controllers.UserController.UserController.show
#                                              ^^^^ alias Route.get('/a/@id', 'UserController@show')
    Route.match(['put', 'patch'], '/b', UserController.b),
#         ^^^^^ router router masonite
    Route.group([], prefix='/c', middleware=['auth']),
#         ^^^^^ router router masonite
#                                           ^^^^^^^^ guard-kind unknown
    Route.post('/d', D.d).middleware('auth'),
#         ^^^^ router router masonite
#                         ^^^^^^^^^^ guard | on Route.post('/d', D.d); guards auth
#                                    ^^^^^^ guard-kind unknown
]
cache.get('/x', y)
`,
  ));

test('routes of other packages are nothing', () =>
  check(
    masonite,
    'other.py',
    `
# masonite
from routes import Route
ROUTES = [Route.get('/a', a)]
`,
  ));
