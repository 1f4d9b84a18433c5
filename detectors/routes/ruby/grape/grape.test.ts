import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { grape } from './grape.ts';

test('what an API says of its paths, and its endpoints', () =>
  check(
    grape,
    'api.rb',
    `
class API < Grape::API
  prefix :api
# ^^^^^^ drawing prefix
  version 'v1', using: :path
# ^^^^^^^ drawing version
  resource :users do
# ^^^^^^^^ drawing namespace
    get { [] }
#   ^^^ drawing get
    route_param :id do
#   ^^^^^^^^^^^ drawing route_param
    end
  end
  before { error!('no', 401) }
# ^^^^^^ drawing before
  mount Other
# ^^^^^ drawing mount
end
`,
  ));

test('look-ups are no endpoints', () =>
  check(
    grape,
    'client.rb',
    `
class Client
  def run
    get 'users'
    options.get(:x) { 1 }
  end
end
`,
  ));
