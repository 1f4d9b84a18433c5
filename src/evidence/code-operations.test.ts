import { expect, test } from 'vitest';
import { DETECTORS } from '../../detectors/index.ts';
import type { Fact } from '../core/fact.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import { answers, inputOf } from '../../tests/support/evidence-of.ts';
import { handlerDerivers } from './code-operations.ts';

const detectors = DETECTORS.filter(({ kind }) => kind === 'practice');

/** One operation whose handler is the function that starts where `handler` says, registered at `source`. */
async function say(
  signal: string,
  text: string,
  handler: string,
  path = 'GET /users',
  place: string | { readonly file: string; readonly beside: Readonly<Record<string, string>> } = 'shop/app.js',
): Promise<readonly string[]> {
  const { file, beside } = typeof place === 'string' ? { file: place, beside: {} } : place;
  const input = await inputOf({ detectors, files: { [file]: text, ...beside }, operations: { shop: [path] } });
  const placed: EvidenceInput = {
    ...input,
    facts: input.facts.map((fact): Fact => ({ ...fact, component: 'shop' })),
    inventory: {
      ...input.inventory,
      operations: input.inventory.operations.map(operation => ({
        ...operation,
        sources: operation.sources.map(source => ({ ...source, at: placeIn(file, text, "'/") })),
        handler: placeIn(file, text, handler),
      })),
    },
  };
  return answers(handlerDerivers, signal, placed);
}

function placeIn(file: string, text: string, words: string): Fact['at'] {
  const before = text.slice(0, Math.max(0, text.indexOf(words))).split('\n');
  const line = before.length;
  const column = (before.at(-1) ?? '').length + 1;
  return { file, line, column, endLine: line, endColumn: column + words.length };
}

const MODEL = "import { User } from './models/user';\n";

test.each([
  [
    'a stored object',
    `${MODEL}app.get('/users', async (req, res) => { res.json(await User.find()); });`,
    'async (req',
    ['-E3 operation GET /users: GET /users: the answer is a stored object as it is'],
  ],
  [
    'named fields',
    "app.get('/users', (req, res) => { res.json({ id: user.id }); });",
    '(req',
    ['+E3 operation GET /users: GET /users: every answer names its fields'],
  ],
  [
    'one answer of elsewhere',
    "app.get('/users', (req, res) => { if (a) return res.json({ id: user.id }); res.json(other); });",
    '(req',
    [],
  ],
  [
    'the handler of another operation',
    `${MODEL}app.get('/users', list);\nexport const other = async (req, res) => { res.json(await User.find()); };`,
    'list',
    [],
  ],
  [
    'a schema that stands before it',
    "app.get('/users', { schema: { response: { 200: Users } } }, async (req, res) => { res.send(users); });",
    'async (req',
    ['+E3 operation GET /users: GET /users: the answer is written by a schema'],
  ],
  [
    'a serializer for all',
    "import { ClassSerializerInterceptor } from '@nestjs/common';\napp.useGlobalInterceptors(new ClassSerializerInterceptor(reflector));",
    'x',
    ['+E3 operation GET /users: GET /users: a serializer writes the answers of the application'],
  ],
])('answers: %s', async (_, text, handler, expected) => {
  expect(await say('route.response.dto', text, handler)).toEqual(expected);
});

test('a body that is stored contradicts, and an owned object supports where the operation takes its id', async () => {
  const stored = `${MODEL}app.post('/users', async (req, res) => { await User.create(req.body); });`;
  expect(await say('route.mass-assignment', stored, 'async (req', 'POST /users')).toEqual([
    '-E3 operation POST /users: POST /users: the body of the request is stored as it is',
  ]);
  const owned = `${MODEL}app.get('/users', async (req, res) => { await User.findOne({ id, owner: req.user.id }); });`;
  expect(await say('route.authz.object-level', owned, 'async (req', 'GET /users/{id}')).toEqual([
    '+E3 operation GET /users/{id}: GET /users/{id}: the object is looked up together with the identity of the caller',
  ]);
  expect(await say('route.authz.object-level', owned, 'async (req', 'GET /users')).toEqual([]);
});

