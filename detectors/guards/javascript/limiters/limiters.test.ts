import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { limiters } from './limiters.ts';

test('middleware of the packages limits and authenticates nobody', () =>
  check(
    limiters,
    'app.ts',
    `
import rateLimit, { rateLimit as named } from 'express-rate-limit';
import { rateLimiter } from 'hono-rate-limiter';
app.use(rateLimit({ windowMs: 1000 }));
//      ^^^^^^^^^ guard-kind none limiter
app.use(named());
//      ^^^^^ guard-kind none limiter
app.use(rateLimiter({ limit: 100 }));
//      ^^^^^^^^^^^ guard-kind none limiter
`,
  ));

test('the guard of Nest limits', () =>
  check(
    limiters,
    'app.module.ts',
    `
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
//       ^^^^^^^^^^^^^^ guard-export none limiter | @nestjs/throttler ThrottlerGuard
`,
  ));

test('the plugin of Fastify limits everything unless it is told not to', () =>
  check(
    limiters,
    'app.js',
    `
const rateLimit = require('@fastify/rate-limit');
fastify.register(rateLimit, { max: 100 });
//               ^^^^^^^^^ guard | on fastify; guards rateLimit
//               ^^^^^^^^^ guard-kind none limiter
fastify.register(rateLimit, { global: false });
fastify.register(rateLimit, elsewhere);
`,
  ));

test('other functions of that name do not', () =>
  check(
    limiters,
    'app.js',
    `
// Not express-rate-limit.
const rateLimit = require('./rate-limit');
app.use(rateLimit());
`,
  ));
