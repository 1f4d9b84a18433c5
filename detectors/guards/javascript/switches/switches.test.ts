import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { switches } from './switches.ts';

test('verification of certificates is switched off', () =>
  check(
    switches,
    'client.js',
    `
const agent = new https.Agent({ rejectUnauthorized: false });
//                              ^^^^^^^^^^^^^^^^^^ switch tls-verification off
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ switch tls-verification off
function connect() {
  return tls.connect({ rejectUnauthorized: false });
//                     ^^^^^^^^^^^^^^^^^^ switch tls-verification off
}
`,
  ));

test('a switch that a condition decides about may be for development', () =>
  check(
    switches,
    'client.js',
    `
if (process.env.NODE_ENV === 'development') process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
const ssl = isLocal ? { rejectUnauthorized: false } : true;
const more = { ...(isLocal && { rejectUnauthorized: false }) };
const other = new https.Agent({ rejectUnauthorized: !allowSelfSigned });
// rejectUnauthorized: false
`,
  ));

test('a client beside one that verifies is chosen elsewhere', () =>
  check(
    switches,
    'client.js',
    `
const agent = new https.Agent({ rejectUnauthorized: true });
const insecure = new https.Agent({ rejectUnauthorized: false });
`,
  ));

test('flags of the session cookie', () =>
  check(
    switches,
    'app.js',
    `
const session = require('express-session');
app.use(session({ secret, cookie: { secure: true } }));
//      ^^^^^^^ switch session-cookie on
app.use(session({ secret, cookie: { secure: false } }));
//      ^^^^^^^ switch session-cookie off
app.use(session({ secret, cookie: { secure: true, httpOnly: false } }));
//      ^^^^^^^ switch session-cookie off
app.use(session({ secret, cookie: { secure: process.env.NODE_ENV === 'production' } }));
app.use(session({ secret }));
res.cookie('theme', 'dark', { httpOnly: false });
`,
  ));
