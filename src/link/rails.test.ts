import { expect, test } from 'vitest';
import { linkOf, notesOf, reasonsOf } from '../../tests/support/link.ts';

const BASE = 'class ApplicationController < ActionController::Base\nend\n';

/** Paths and methods of the operations that a routing table draws. */
async function drawn(routes: string, others: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const lines = await linkOf({
    ...others,
    'config/routes.rb': `Rails.application.routes.draw do\n${routes}\nend\n`,
  });
  return lines.map(line => line.split(' ').slice(0, 2).join(' '));
}

test('resources are seven actions, eight operations; one resource has no index', async () => {
  expect(await drawn('resources :posts')).toEqual([
    'GET /posts',
    'POST /posts',
    'GET /posts/new',
    'DELETE /posts/{id}',
    'GET /posts/{id}',
    'PATCH /posts/{id}',
    'PUT /posts/{id}',
    'GET /posts/{id}/edit',
  ]);
  expect(await drawn('resource :profile, only: %i[show update]')).toEqual([
    'GET /profile',
    'PATCH /profile',
    'PUT /profile',
  ]);
});

test.each([
  ['namespace :admin do\n resources :users, only: :index\nend', ['GET /admin/users']],
  ['scope "/v1", module: :api do\n get "a", to: "b#c"\nend', ['GET /v1/a']],
  ['scope :v1 do\n get "a/b"\nend', ['GET /v1/a/b']],
  [
    'resources :posts, only: [] do\n resources :comments, only: :index\n get :stats, on: :collection\n member { post :like }\n get "raw"\nend',
    ['GET /posts/stats', 'POST /posts/{id}/like', 'GET /posts/{post_id}/comments', 'GET /posts/{post_id}/raw'],
  ],
  ['resources :posts, param: :slug, path: "articles", only: :show', ['GET /articles/{slug}']],
  ['resources :posts, except: %i[index create new edit show update]', ['DELETE /posts/{id}']],
  [
    'resources :posts, shallow: true, only: [] do\n resources :comments, only: %i[index show]\nend',
    ['GET /comments/{id}', 'GET /posts/{post_id}/comments'],
  ],
  ['resources :posts, only: :new, path_names: { new: "make" }', ['GET /posts/make']],
  [
    'concern :likeable do\n post :like\nend\nresources :posts, only: [], concerns: :likeable',
    ['POST /posts/{post_id}/like'],
  ],
  ['match "a", to: "b#c", via: %i[get post]', ['GET /a', 'POST /a']],
  ['get "a" => "b#c", as: :d', ['GET /a']],
  ['get "(:locale)/about", to: "a#b"', ['GET /about', 'GET /{locale}/about']],
  ['get "files/*path", to: "a#b", format: false', ['GET /files/{*path}']],
  ['get "a(.:format)", to: "a#b"', ['GET /a']],
  ['root "home#index"', ['GET /']],
  ['%w[a b].each do |name|\n get name, to: "x#y"\nend', ['GET /a', 'GET /b']],
  ['with_options only: :index do\n resources :a, :b\nend', ['GET /a', 'GET /b']],
  ['resources :a, only: :index do\n collection do\n get "new"\n end\nend', ['GET /a', 'GET /a/new']],
  ['get "old", to: redirect("/new")', ['GET /old']],
  ['direct(:home) { "/" }\nmount Sidekiq::Web => "/sidekiq"', ['ANY /sidekiq']],
] as const)('a table draws %j', async (routes, expected) => {
  expect(await drawn(routes)).toEqual(expected);
});

test('an application that only answers calls has no pages with forms', async () => {
  expect(
    await drawn('resources :posts, only: %i[new index]\nresources :tags', {
      'config/application.rb':
        'module Shop\n  class Application < Rails::Application\n    config.api_only = true\n  end\nend\n',
    }),
  ).not.toContain('GET /tags/new');
});

