import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { rails } from './rails.ts';

test('calls of a routing table are drawn', () =>
  check(
    rails,
    'config/routes.rb',
    `
Rails.application.routes.draw do
#                        ^^^^ drawing draw
  resources :posts, only: :index do
# ^^^^^^^^^ drawing resources
    get :stats, on: :collection
#   ^^^ drawing get
  end
  root "home#index"
# ^^^^ drawing root
  devise_for :users
# ^^^^^^^^^^ drawing devise_for
  draw :admin
# ^^^^ drawing draw-file
end
`,
  ));

test('so are those of a file that another table draws', () =>
  check(
    rails,
    'config/routes/admin.rb',
    `
if true
  namespace :admin
# ^^^^^^^^^ drawing namespace
end
`,
  ));

test('calls of the same names elsewhere are not', () =>
  check(
    rails,
    'app/models/client.rb',
    `
class Client
  def fetch
    http.get '/users'
    resources :posts
  end
end
`,
  ));

test('blocks of routes that something keeps', () =>
  check(
    rails,
    'config/routes.rb',
    `
Blog::Engine.add_routes do
#            ^^^^^^^^^^ drawing keep
  get 'a', to: 'b#c'
# ^^^ drawing get
end
Blog.configure do |config|
  config.a = 1
end
`,
  ));

test('the settings of an application and an engine are told', () =>
  check(
    rails,
    'config/application.rb',
    `
module Shop
  class Application < Rails::Application
    config.api_only = true
#          ^^^^^^^^ enables rails-api-only
  end
  class Engine < Rails::Engine
    isolate_namespace Shop
#   ^^^^^^^^^^^^^^^^^ drawing isolate
  end
end
`,
  ));

test('generators say where they mount an engine', () =>
  check(
    rails,
    'lib/generators/blog/install_generator.rb',
    `
class InstallGenerator < Rails::Generators::Base
  def mount
    route "mount Blog::Engine => '/blog'"
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ enables mounts Blog::Engine at /blog
    route "resources :posts"
  end
end
`,
  ));
