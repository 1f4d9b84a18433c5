import { expect, test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { factsIn } from '../../../../tests/support/facts-in.ts';
import { linked } from '../../../../tests/support/link.ts';
import { limitersRuby } from './limiters-ruby.ts';

test('throttles of every path', () =>
  check(
    limitersRuby,
    'config/initializers/rack_attack.rb',
    `
Rack::Attack.throttle('requests by ip', limit: 300, period: 5.minutes) { |request| request.ip }
#            ^^^^^^^^ guard-kind none limiter
class Rack::Attack
  throttle('all', limit: 9, period: 1.second, &:ip)
# ^^^^^^^^ guard-kind none limiter
  throttle('requests', limit: 9_000_000, period: 1.minute) { |req| req.ip }
# ^^^^^^^^ guard-kind none limiter
  throttle('logins', limit: 5, period: 20) { |req| req.ip if req.path == '/login' }
  throttle('computed', limit: 5, period: 20) { |req| key(req) }
  throttle('some', limit: 5, period: 20) { |req| req.ip } if ENV['LIMITS']
end
class Engine
  throttle('fuel', limit: 5) { |req| req.ip }
end
`,
  ));

test.each([
  ['9_000_000', '1.minute', 'absurd'],
  ['300', '5.minutes', undefined],
  ['LIMIT', '1.minute', undefined],
])('%s in %s: %s', async (limit, period, kind) => {
  const facts = await factsIn([limitersRuby], {
    'config/initializers/rack_attack.rb': `Rack::Attack.throttle('all', limit: ${limit}, period: ${period}) { |req| req.ip }\n`,
  });
  expect(facts.map(fact => fact.kind === 'guard-kind' && fact.limitsNothing?.kind)).toEqual([kind]);
});

test('they are before every operation of the application', async () => {
  const { operations } = await linked({
    'config/initializers/rack_attack.rb':
      "Rack::Attack.throttle('requests by ip', limit: 300, period: 300) { |request| request.ip }\n",
    'config/routes.rb': "Rails.application.routes.draw do\n  get 'list', to: 'keys#list'\nend\n",
    'app/controllers/keys_controller.rb':
      'class KeysController < ActionController::API\n  def list\n    head :ok\n  end\nend\n',
  });
  expect(operations.map(({ path, limiter, auth }) => `${path} ${limiter?.file} ${auth.status}`)).toEqual([
    '/list config/initializers/rack_attack.rb none',
  ]);
});
