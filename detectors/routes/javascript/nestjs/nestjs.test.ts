import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { nestjs } from './nestjs.ts';

test('controllers name prefixes and versions in all their forms', () =>
  check(
    nestjs,
    'cats.controller.ts',
    `
import { Controller } from '@nestjs/common';
@Controller()
// <~---------- mark controller
export class Root {}
@Controller('cats')
//          ^^^^^^ mark controller cats
export class Cats {}
@Controller(['a', 'b'])
//          ^^^^^^^^^^ mark controller [a, b]
export class Both {}
@Controller({ path: 'dogs', version: ['1', '2'] })
//                  ^^^^^^ mark controller dogs version [1, 2]
export class Dogs {}
`,
  ));

test('methods are routes', () =>
  check(
    nestjs,
    'cats.controller.ts',
    `
import * as common from '@nestjs/common';
import { Get, Post, All, RequestMapping, RequestMethod, Version } from '@nestjs/common';
export class Cats {
  @Get() list() {}
// <~~~--- mark route GET
  @Post(['a', ROUTES.b]) create() {}
//      ^^^^^^^^^^^^^^^ mark route POST [a, ROUTES.b]
  @Version('2') @All(':id') any() {}
//         ^^^ mark version 2
//                   ^^^^^ mark route ANY :id
  @RequestMapping({ path: 'old', method: RequestMethod.PUT }) old() {}
//                        ^^^^^ mark route PUT old
  @common.Delete(':id') remove() {}
//               ^^^^^ mark route DELETE :id
}
`,
  ));

test('guards, metadata and composed decorators are marks wherever they stand', () =>
  check(
    nestjs,
    'auth.ts',
    `
import { SetMetadata, UseGuards, applyDecorators } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
export const Public = () => SetMetadata('isPublic', true);
//                          ^^^^^^^^^^^ mark metadata isPublic true
export const Roles = Reflector.createDecorator<string[]>();
//                             ^^^^^^^^^^^^^^^ mark metadata-maker
export function Auth(...roles: string[]) {
  return applyDecorators(Roles(roles), UseGuards(JwtGuard, new RolesGuard(roles)));
//       ^^^^^^^^^^^^^^^ mark all Roles(roles), UseGuards(JwtGuard, new RolesGuard(roles))
//                                     ^^^^^^^^^ mark guard JwtGuard, new RolesGuard(roles)
}
`,
  ));

test('a module gathers controllers, and may put middleware on routes', () =>
  check(
    nestjs,
    'app.module.ts',
    `
import { MiddlewareConsumer, Module, RequestMethod } from '@nestjs/common';
@Module({ imports: [CatsModule], controllers: [Cats], providers: [{ provide: APP_GUARD, useClass: Guard }] })
// <~------ mark module controllers [Cats] imports [CatsModule] providers [{ provide: APP_GUARD, useClass: Guard }] configured by configure
export class AppModule {
  configure(consumer: MiddlewareConsumer) {
    consumer.apply(auth, audit).exclude('health', { path: 'x', method: RequestMethod.GET }).forRoutes(Cats, 'dogs');
//                                                                                          ^^^^^^^^^ middleware auth, audit | on consumer; routes Cats, dogs; except health, { path: 'x', method: RequestMethod.GET }
  }
}
`,
  ));

test('an application has a module, a prefix, versions and guards', () =>
  check(
    nestjs,
    'main.ts',
    `
import { ValidationPipe, VersioningType } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
async function bootstrap() {
  const app = await NestFactory.create<NestExpressApplication>(AppModule, { cors: true });
//                              ^^^^^^ router application nestjs | chain AppModule
  app.setGlobalPrefix('api', { exclude: ['health'] });
//                    ^^^^^ base-path api | on app; except [health]
  app.enableVersioning({ type: VersioningType.HEADER, header: 'x' });
//                             ^^^^^^^^^^^^^^^^^^^^^ versioning header | on app
  app.enableVersioning();
//    ^^^^^^^^^^^^^^^^ versioning uri | on app
  app.enableVersioning({ prefix: 'version-', defaultVersion: '1' });
//    ^^^^^^^^^^^^^^^^ versioning uri | on app; prefix version-; by default 1
  app.useGlobalGuards(new AuthGuard(), throttle);
//    ^^^^^^^^^^^^^^^ guard | on app; guards new AuthGuard(), throttle
  app.useGlobalPipes(new ValidationPipe());
//    ^^^^^^^^^^^^^^ guard pipe | on app; guards new ValidationPipe()
  app.useGlobalFilters(new AllErrors());
//    ^^^^^^^^^^^^^^^^ guard error | on app; guards new AllErrors()
  app.use('/docs', basic);
//        ^^^^^^^ mount /docs | on app; chain basic
  app.use(helmet());
//    ^^^ mount | on app; chain helmet()
}
`,
  ));

