import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { handlerData } from './handler-data.ts';

const within = (code: string, name: string, said: string, before = ''): Promise<void> => {
  const line = `  await ${code};`;
  const column = line.indexOf(name);
  return check(
    handlerData,
    'src/users.ts',
    `import { User } from '../models/user';
export async function handle(req, res) {
${before}
${line}
${said === '' ? '' : `//${' '.repeat(column - 2)}${'^'.repeat(name.length)} ${said}\n`}}
`,
  );
};

test.each([
  ['User.create(req.body)', 'create'],
  ['User.findByIdAndUpdate(req.params.id, req.body)', 'findByIdAndUpdate'],
  ['User.updateOne({ id }, { $set: req.body })', 'updateOne'],
  ['User.update({ ...req.body }, { where: { id } })', 'update'],
  ['prisma.user.update({ where: { id }, data: { ...req.body, updatedAt } })', 'update'],
])('a body that is stored: %s', (code, name) => within(code, name, 'body-binding unsound'));

test.each([
  ['named fields', 'User.create({ name: req.body.name })', ''],
  ['one field', 'prisma.user.create({ data: req.body.user })', ''],
  ['a checked body', 'User.create(req.body)', '  await schema.validateAsync(req.body);'],
  ['a parsed body', 'User.create(body)', '  const body = schema.parse(req.body);'],
  ['a service', 'this.users.create(req.body)', ''],
  ['a query', 'User.find(req.body)', ''],
])('a body that is not: %s', (_, code, before) => within(code, '', '', before));

test.each([
  ['prisma.note.findFirst({ where: { id: req.params.id, userId: req.user.id } })', 'findFirst', ''],
  ['User.findOne({ _id: req.params.id, owner: userId })', 'findOne', '  const { id: userId } = req.user;'],
  ['prisma.note.deleteMany({ where: { id, team: res.locals.user.team } })', 'deleteMany', ''],
])('an object that is owned: %s', (code, name, before) => within(code, name, 'ownership sound', before));

test.each([
  ['an id alone', 'prisma.note.findFirst({ where: { id: req.params.id } })'],
  ['the caller alone', 'prisma.user.findUnique({ where: { id: req.user.id } })'],
  ['options of a look-up by key', 'User.findByPk(req.params.id, { userId: req.user.id, lock })'],
  ['a count of what the caller has', 'prisma.note.count({ where: { userId: req.user.id, isOpen: true } })'],
  ['the caller as data', 'prisma.note.update({ where: { id: req.params.id }, data: { userId: req.user.id, a } })'],
  ['what the client says it is', 'prisma.note.findFirst({ where: { id: req.params.id, userId: req.body.userId } })'],
])('one that is not: %s', (_, code) => within(code, '', ''));

test('an owner that is compared with the caller before anything is given', () =>
  check(
    handlerData,
    'src/orders.ts',
    `
export async function show(req, res) {
  const order = stored.get(req.params.id);
  if (order?.owner !== req.user?.id) {
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ownership sound
    res.status(404).end();
    return;
  }
  if (order.state !== req.user.state) return;
  if (order.owner !== req.body.owner) return;
  if (order.owner !== req.user.id) log(order);
}
`,
  ));