test('that nothing is known of an answer is no answer', async () => {
  const input = await inputOf({ detectors, files: {}, operations: { shop: ['GET /users'] } });
  expect(handlerDerivers.flatMap(({ looks }) => looks(input))).toEqual([]);
});

test.each([
  ["'__all__'", '-E3 operation GET /users: GET /users: the answer is a stored object as it is'],
  ["['id', 'name']", '+E3 operation GET /users: GET /users: every answer names its fields'],
])('a serializer whose fields are %s', async (fields, expected) => {
  const text = `from rest_framework import serializers
ROUTE = '/users'
class UserSerializer(serializers.ModelSerializer):
    class Meta:
        fields = ${fields}
def show(request):
    return Response(UserSerializer(user).data)
`;
  expect(await say('route.response.dto', text, 'def show', 'GET /users', 'shop/views.py')).toEqual([expected]);
});

test('types that a handler declares say what it takes and gives', async () => {
  const input = await inputOf({ detectors, files: {}, operations: { shop: ['POST /users', 'GET /users'] } });
  const at = placeIn('shop/Users.java', '', '');
  const linked = new Map(
    input.inventory.operations.map(({ id, method }) => [
      id,
      {
        controls:
          method === 'POST'
            ? ([
                { control: 'stored-body', at, what: 'the body of the request is bound to the stored class User' },
                { control: 'stored-answer', at, what: 'the answer is the stored class User' },
              ] as const)
            : ([{ control: 'declared-answer', at, what: 'the answer is written by the class UserView' }] as const),
      },
    ]),
  );
  const declared = { ...input, linked };
  expect(answers(handlerDerivers, 'route.mass-assignment', declared)).toEqual([
    '-E3 operation POST /users: POST /users: the body of the request is bound to the stored class User',
  ]);
  expect(answers(handlerDerivers, 'route.response.dto', declared)).toEqual([
    '-E3 operation POST /users: POST /users: the answer is the stored class User',
    '+E3 operation GET /users: GET /users: the answer is written by the class UserView',
  ]);
});

/** A handler of Laravel that fills a model with the body, beside the class of the model. */
const filled = (guards: string): Promise<readonly string[]> =>
  say(
    'route.mass-assignment',
    `<?php
use App\\Models\\User;
use Illuminate\\Http\\Request;
Route::post('/users', function (Request $request) { return User::create($request->all()); });
`,
    'function (Request',
    'POST /users',
    {
      file: 'routes/api.php',
      beside: { 'app/Models/User.php': `<?php\nnamespace App\\Models;\nclass User extends Model { ${guards} }\n` },
    },
  );

test('a body that fills a model counts where the model guards nothing', async () => {
  expect(await filled('protected $guarded = [];')).toEqual([
    '-E3 operation POST /users: POST /users: the body of the request is stored as it is',
  ]);
  expect(await filled("protected $fillable = ['name'];")).toEqual([]);
});

/** An action of Rails that writes a stored object, beside the class of it and what else there is. */
const written = (beside: Readonly<Record<string, string>>): Promise<readonly string[]> =>
  say(
    'route.response.dto',
    "class PostsController < ApplicationController\n  # '/posts'\n  def show\n    render json: Post.find(params[:id])\n  end\nend\n",
    'def show',
    'GET /posts',
    { file: 'app/controllers/posts_controller.rb', beside },
  );

test('a stored object is written as it is where nothing names its fields', async () => {
  const model = (body: string): Readonly<Record<string, string>> => ({
    'app/models/post.rb': `class Post < ApplicationRecord\n${body}end\n`,
  });
  expect(await written(model(''))).toEqual([
    '-E3 operation GET /posts: GET /posts: the answer is a stored object as it is',
  ]);
  expect(await written(model('  def as_json(options = {})\n    super(only: [:id])\n  end\n'))).toEqual([]);
  expect(
    await written({
      ...model(''),
      'app/serializers/post_serializer.rb': 'class PostSerializer < ActiveModel::Serializer\n  attributes :id\nend\n',
    }),
  ).toEqual([]);
  expect(await written({})).toEqual([]);
});
