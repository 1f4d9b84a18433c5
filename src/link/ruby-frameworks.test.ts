import { expect, test } from 'vitest';
import { linkOf, notesOf } from '../../tests/support/link.ts';

const KEY = "halt 401 unless Key.find_by(value: request.env['HTTP_X_API_KEY'])";

test('Sinatra: routes of a class, its filters, namespaces and optional parts', async () => {
  expect(
    await linkOf({
      'app.rb': `require 'sinatra/base'
class App < Sinatra::Base
  get('/a/:id') { 'a' }
  get '/b/?:c?' do 'b' end
  before '/admin/*' do
    ${KEY}
  end
  namespace '/admin' do
    post '/d' do 'd' end
  end
  route :get, :put, '/e' do 'e' end
  get %r{/f/\\d+} do 'f' end
end
`,
    }),
  ).toEqual([
    'GET /a/{id} none',
    'POST /admin/d required api-key',
    'GET /b none',
    'GET /b/{c} none',
    'GET /e none',
    'PUT /e none',
    'GET /f/{regex} none unresolved',
  ]);
});

test('Sinatra: at the top of a file that requires it; what handlers refuse counts', async () => {
  const app = `get '/a' do\n  protected!\nend\nhelpers do\n  def protected!\n    ${KEY}\n  end\nend\n`;
  expect(await linkOf({ 'app.rb': `require 'sinatra'\n${app}` })).toEqual(['GET /a required api-key']);
  expect(await linkOf({ 'app.rb': app })).toEqual([]);
});

test('Sinatra: calls of the same names in other classes are none', async () => {
  expect(
    await linkOf({
      'app.rb':
        "require 'sinatra'\nclass Client\n  def run\n    get '/x' do |answer|\n      answer\n    end\n  end\nend\nget('/y') { 1 }\n",
    }),
  ).toEqual(['GET /y none']);
});

test('Sinatra: a class that is opened again, a base with filters, and what others use or map', async () => {
  expect(
    await linkOf({
      'base.rb': `class Base < Sinatra::Base\n  before { ${KEY} }\nend\n`,
      'one.rb': "class One < Base\n  get('/a') { 1 }\nend\n",
      'two.rb': "class One\n  get('/b') { 1 }\nend\nclass Two < Sinatra::Base\n  get('/c') { 1 }\nend\n",
      'config.ru': "map '/one' do\n  run One\nend\nmap '/two' do\n  run Two\nend\n",
    }),
  ).toEqual(['GET /one/a required api-key', 'GET /one/b required api-key', 'GET /two/c none']);
});

test('Grape: prefix, version, namespaces, parameters, and what stands before what follows', async () => {
  expect(
    await linkOf({
      'api.rb': `class Other < Grape::API
  get('x') { 1 }
end
class API < Grape::API
  prefix :api
  version 'v1', using: :path
  get(:ping) { 1 }
  before { error!('no', 401) unless Key.find_by(value: headers['X-Api-Key']) }
  resource :users do
    get { 1 }
    route_param :id do
      delete { 1 }
    end
    post ':id/like' do 1 end
  end
  mount Other => '/other'
end
`,
    }),
  ).toEqual([
    'GET /api/v1/other/x required api-key',
    'GET /api/v1/ping none',
    'GET /api/v1/users required api-key',
    'DELETE /api/v1/users/{id} required api-key',
    'POST /api/v1/users/{id}/like required api-key',
  ]);
});

test('Grape: versions in headers change no path; an API that Rails mounts is below its path', async () => {
  expect(
    await linkOf({
      'app/api/api.rb': "class Api < Grape::API\n  version 'v1', using: :header, vendor: 'x'\n  get('a') { 1 }\nend\n",
      'config/routes.rb': "Rails.application.routes.draw do\n  mount Api => '/api'\nend\n",
    }),
  ).toEqual(['GET /api/a none']);
});

test('Roda: branches match in turn, and what stands before one stands before it alone', async () => {
  expect(
    await linkOf({
      'app.rb': `class App < Roda
  route do |r|
    r.root { 1 }
    r.on 'users' do
      r.get(true) { 1 }
      r.halt 401 unless Key.find_by(value: request.env['HTTP_X_API_KEY'])
      r.is Integer do |id|
        r.put { 1 }
      end
      r.get(:name, 'posts') { 1 }
    end
    r.post('x') { 1 }
  end
end
`,
    }),
  ).toEqual([
    'GET / none',
    'GET /users none',
    'PUT /users/{id} required api-key',
    'GET /users/{name}/posts required api-key',
    'POST /x none',
  ]);
});

