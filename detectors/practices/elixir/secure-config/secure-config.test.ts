import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { secureConfigElixir } from './secure-config.ts';

test('settings of an endpoint', () =>
  check(
    secureConfigElixir,
    'config/prod.exs',
    `
import Config
config :shop, ShopWeb.Endpoint,
  force_ssl: [hsts: true],
# ^^^^^^^^^ switch https-only on
  check_origin: false,
# ^^^^^^^^^^^^ switch cross-origin off
  debug_errors: true
# ^^^^^^^^^^^^ switch debug-pages off
config :shop, Shop.Repo, ssl: true, ssl_opts: [verify: :verify_none]
#                                              ^^^^^^ switch tls-verification off
`,
  ));

test('plugs', () =>
  check(
    secureConfigElixir,
    'lib/endpoint.ex',
    `
defmodule ShopWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :shop
  if code_reloading? do
    plug Plug.Debugger
  end
  plug Plug.SSL
# ^^^^ switch https-only on
  plug Plug.Session, store: :cookie, key: "_shop", secure: true
# ^^^^ switch session-cookie on
  plug Plug.Session, store: :cookie, key: "_shop", http_only: false
# ^^^^ switch session-cookie off
  plug CORSPlug, origin: "*"
# ^^^^ switch cross-origin off
  plug CORSPlug, origin: ["https://shop.test"]
  plug Corsica, origins: "*"
  plug :protect_from_forgery
# ^^^^ switch csrf on
end
`,
  ));

test('settings for development, and those that are not written out, say nothing', () =>
  check(secureConfigElixir, {
    files: {
      'config/dev.exs': 'import Config\nconfig :shop, ShopWeb.Endpoint, check_origin: false, debug_errors: true\n',
      'config/config.exs':
        'import Config\nconfig :shop, ShopWeb.Endpoint, check_origin: origins(), debug_errors: debug?()\n',
    },
  }));