test('an application that is made for its container alone serves nothing', () =>
  check(
    nestjs,
    'migrate.ts',
    `
import { NestFactory } from '@nestjs/core';
async function migrate() {
  const app = await NestFactory.create(AppModule, { logger: false });
  await app.get(Migration).run();
  app.close();
}
async function bootstrap() {
  const settings = await NestFactory.create(AppModule);
  const port = settings.get(Settings).port;
  const server = await NestFactory.create(AppModule);
//                                 ^^^^^^ router application nestjs | chain AppModule
  await server.listen(port);
}
`,
  ));

test('an application that is passed on, returned, exported or assigned may be served elsewhere', () =>
  check(
    nestjs,
    'main.ts',
    `
import { NestFactory } from '@nestjs/core';
export const exported = await NestFactory.create(A);
//                                        ^^^^^^ router application nestjs | chain A
export async function passed() {
  const one = await NestFactory.create(B);
//                              ^^^^^^ router application nestjs | chain B
  one.get(Logger);
  await serve(one);
}
export async function returned() {
  const two = await NestFactory.create(C);
//                              ^^^^^^ router application nestjs | chain C
  return two;
}
export async function assigned(adapter) {
  let three;
  three = await NestFactory.create(D, adapter);
//                          ^^^^^^ router application nestjs | chain D
  await three.init();
  return NestFactory.create(E);
//                   ^^^^^^ router application nestjs | chain E
}
`,
  ));

test('an application that is passed in is known by its type', () =>
  check(
    nestjs,
    'setup.ts',
    `
import type { INestApplication } from '@nestjs/common';
export const setup = (app: INestApplication) => app.setGlobalPrefix(PREFIX);
//                         ^^^^^^^^^^^^^^^^ router application nestjs
//                                                                  ^^^^^^ base-path PREFIX | on app
`,
  ));

test('RouterModule puts prefixes before the controllers of modules', () =>
  check(
    nestjs,
    'app.module.ts',
    `
import { RouterModule } from '@nestjs/core';
const routes = [{ path: 'admin', module: AdminModule, children: [{ path: 'metrics', module: MetricsModule }, UsersModule] }];
//                      ^^^^^^^ base-path admin | on AdminModule
//                                                                       ^^^^^^^^^ base-path admin/metrics | on MetricsModule
//                      ^^^^^^^ base-path admin | on UsersModule
const imports = [RouterModule.register(routes), RouterModule.register(elsewhere)];
//                                                                    ^^^^^^^^^ unresolved | reason computed-prefix; what routes of RouterModule
`,
  ));

test('a deprecated operation is marked, other descriptions are not', () =>
  check(
    nestjs,
    'cats.controller.ts',
    `
import { ApiBearerAuth, ApiOperation } from '@nestjs/swagger';
@ApiBearerAuth()
class Cats {
  @ApiOperation({ summary: 'old', deprecated: true }) old() {}
//                                            ^^^^ mark deprecated
  @ApiOperation({ summary: 'new' }) list() {}
}
`,
  ));

test('decorators of the same names from elsewhere are no routes', () =>
  check(
    nestjs,
    'other.ts',
    `
import { Controller, Get } from 'routing-controllers';
import { Post } from './decorators';
// Not from '@nestjs/common'.
@Controller('users')
class Users {
  @Get('/') list() {}
  @Post('/') create() {}
}
server.use();
`,
  ));