test('other files are drawn where they are named, and engines where they are mounted', async () => {
  expect(
    await drawn('namespace :a do\n draw :b\nend\nmount Blog::Engine => "/blog"', {
      'config/routes/b.rb': 'get "c", to: "d#e"\n',
      'blog/lib/blog/engine.rb':
        'module Blog\n  class Engine < Rails::Engine\n    isolate_namespace Blog\n  end\nend\n',
      'blog/config/routes.rb': 'Blog::Engine.routes.draw do\n  resources :posts, only: :index\nend\n',
    }),
  ).toEqual(['GET /a/c', 'GET /blog/posts']);
});

const ENGINE =
  'module Blog\n  module Core\n    class Engine < ::Rails::Engine\n      isolate_namespace Blog\n    end\n  end\nend\n';

test.each(['routes.draw', 'routes.append', 'routes.prepend', 'add_routes'])(
  'routes that %s gives an engine which nothing mounts are told, their prefix is not',
  async call => {
    expect(
      await linkOf({
        'lib/blog/core/engine.rb': ENGINE,
        'config/routes.rb': `Blog::Core::Engine.${call} do\n  resources :posts, only: :index\nend\n`,
      }),
    ).toEqual(['GET /posts unknown unresolved']);
  },
);

test('an initializer of an engine puts routes before those of the application', async () => {
  expect(
    await linkOf({
      'lib/blog/engine.rb':
        'class Engine < ::Rails::Engine\n  initializer "a" do |app|\n    app.routes.prepend do\n      get "q", to: "rails/health#show"\n    end\n  end\nend\n',
    }),
  ).toEqual(['GET /q none']);
});

test('what is drawn under a condition says so', async () => {
  expect(
    await linkOf({
      'config/routes.rb':
        'Rails.application.routes.draw do\n  if Rails.env.development?\n    get "a", to: "rails/health#show"\n  end\nend\n',
    }),
  ).toEqual(['GET /a none if Rails.env().development?()']);
});

test('a file that is not found is told', async () => {
  expect(await notesOf({ 'config/routes.rb': 'Rails.application.routes.draw do\n  draw :gone\nend\n' })).toEqual([
    'unknown-router config/routes.rb:2',
  ]);
});

/** The status of an action of a controller whose class has this body; other files beside it. */
async function statusOf(body: string, others: Readonly<Record<string, string>> = {}, action = 'show'): Promise<string> {
  const lines = await linkOf({
    'app/controllers/application_controller.rb': BASE,
    'app/controllers/posts_controller.rb': `class PostsController < ApplicationController\n${body}\n  def ${action}\n    render json: {}\n  end\nend\n`,
    'config/routes.rb': `Rails.application.routes.draw do\n  get "x", to: "posts#${action}"\nend\n`,
    ...others,
  });
  return lines.map(line => line.replace('GET /x ', '')).join('; ');
}

const LOGIN = 'def check\n head :unauthorized unless User.find_by(token: request.headers["X-Api-Key"])\nend';

