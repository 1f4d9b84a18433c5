import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { outboundHardening } from './outbound-hardening.ts';

test('timeouts are read at the call and at the instance', () =>
  check(
    outboundHardening,
    'src/a.ts',
    `
import axios from 'axios';
import ky from 'ky';
import got from 'got';
import agent from 'superagent';
const api = axios.create({ baseURL: 'https://a.io', timeout: 1000 });
api.post('/x', body);
//  ^^^^ outbound sound
axios.get('https://a.io', { timeout: 0 });
//    ^^^ outbound partial
axios.post('https://a.io', { timeout: 5 });
//    ^^^^ outbound partial
got('https://a.io', options);
ky.get('https://a.io');
// ^^^ outbound sound
void fetch('https://a.io', { signal: AbortSignal.timeout(500) });
//   ^^^^^ outbound sound
void fetch('https://a.io');
//   ^^^^^ outbound partial
agent.get('https://a.io').timeout(100);
//    ^^^ outbound sound
fetch('/own');
fetch('https://a.io', { signal });
export async function timed() {
  setTimeout(() => stop.abort(), 500);
  await fetch('https://a.io', { signal: stop.signal });
//      ^^^^^ outbound sound
}
fetch('http://localhost:3000/health');
`,
  ));

test('an address that the client chooses', () =>
  check(
    outboundHardening,
    'src/a.ts',
    `
import axios from 'axios';
export async function load(req, res) {
  const { url } = req.body;
  await axios.get(url, { timeout: 5 });
//            ^^^ outbound unsound | axios requests an address that the client chooses
  await fetch(\`\${req.query.target}/x\`);
//      ^^^^^ outbound unsound
}
export const hook = async ctx => fetch(ctx.request.body.hook);
//                               ^^^^^ outbound unsound
export const hono = async c => fetch(c.req.query('u'));
//                             ^^^^^ outbound unsound
`,
  ));

test('a part of a path, a checked address and what others were given are none', () =>
  check(
    outboundHardening,
    'src/a.ts',
    `
export async function part(req, res) {
  await fetch(\`https://a.io/\${req.params.id}\`);
//      ^^^^^ outbound partial
}
export async function checked(req, res) {
  assertAllowed(req.body.url);
  await fetch(req.body.url);
//      ^^^^^ outbound partial
}
export async function parsed(req, res) {
  const { hostname } = new URL(req.body.url);
  if (!hosts.has(new URL(req.body.url).hostname)) return;
  await fetch(req.body.url);
//      ^^^^^ outbound partial
}
export async function schema(req, res) {
  const { url } = bodySchema.parse(req.body);
  await fetch(url);
//      ^^^^^ outbound partial
}
export async function job(monitor) {
  await fetch(monitor.url);
//      ^^^^^ outbound partial
}
`,
  ));

test('certificates that are not verified', () =>
  check(
    outboundHardening,
    'src/a.ts',
    `
import https from 'node:https';
import got from 'got';
import { Pool } from 'pg';
export const a = new https.Agent({ rejectUnauthorized: false });
//                                 ^^^^^^^^^^^^^^^^^^^^^^^^^ outbound unsound
export const b = got.extend({ https: { rejectUnauthorized: false } });
//                                     ^^^^^^^^^^^^^^^^^^^^^^^^^ outbound unsound
export const c = new https.Agent({ rejectUnauthorized: isProduction });
export const d = new Pool({ ssl: { rejectUnauthorized: false } });
`,
  ));
