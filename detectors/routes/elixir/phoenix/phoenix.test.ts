import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { phoenix } from './phoenix.ts';

test('a router is its module, with scopes, pipelines and routes', () =>
  check(
    phoenix,
    'lib/router.ex',
    `
defmodule ShopWeb.Router do
#         ^^^^^^^^^^^^^^ router router phoenix
  use ShopWeb, :router
  pipeline :api do
#          ^^^^ defines api [accepts, load ShopWeb.Auth.call]
    plug :accepts, ["json"]
#        ^^^^^^^^ guard-kind none
    plug ShopWeb.Auth
  end
  scope "/api", ShopWeb do
# ^^^^^ mount /api | chain function; calls child; in its builder, or none
    pipe_through [:api, :require_user]
#                ^^^^^^^^^^^^^^^^^^^^^ guard | in its builder, or none; guards :api, :require_user
    get "/users/:id", UserController, :show
#       ^^^^^^^^^^^^ route GET /users/:id | in its builder, or none; chain load ShopWeb.UserController.show
    match [:put, :patch], "/users/:id", UserController, :update
#                         ^^^^^^^^^^^^ route PUT,PATCH /users/:id | in its builder, or none; chain load ShopWeb.UserController.update
  end
end
`,
  ));

test('resources and what is forwarded to', () =>
  check(
    phoenix,
    'lib/router.ex',
    `
defmodule ShopWeb.Router do
#         ^^^^^^^^^^^^^^ router router phoenix
  use Phoenix.Router
  resources "/posts", ShopWeb.PostController, only: [:show, :create]
#           ^^^^^^^^ route GET /posts/:id | in its builder, or none; chain load ShopWeb.PostController.show
#           ^^^^^^^^ route POST /posts | in its builder, or none; chain load ShopWeb.PostController.create
  forward "/graphql", Absinthe.Plug, schema: Shop.Schema
#         ^^^^^^^^^^ route POST /graphql | in its builder, or none; chain Absinthe.Plug
#                     ^^^^^^^^^^^^^ guard-kind unknown
  forward "/jobs", Shop.Jobs
# ^^^^^^^ mount /jobs | chain load Shop.Jobs; in its builder, or none
  live "/page", ShopWeb.PageLive
#      ^^^^^^^ route GET /page | in its builder, or none; chain load ShopWeb.PageLive.mount
  live_session :admin, on_mount: [{ShopWeb.Auth, :admin}, ShopWeb.Assigns] do
# ^^^^^^^^^^^^ mount | chain function; calls self; in its builder, or none
    live "/admin", ShopWeb.AdminLive, :index
#        ^^^^^^^^ route GET /admin | in its builder, or none; chain load ShopWeb.AdminLive.mount; guards function, function
  end
end
`,
  ));

test('an endpoint is an application', () =>
  check(
    phoenix,
    'lib/endpoint.ex',
    `
defmodule ShopWeb.Endpoint do
#         ^^^^^^^^^^^^^^^^ router application phoenix
  use Phoenix.Endpoint, otp_app: :shop
  plug ShopWeb.Router
end
`,
  ));

test('clients, tests and functions of the names are no routes', () =>
  check(
    phoenix,
    'lib/client.ex',
    `
defmodule Shop.Client do
  use Tesla
  def users(conn), do: get("/users", Shop.Users, :all)
  def scope(a, b), do: {a, b}
  def show do
    resources "/posts", Shop.Post
  end
end
defmodule Shop.Plain do
  get "/users", UserController, :index
end
`,
  ));
