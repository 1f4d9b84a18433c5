import { expect, test } from 'vitest';
import { linkOf, notesOf, type Sources } from '../../tests/support/link.ts';

const GUARD = `import { CanActivate, ExecutionContext, Injectable, UnauthorizedException, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
export const Open = () => SetMetadata('isOpen', true);
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(private reflector: Reflector) {}
  canActivate(context: ExecutionContext) {
    if (this.reflector.getAllAndOverride<boolean>('isOpen', [context.getHandler(), context.getClass()])) return true;
    const request = context.switchToHttp().getRequest();
    if (!request.user) throw new UnauthorizedException();
    return true;
  }
}`;

/** An application of one module with this controller file, and what `main.ts` says of it. */
function application(
  controller: string,
  {
    main = '',
    module = '',
    more = {},
  }: { readonly main?: string; readonly module?: string; readonly more?: Sources } = {},
): Sources {
  return {
    'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { RequestMethod, VersioningType, VERSION_NEUTRAL } from '@nestjs/common';
import { AppModule } from './app.module';
async function bootstrap() { const app = await NestFactory.create(AppModule); ${main} await app.listen(3000); }
bootstrap();`,
    'src/app.module.ts': `import { Module, forwardRef, MiddlewareConsumer, RequestMethod } from '@nestjs/common';
import { APP_GUARD, RouterModule } from '@nestjs/core';
import { Cats } from './cats.controller';
import { AuthGuard } from './auth.guard';
${module === '' ? '@Module({ controllers: [Cats] })\nexport class AppModule {}' : module}`,
    'src/cats.controller.ts': `import { Controller, Get, Post, All, UseGuards, Version, VERSION_NEUTRAL, applyDecorators, SetMetadata } from '@nestjs/common';
import { AuthGuard, Open } from './auth.guard';
${controller}`,
    'src/auth.guard.ts': GUARD,
    ...more,
  };
}

const CATS = "@Controller('cats')\nexport class Cats { @Get() all() {} @Get(':id') one() {} }";
const GLOBAL =
  '@Module({ controllers: [Cats], providers: [{ provide: APP_GUARD, useClass: AuthGuard }] })\nexport class AppModule {}';

test('a global prefix spares what it excludes', async () => {
  expect(
    await linkOf(
      application(CATS, {
        main: "app.setGlobalPrefix('api', { exclude: ['cats', { path: 'cats/:id', method: RequestMethod.POST }] });",
      }),
    ),
  ).toEqual(['GET /api/cats/{id} none', 'GET /cats none']);
});

test('versions in the path: of the controller, of the method, by default, neutral', async () => {
  expect(
    await linkOf(
      application(
        "@Controller({ path: 'cats', version: '1' })\nexport class Cats { @Get() a() {} @Version('2') @Get('b') b() {} @Version(['1', '2']) @Get('c') c() {} }",
        { main: 'app.enableVersioning({ type: VersioningType.URI });' },
      ),
    ),
  ).toEqual(['GET /v1/cats none', 'GET /v1/cats/c none', 'GET /v2/cats/b none', 'GET /v2/cats/c none']);
  expect(
    await linkOf(
      application(
        "@Controller('cats')\nexport class Cats { @Get() a() {} @Version(VERSION_NEUTRAL) @Get('n') n() {} }",
        { main: "app.enableVersioning({ defaultVersion: '3' }); app.setGlobalPrefix('api');" },
      ),
    ),
  ).toEqual(['GET /api/cats/n none', 'GET /api/v3/cats none']);
  expect(
    await linkOf(
      application("@Controller({ path: 'cats', version: '1' })\nexport class Cats { @Get() a() {} }", {
        main: "app.enableVersioning({ type: VersioningType.HEADER, header: 'X' });",
      }),
    ),
  ).toEqual(['GET /cats none']);
});

test('a guard of the whole application, and operations that its own metadata spares', async () => {
  expect(
    await linkOf(
      application("@Controller('cats')\nexport class Cats { @Get() all() {} @Open() @Get('open') open() {} }", {
        module: GLOBAL,
      }),
    ),
  ).toEqual(['GET /cats required session', 'GET /cats/open none']);
  expect(
    await linkOf(
      application("@Open()\n@Controller('cats')\nexport class Cats { @Get() all() {} }", { module: GLOBAL }),
    ),
  ).toEqual(['GET /cats none']);
});

test('metadata under another key spares nothing, whatever its name', async () => {
  expect(
    await linkOf(
      application(
        "const Public = () => SetMetadata('isPublic', true);\n@Controller('cats')\nexport class Cats { @Public() @Get() all() {} }",
        { module: GLOBAL },
      ),
    ),
  ).toEqual(['GET /cats required session']);
});

test('decorators that are put together', async () => {
  expect(
    await linkOf(
      application(
        "const Auth = () => applyDecorators(UseGuards(AuthGuard), SetMetadata('x', 1));\nconst Free = () => applyDecorators(Open());\n@Controller('cats')\nexport class Cats { @Auth() @Get() all() {} @Auth() @Free() @Get('free') free() {} @Get('none') none() {} }",
      ),
    ),
  ).toEqual(['GET /cats required session', 'GET /cats/free none', 'GET /cats/none none']);
});

test('guards on class and method, and on a base class', async () => {
  expect(
    await linkOf(
      application(
        `export abstract class Crud { @Get() list() {} @UseGuards(AuthGuard) @Post() create() {} }
@Controller('cats')
export class Cats extends Crud { @Get('x') x() {} create() { return super.create(); } }
@UseGuards(AuthGuard)
@Controller('dogs')
export class Dogs extends Crud {}`,
        {
          module:
            "import { Dogs } from './cats.controller';\n@Module({ controllers: [Cats, Dogs] })\nexport class AppModule {}",
        },
      ),
    ),
  ).toEqual(['GET /cats none', 'GET /cats/x none', 'GET /dogs required session', 'POST /dogs required session']);
});

test('modules in modules, dynamic ones, and forward references', async () => {
  expect(
    await linkOf(
      application(CATS, {
        module: `import { Dogs, DogsModule } from './dogs.module';
@Module({ controllers: [Cats] }) class CatsModule {}
@Module({}) class Dynamic { static register(controllers) { return { module: Dynamic, controllers }; } }
@Module({ imports: [forwardRef(() => CatsModule), DogsModule, Dynamic.register([Dogs])] })
export class AppModule {}`,
        more: {
          'src/dogs.module.ts':
            "import { Controller, Get, Module } from '@nestjs/common';\n@Controller('dogs') export class Dogs { @Get() all() {} }\n@Module({}) export class DogsModule {}",
        },
      }),
    ),
  ).toEqual(['GET /cats none', 'GET /cats/{id} none', 'GET /dogs none']);
});

test('a controller that no module lists is not served, and said so', async () => {
  const sources = application(`${CATS}\n@Controller('lost') export class Lost { @Get() x() {} }`);
  expect(await linkOf(sources)).toEqual(['GET /cats none', 'GET /cats/{id} none']);
  expect(await notesOf(sources)).toEqual(['never-mounted src/cats.controller.ts:5']);
});

test('prefixes for the controllers of a module', async () => {
  expect(
    await linkOf(
      application(CATS, {
        module:
          "@Module({ controllers: [Cats] }) class CatsModule {}\n@Module({ imports: [CatsModule, RouterModule.register([{ path: 'zoo', module: CatsModule }])] })\nexport class AppModule {}",
      }),
    ),
  ).toEqual(['GET /zoo/cats none', 'GET /zoo/cats/{id} none']);
});

test('functions before the routes that a module names', async () => {
  const configure = (how: string): string => `import { Auth } from './auth.middleware';
@Module({ controllers: [Cats] })
export class AppModule { configure(consumer: MiddlewareConsumer) { consumer.apply(Auth)${how}; } }`;
  const more = {
    'src/auth.middleware.ts':
      "import { Injectable, NestMiddleware } from '@nestjs/common';\n@Injectable() export class Auth implements NestMiddleware { use(req, res, next) { if (!req.user) return res.status(401).end(); next(); } }",
  };
  const of = (how: string): Promise<readonly string[]> => linkOf(application(CATS, { module: configure(how), more }));
  expect(await of(".forRoutes('*')")).toEqual(['GET /cats required session', 'GET /cats/{id} required session']);
  expect(await of('.forRoutes(Cats)')).toEqual(['GET /cats required session', 'GET /cats/{id} required session']);
  expect(await of(".exclude('cats').forRoutes(Cats)")).toEqual(['GET /cats none', 'GET /cats/{id} required session']);
  expect(await of(".forRoutes({ path: 'cats', method: RequestMethod.POST })")).toEqual([
    'GET /cats none',
    'GET /cats/{id} none',
  ]);
});

test('a strategy guard whose handleRequest lets nobody in, somebody in, or all', async () => {
  const of = (body: string): Promise<readonly string[]> =>
    linkOf(
      application("@Controller('cats')\nexport class Cats { @UseGuards(AuthGuard) @Get() all() {} }", {
        more: {
          'src/auth.guard.ts': `import { AuthGuard as Passport } from '@nestjs/passport';\nimport { UnauthorizedException } from '@nestjs/common';\nexport const Open = () => {};\nexport class AuthGuard extends Passport('jwt') { ${body} }`,
        },
      }),
    );
  expect(await of('')).toEqual(['GET /cats required jwt']);
  expect(
    await of('handleRequest(err, user) { if (err || !user) throw err || new UnauthorizedException(); return user; }'),
  ).toEqual(['GET /cats required jwt']);
  expect(await of('handleRequest(err, user) { return user; }')).toEqual(['GET /cats optional jwt']);
  expect(await of('handleRequest(err, user) { if (err) throw err; return user || null; }')).toEqual([
    'GET /cats optional jwt',
  ]);
  expect(
    await of('async canActivate(context) { try { await super.canActivate(context); } catch (error) {} return true; }'),
  ).toEqual(['GET /cats optional jwt']);
  expect(await of('canActivate(context) { super.canActivate(context); return true; }')).toEqual([
    'GET /cats optional jwt',
  ]);
  expect(await of('canActivate(context) { return super.canActivate(context); }')).toEqual(['GET /cats required jwt']);
});

test('a guard that decides by roles which nobody demands', async () => {
  expect(
    await linkOf(
      application(
        "const Roles = (...roles) => SetMetadata('roles', roles);\n@UseGuards(AuthGuard)\n@Controller('cats')\nexport class Cats { @Get() all() {} @Roles('admin') @Get('admin') admin() {} }",
        {
          more: {
            'src/auth.guard.ts': `import { Reflector } from '@nestjs/core';
export const Open = () => {};
export class AuthGuard { constructor(private reflector: Reflector) {}
  canActivate(context) { const roles = this.reflector.get('roles', context.getHandler()); if (!roles) return true; const { user } = context.switchToHttp().getRequest(); return roles.includes(user?.role); } }`,
          },
        },
      ),
    ),
  ).toEqual(['GET /cats none', 'GET /cats/admin required session']);
});

test('a limiter guard is no authentication', async () => {
  expect(
    await linkOf(
      application(CATS, {
        module:
          "import { ThrottlerGuard } from '@nestjs/throttler';\n@Module({ controllers: [Cats], providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }] })\nexport class AppModule {}",
      }),
    ),
  ).toEqual(['GET /cats none', 'GET /cats/{id} none']);
});

test('global guards of one application do not reach another one', async () => {
  expect(
    await linkOf({
      ...application(CATS, { main: 'app.useGlobalGuards(new AuthGuard());' }),
      'src/main.ts':
        "import { NestFactory, Reflector } from '@nestjs/core';\nimport { AppModule } from './app.module';\nimport { Other } from './other';\nimport { AuthGuard } from './auth.guard';\nasync function bootstrap() { const app = await NestFactory.create(AppModule); app.useGlobalGuards(new AuthGuard(new Reflector())); await app.listen(1); const other = await NestFactory.create(Other); await other.listen(2); }\nbootstrap();",
      'src/other.ts':
        "import { Controller, Get, Module } from '@nestjs/common';\n@Controller('dogs') class Dogs { @Get() all() {} }\n@Module({ controllers: [Dogs] }) export class Other {}",
    }),
  ).toEqual(['GET /cats required session', 'GET /cats/{id} required session', 'GET /dogs none']);
});

test('a guard that a module which cannot be followed may put on everything', async () => {
  expect(
    await linkOf(
      application(CATS, {
        module:
          "import { AuthModule } from './not-there';\n@Module({ imports: [AuthModule], controllers: [Cats] })\nexport class AppModule {}",
      }),
    ),
  ).toEqual(['GET /cats unknown', 'GET /cats/{id} unknown']);
});
