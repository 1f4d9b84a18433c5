import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { hardening } from './hardening.ts';

test('middleware that sets security headers', () =>
  check(
    hardening,
    'app.ts',
    `
import helmet from 'helmet';
import { secureHeaders } from 'hono/secure-headers';
app.use(helmet());
//      ^^^^^^ guard-kind none secure-headers
app.use(secureHeaders());
//      ^^^^^^^^^^^^^ guard-kind none secure-headers
app.use(helmet.noSniff());
`,
  ));

test('the plugin of Fastify sets headers unless it is told not to', () =>
  check(
    hardening,
    'app.js',
    `
const helmet = require('@fastify/helmet');
app.register(helmet);
//           ^^^^^^ guard-kind none secure-headers
//           ^^^^^^ guard | on app; guards helmet
//           ^^^^^^ guard | on app; guards helmet
app.register(helmet, { global: false });
app.register(helmet, elsewhere);
`,
  ));

test('origins are any with credentials, or named', () =>
  check(
    hardening,
    'app.js',
    `
const cors = require('cors');
app.use(cors({ origin: true, credentials: true }));
//      ^^^^ guard-kind none open-cors
app.use(cors({ origin: '*', credentials: true }));
//      ^^^^ guard-kind none open-cors
app.use(cors({ origin: (origin, done) => done(null, true), credentials: true }));
//      ^^^^ guard-kind none open-cors
app.use(cors({ origin: [/.*/, 'https://a.b'], credentials: true }));
//      ^^^^ guard-kind none open-cors
app.use(cors({ origin: 'https://a.b', credentials: true }));
//      ^^^^ guard-kind none named-cors
app.use(cors({ origin: [/a\\.b$/, 'https://a.b'] }));
//      ^^^^ guard-kind none named-cors
`,
  ));

test('origins that give nothing away, or are not known, say nothing', () =>
  check(
    hardening,
    'app.js',
    `
const cors = require('cors');
app.use(cors());
app.use(cors({ origin: '*' }));
app.use(cors({ origin: true, credentials: false }));
app.use(cors({ origin: process.env.ORIGIN, credentials: true }));
app.use(cors({ origin: process.env.ORIGIN || true, credentials: true }));
app.use(cors({ origin: (origin, done) => done(null, allowed.has(origin)), credentials: true }));
app.use(cors(options));
`,
  ));

test('what is said of an application', () =>
  check(
    hardening,
    'main.ts',
    `
app.enableCors({ origin: true, credentials: true });
//  ^^^^^^^^^^ guard-kind none open-cors
//  ^^^^^^^^^^ guard | on app; guards enableCors
app.enableCors();
app.disable('x-powered-by');
//          ^^^^^^^^^^^^^^ guard-kind none hidden-framework
//          ^^^^^^^^^^^^^^ guard | on app; guards 'x-powered-by'
//          ^^^^^^^^^^^^^^ guard | on app; guards 'x-powered-by'
app.set('x-powered-by', true);
app.enable('x-powered-by');
`,
  ));

test('other functions of these names do nothing', () =>
  check(
    hardening,
    'app.js',
    `
// Not the package helmet, nor cors.
const helmet = require('./helmet');
const cors = require('./cors');
app.use(helmet());
app.use(cors({ origin: true, credentials: true }));
`,
  ));