test.each([
  ['', 'none'],
  [`before_action :check\n${LOGIN}`, 'required api-key'],
  [`before_action :check, only: %i[index]\n${LOGIN}`, 'none'],
  [`before_action :check, except: :show\n${LOGIN}`, 'none'],
  [`before_action :check\nskip_before_action :check, only: :show\n${LOGIN}`, 'none'],
  [`before_action :check, if: :json?\n${LOGIN}`, 'unknown api-key'],
  [`before_action :check, unless: -> { Rails.env.test? }\n${LOGIN}`, 'required api-key'],
  [`prepend_before_action :check\n${LOGIN}`, 'required api-key'],
  ['before_action do\n redirect_to "/login" unless session[:user_id]\nend', 'required session'],
  ['before_action { redirect_to "/" unless session[:basket] }', 'none'],
  ['http_basic_authenticate_with name: "a", password: "b"', 'required basic'],
  ['http_basic_authenticate_with name: "a", password: "b", except: :show', 'none'],
  [
    'before_action :check\ndef check\n authenticate_or_request_with_http_token { |token, _| Key.exists?(token: token) }\nend',
    'required bearer',
  ],
  [
    'before_action :check\ndef check\n authenticate_or_request_with_http_token { |token, _| true }\nend',
    'unknown bearer',
  ],
  ['before_action :load\ndef load\n @post = Post.find(params[:id])\nend', 'none'],
  ['before_action :gone', 'unknown'],
  ['before_action :verify_authenticity_token', 'none'],
  ['around_action :zone\ndef zone\n Time.use_zone(session[:user_id]) { yield }\nend', 'none'],
  [
    'before_action :check\ndef check\n JWT.decode(request.headers["Authorization"], KEY)\nrescue JWT::DecodeError\n head 401\nend',
    'required bearer',
  ],
  [
    'before_action :check\ndef check\n JWT.decode(request.headers["Authorization"], nil, false)\nrescue JWT::DecodeError\n head 401\nend',
    'unknown bearer',
  ],
] as const)('a controller with %j', async (body, expected) => {
  expect(await statusOf(body)).toBe(expected);
});

test('what a callback keeps, those after it find', async () => {
  const body =
    'before_action :find_user\nbefore_action :check\ndef find_user\n @current_user = User.find_by(id: session[:user_id])\nend\ndef check\n redirect_to login_path unless @current_user\nend';
  expect(await statusOf(body)).toBe('required session');
});

test('a record that is not found refuses, and asks nobody who calls', async () => {
  const body =
    'before_action :load\nbefore_action :check\ndef load\n @post = Post.find(params[:id])\nend\ndef check\n head 404 unless @post.published?\nend';
  expect(await statusOf(body)).toBe('none');
});

test('methods that gems give count where the application depends on the gem', async () => {
  const body = 'before_action :authenticate_user!';
  expect(await statusOf(body)).toBe('unknown');
  expect(await statusOf(body, { Gemfile: "gem 'devise'\n" })).toBe('required session');
  expect(await statusOf('before_action :doorkeeper_authorize!', { Gemfile: "gem 'doorkeeper'\n" })).toBe(
    'required oauth2',
  );
  expect(
    await statusOf('before_action :check\ndef check\n redirect_to "/" unless user_signed_in?\nend', {
      Gemfile: "gem 'devise'\n",
    }),
  ).toBe('required session');
});

const CONCERN = `module Authentication
  extend ActiveSupport::Concern
  included do
    before_action :require_authentication
  end
  class_methods do
    def allow_unauthenticated_access(**options)
      skip_before_action :require_authentication, **options
    end
  end
  private
    def require_authentication
      resume_session || request_authentication
    end
    def resume_session
      Current.session ||= find_session_by_cookie
    end
    def find_session_by_cookie
      Session.find_by(id: cookies.signed[:session_id]) if cookies.signed[:session_id]
    end
    def request_authentication
      redirect_to new_session_path
    end
end
`;

test('the concern that Rails generates guards all actions but those that allow anybody', async () => {
  const others = {
    'app/controllers/concerns/authentication.rb': CONCERN,
    'app/models/current.rb': 'class Current < ActiveSupport::CurrentAttributes\n  attribute :session\nend\n',
    'app/controllers/application_controller.rb':
      'class ApplicationController < ActionController::Base\n  include Authentication\nend\n',
  };
  expect(await statusOf('', others)).toBe('required session');
  expect(await statusOf('allow_unauthenticated_access only: :show', others)).toBe('none');
  expect(await statusOf('allow_unauthenticated_access only: :index', others)).toBe('required session');
});

