import { expect, test } from 'vitest';
import { linkOf, linked, notesOf } from '../../tests/support/link.ts';

const EXPRESS = "const express = require('express');\nconst app = express();\n";
const H = '(req, res) => res.json({})';

/** Milliseconds that a run may take at most on a slow machine; what runs away takes minutes. */
const SOON = 15_000;

test('five thousand routes in one file', { timeout: SOON }, async () => {
  const routes = Array.from(
    { length: 5_000 },
    (_, index) =>
      `app.get('/r${index}/:id', auth, (req, res) => { if (req.query.x) return res.status(400).end(); res.json({}); });`,
  ).join('\n');
  const operations = await linkOf({
    'app.js': `${EXPRESS}const auth = (req, res, next) => { if (!req.user) return res.status(401).end(); next(); };\napp.use((req, res, next) => { if (req.path === '/login') return next(); next(); });\n${routes}`,
  });
  expect(operations.length).toBe(5_000);
  expect(new Set(operations.map(line => line.split(' ').slice(2).join(' ')))).toEqual(new Set(['required session']));
});

test('a condition of thousands of sides', { timeout: SOON }, async () => {
  const sides = `${'a() || '.repeat(10_000)}b()`;
  const sources = {
    'app.js': `${EXPRESS}if (${sides}) app.get('/a', ${H});\napp.get('/b', (req, res) => { if (${sides}) res.end(); res.json({}); });`,
  };
  expect((await linkOf(sources)).map(line => line.split(' ').slice(0, 3).join(' '))).toEqual([
    'GET /a none',
    'GET /b none',
  ]);
});

test('a table longer than a loop is followed says what is missing', { timeout: SOON }, async () => {
  const sources = {
    'app.js': `${EXPRESS}const routes = [${Array.from({ length: 1_200 }, (_, index) => `'/r${index}'`).join(',')}];\nfor (const route of routes) app.get(route, ${H});`,
  };
  expect((await linkOf(sources)).length).toBe(1_000);
  expect(await notesOf(sources)).toEqual(['evaluation-too-long app.js:4']);
});

test.each([
  ['functions that call themselves', `function f(n) { app.get('/f', ${H}); return f(n + 1); }\nf(0);`],
  ['functions that call each other', `function f() { g(); }\nfunction g() { f(); }\nf();\napp.get('/f', ${H});`],
  [
    'a guard that calls itself',
    `const guard = (req, res, next) => (req.user ? next() : guard(req, res, next));\napp.get('/f', guard, ${H});`,
  ],
  ['a loop without an end', `while (true) { app.get('/f', ${H}); }`],
  [
    'a list that grows while it is looped over',
    `const list = [1];\nfor (const item of list) list.push(item);\napp.get('/f', ${H});`,
  ],
  ['a class that is its own base', `class A extends B {}\nclass B extends A {}\nnew A();\napp.get('/f', ${H});`],
  [
    'an object that holds itself',
    `const o = {}; o.self = o; const list = []; list.push(list);\napp.use(list);\napp.get('/f', ...list, ${H});`,
  ],
  [
    'calls that double with every step',
    `const f0 = x => x;\n${Array.from({ length: 40 }, (_, index) => `const f${index + 1} = x => f${index}(x) || f${index}(x);`).join('\n')}\nf40(1);\napp.get('/f', ${H});`,
  ],
  [
    'a guard whose ways double with every step',
    `const guard = (req, res, next) => { ${Array.from({ length: 60 }, (_, index) => `if (req.query.q${index}) req.x${index} = 1;`).join(' ')} if (!req.user) return res.status(401).end(); next(); };\napp.get('/f', guard, ${H});`,
  ],
  ['deep nesting', `app.get('/f', ${'('.repeat(800)}${H}${')'.repeat(800)});`],
  [
    'promises that go on for ever',
    `const again = () => require('some-db').go().then(again);\nagain();\napp.get('/f', ${H});`,
  ],
])('comes to an end: %s', { timeout: SOON }, async (_name, code) => {
  const { operations } = await linked({ 'app.js': EXPRESS + code });
  expect(operations.map(({ method, path }) => `${method} ${path}`)).toContain('GET /f');
});

test('routers that mount each other many times', { timeout: SOON }, async () => {
  const count = 12;
  const lines = Array.from(
    { length: count },
    (_, index) => `const r${index} = express.Router();\nr${index}.get('/x${index}', ${H});`,
  );
  for (let a = 0; a < count; a++)
    for (let b = 0; b < count; b++) if (a !== b) lines.push(`r${a}.use('/m${b}', r${b});`);
  const { operations, diagnostics } = await linked({ 'app.js': `${EXPRESS}${lines.join('\n')}\napp.use(r0);` });
  expect(operations.length).toBeLessThanOrEqual(50_001);
  expect(diagnostics.some(({ code }) => code === 'evaluation-too-long')).toBe(true);
});

test('many modules that import each other in circles', { timeout: SOON }, async () => {
  const count = 300;
  const files = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `m${index}.js`,
      `${Array.from({ length: 6 }, (_, step) => `export * from './m${(index * 7 + step * 13 + 1) % count}.js';`).join('\n')}\nexport const v${index} = '/p${index}';`,
    ]),
  );
  expect(
    await linkOf({
      ...files,
      'app.js': `import express from 'express';\nimport { v7, v299, nothing } from './m0.js';\nconst app = express();\napp.get(v7, ${H});\napp.get(v299, ${H});`,
    }),
  ).toEqual(['GET /p299 none', 'GET /p7 none']);
});

test('broken and empty input', async () => {
  expect(await linkOf({})).toEqual([]);
  expect(await linkOf({ 'app.js': '' })).toEqual([]);
  expect(await linkOf({ 'app.js': `${EXPRESS}app.get('/x', ${H});\napp.get('/y', (` })).toContain('GET /x none');
});

test('the same program gives the same answer twice', async () => {
  const sources = {
    'app.js': `${EXPRESS}app.use(require('./b'));\napp.use(require('./a'));`,
    'a.js': `const r = require('express').Router(); r.get('/a', ${H}); module.exports = r;`,
    'b.js': `const r = require('express').Router(); r.get('/b', ${H}); module.exports = r;`,
  };
  const first = await linked(sources);
  expect(await linked(Object.fromEntries(Object.entries(sources).toReversed()))).toEqual(first);
});
