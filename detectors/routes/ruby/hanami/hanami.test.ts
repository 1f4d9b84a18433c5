import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { hanami } from './hanami.ts';

test('routes, scopes and slices', () =>
  check(
    hanami,
    'config/routes.rb',
    `
class Routes < Hanami::Routes
  root { 'hi' }
# ^^^^ drawing root
  get '/books', to: 'books.index'
# ^^^ drawing get
  slice :admin, at: '/admin' do
# ^^^^^ drawing slice
    scope 'v1' do
#   ^^^^^ drawing scope
    end
  end
end
`,
  ));

test('what stands before an action', () =>
  check(
    hanami,
    'app/actions/books/show.rb',
    `
class Show < Shop::Action
  before :authenticate
# ^^^^^^ callback put
end
`,
  ));

test('filters of Sinatra are none of Hanami', () =>
  check(
    hanami,
    'app.rb',
    `
class App < Sinatra::Base
  before '/admin' do
  end
  get('/a') { 1 }
end
`,
  ));
