import { expect, test } from 'vitest';
import { linked, type Sources } from '../../../tests/support/link.ts';

/** `METHOD path` of the operations that are bound to a schema, with the line of what binds them. */
async function validated(sources: Sources): Promise<readonly string[]> {
  const { operations } = await linked(sources);
  return operations.flatMap(({ method, path, validation }) =>
    validation ? [`${method} ${path} ${validation.file}:${validation.line}`] : [],
  );
}

const EXPRESS = `import express from 'express';
import { z } from 'zod';
import Joi from 'joi';
import Ajv from 'ajv';
import { plainToInstance } from 'class-transformer';
import { validate as check, IsEmail, Allow } from 'class-validator';
import { body, validationResult } from 'express-validator';
import { celebrate } from 'celebrate';
import { helper } from './helper.js';
const app = express();
const schema = z.object({ name: z.string() });
class Dto { @IsEmail() email: string; }
class Loose { @Allow() email: string; }
const guard = s => (req, res, next) => { s.parse(req.body); next(); };
const save = (req, res) => res.json(db.save(req.body));
`;
const HELPER = `export function helper(schema, value) { const { error } = schema.validate(value); if (error) throw error; }`;

/** Whether `POST /x` of an Express application is validated. */
async function isValidated(code: string): Promise<boolean> {
  return (await validated({ 'app.ts': EXPRESS + code, 'helper.js': HELPER })).length > 0;
}

test.each([
  ['a middleware of its own that throws', "app.post('/x', guard(schema), save);"],
  ['the router it stands on', 'app.use(guard(schema)); app.post("/x", save);'],
  ['a library of middleware', "app.post('/x', celebrate({ body: schema }), save);"],
  ['the handler, first of all', "app.post('/x', async (req, res) => { const b = schema.parse(req.body); save(b); });"],
  [
    'the handler, in a try',
    "app.post('/x', (req, res) => { try { schema.parse(req.body); } catch (e) { next(e); } });",
  ],
  [
    'a result that is looked at',
    "app.post('/x', (req, res) => { const { name } = req.body; const r = schema.safeParse({ name }); if (!r.success) return res.status(400).end(); });",
  ],
  [
    'a function of another file',
    "app.post('/x', (req, res) => { helper(Joi.object({ a: Joi.string() }), req.body); });",
  ],
  [
    'a compiled schema',
    "const ajv = new Ajv(); const ok = ajv.compile(s); app.post('/x', (req, res) => { if (!ok(req.body)) return res.status(400).end(); });",
  ],
  [
    'a class with rules',
    "app.post('/x', async (req, res, next) => { const errors = await check(plainToInstance(Dto, req.body)); if (errors.length > 0) return next(errors); });",
  ],
  [
    'rules and the check of their result',
    "const rules = [body('a').isEmail()]; app.post('/x', rules, (req, res, next) => { const e = validationResult(req); if (!e.isEmpty()) return res.status(400).end(); next(); }, save);",
  ],
])('an input is checked by %s', async (_, code) => expect(await isValidated(code)).toBe(true));

test.each([
  ['a schema that is declared and never used', "app.post('/x', save);"],
  ['a middleware that stands after the route', "app.post('/x', save); app.use(guard(schema));"],
  ['a middleware of another router', "app.use('/y', guard(schema)); app.post('/x', save);"],
  ['a middleware under a condition', "if (process.env.STRICT) app.use(guard(schema)); app.post('/x', save);"],
  ['a schema that lets anything pass', "app.post('/x', guard(z.any()), save);"],
  ['a schema that keeps unknown fields', "app.post('/x', guard(z.object({}).passthrough()), save);"],
  ['a list of anything', "app.post('/x', guard(z.array(z.any())), save);"],
  ['a result that nobody looks at', "app.post('/x', (req, res) => { schema.safeParse(req.body); save(req, res); });"],
  [
    'a check on one way only',
    "app.post('/x', (req, res) => { if (req.query.strict) schema.parse(req.body); save(req, res); });",
  ],
  [
    'a check of what the database gave',
    "app.post('/x', async (req, res) => { const row = await db.find(req.body.id); schema.parse(row); });",
  ],
  [
    'a check of the answer',
    "const respond = (res, s, data) => res.json(s.parse(data)); app.post('/x', (req, res) => respond(res, schema, { id: 1, role: req.body.role }));",
  ],
  ['a check of the path alone', "app.post('/x', (req, res) => { schema.parse(req.params); save(req, res); });"],
  ['a parser that is no schema', "app.post('/x', (req, res) => { JSON.parse(req.body); url.parse(req.body); });"],
  ['rules whose result nobody asks for', "app.post('/x', [body('a').isEmail()], save);"],
  [
    'a result without rules',
    "app.post('/x', (req, res) => { if (!validationResult(req).isEmpty()) return res.end(); });",
  ],
  [
    'a class without rules',
    "app.post('/x', async (req, res, next) => { const errors = await check(plainToInstance(Loose, req.body)); if (errors.length) return next(errors); });",
  ],
])('an input is not checked by %s', async (_, code) => expect(await isValidated(code)).toBe(false));

