import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { handlerDataPython } from './handler-data.ts';

const within = (code: string, name: string, before = '', after = ''): Promise<void> => {
  const line = `    ${code}`;
  const column = line.indexOf(name);
  const mark = name === '' ? '' : `#${' '.repeat(column - 1)}${'^'.repeat(name.length)} body-binding unsound\n`;
  return check(
    handlerDataPython,
    'shop/views.py',
    `from shop.models import User, db
from shop.schemas import UserCreate
from flask import request
def handle():
${before === '' ? '' : `    ${before}\n`}${line}
${mark}${after === '' ? '' : `    ${after}\n`}`,
  );
};

test.each([
  ['User(**request.json)', 'User', ''],
  ['User(**request.get_json(force=True))', 'User', ''],
  ['User(**data)', 'User', 'data = request.get_json()'],
  ["User(**{**request.json, 'team': 1})", 'User', ''],
  ['User.objects.create(**request.data)', 'create', ''],
  ['User.objects.filter(id=1).update(**request.data)', 'update', ''],
  ['User.objects.update_or_create(id=1, defaults=request.data)', 'update_or_create', ''],
  ['db.users.insert_one(request.json)', 'insert_one', ''],
  ["db.users.update_one({'id': 1}, {'$set': request.json})", 'update_one', ''],
])('a body that is stored: %s', (code, name, before) => within(code, name, before));

test.each([
  ['named fields', "User(name=request.json['name'])", ''],
  ['one field', "User(**request.json['user'])", ''],
  ['a checked body', 'User(**request.json)', 'validate_user(request.json)'],
  ['what a schema gives', 'User(**data)', 'data = UserSchema().load(request.json)'],
  ['a model of requests', 'UserCreate(**request.json)', ''],
  ['a service', 'users.create(**request.json)', ''],
  ['another dictionary', 'User(**defaults)', ''],
  ['a query', 'User.objects.filter(**request.data)', ''],
])('a body that is not: %s', (_, code, before) => within(code, '', before));

test('fields that are copied one by one, whatever they are called', () =>
  check(
    handlerDataPython,
    'shop/views.py',
    `
class Users:
    def put(self, request, pk):
        user = find(pk)
        for key, value in request.data.items():
            setattr(user, key, value)
#           ^^^^^^^ body-binding unsound
        for key, value in request.data.items():
            if key in ALLOWED:
                setattr(user, key, value)
        for key, value in self.defaults.items():
            setattr(user, key, value)
`,
  ));
