import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { responseShape } from './response-shape.ts';

const sent = (before: string, value: string, said: string): Promise<void> =>
  check(
    responseShape,
    'src/routes/users.ts',
    `${before}
export async function show(req, res) {
  return res.json(${value});
${said === '' ? '' : `  //         ^^^^ response ${said}\n`}}
`,
  );

const MODEL = "import { User } from '../models/user';";

test.each([
  ['a document', MODEL, 'await User.findById(req.params.id)', 'unsound'],
  ['a document through a chain', MODEL, "await User.findOne({ id }).populate('team').lean()", 'unsound'],
  ['documents in a record', MODEL, '{ total: 1, users: await User.find() }', 'unsound'],
  ['a row of Prisma', '', 'await prisma.user.findUnique({ where: { id } })', 'unsound'],
  ['chosen fields of Prisma', '', 'await prisma.user.findMany({ select: { id: true } })', 'sound'],
  ['options of elsewhere', '', 'await prisma.user.findMany(args)', 'partial'],
  ['chosen fields of Mongoose', MODEL, "await User.findById(id).select('name email')", 'sound'],
  ['a deny list', MODEL, "await User.findById(id).select('-password')", 'partial'],
  ['a projection', MODEL, 'await User.findOne({ id }, projection)', 'partial'],
  ['chosen attributes', MODEL, "await User.findAll({ attributes: ['id'] })", 'sound'],
  ['named fields', '', '{ id: user.id, name: user.name }', 'sound'],
  ['a field that may be anything', '', '{ data: result.data }', 'partial'],
  ['what was made elsewhere', '', 'await service.list()', 'partial'],
  ['a schema', '', 'userSchema.parse(user)', 'sound'],
  [
    'an open schema',
    'const userSchema = z.object({ id: z.string() }).passthrough();',
    'userSchema.parse(user)',
    'partial',
  ],
  ['a model of the answer', '', 'users.map(user => new UserDto(user))', 'sound'],
  ['one that extends the entity', 'class UserDto extends User {}', 'new UserDto(user)', 'partial'],
  ['a function by its name', '', 'users.map(toUserResponse)', 'sound'],
  ['no fields', '', "'ok'", ''],
  ['an error', '', '{ error: error.message }', ''],
  ['a find of a list', 'const Names = [];', 'Names.find(one => one)', 'partial'],
])('%s', (_, before, value, said) => sent(before, value, said));

test('a promise hands the object on, failures are no answers, and a client of that name is none', () =>
  check(
    responseShape,
    'src/routes/users.ts',
    `
import { User } from '../models/user';
export const list = () => (req, res, next) => {
  User.findAll().then(users => { res.status(200).json(users); });
//                                               ^^^^ response unsound
  res.status(404).json(user);
  cache.json(user);
  fetch(url).then(res => res.json());
};
`,
  ));

test('a schema of Fastify writes the answer, one of failures does not', () =>
  check(
    responseShape,
    'src/routes/users.ts',
    `
fastify.get('/users', { schema: { response: { 200: User } } }, list);
//                                          ^^^^^^^^^^^^^ response sound
fastify.get('/a', { schema: { response: { 404: Failure } } }, list);
fastify.get('/b', { schema: { body: User } }, list);
`,
  ));

test('serializers of NestJS', () =>
  check(
    responseShape,
    'src/users.controller.ts',
    `
import { ClassSerializerInterceptor, Controller, Get, UseInterceptors } from '@nestjs/common';
@Controller('users')
export class Users {
  @UseInterceptors(ClassSerializerInterceptor)
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ response sound
  @Get() list() { return this.users.list(); }
  @UseInterceptors(CacheInterceptor)
  @Get('x') other() { return this.users.list(); }
}
app.useGlobalInterceptors(new ClassSerializerInterceptor(app.get(Reflector)));
//  ^^^^^^^^^^^^^^^^^^^^^ response sound
`,
  ));