test('Roda: a matcher that is not known is told', async () => {
  expect(
    await notesOf({
      'app.rb': 'class App < Roda\n  route do |r|\n    r.on something do\n      r.get { 1 }\n    end\n  end\nend\n',
    }),
  ).toEqual(['computed-path app.rb:3']);
});

const ACTION = `module Shop
  module Actions
    module Books
      class Show < Shop::Action
        before :check
        def handle(request, response); end
        private
        def check(request, response)
          halt 401 unless Key.find_by(value: request.get_header('X-Api-Key'))
        end
      end
    end
  end
end
`;

test('Hanami: targets name classes of actions, with what stands before them', async () => {
  expect(
    await linkOf({
      'config/routes.rb': `module Shop
  class Routes < Hanami::Routes
    root { 'hi' }
    scope 'v1' do
      get '/books/:id', to: 'books.show'
      delete '/books/:id', to: 'books.gone'
    end
  end
end
`,
      'app/action.rb': 'module Shop\n  class Action < Hanami::Action\n  end\nend\n',
      'app/actions/books/show.rb': ACTION,
    }),
  ).toEqual(['GET / none', 'DELETE /v1/books/{id} unknown', 'GET /v1/books/{id} required api-key']);
});

test('Padrino: controllers, named actions, and where applications are mounted', async () => {
  expect(
    await linkOf({
      'app.rb': `class Shop < Padrino::Application
  get(:hours) { 1 }
end
Shop.controllers :books, parent: :shelf do
  get(:index) { 1 }
  get(:show, with: :id) { 1 }
  post('/lend', map: '/lend') { 1 }
end
Padrino.mount('Shop').to('/shop')
`,
    }),
  ).toEqual([
    'GET /shop/hours none',
    'POST /shop/lend none',
    'GET /shop/shelf/{shelf_id}/books none',
    'GET /shop/shelf/{shelf_id}/books/show/{id} none',
  ]);
});

const TWO = "class One < Sinatra::Base\n  get('/a') { 1 }\nend\nclass Two < Sinatra::Base\n  get('/b') { 1 }\nend\n";

test('of several applications that nothing mounts, those are served that are run', async () => {
  expect(await linkOf({ 'apps.rb': TWO })).toEqual(['GET /a unknown unresolved', 'GET /b unknown unresolved']);
  expect(await linkOf({ 'apps.rb': `${TWO}One.run!\n` })).toEqual(['GET /a none']);
  expect(await linkOf({ 'apps.rb': TWO, 'config.ru': 'use Two\nrun One\n' })).toEqual(['GET /a none', 'GET /b none']);
});

test('Grape: what is mounted has the helpers of those that mount it; a block goes by what it calls', async () => {
  const api = (helpers: string): string => `${helpers}
class Items < Grape::API
  get('items') { 1 }
end
class Account < Grape::API
  before { authenticate! }
  mount Items
end
class Root < Grape::API
  helpers Auth
  mount Account => '/account'
end
`;
  const auth =
    "module Auth\n def authenticate!\n error!('no', 401) unless user\n end\n def user\n User.find_by(token: headers['Authorization'])\n end\nend\n";
  expect(await linkOf({ 'api.rb': api(auth) })).toEqual(['GET /account/items required bearer']);
  expect(await linkOf({ 'api.rb': api('') })).toEqual(['GET /account/items unknown']);
});

test('Rack: middleware guards what stands behind it', async () => {
  expect(
    await linkOf({
      'app.rb':
        "class A < Sinatra::Base\n  get('/a') { 1 }\nend\nclass B < Sinatra::Base\n  use Keys\n  get('/b') { 1 }\nend\n",
      'keys.rb':
        "class Keys\n  def initialize(app)\n    @app = app\n  end\n  def call(env)\n    return [401, {}, []] unless Key.find_by(value: env['HTTP_X_API_KEY'])\n    @app.call(env)\n  end\nend\n",
      'config.ru':
        "map '/x' do\n  use Rack::Auth::Basic do |name, password|\n    password == ENV['P']\n  end\n  run A\nend\nmap '/y' do\n  run B\nend\n",
    }),
  ).toEqual(['GET /x/a required basic', 'GET /y/b required api-key']);
});

test('the operation answers tests of its path', async () => {
  expect(
    await linkOf({
      'api.rb': `class API < Grape::API
  before { error!('no', 401) unless request.path.start_with?('/open') || Key.find_by(value: headers['X-Api-Key']) }
  get('open') { 1 }
  get('shut') { 1 }
  post('open') { 1 }
end
`,
    }),
  ).toEqual(['GET /open none', 'POST /open none', 'GET /shut required api-key']);
});
