import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const CONTROLLER = `import { authenticate } from '@loopback/authentication';
import { api, del, get, operation, post } from '@loopback/rest';
@authenticate('jwt')
@api({ basePath: '/shop', paths: {} })
export class ProductController {
  @get('/products', { responses: {} })
  async find() { return []; }
  @authenticate.skip()
  @get('/products/{id}')
  async findById(id: string) { return id; }
  @post('/products')
  async create(product: object) { return product; }
  @operation('delete', '/products/{id}')
  async remove(id: string) {}
}
export class PingController {
  @get('/ping') ping() { return 'pong'; }
}
`;

test('LoopBack: @authenticate counts where the application has the component', async () => {
  expect(
    await linkOf({
      'controllers/product.controller.ts': CONTROLLER,
      'application.ts': `import { AuthenticationComponent } from '@loopback/authentication';
import { RestApplication } from '@loopback/rest';
export class ShopApplication extends RestApplication {
  constructor(options = {}) {
    super(options);
    this.basePath('/api');
    this.component(AuthenticationComponent);
  }
}`,
    }),
  ).toEqual([
    'GET /api/ping none',
    'GET /api/shop/products required jwt',
    'POST /api/shop/products required jwt',
    'DELETE /api/shop/products/{id} required jwt',
    'GET /api/shop/products/{id} none',
  ]);
});

test('LoopBack: without the component it is not known to', async () => {
  const lines = await linkOf({ 'controllers/product.controller.ts': CONTROLLER });
  expect(lines.filter(line => line.includes('required'))).toEqual([]);
  expect(lines).toHaveLength(5);
});

test('tsoa: routes of a class with security of class and method', async () => {
  expect(
    await linkOf({
      'users.controller.ts': `import { Body, Controller, Get, Middlewares, NoSecurity, Post, Route, Security } from 'tsoa';
const check = (req, res, next) => { if (!req.user) return res.status(401).end(); next(); };
@Route('users')
@Security('jwt', ['users:read'])
export class UsersController extends Controller {
  @Get('{id}') public async show(id: string) { return id; }
  @NoSecurity() @Get() public async list() { return []; }
  @NoSecurity() @Middlewares(check) @Post() public async add(@Body() body: object) { return body; }
}
export class Plain { @Get('x') x() {} }`,
    }),
  ).toEqual(['GET /users none', 'POST /users required session', 'GET /users/{id} required jwt']);
});