test('a check of path parameters counts where no body comes with them', async () => {
  const code = "app.get('/x/:id', (req, res) => { schema.parse(req.params); res.end(); });";
  expect(await validated({ 'app.ts': EXPRESS + code })).toEqual(['GET /x/{id} app.ts:16']);
});

const NEST: Sources = {
  'dto.ts': `import { IsEmail, IsOptional, Allow } from 'class-validator';
import { PartialType } from '@nestjs/mapped-types';
import { applyDecorators } from '@nestjs/common';
const Mail = () => applyDecorators(IsEmail());
export class Create { @IsEmail() email: string; }
export class Update extends PartialType(Create) {}
export class Own { @Mail() email: string; }
export class Bare { email: string; }
export class Allowed { @Allow() @IsOptional() email: string; }
export interface Shape { email: string; }`,
  'cats.ts': `import { Body, Controller, Get, Param, ParseIntPipe, Patch, Post, Put, Query, UsePipes } from '@nestjs/common';
import { Create, Update, Own, Bare, Allowed, Shape } from './dto';
import { SchemaPipe, NoPipe } from './pipes';
@Controller('cats')
export class Cats {
  @Post('typed') typed(@Body() body: Create) {}
  @Patch('partial') partial(@Body() body: Update) {}
  @Post('own') own(@Body() body: Own) {}
  @Post('bare') bare(@Body() body: Bare) {}
  @Post('allowed') allowed(@Body() body: Allowed) {}
  @Post('shape') shape(@Body() body: Shape) {}
  @Post('any') any(@Body() body: any) {}
  @Post('field') field(@Body('email') email: string) {}
  @Post('both') both(@Body() body: Create, @Query() query: any) {}
  @Get('one/:id') one(@Param('id', ParseIntPipe) id: number) {}
  @Put('one/:id') put(@Param('id', ParseIntPipe) id: number, @Body() body: any) {}
  @Post('schema') schema(@Body(new SchemaPipe()) body: any) {}
  @Post('used') @UsePipes(new SchemaPipe()) used(@Body() body: any) {}
  @Post('nothing') nothing(@Body(new NoPipe()) body: any) {}
}`,
  'pipes.ts': `import { z } from 'zod';
const schema = z.object({ email: z.string() });
export class SchemaPipe { transform(value) { return schema.parse(value); } }
export class NoPipe { transform(value) { return value; } }`,
};

function nest(main: string, providers: string): Sources {
  return {
    ...NEST,
    'main.ts': `import { NestFactory } from '@nestjs/core';
import { ValidationPipe } from '@nestjs/common';
import { AppModule } from './app';
async function start() { const app = await NestFactory.create(AppModule); ${main} await app.listen(1); }
start();`,
    'app.ts': `import { Module, ValidationPipe } from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import { Cats } from './cats';
@Module({ controllers: [Cats], providers: [${providers}] })
export class AppModule {}`,
  };
}

const BY_PIPES = ['GET /cats/one/{id} cats.ts:15', 'POST /cats/schema cats.ts:17', 'POST /cats/used cats.ts:18'];
const BY_CLASS = ['POST /cats/own cats.ts:8', 'PATCH /cats/partial cats.ts:7', 'POST /cats/typed cats.ts:6'];

test.each([
  ['set on the application', nest('app.useGlobalPipes(new ValidationPipe({ whitelist: true }));', '')],
  ['provided by a module', nest('', '{ provide: APP_PIPE, useClass: ValidationPipe }')],
  ['made by a factory', nest('', '{ provide: APP_PIPE, useFactory: () => new ValidationPipe() }')],
])('a pipe of Nest %s checks parameters of a class with rules', async (_, sources) =>
  expect((await validated(sources)).toSorted()).toEqual([...BY_PIPES, ...BY_CLASS].toSorted()),
);

test('without a pipe, rules of classes are never run', async () =>
  expect((await validated(nest('', ''))).toSorted()).toEqual(BY_PIPES));

test('schemas that routes declare are theirs: Fastify and Hono', async () =>
  expect(
    await validated({
      'app.ts': `import fastify from 'fastify';
const app = fastify();
app.post('/a', { schema: { body: { type: 'object' } } }, async () => ({}));
app.post('/b', { schema: { response: {} } }, async () => ({}));`,
      'hono.ts': `import { Hono } from 'hono';
import { zValidator } from '@hono/zod-validator';
const app = new Hono();
app.post('/c', zValidator('json', schema), c => c.json({}));
app.post('/d', c => c.json({}));
export default app;`,
    }),
  ).toEqual(['POST /a app.ts:3', 'POST /c hono.ts:4']));
