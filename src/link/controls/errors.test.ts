import { expect, test } from 'vitest';
import { linked, type Sources } from '../../../tests/support/link.ts';

/** `METHOD path: controls` of every operation, of those that are about failures. */
async function failuresOf(sources: Sources): Promise<readonly string[]> {
  const { operations } = await linked(sources);
  return operations.map(({ method, path, controls = [] }) => {
    const kept = controls.map(({ control }) => control).filter(control => control.startsWith('error-'));
    return `${method} ${path}: ${kept.join(' ')}`.trim();
  });
}

const EXPRESS = `import express from 'express';
import errorhandler from 'errorhandler';
const app = express();
const router = express.Router();
const generic = (err, req, res, next) => { log(err); res.status(500).json({ error: 'internal' }); };
const logging = (err, req, res, next) => { log(err); next(err); };
`;

function express(code: string): Promise<readonly string[]> {
  return failuresOf({ 'app.ts': EXPRESS + code });
}

test('an error handler of Express answers for what stands before it', async () => {
  expect(await express("app.get('/a', h); app.use(generic); app.get('/b', h);")).toEqual([
    'GET /a: error-mapper',
    'GET /b:',
  ]);
});

test('one that a function makes is one', async () => {
  expect(
    await express(
      "const make = logger => (error, req, res, _next) => { res.status(500).json({ m: 1 }); }; app.get('/a', h); app.use(make(log));",
    ),
  ).toEqual(['GET /a: error-mapper']);
});

test('one of a router answers for the router alone', async () => {
  expect(await express("router.get('/a', h); router.use(generic); app.use('/r', router); app.get('/b', h);")).toEqual([
    'GET /b:',
    'GET /r/a: error-mapper',
  ]);
});

test.each([
  ['only logs and hands on', "app.get('/a', h); app.use(logging);"],
  ['stands under a condition', "app.get('/a', h); if (process.env.X) app.use(generic);"],
  ['is for another path', "app.get('/a', h); app.use('/b', generic);"],
  ['is no error handler', "app.get('/a', h); app.use((req, res, next) => { res.status(404).json({}); });"],
])('a function that %s maps nothing', async (_, code) => expect(await express(code)).toEqual(['GET /a:']));

const shows = (body: string): Promise<readonly string[]> =>
  express(`app.get('/a', h); app.use((err, req, res, next) => { ${body} });`);

test.each([
  ['the trace', 'res.status(500).json({ stack: err.stack });', 'error-leak'],
  ['the error', 'res.status(500).send(err);', 'error-leak'],
  ['the error in a text', 'res.end(`Failed: ${err}`);', 'error-mapper error-leak'],
  ['its message', 'res.status(err.status || 500).json({ message: err.message });', 'error-mapper error-leak'],
  ['its message or another', "res.json({ message: err.message || 'failed' });", 'error-mapper error-leak'],
  ['its message by another name', 'const { message } = err; res.json({ message });', 'error-mapper error-leak'],
  [
    'its message for all but one class',
    'const m = err instanceof Known ? err.text : err instanceof Error ? err.message : "x"; res.json({ m });',
    'error-mapper error-leak',
  ],
])('an answer shows %s', async (_, body, controls) => expect(await shows(body)).toEqual([`GET /a: ${controls}`]));

test.each([
  [
    'of an exception that is made for clients',
    'if (err instanceof Known) return res.json({ m: err.message }); res.json({ m: 1 });',
  ],
  ['in development alone', "res.json({ stack: process.env.NODE_ENV === 'development' ? err.stack : undefined });"],
  ['outside production', 'if (isProduction) { res.json({}); return; } res.json({ stack: err.stack });'],
  [
    'in a branch for development',
    "if (env === 'development') { res.json({ stack: err.stack }); } else { res.json({}); }",
  ],
  ['to the log', 'console.error(err.stack); res.json({ id: 1 });'],
  ['by its status', 'res.status(err.status).json({ m: err.status < 500 ? err.message : "internal" });'],
])('what is shown %s is no leak', async (_, body) => expect(await shows(body)).toEqual(['GET /a: error-mapper']));