test('what a class below skips, others keep', async () => {
  const sources = {
    'app/controllers/application_controller.rb': `class ApplicationController < ActionController::Base\n  before_action :check\n  ${LOGIN}\nend\n`,
    'app/controllers/a_controller.rb':
      'class AController < ApplicationController\n  skip_before_action :check\n  def show; end\nend\n',
    'app/controllers/b_controller.rb': 'class BController < ApplicationController\n  def show; end\nend\n',
    'config/routes.rb': 'Rails.application.routes.draw do\n  get "a", to: "a#show"\n  get "b", to: "b#show"\nend\n',
  };
  expect(await linkOf(sources)).toEqual(['GET /a none', 'GET /b required api-key']);
});

test('an action whose controller is not in the tree, or derives from a gem, is not known', async () => {
  expect(
    await reasonsOf({ 'config/routes.rb': 'Rails.application.routes.draw do\n  get "a", to: "b#c"\nend\n' }),
  ).toEqual(['GET /a unknown: b#c (on this route): it could not be followed: its controller is not in the tree']);
  expect(
    await linkOf({
      'app/controllers/b_controller.rb': 'class BController < Shop::BaseController\n  def c; end\nend\n',
      'config/routes.rb': 'Rails.application.routes.draw do\n  get "a", to: "b#c"\nend\n',
    }),
  ).toEqual(['GET /a unknown']);
});

test('controllers are found by their modules, however their names are capitalised', async () => {
  const lines = await linkOf({
    'app/controllers/api/v1/users_controller.rb':
      'module API\n  module V1\n    class UsersController < ActionController::API\n      def index; end\n    end\n  end\nend\n',
    'config/routes.rb':
      'Rails.application.routes.draw do\n  namespace :api do\n    namespace :v1 do\n      resources :users, only: :index\n    end\n  end\nend\n',
  });
  expect(lines).toEqual(['GET /api/v1/users none']);
});

test('Devise draws routes by the modules of the model', async () => {
  const lines = await linkOf({
    Gemfile: "gem 'devise'\n",
    'app/models/user.rb': 'class User < ApplicationRecord\n  devise :database_authenticatable, :registerable\nend\n',
    'config/routes.rb':
      'Rails.application.routes.draw do\n  devise_for :users, path: "u", path_names: { sign_in: "login" }\n  authenticate :user do\n    get "a", to: "rails/health#show"\n  end\nend\n',
  });
  expect(lines).toEqual([
    'GET /a required session',
    'DELETE /u required session',
    'PATCH /u required session',
    'POST /u none',
    'PUT /u required session',
    'GET /u/cancel none',
    'GET /u/edit required session',
    'GET /u/login none',
    'POST /u/login none',
    'DELETE /u/sign_out none',
    'GET /u/sign_up none',
  ]);
});

test('Doorkeeper draws those of its controllers that are not left out', async () => {
  expect(
    await drawn(
      'use_doorkeeper scope: "o" do\n skip_controllers :applications, :authorized_applications, :authorizations\nend',
    ),
  ).toEqual(['POST /o/introspect', 'POST /o/revoke', 'POST /o/token', 'GET /o/token/info']);
});

test('a controller of the tree that derives from one of Devise has what that one puts before its actions', async () => {
  const lines = await linkOf({
    Gemfile: "gem 'devise'\n",
    'app/models/user.rb': 'class User < ApplicationRecord\n  devise :registerable\nend\n',
    'app/controllers/users/registrations_controller.rb':
      'class Users::RegistrationsController < Devise::RegistrationsController\n  before_action :authenticate_user!\n  def new; end\nend\n',
    'config/routes.rb':
      "Rails.application.routes.draw do\n  devise_for :users, controllers: { registrations: 'users/registrations' }\nend\n",
  });
  expect(lines).toEqual([
    'DELETE /users required session',
    'PATCH /users required session',
    'POST /users none',
    'PUT /users required session',
    'GET /users/cancel none',
    'GET /users/edit required session',
    'GET /users/sign_up none',
  ]);
});

test('what another file puts before the actions of a class counts, wherever it is', async () => {
  const others = {
    'lib/patches.rb': `ApplicationController.class_eval do\n  before_action :check\n  ${LOGIN}\nend\n`,
  };
  expect(await statusOf('', others)).toBe('unknown');
});

