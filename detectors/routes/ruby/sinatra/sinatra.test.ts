import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { sinatra } from './sinatra.ts';

test('routes, filters and namespaces', () =>
  check(
    sinatra,
    'app.rb',
    `
require 'sinatra'
#       ^^^^^^^^^ enables sinatra-classic
if true
  post('/users') { 201 }
# ^^^^ drawing post
  namespace '/v2' do
# ^^^^^^^^^ drawing namespace
  end
  before { halt 401 }
# ^^^^^^ drawing before
end
`,
  ));

test('calls without a block are no routes', () =>
  check(
    sinatra,
    'client.rb',
    `
class Client
  def run
    get '/users'
    http.post('/users') { |request| request }
  end
end
`,
  ));

test('Rack says where applications are mounted', () =>
  check(
    sinatra,
    'config.ru',
    `
if true
  map '/api' do
# ^^^ drawing map
    run Api
#   ^^^ drawing run
  end
end
`,
  ));