test('debug pages leak, unless a condition keeps them from production', async () => {
  expect(await express("app.get('/a', h); app.use(errorhandler());")).toEqual(['GET /a: error-leak']);
  expect(await express("app.get('/a', h); if (isDev) app.use(errorhandler());")).toEqual(['GET /a:']);
});

test('a handler that catches and tells', async () => {
  expect(
    await express(`app.get('/a', async (req, res) => { try { await f(); } catch (e) { res.status(400).json({ e: e.message }); } });
app.get('/b', (req, res) => f().catch(error => res.send(error.stack)));
app.get('/c', async (req, res) => { try { await f(); } catch (e) { log(e.message); res.status(400).end(); } });
app.get('/d', async (req, res) => { try { await f(); } catch (e) { worker.send(e); throw e; } });`),
  ).toEqual(['GET /a: error-leak', 'GET /b: error-leak', 'GET /c:', 'GET /d:']);
});

test('Fastify, Hono and Koa', async () => {
  expect(
    await failuresOf({
      'app.ts': `import fastify from 'fastify';
const app = fastify();
app.get('/f', async () => ({}));
app.setErrorHandler((error, request, reply) => { reply.code(500).send({ error: 'internal' }); });`,
    }),
  ).toEqual(['GET /f: error-mapper']);
  expect(
    await failuresOf({
      'app.ts': `import { Hono } from 'hono';
const app = new Hono();
const own = new Hono();
own.get('/x', h);
own.onError((err, c) => c.json({ m: err.message }, 500));
app.route('/own', own);
app.get('/h', h);
app.onError((err, c) => c.json({ error: 'internal' }, 500));
export default app;`,
    }),
  ).toEqual(['GET /h: error-mapper', 'GET /own/x: error-mapper error-leak']);
  expect(
    await failuresOf({
      'app.ts': `import Koa from 'koa';
import Router from '@koa/router';
const app = new Koa();
const router = new Router();
app.on('error', err => log(err));
app.use(async (ctx, next) => { try { await next(); } catch (e) { ctx.status = 500; ctx.body = { error: 'internal' }; } });
router.get('/k', ctx => { ctx.body = {}; });
app.use(router.routes());`,
    }),
  ).toEqual(['GET /k: error-mapper']);
  expect(
    await failuresOf({
      'app.ts': `import Koa from 'koa';
import Router from '@koa/router';
const app = new Koa();
const router = new Router();
router.get('/k', ctx => { ctx.body = {}; });
app.use(router.routes());
app.use(async (ctx, next) => { try { await next(); } catch (e) { ctx.body = {}; } });
app.on('error', err => log(err));`,
    }),
  ).toEqual(['GET /k:']);
});

function nest(filter: string, main: string, providers = ''): Promise<readonly string[]> {
  return failuresOf({
    'app.ts': `import { NestFactory, APP_FILTER, BaseExceptionFilter } from '@nestjs/core';
import { Catch, Controller, Get, HttpException, Module } from '@nestjs/common';
${filter}
@Controller('cats') class Cats { @Get() all() {} }
@Module({ controllers: [Cats], providers: [${providers}] }) class AppModule {}
async function start() { const app = await NestFactory.create(AppModule); ${main} await app.listen(1); }
start();`,
  });
}

const FILTER =
  "class All { catch(exception, host) { const response = host.switchToHttp().getResponse(); response.status(500).json({ error: 'x' }); } }";

test('filters of Nest that catch everything, on everything', async () => {
  const use = 'app.useGlobalFilters(new All());';
  expect(await nest(`@Catch() ${FILTER}`, use)).toEqual(['GET /cats: error-mapper']);
  expect(await nest(`@Catch() ${FILTER}`, '', '{ provide: APP_FILTER, useClass: All }')).toEqual([
    'GET /cats: error-mapper',
  ]);
  expect(
    await nest('@Catch() class All extends BaseExceptionFilter { catch(e, host) { super.catch(e, host); } }', use),
  ).toEqual(['GET /cats: error-mapper']);
  expect(await nest(`@Catch(TypeError) ${FILTER}`, use)).toEqual(['GET /cats:']);
  expect(await nest(`@Catch() ${FILTER}`, '')).toEqual(['GET /cats:']);
  expect(await nest(`@Catch() ${FILTER.replace("'x'", 'exception.stack')}`, use)).toEqual(['GET /cats: error-leak']);
});
