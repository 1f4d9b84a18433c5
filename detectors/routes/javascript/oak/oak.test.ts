import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { oak } from './oak.ts';

test('routers and applications from whichever registry', () =>
  check(
    oak,
    'main.ts',
    `
import { Application, Router } from 'https://deno.land/x/oak@v12.6.1/mod.ts';
const router = new Router({ prefix: '/api' });
//                 ^^^^^^ router router oak | prefix /api
router.get('/status', context => {});
//         ^^^^^^^^^ route GET /status | on router; chain function
const app = new Application();
//              ^^^^^^^^^^^ router application oak
app.use(router.routes());
//  ^^^ mount | on app; chain router.routes()
//             ^^^^^^ alias router
`,
  ));

test('a Router of another package is none', () =>
  check(
    oak,
    'main.ts',
    `
import { Router } from '@koa/router';
const router = new Router();
`,
  ));
