import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { plug } from './plug.ts';

test('routes are macros with a path and a block, or a module', () =>
  check(
    plug,
    'lib/router.ex',
    `
defmodule Shop.Router do
#         ^^^^^^^^^^^ router router plug
  use Plug.Router
  plug :match
  get "/users/:id" do
#     ^^^^^^^^^^^^ route GET /users/:id | in its builder, or none; chain function
    get "/not/a/route"
    send_resp(conn, 200, "")
  end
  post "/users" when true, to: Shop.Users
#      ^^^^^^^^ route POST /users | in its builder, or none; chain load Shop.Users.call
  match "/hooks", via: [:post, :put] do
#       ^^^^^^^^ route POST,PUT /hooks | in its builder, or none; chain function
    send_resp(conn, 204, "")
  end
  match _ do
#       ^ route ANY /*_ | in its builder, or none; chain function
    send_resp(conn, 404, "")
  end
  forward "/api", to: Shop.Api
#         ^^^^^^ mount /api | chain load Shop.Api; in its builder, or none
end
`,
  ));

test('a module that uses something else has none', () =>
  check(
    plug,
    'lib/other.ex',
    `
# use Plug.Router
defmodule Shop.Other do
  use Plug.Builder
  get "/users" do
    :ok
  end
end
`,
  ));
