import { expect, test } from 'vitest';
import { linked } from '../../tests/support/link.ts';

/** What each operation takes: `POST /x`, then each name with its place. */
async function inputsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { operations } = await linked(files);
  return operations.map(({ method, path, parameters }) =>
    [`${method} ${path}`, ...parameters.map(one => `${one.name}@${one.in}${one.type ? `:${one.type}` : ''}`)].join(' '),
  );
}

/** What an action of a controller takes whose body and class are these. */
async function takenBy(verb: string, action: string, methods = ''): Promise<string> {
  const [line = ''] = await inputsOf({
    'app/controllers/posts_controller.rb': `class PostsController < ActionController::Base\n  def show\n${action}\n  end\n${methods}\nend\n`,
    'config/routes.rb': `Rails.application.routes.draw do\n  ${verb} "x/:id", to: "posts#show"\nend\n`,
  });
  return line.replace(/^\S+ \S+ ?/, '');
}

test.each([
  ['get', 'Post.find(params[:id]).page(params[:page])', 'id@path page@query'],
  [
    'post',
    'Post.create(params.require(:post).permit(:title, tags: [], author: [:name]))',
    'id@path author@body tags@body title@body',
  ],
  ['post', 'Post.create(params.expect(post: [:title, :text]))', 'id@path text@body title@body'],
  [
    'get',
    'params.expect(:page)\nparams.fetch(:size, 10)\nparams.permit(:q).to_h',
    'id@path page@query q@query size@query',
  ],
  ['post', 'params[:user][:name]', 'id@path user@body'],
  ['post', 'request.query_parameters[:a]\nrequest.request_parameters["b"]', 'id@path a@query b@body'],
  [
    'get',
    'request.headers["X-Trace"]\nrequest.env["HTTP_X_KEY"]\nrequest.env["warden"]',
    'id@path X-Key@header X-Trace@header',
  ],
  ['get', 'cookies[:a]\ncookies.signed[:b]\ncookies[:c] = 1', 'id@path a@cookie b@cookie'],
  ['get', 'headers["X-Answer"] = "1"\nresponse.headers["X-Other"]\nother.params[:a]', 'id@path'],
] as const)('an action of %s: %j', async (verb, action, expected) => {
  expect(await takenBy(verb, action)).toBe(expected);
});

test('methods of the class that the action calls are looked into, others are not', async () => {
  expect(
    await takenBy(
      'post',
      'Post.create(given)',
      'def given\n permitted.merge(a: 1)\nend\ndef permitted\n params.permit(:title)\nend\ndef unused\n params[:no]\nend',
    ),
  ).toBe('id@path title@body');
});

test('Grape: what is declared before an endpoint, and around it', async () => {
  expect(
    await inputsOf({
      'api.rb': `class API < Grape::API
  params do
    requires :account, type: String
  end
  namespace ':account' do
    params do
      optional :page, :size, type: Integer
      with(type: String) { requires :q }
    end
    get('a') { 1 }
    get('b') { params[:c] }
  end
end
`,
    }),
  ).toEqual([
    'GET /{account}/a account@path page@query:Integer q@query size@query:Integer',
    'GET /{account}/b account@path c@query',
  ]);
});

test('Hanami and Sinatra', async () => {
  expect(
    await inputsOf({
      'config/routes.rb':
        'module Shop\n class Routes < Hanami::Routes\n post "/books", to: "books.create"\n end\nend\n',
      'app/actions/books/create.rb': `class Shop::Actions::Books::Create < Hanami::Action
  params do
    required(:title).filled(:string)
  end
  def handle(request, response)
    request.params[:isbn]
    request.get_header("HTTP_X_KEY")
  end
end
`,
    }),
  ).toEqual(['POST /books X-Key@header isbn@body title@body']);
  expect(await inputsOf({ 'app.rb': "require 'sinatra'\nget('/a/:id') { params['q'] + params[:id] }\n" })).toEqual([
    'GET /a/{id} id@path q@query',
  ]);
});
