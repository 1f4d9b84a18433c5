import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { roda } from './roda.ts';

test('branches and ends of a tree', () =>
  check(
    roda,
    'app.rb',
    `
class App < Roda
  route do |r|
# ^^^^^ drawing tree
    r.root { 1 }
#     ^^^^ drawing root
    r.on 'users', Integer do |id|
#     ^^ drawing on
      r.get { 1 }
#       ^^^ drawing get
      other.get { 1 }
    end
    r.run Admin
#     ^^^ drawing run
  end
  hash_branch 'books' do |r|
# ^^^^^^^^^^^ drawing branch
  end
end
`,
  ));

test('routes of Sinatra are no trees', () =>
  check(
    roda,
    'sinatra.rb',
    `
class App < Sinatra::Base
  route :get, :post, '/x' do
    1
  end
end
`,
  ));
