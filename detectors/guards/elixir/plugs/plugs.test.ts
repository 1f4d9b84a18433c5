import { expect, test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { linked } from '../../../../tests/support/link.ts';
import { plugs } from './plugs.ts';

test('plugs of a controller, for some of its actions', () =>
  check(
    plugs,
    'lib/controller.ex',
    `
defmodule ShopWeb.UserController do
  use ShopWeb, :controller
  @open [:index]
  plug :fetch_session
#      ^^^^^^^^^^^^^^ class-guard fetch_session
#      ^^^^^^^^^^^^^^ guard-kind none
  plug :authorize, :admin when action in [:create, :delete]
#      ^^^^^^^^^^ class-guard function | only create, delete
  plug :own when action not in @open
#      ^^^^ class-guard own | except index
  plug ShopWeb.Check, role: :admin when action == :show
#      ^^^^^^^^^^^^^ class-guard function | only show
  plug :late when somewhere(conn)
#      ^^^^^ class-guard late | in part
end
`,
  ));

test('a guard on lines of its own', () =>
  check(
    plugs,
    'lib/controller.ex',
    `
defmodule ShopWeb.UserController do
  plug(
    Guardian.Plug.EnsureAuthenticated
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ class-guard Guardian.Plug.EnsureAuthenticated | only create
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind required jwt
    when action in [
           :create
         ]
  )
end
`,
  ));

test('libraries whose plugs are known', () =>
  check(
    plugs,
    'lib/pipeline.ex',
    `
defmodule Shop.Pipeline do
  use Guardian.Plug.Pipeline, otp_app: :shop
  plug Guardian.Plug.VerifyHeader, scheme: "Bearer"
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^ class-guard Guardian.Plug.VerifyHeader | into call
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind optional jwt
  plug Guardian.Plug.EnsureAuthenticated
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ class-guard Guardian.Plug.EnsureAuthenticated | into call
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind required jwt
  plug Guardian.Plug.LoadResource, allow_blank: true
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^ class-guard Guardian.Plug.LoadResource | into call
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind optional jwt
end
`,
  ));

test('options before a guard of the plug', () =>
  check(
    plugs,
    'lib/controller.ex',
    `
defmodule ShopWeb.PageController do
  use ShopWeb, :controller
  use Guardian.Plug.Pipeline, otp_app: :shop
  plug Guardian.Plug.LoadResource, allow_blank: true when action == :show
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^ class-guard Guardian.Plug.LoadResource
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind optional jwt
  plug Guardian.Plug.LoadResource, [allow_blank: true] when action == :index
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^ class-guard Guardian.Plug.LoadResource
#      ^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind optional jwt
end
`,
  ));

test('pipelines of routers are told by the router, and functions of the name are none', () =>
  check(
    plugs,
    'lib/router.ex',
    `
defmodule ShopWeb.Router do
  use ShopWeb, :router
  pipeline :api do
    plug :accepts, ["json"]
  end
  def plug(a), do: plug(a, 1)
end
`,
  ));

test('hooks of a page of LiveView', () =>
  check(
    plugs,
    'lib/page_live.ex',
    `
defmodule ShopWeb.PageLive do
  use ShopWeb, :live_view
  on_mount {ShopWeb.Auth, :ensure_authenticated}
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ class-guard function | only mount
  on_mount ShopWeb.Assigns
#          ^^^^^^^^^^^^^^^ class-guard function | only mount
  def attach(socket), do: on_mount(socket)
end
`,
  ));

/** Whether the one operation of a controller with this plug before it is limited, and who may call it. */
async function limited(plug: string): Promise<readonly unknown[]> {
  const { operations } = await linked({
    'lib/router.ex': `defmodule ShopWeb.Router do
  use Phoenix.Router
  post "/login", ShopWeb.LoginController, :create
end
`,
    'lib/login_controller.ex': `defmodule ShopWeb.LoginController do
  use Phoenix.Controller
  plug ${plug}
  def create(conn, _), do: json(conn, %{})
end
`,
  });
  return operations.map(({ limiter, auth }) => [limiter !== undefined, auth.status]);
}

test.each([
  ['Hammer.Plug, rate_limit: {"login", 60_000, 10}, by: :ip', true],
  ['Hammer.Plug, [rate_limit: {"login", 60_000, 10}] when action == :create', true],
  ['Hammer.Plug, [rate_limit: {"login", 60_000, 10}] when action == :show', false],
  ['Hammer.Plug, rate_limit: {"login", 60_000, 10}, on_deny: &Shop.log/2', false],
  ['Hammer.Plug, rate_limit: {"login", 60_000, 10}, by: {:session, :user}, when_nil: :pass', false],
])('a limit of requests: plug %s', async (plug, isLimited) =>
  expect(await limited(plug)).toEqual([[isLimited, 'none']]),
);
