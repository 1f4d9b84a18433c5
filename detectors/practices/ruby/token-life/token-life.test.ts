import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { checkAt } from '../../../../tests/support/check-literal.ts';
import { tokenLifeRuby } from './token-life.ts';

/** One token that is issued after these lines. */
const issued = (line: string, said: string, before = ''): Promise<void> =>
  checkAt(tokenLifeRuby, 'app/tokens.rb', {
    code: `
class Tokens
  LIFE = 8.days
  def issue(user, more, life = 2.hours.from_now)
    ${before}
    ${line}
  end
end
`,
    place: 'encode',
    said: said === '' ? '' : `token-life ${said}`,
  });

test.each([
  ['JWT.encode({ sub: user.id }, key)', 'unsound | tokens are issued that never expire'],
  ['JWT.encode({ sub: user.id, exp: 15.minutes.from_now.to_i }, key)', 'sound | tokens expire within an hour'],
  ["JWT.encode({ sub: 1, 'exp' => Time.now.to_i + 3600 }, key, 'HS256')", 'sound'],
  ['JWT.encode({ sub: 1, exp: (Time.current + 30 * 60).to_i }, key)', 'sound'],
  ['JWT.encode({ sub: 1, exp: LIFE.from_now.to_i }, key)', 'partial | tokens expire after 192 hours'],
  ['JWT.encode({ sub: 1, exp: life.to_i }, key)', 'partial | tokens expire after 2 hours'],
  ['JWT.encode({ sub: 1, exp: ENV["LIFE"].to_i }, key)', 'partial | tokens expire after a time that is configured'],
  ["JWT.encode({ sub: 1, typ: 'refresh', exp: 30.days.from_now.to_i }, key)", 'sound | refresh tokens expire'],
  ['JWT.encode({ sub: 1, expires_at: life }, key)', ''],
  ['JWT.encode({ **more }, key)', ''],
  ['JWT.encode(more.merge(exp: 5.minutes.from_now.to_i), key)', 'sound'],
  ['JWT.encode(more, key)', ''],
  ['Box.encode({ sub: 1 }, key)', ''],
])('%s', (line, said) => issued(line, said));

test.each([
  ['claims = { sub: 1 }', 'unsound'],
  ['claims = { sub: 1 }; claims[:exp] = 5.minutes.from_now.to_i', 'sound'],
  ['claims = { sub: 1 }; claims.merge!(more)', ''],
  ['claims = more; claims[:exp] ||= 3.hours.from_now.to_i', 'partial | tokens expire after 3 hours'],
])('claims that are gathered: %s', (before, said) => issued('JWT.encode(claims, key)', said, before));

test('settings of Devise and its neighbours', () =>
  check(
    tokenLifeRuby,
    'config/initializers/devise.rb',
    `
Devise.setup do |config|
  config.timeout_in = 30.minutes
#        ^^^^^^^^^^ token-life sound | sessions end after an hour at most
  config.jwt do |jwt|
    jwt.expiration_time = 1.day.to_i
#       ^^^^^^^^^^^^^^^ token-life partial | tokens expire after 24 hours
  end
end
DeviseTokenAuth.setup do |config|
  config.change_headers_on_each_request = true
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ token-life sound | tokens rotate with each request
  config.token_lifespan = 2.weeks
#        ^^^^^^^^^^^^^^ token-life partial | tokens expire after 336 hours
end
`,
  ));

test('Doorkeeper', async () => {
  await check(
    tokenLifeRuby,
    'config/initializers/doorkeeper.rb',
    `
Doorkeeper.configure do
  access_token_expires_in 1.hour
# ^^^^^^^^^^^^^^^^^^^^^^^ token-life sound | tokens expire within an hour
  use_refresh_token
# ^^^^^^^^^^^^^^^^^ token-life sound | refresh tokens rotate
end
`,
  );
  await check(
    tokenLifeRuby,
    'config/initializers/doorkeeper.rb',
    `
Doorkeeper.configure do
  access_token_expires_in nil
# ^^^^^^^^^^^^^^^^^^^^^^^ token-life unsound | tokens are issued that never expire
  use_refresh_token if ENV['REFRESH']
end
`,
  );
});

test('stores of sessions, and of revoked tokens', async () => {
  await check(
    tokenLifeRuby,
    'config/initializers/session_store.rb',
    `
Rails.application.config.session_store :redis_store, expire_after: 90.minutes
#                        ^^^^^^^^^^^^^ token-life sound | sessions are kept in a store and end after a time
Shop::Application.config.session_store :cookie_store, key: '_shop', expire_after: 14.days
#                        ^^^^^^^^^^^^^ token-life partial | sessions end after 336 hours
Other::Application.config.session_store :cookie_store, key: '_other'
`,
  );
  await check(
    tokenLifeRuby,
    'app/models/denied_token.rb',
    `
class DeniedToken < ApplicationRecord
  include Devise::JWT::RevocationStrategies::Denylist
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ token-life sound | tokens are looked up in a store of revoked ones
end
class Open
  include Devise::JWT::RevocationStrategies::Null
end
`,
  );
});

test('settings of other stages, and other settings, are none', async () => {
  await check(
    tokenLifeRuby,
    'config/environments/development.rb',
    `
Rails.application.config.session_store :redis_store, expire_after: 90.minutes
`,
  );
  await check(
    tokenLifeRuby,
    'app/cache.rb',
    `
Cache.setup { |config| config.timeout_in = 30.minutes }
JWT_LIFE = 3
`,
  );
});
