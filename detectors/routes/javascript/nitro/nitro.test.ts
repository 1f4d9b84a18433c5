import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { nitro } from './nitro.ts';

test('files of the server folders serve their paths', () =>
  check(nitro, {
    files: {
      'server/api/users/[id].get.ts': `
  export default defineEventHandler(async (event) => event);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ route GET /api/users/[id] | chain function
`,
      'server/routes/(group)/feed/index.js': `
  export default eventHandler(handler);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ route ANY /feed | chain handler
`,
      'server/api/[...].post.ts': `
  export default requireUser((event) => event);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ route POST /api/[...path] | chain requireUser((event) => event)
`,
      'routes/hello.ts': `
  export default defineHandler({ onRequest: [auth], handler: answer });
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ route ANY /hello | chain answer; guards [auth]
`,
    },
  }));

test('middleware of the server runs before everything', () =>
  check(nitro, {
    files: {
      'server/middleware/auth.ts': `
  export default defineEventHandler((event) => check(event));
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard | guards function
`,
      'app/middleware/auth.ts': 'export default defineNuxtRouteMiddleware((to) => {});',
    },
  }));

test('routers of other servers in such folders are none', () =>
  check(nitro, {
    files: {
      'server/routes/users.js': 'const router = express.Router();\nexport default router; // Handler',
      'server/api/client.ts': 'export default createClient(); // Handler',
    },
  }));
