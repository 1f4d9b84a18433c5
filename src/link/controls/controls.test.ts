import { expect, test } from 'vitest';
import { linked } from '../../../tests/support/link.ts';

/** `METHOD path: controls` of every operation. */
async function controlsOf(code: string): Promise<readonly string[]> {
  const { operations } = await linked({ 'app.ts': code });
  return operations.map(({ method, path, controls = [] }) =>
    `${method} ${path}: ${controls.map(({ control }) => control).join(' ')}`.trim(),
  );
}

const EXPRESS = `import express from 'express';
import helmet from 'helmet';
import cors from 'cors';
const app = express();
const open = cors({ origin: true, credentials: true });
`;

test('headers count where they stand before the route, on its router, and under no condition', async () => {
  expect(
    await controlsOf(`${EXPRESS}
app.get('/before', h);
if (process.env.NODE_ENV === 'production') app.use(helmet());
app.get('/perhaps', h);
app.use('/other', helmet());
app.use(helmet());
app.get('/after', h);
`),
  ).toEqual(['GET /after: secure-headers', 'GET /before:', 'GET /perhaps:']);
});

test('headers that are imported and never mounted do not count', async () => {
  expect(await controlsOf(`${EXPRESS}\nhelmet();\napp.get('/x', h);`)).toEqual(['GET /x:']);
});

test('open origins count where they are mounted', async () => {
  expect(await controlsOf(`${EXPRESS}\napp.get('/x', open, h);\napp.get('/y', h);`)).toEqual([
    'GET /x: open-cors',
    'GET /y:',
  ]);
});

test('a plugin of Fastify covers its own context, whatever the order', async () => {
  expect(
    await controlsOf(`import fastify from 'fastify';
import helmet from '@fastify/helmet';
const app = fastify();
app.get('/x', async () => ({}));
app.register(helmet);
`),
  ).toEqual(['GET /x: secure-headers']);
});

test('middleware of a Nest application stands before its controllers', async () => {
  expect(
    await controlsOf(`import { NestFactory } from '@nestjs/core';
import { Controller, Get, Module } from '@nestjs/common';
import helmet from 'helmet';
@Controller('cats') class Cats { @Get() all() {} }
@Module({ controllers: [Cats] }) class AppModule {}
async function start() { const app = await NestFactory.create(AppModule); app.use(helmet()); await app.listen(1); }
start();
`),
  ).toEqual(['GET /cats: secure-headers']);
});

test('headers of Hono and Koa', async () => {
  expect(
    await controlsOf(`import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
const app = new Hono();
app.use(secureHeaders());
app.get('/x', c => c.json({}));
export default app;`),
  ).toEqual(['GET /x: secure-headers']);
  expect(
    await controlsOf(`import Koa from 'koa';
import Router from '@koa/router';
import helmet from 'koa-helmet';
const app = new Koa();
const router = new Router();
router.get('/x', ctx => { ctx.body = {}; });
app.use(helmet());
app.use(router.routes());`),
  ).toEqual(['GET /x: secure-headers']);
});
