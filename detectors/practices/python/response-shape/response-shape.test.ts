import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { responseShapePython } from './response-shape.ts';

const returns = (code: string, said: string, before = ''): Promise<void> => {
  const line = `    return ${code}`;
  const mark = said === '' ? '' : `#${' '.repeat(10)}${'^'.repeat(code.length)} response ${said}\n`;
  return check(
    responseShapePython,
    'shop/views.py',
    `from flask import jsonify, redirect
from rest_framework.response import Response
from rest_framework import status
from django.forms.models import model_to_dict
from shop.models import User
def show(request, id):
${before === '' ? '' : `    ${before.replaceAll('; ', '\n    ')}\n`}${line}
${mark}`,
  );
};

test.each([
  ['jsonify(id=user.id, email=user.email)', 'sound | the answer names its fields', ''],
  ["{'id': user.id, 'name': user.name}", 'sound', ''],
  ["Response({'id': user.id}, status=status.HTTP_201_CREATED)", 'sound', ''],
  ['Response(serializer.data)', 'sound', 'serializer = UserSerializer(user)'],
  ['UserSchema().dump(user), 201', 'sound', ''],
  ['UserOut.model_validate(user)', 'sound', ''],
  ["Response(User.objects.values('id', 'name'))", 'sound', ''],
  ["model_to_dict(user, fields=['id'])", 'sound', ''],
  ['Response(User.objects.get(id=id))', 'unsound | the answer is a stored object as it is', ''],
  ['User.query.all()', 'unsound', ''],
  ['session.get(User, id)', 'unsound', ''],
  ['user', 'unsound', 'user = session.query(User).filter_by(id=id).first()'],
  ['jsonify(user.__dict__)', 'unsound', ''],
  ['Response(model_to_dict(user))', 'unsound', ''],
  ["{'user': vars(user)}", 'unsound', ''],
  ['jsonify(user.to_dict())', '', ''],
  ['Response(serializer.data)', '', 'serializer = make(user)'],
  ['service.load(id)', '', ''],
  ["jsonify({'error': 'gone'}), 404", '', ''],
  ['Response(serializer.errors, status=status.HTTP_400_BAD_REQUEST)', '', ''],
  ["redirect('/')", '', ''],
  ["'ok'", '', ''],
])('%s: %s', (code, said, before) => returns(code, said, before));

test('models of FastAPI, by option and by type', () =>
  check(
    responseShapePython,
    'shop/users.py',
    `
from fastapi import APIRouter
from typing import Any
router = APIRouter()
@router.get('/a', response_model=UserPublic)
#                                ^^^^^^^^^^ response sound | the answer is written by a schema
def a(): ...
@router.get('/b')
def b() -> list[UserPublic]: ...
#          ^^^^^^^^^^^^^^^^ response sound | the answer is written by the type of the handler
@router.get('/c', response_model=None)
def c() -> UserPublic: ...
@router.get('/d', response_model=dict)
def d(): ...
@router.get('/e')
def e() -> Any: ...
@router.get('/f')
def f() -> dict[str, Any]: ...
def g() -> UserPublic: ...
`,
  ));

test('schemas of extensions of Flask', () =>
  check(
    responseShapePython,
    'shop/users.py',
    `
import flask
@blueprint.route('/a')
@blueprint.response(200, UserSchema(many=True))
#          ^^^^^^^^ response sound | the answer is written by a schema
def a(): ...
@blueprint.route('/b')
@blueprint.response(404, ErrorSchema)
def b(): ...
@namespace.marshal_with(User)
#          ^^^^^^^^^^^^ response sound
def c(): ...
`,
  ));

test('an answer that is made elsewhere is told beside one that is known', () =>
  check(
    responseShapePython,
    'shop/views.py',
    `
import flask
def show(request):
    if request.args.get('short'):
        return {'id': request.user.id}
#              ^^^^^^^^^^^^^^^^^^^^^^^ response sound
    return load(request.user)
#          ^^^^^^^^^^^^^^^^^^ response partial | the answer holds what was made elsewhere
`,
  ));

test('answers to failures, and what inner functions give back, are none', () =>
  check(
    responseShapePython,
    'shop/views.py',
    `
import flask
def show(request):
    try:
        load()
    except KeyError as e:
        return e.__dict__
def outer(request):
    def inner():
        return request.user.__dict__
#              ^^^^^^^^^^^^^^^^^^^^^ response unsound
    return 'ok'
`,
  ));
