import { expect, test } from 'vitest';
import { linkOf, linked } from '../../tests/support/link.ts';

const APP = "const express = require('express');\nconst app = express();\n";

/** Line of the handler of the only operation. */
async function handlerLine(source: string): Promise<number | undefined> {
  const { operations } = await linked({ 'app.js': APP + source });
  expect(operations).toHaveLength(1);
  return operations[0]?.handler?.line;
}

test.each([
  ['a promise', 'const wrap = fn => (req, res, next) => Promise.resolve(fn(req, res, next)).catch(next);'],
  [
    'try and catch',
    'const wrap = fn => async (req, res, next) => { try { await fn(req, res, next); } catch (e) { next(e); } };',
  ],
  ['all arguments', 'const wrap = fn => (...args) => fn(...args).catch(args[2]);'],
  ['arguments', 'function wrap(fn) { return function () { return fn.apply(this, arguments); }; }'],
  [
    'a function that is told of failures',
    'const wrap = (fn, fail = console.error) => (req, res) => fn(req, res).catch(e => fail(e, req));',
  ],
  ['a library', "const wrap = require('express-async-handler');"],
  ['a library that no table knows', "const { wrap } = require('some-tracing');"],
])('behind %s stands the handler', async (_, wrapper) => {
  expect(await handlerLine(`${wrapper}\n\napp.get('/x',\n  wrap(async (req, res) => res.json({})));\n`)).toBe(6);
});

test('wrappers are looked through to the innermost function', async () => {
  expect(
    await handlerLine(`const wrap = fn => (req, res, next) => fn(req, res, next).catch(next);
const timed = fn => (req, res, next) => { console.time('x'); return fn(req, res, next); };
async function show(req, res) { res.json({}); }
app.get('/x', timed(wrap(show)));
`),
  ).toBe(5);
});

test('a function of the module that a handler calls is a step of its work', async () => {
  expect(
    await handlerLine(`function answer(req, res) { res.json({}); }
app.get('/x', (req, res) => answer(req, res));
`),
  ).toBe(4);
});

test.each([
  ['refuses strangers', 'if (!req.user) return res.status(401).end(); return fn(req, res, next);', 'required session'],
  ['goes on after refusing', 'if (!req.user) res.status(401); return fn(req, res, next);', 'none'],
  ['only maps failures', 'return Promise.resolve(fn(req, res, next)).catch(next);', 'none'],
])('a wrapper that %s', async (_, body, status) => {
  expect(
    await linkOf({
      'app.js': `${APP}const wrap = fn => (req, res, next) => { ${body} };
app.get('/x', wrap((req, res) => res.json({})));
`,
    }),
  ).toEqual([`GET /x ${status}`]);
});

test('what the wrapped function checks of its input is seen', async () => {
  const { operations } = await linked({
    'app.js': `${APP}const { z } = require('zod');
const body = z.object({ name: z.string() });
const wrap = fn => (...args) => fn(...args).catch(args[2]);
app.post('/x', wrap(async (req, res) => { const input = body.parse(req.body); res.json(input); }));
app.post('/y', wrap(async (req, res) => { const input = process.env.CHECKED?.parse(req.body); res.json(input); }));
`,
  });
  expect(operations.map(({ path, validation }) => `${path} ${validation?.line}`)).toEqual(['/x 6', '/y undefined']);
});

test.each([
  [
    'refuses strangers',
    'if (!(await getServerSession())) return new Response(null, { status: 401 });',
    'required session',
  ],
  ['refuses nobody', '', 'unknown'],
])('a handler inside a wrapper of a library that %s', async (_, check, status) => {
  expect(
    await linkOf({
      'app/api/x/route.ts': `import { createHandlers } from '@acme/telemetry-kit';
import { getServerSession } from 'next-auth';
const withTelemetry = createHandlers(logger);
const withSession = handler => withTelemetry(async (req, context) => { ${check} return handler(req, context); });
export const GET = withSession(async () => Response.json({}));
`,
    }),
  ).toEqual([`GET /api/x ${status}`]);
});