const SIGN_IN = 'def go\n redirect_to "/login"\nend';

test.each([
  [`before_action :go, unless: :signed_in?\n${SIGN_IN}`, 'required session'],
  [`before_action :go, if: -> { current_user.nil? }\n${SIGN_IN}`, 'required session'],
  [`before_action :go, unless: [:signed_in?, :open?]\n${SIGN_IN}\ndef open?\n params[:open]\nend`, 'unknown session'],
  [`before_action :go, if: :signed_in?\n${SIGN_IN}`, 'none'],
  [`before_action :require_login\nskip_before_action :require_login, if: :signed_in?`, 'required session'],
] as const)('who calls is asked by conditions: %j', async (body, expected) => {
  expect(await statusOf(body, { Gemfile: "gem 'clearance'\n" })).toBe(expected);
});

/** The status of an action with this body, behind methods that this class has. */
async function statusOfAction(action: string, methods = ''): Promise<string> {
  const lines = await linkOf({
    Gemfile: "gem 'devise'\n",
    'app/controllers/application_controller.rb': BASE,
    'app/controllers/posts_controller.rb': `class PostsController < ApplicationController\n  def show\n${action}\n  end\n${methods}\nend\n`,
    'config/routes.rb': 'Rails.application.routes.draw do\n  get "x", to: "posts#show"\nend\n',
  });
  return lines.map(line => line.replace('GET /x ', '')).join('; ');
}

test.each([
  ['return head :unauthorized unless current_user\nrender json: {}', 'required session'],
  ['render json: current_user ? { a: 1 } : {}', 'none'],
  // The secret of whoever sends it messages says nothing of a caller's account.
  [
    'return head :unauthorized unless ActiveSupport::SecurityUtils.secure_compare(request.headers["X-Api-Key"].to_s, ENV["KEY"])\nrender json: {}',
    'unknown api-key',
  ],
  ['authorize Post\nrender json: {}', 'unknown session'],
  // Everybody is sent elsewhere.
  ['if current_user\n sign_out current_user\nend\nredirect_to "/"', 'unknown session'],
  // Whoever has been signed in is no stranger any more.
  [
    'user = User.find_by(email: params[:email])\nsign_in(user)\nreturn head :unauthorized unless current_user\nrender json: {}',
    'none',
  ],
  ['session[:user_id] = User.first.id\nreturn head :unauthorized unless session[:user_id]\nrender json: {}', 'none'],
  [
    'user = User.find_by(email: params[:email])\nreturn head :unauthorized unless user&.authenticate(params[:password])\nrender json: {}',
    'none',
  ],
] as const)('an action of %j', async (action, expected) => {
  expect(await statusOfAction(action)).toBe(expected);
});

test('readers of fields, what is kept once, and names of controllers', async () => {
  expect(
    await statusOfAction(
      'return head :unauthorized unless user\nrender json: {}',
      'attr_reader :user\nbefore_action :find\ndef find\n @user = found\nend\ndef found\n return @found if defined?(@found)\n @found = controller_name == "posts" ? current_user : 1\nend',
    ),
  ).toBe('required session');
});

test('what a module includes into those who include it, with class methods that put callbacks', async () => {
  expect(
    await statusOf('include Outer', {
      Gemfile: "gem 'clearance'\n",
      'app/controllers/concerns/inner.rb':
        'module Inner\n extend ActiveSupport::Concern\n class_methods do\n def guarded(**)\n before_action(:go, **, unless: :signed_in?)\n end\n end\n def go\n redirect_to "/login"\n end\nend\n',
      'app/controllers/concerns/outer.rb':
        'module Outer\n extend ActiveSupport::Concern\n included do\n include Inner\n guarded only: :show\n end\nend\n',
    }),
  ).toBe('required session');
});

