import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { adonisjs } from './adonisjs.ts';

test('routes name a controller and a method', () =>
  check(
    adonisjs,
    'start/routes.ts',
    `
import router from '@adonisjs/core/services/router';
import { middleware } from '#start/kernel';
router.get('users/:id', [UsersController, 'show']).use(middleware.auth());
//         ^^^^^^^^^^^ route GET /users/:id | chain UsersController.show; guards middleware.auth()
router.any('/any', handler);
//         ^^^^^^ route ANY /any | chain handler
router.route('/both', ['GET', 'POST'], handler);
//           ^^^^^^^ route GET,POST /both
router.on('/about').render('pages/about');
//        ^^^^^^^^ route GET /about
router.on('/nothing');
`,
  ));

test('groups put prefixes and middleware before what stands in them', () =>
  check(
    adonisjs,
    'start/routes.ts',
    `
import Route from '@ioc:Adonis/Core/Route';
Route.group(() => {
  Route.get('/users', 'UsersController.index');
//          ^^^^^^^^ route GET /api/v1/users | chain UsersController.index; guards auth
  Route.group(() => {
    Route.post(PATH, create).middleware(['log']);
//             ^^^^ route POST /api/v1/{PREFIX}/{PATH}
//                                       ^^^^^ guard-kind unknown
  }).prefix(PREFIX);
}).prefix('/api/v1').middleware('auth');
//                              ^^^^^^ guard-kind unknown
`,
  ));

test('a resource is the routes that are left of it', () =>
  check(
    adonisjs,
    'start/routes.ts',
    `
import router from '@adonisjs/core/services/router';
router.resource('posts.comments', Comments).only(['index', 'show']);
//              ^^^^^^^^^^^^^^^^ route GET /posts/:post_id/comments | chain Comments
//              ^^^^^^^^^^^^^^^^ route GET /posts/:post_id/comments/:id | chain Comments
router.resource('tags', Tags).apiOnly().except(['destroy', 'store', 'index']);
//              ^^^^^^ route GET /tags/:id | chain Tags
//              ^^^^^^ route PUT,PATCH /tags/:id | chain Tags
`,
  ));

test('other objects with such methods are none', () =>
  check(
    adonisjs,
    'start/routes.ts',
    `
import router from '@adonisjs/core/services/router';
import env from '#start/env';
export const middleware = router.named({ auth: () => import('#middleware/auth') });
//                               ^^^^^ alias { auth: () => import('#middleware/auth') }
env.get('KEY', 'default');
session.get('plan', handler);
`,
  ));
