import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { secureConfigRuby } from './secure-config.ts';

test('settings of production', async () => {
  await check(
    secureConfigRuby,
    'config/environments/production.rb',
    `
Rails.application.configure do
  config.force_ssl = true
#        ^^^^^^^^^ switch https-only on
  config.consider_all_requests_local = false
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ switch debug-pages on
  config.hosts << 'shop.example'
#                 ^^^^^^^^^^^^^^ switch host-names on
  config.session_store :cookie_store, key: '_shop', secure: Rails.env.production?, httponly: true
#        ^^^^^^^^^^^^^ switch session-cookie on
end
`,
  );
  await check(
    secureConfigRuby,
    'config/environments/production.rb',
    `
Rails.application.configure do
  config.force_ssl = false
#        ^^^^^^^^^ switch https-only off
  config.consider_all_requests_local = true
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ switch debug-pages off
  config.hosts.clear
#              ^^^^^ switch host-names off
  config.session_store :cookie_store, secure: false
#        ^^^^^^^^^^^^^ switch session-cookie off
  config.action_controller.allow_forgery_protection = false
#                          ^^^^^^^^^^^^^^^^^^^^^^^^ switch csrf off
end
`,
  );
});

test('what the environment or a branch decides, other stages and other objects are not judged', async () => {
  await check(
    secureConfigRuby,
    'config/environments/production.rb',
    `
Rails.application.configure do
  config.force_ssl = ENV['FORCE_SSL'] != 'false'
  config.hosts << ENV['HOST']
  config.hosts << /.*/
  config.force_ssl = false if ENV['PLAIN']
  client.force_ssl = false
  servers.hosts.clear
  config.session_store :redis_store, secure: secure?
end
`,
  );
  await check(
    secureConfigRuby,
    'config/environments/development.rb',
    `
Rails.application.configure do
  config.consider_all_requests_local = true
  config.hosts.clear
end
`,
  );
});

test('requests that foreign pages make', async () => {
  await check(
    secureConfigRuby,
    'app/controllers/application_controller.rb',
    `
class ApplicationController < ActionController::Base
  protect_from_forgery with: :null_session
# ^^^^^^^^^^^^^^^^^^^^ switch csrf on
end
class Hooks < ApplicationController
  skip_before_action :verify_authenticity_token
end
`,
  );
  await check(
    secureConfigRuby,
    'app/controllers/application_controller.rb',
    `
class ApplicationController < ActionController::Base
  skip_before_action :verify_authenticity_token
# ^^^^^^^^^^^^^^^^^^ switch csrf off
end
`,
  );
  await check(
    secureConfigRuby,
    'app/controllers/application_controller.rb',
    `
class ApplicationController < ActionController::Base
  protect_from_forgery with: :exception, if: :browser?
  skip_before_action :verify_authenticity_token, only: :create
end
`,
  );
  await check(
    secureConfigRuby,
    'app/controllers/api_controller.rb',
    `
class ApiController < ActionController::Base
  skip_forgery_protection
  before_action { authenticate_or_request_with_http_token { |token| Token.find_by(token:) } }
end
`,
  );
});

test('origins', () =>
  check(
    secureConfigRuby,
    'config/initializers/cors.rb',
    `
Rails.application.config.middleware.insert_before 0, Rack::Cors do
  allow do
    origins '*'
#   ^^^^^^^ switch cross-origin off
    resource '*', headers: :any, methods: [:get], credentials: true
  end
  allow do
    origins { |source, env| true }
#   ^^^^^^^ switch cross-origin off
    resource '/x', credentials: true
  end
  allow do
    origins 'https://a.test', 'https://b.test'
#   ^^^^^^^ switch cross-origin on
    resource '/x', credentials: true
  end
  allow do
    origins '*'
    resource '/public/*'
  end
  allow do
    origins ENV['ORIGINS']
    resource '/x', credentials: true
  end
  if Rails.env.development?
    allow do
      origins '*'
      resource '*', credentials: true
    end
  end
end
`,
  ));

test('middleware, and Sinatra', async () => {
  await check(
    secureConfigRuby,
    'app.rb',
    `
class App < Sinatra::Base
  use Rack::SslEnforcer
# ^^^ switch https-only on
  use Rack::Session::Cookie, key: 'shop', secure: true
# ^^^ switch session-cookie on
  set :show_exceptions, true
# ^^^ switch debug-pages off
  disable :protection
# ^^^^^^^ switch secure-headers off
  configure :development do
    set :show_exceptions, true
  end
  set :views, true
end
`,
  );
  await check(
    secureConfigRuby,
    'config/initializers/headers.rb',
    `
SecureHeaders::Configuration.default do |config|
#                            ^^^^^^^ switch secure-headers on
  config.x_frame_options = 'DENY'
end
`,
  );
});