test('a callback asks the methods of the class that it stands in, not those of another heir', async () => {
  const base =
    'class BaseController < ActionController::Base\n before_action { head :unauthorized unless allowed? }\n def allowed?\n User.find_by(token: request.headers["X-Api-Key"])\n end\nend\n';
  const heir = (name: string, body = ''): string =>
    `class ${name}Controller < BaseController\n${body}\n def show\n render json: {}\n end\nend\n`;
  expect(
    await linkOf({
      'app/controllers/base_controller.rb': base,
      'app/controllers/a_controller.rb': heir('A'),
      'app/controllers/b_controller.rb': heir('B', 'def allowed?\n true\nend'),
      'config/routes.rb': 'Rails.application.routes.draw do\n  get "a", to: "a#show"\n  get "b", to: "b#show"\nend\n',
    }),
  ).toEqual(['GET /a required api-key', 'GET /b none']);
});

test('an engine that nothing mounts is where its generator mounts it', async () => {
  const files = {
    'lib/blog/engine.rb': 'module Blog\n class Engine < Rails::Engine\n end\nend\n',
    'config/routes.rb': 'Blog::Engine.routes.draw do\n  get "a", to: "rails/health#show"\nend\n',
    'lib/generators/blog/install_generator.rb':
      'class InstallGenerator < Rails::Generators::Base\n def add\n route "mount Blog::Engine => \'/blog\'"\n end\nend\n',
  };
  expect(await linkOf(files)).toEqual(['GET /blog/a none']);
  expect(
    await linkOf({
      ...files,
      'lib/generators/blog/other_generator.rb':
        'class OtherGenerator < Rails::Generators::Base\n def add\n route "mount Blog::Engine => \'/b\'"\n end\nend\n',
    }),
  ).toEqual(['GET /a unknown unresolved']);
});

test('guards under opposite conditions are one that stands there in any case', async () => {
  const body =
    'before_action :by_token, if: :token?\nbefore_action :authenticate_user!, unless: :token?\ndef token?\n request.headers["X-Api-Key"].present?\nend\ndef by_token\n head :unauthorized unless Key.find_by(value: request.headers["X-Api-Key"])\nend';
  expect(await statusOf(body, { Gemfile: "gem 'devise'\n" })).toBe('required api-key session');
});

test.each([
  ['before_action :check\ndef check\n head 401 unless %w[show].include?(action_name) || current_user\nend', 'none'],
  ['before_action :check\ndef check\n head 401 unless action_name == "index" || current_user\nend', 'required session'],
  ['before_action :check\ndef check\n send(:authenticate_user!)\nend', 'required session'],
  [
    'before_action :set, :check\ndef set\n User.current = User.find_by(id: session[:user_id])\nend\ndef check\n head 401 unless User.current\nend',
    'required session',
  ],
  ['before_action :check\ndef check\n head 401 unless provider.current_user\nend', 'required session'],
  ['load_and_authorize_resource', 'unknown'],
  ['load_and_authorize_resource\nskip_authorize_resource only: :show', 'none'],
  ['authorize_resource only: :index', 'none'],
] as const)('a controller that asks %j', async (body, expected) => {
  expect(await statusOf(body, { Gemfile: "gem 'devise'\n" })).toBe(expected);
});

test('what is mounted from outside the tree answers below its path, behind what stands around it', async () => {
  const routes =
    'authenticate :user do\n mount Sidekiq::Web => "/sidekiq"\nend\nmount ActionCable.server => "/cable"\nmount ->(env) { [200, {}, []] } => "/ok"';
  expect(await linkOf({ 'config/routes.rb': `Rails.application.routes.draw do\n${routes}\nend\n` })).toEqual([
    'ANY /cable unknown',
    'ANY /ok none',
    'ANY /sidekiq required session',
  ]);
});

test('a routing concern is given the options of its use', async () => {
  expect(await drawn('concern :c do |options|\n resources :notes, options\nend\nconcerns :c, only: :index')).toEqual([
    'GET /notes',
  ]);
});
