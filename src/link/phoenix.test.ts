import { expect, test } from 'vitest';
import { linked, linkOf, reasonsOf } from '../../tests/support/link.ts';

const WEB = `defmodule ShopWeb do
  def router do
    quote do
      use Phoenix.Router
      import Plug.Conn
      import Phoenix.Controller
      import ShopWeb.Auth
    end
  end

  def controller do
    quote do
      use Phoenix.Controller
      import Plug.Conn
      import ShopWeb.Auth
    end
  end

  defmacro __using__(which) when is_atom(which), do: apply(__MODULE__, which, [])
end
`;

const AUTH = `defmodule ShopWeb.Auth do
  import Plug.Conn
  import Phoenix.Controller
  alias Shop.Accounts

  def fetch_current_user(conn, _opts) do
    token = get_session(conn, :user_token)
    user = token && Accounts.get_user_by_session_token(token)
    assign(conn, :current_user, user)
  end

  def require_user(conn, _opts) do
    if conn.assigns[:current_user] do
      conn
    else
      conn |> put_status(:unauthorized) |> json(%{error: "no"}) |> halt()
    end
  end

  def forgets_to_halt(conn, _opts) do
    if conn.assigns[:current_user], do: conn, else: conn |> put_status(401) |> json(%{})
  end
end
`;

/** Operations of a router with this body, among the files of an application. */
async function routed(body: string, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const lines = await linkOf({
    'lib/shop_web.ex': WEB,
    'lib/auth.ex': AUTH,
    'lib/router.ex': `defmodule ShopWeb.Router do\n  use ShopWeb, :router\n${body}\nend\n`,
    ...files,
  });
  return lines.toSorted();
}

test('scopes put paths and modules before those in them', async () => {
  expect(
    await routed(`
  @prefix "/v1"
  scope @prefix, ShopWeb do
    get "/users/:id", UserController, :show
    scope "/admin", Admin, as: :admin do
      post "/users", UserController, :create
      match :*, "/any", AnyController, :any
      match [:put, :patch], "/some", AnyController, :some
    end
    scope path: "/files" do
      get "/*path", FileController, :show
    end
  end`),
  ).toEqual([
    'ANY /v1/admin/any none',
    'GET /v1/files/{*path} none',
    'GET /v1/users/{id} none',
    'PATCH /v1/admin/some none',
    'POST /v1/admin/users none',
    'PUT /v1/admin/some none',
  ]);
});

test('resources stand for their actions, and nest', async () => {
  expect(
    await routed(`
  scope "/", ShopWeb do
    resources "/posts", PostController, only: [:index, :update] do
      resources "/comments", CommentController, except: ~w(index new edit show create update)a, param: "slug"
    end
    resources "/account", AccountController, singleton: true, only: [:show, :new]
  end`),
  ).toEqual([
    'DELETE /posts/{post_id}/comments/{slug} none',
    'GET /account none',
    'GET /account/new none',
    'GET /posts none',
    'PATCH /posts/{id} none',
    'PUT /posts/{id} none',
  ]);
});

test('pipelines stand before the routes of their scope that come after them, and before no others', async () => {
  expect(
    await routed(`
  pipeline :api do
    plug :accepts, ["json"]
    plug :fetch_session
    plug :fetch_current_user
  end

  scope "/", ShopWeb do
    get "/open", PageController, :open
    pipe_through [:api, :require_user]
    get "/closed", PageController, :closed
  end

  scope "/", ShopWeb do
    pipe_through :api
    get "/known", PageController, :known
  end

  scope "/", ShopWeb do
    get "/plain", PageController, :plain
    pipe_through :forgets_to_halt
    get "/forgotten", PageController, :forgotten
  end`),
  ).toEqual([
    'GET /closed required session',
    'GET /forgotten optional session',
    'GET /known optional session',
    'GET /open none',
    'GET /plain none',
  ]);
});

test('a pipeline that is nowhere in the tree may do anything', async () => {
  expect(
    await routed(`
  scope "/", ShopWeb do
    pipe_through :from_a_library
    get "/x", PageController, :x
  end`),
  ).toEqual(['GET /x unknown']);
});

test('macros of the tree put routes where they are used', async () => {
  expect(
    await routed(
      `
  use Shop.Health
  require Shop.Health
  scope "/api" do
    Shop.Health.more("/more", ShopWeb.MoreController)
  end`,
      {
        'lib/health.ex': `defmodule Shop.Health do
  defmacro __using__(_opts) do
    quote do
      scope "/health", ShopWeb do
        get "/", HealthController, :show
      end
    end
  end

  defmacro more(path, controller) do
    quote do
      get unquote(path), unquote(controller), :index
    end
  end

  defmacro unused do
    quote do
      get "/unused", ShopWeb.UnusedController, :index
    end
  end
end
`,
      },
    ),
  ).toEqual(['GET /api/more none', 'GET /health none']);
});

test('plugs of a controller stand before its actions', async () => {
  expect(
    await routed(
      `
  scope "/", ShopWeb do
    resources "/items", ItemController, only: [:index, :create, :delete]
  end`,
      {
        'lib/item_controller.ex': `defmodule ShopWeb.ItemController do
  use ShopWeb, :controller
  plug :require_user when action in [:create]
  plug :own when action not in [:index, :create]
  plug :noted

  def index(conn, _params), do: json(conn, [])
  def create(conn, _params), do: json(conn, %{})
  def delete(conn, _params), do: send_resp(conn, 204, "")
  defp noted(conn, _opts), do: conn

  defp own(conn, _opts) do
    case get_req_header(conn, "authorization") do
      ["Bearer " <> token] -> verify(conn, Phoenix.Token.verify(ShopWeb.Endpoint, "user", token))
      _ -> refuse(conn)
    end
  end

  defp verify(conn, {:ok, id}), do: assign(conn, :user_id, id)
  defp verify(conn, {:error, _}), do: refuse(conn)
  defp refuse(conn), do: conn |> send_resp(401, "") |> halt()
end
`,
      },
    ),
  ).toEqual(['DELETE /items/{id} required bearer', 'GET /items none', 'POST /items required session']);
});

test('what is put between router and action may hand on more than the connection and its parameters', async () => {
  expect(
    await linkOf({
      'lib/router.ex': `defmodule ShopWeb.Router do
  use ShopWeb, :router
  get "/a", ShopWeb.UserController, :index
  post "/a", ShopWeb.UserController, :create
end`,
      'lib/user_controller.ex': `defmodule ShopWeb.UserController do
  use ShopWeb, :controller
  use ShopWeb.Guarded
  plug(
    Guardian.Plug.EnsureAuthenticated
    when action in [
           :create
         ]
  )
  def index(conn, _params, user), do: render(conn, "a", user: user)
  def create(conn, _params, user), do: render(conn, "a", user: user)
end`,
      'lib/guarded.ex': `defmodule ShopWeb.Guarded do
  defmacro __using__(_) do
    quote do
      def action(conn, _), do: apply(__MODULE__, action_name(conn), [conn, conn.params, conn.assigns.current_user])
    end
  end
end`,
    }),
  ).toEqual(['GET /a none', 'POST /a required jwt']);
});

test('what stands under a condition of the build is there perhaps', async () => {
  expect(
    await routed(`
  if Mix.env() == :dev do
    scope "/dev", ShopWeb do
      get "/mail", MailController, :index
    end
  end
  for name <- ["a", "b"] do
    get "/#{name}", ShopWeb.NameController, :show
  end`),
  ).toEqual(['GET /a none', 'GET /b none', "GET /dev/mail none if Mix.env() = 'dev'"]);
});

test('plugs of an endpoint stand before its router; sockets and dashboards are no operations', async () => {
  expect(
    await routed(
      `
  scope "/", ShopWeb do
    live "/page", PageLive
    live_session :admin do
      live "/admin", AdminLive
      get "/export", ExportController, :show
    end
    live_dashboard "/dashboard"
    forward "/mailbox", Plug.Swoosh.MailboxPreview
    forward "/graphql", Absinthe.Plug, schema: Schema
  end`,
      {
        'lib/endpoint.ex': `defmodule ShopWeb.Endpoint do
  use Phoenix.Endpoint, otp_app: :shop
  socket "/live", Phoenix.LiveView.Socket
  plug Plug.RequestId
  plug :locked
  plug ShopWeb.Router

  defp locked(conn, _opts), do: Plug.BasicAuth.basic_auth(conn, username: "a", password: "b")
end
`,
      },
    ),
  ).toEqual([
    'GET /admin required basic',
    'GET /export required basic',
    'GET /page required basic',
    'POST /graphql required basic',
  ]);
});

/** Status of the one route behind a module plug with this body. */
async function behind(body: string, more = ''): Promise<string> {
  const [line = ''] = await linkOf({
    'lib/plug.ex': `defmodule Shop.Check do\n  import Plug.Conn\n  def init(opts), do: opts\n${body}\nend\n${more}`,
    'lib/router.ex': `defmodule Shop.Router do
  use Plug.Router
  plug :match
  plug Shop.Check
  plug :dispatch
  get "/x" do
    send_resp(conn, 200, "")
  end
end
`,
  });
  return line.replace('GET /x ', '');
}

test.each([
  [
    'a header that is verified',
    `def call(conn, _) do
      with ["Bearer " <> token] <- get_req_header(conn, "authorization"),
           {:ok, claims} <- Shop.Token.verify_and_validate(token) do
        assign(conn, :claims, claims)
      else
        _ -> conn |> send_resp(401, "no") |> halt()
      end
    end`,
    'required bearer',
  ],
  [
    'a header that is only looked at',
    `def call(conn, _) do
      case get_req_header(conn, "authorization") do
        [] -> conn |> send_resp(401, "no") |> halt()
        _ -> conn
      end
    end`,
    'unknown bearer',
  ],
  [
    'a key that is compared with a secret',
    `def call(conn, _) do
      key = conn |> get_req_header("x-api-key") |> List.first()
      if Plug.Crypto.secure_compare(key || "", Application.get_env(:shop, :api_key)), do: conn, else: deny(conn)
    end
    defp deny(conn), do: conn |> put_status(403) |> halt()`,
    'required api-key',
  ],
  [
    'a pattern in the head',
    `def call(%{assigns: %{current_user: %{id: _}}} = conn, _), do: conn
    def call(conn, _), do: conn |> resp(401, "") |> halt()`,
    'required session',
  ],
  [
    'nothing that refuses',
    `def call(conn, _) do
      case get_session(conn, :user_id) do
        nil -> assign(conn, :current_user, nil)
        id -> assign(conn, :current_user, Shop.Users.get(id))
      end
    end`,
    'optional session',
  ],
  [
    'an error that is raised',
    `def call(conn, _) do
      if conn.assigns.current_user == nil, do: raise Shop.Forbidden
      conn
    end`,
    'required session',
  ],
  [
    'an answer that lets nobody in, for other reasons',
    `def call(conn, _), do: if conn.host == "x", do: conn |> send_resp(404, "") |> halt(), else: conn`,
    'none',
  ],
  [
    'a connection whose halted copy is dropped',
    `def call(conn, _) do
      if conn.assigns[:current_user] == nil do
        conn |> send_resp(401, "") |> halt()
      end
      conn
    end`,
    'optional session',
  ],
])('%s', async (_, body, expected) => {
  expect(await behind(body)).toBe(expected);
});

test('modules of plugs run them in order', async () => {
  const body = 'plug Guardian.Plug.VerifyHeader\nplug Guardian.Plug.EnsureAuthenticated';
  const more = `defmodule Shop.Pipeline do\n  use Guardian.Plug.Pipeline, otp_app: :shop\n  ${body}\nend\n`;
  const call = 'def call(conn, opts), do: Shop.Pipeline.call(conn, opts)';
  expect(await behind(call, more)).toBe('required jwt');
});

test('plugs of a router stand before all of its routes, and what it forwards to', async () => {
  expect(
    await reasonsOf({
      'lib/router.ex': `defmodule Shop.Router do
  use Plug.Router
  plug :match
  plug :dispatch
  get("/a", do: send_resp(conn, 200, ""))
  match "/b", via: [:put, :delete] do
    send_resp(conn, 200, "")
  end
  post "/c" when true, to: Shop.Handler
  forward "/sub", to: Shop.Sub
  match _ do
    send_resp(conn, 404, "")
  end
end

defmodule Shop.Sub do
  use Plug.Router
  plug Shop.Unknown.Authenticate
  plug :match
  plug :dispatch
  get "/d/:id", do: send_resp(conn, 200, "")
end
`,
    }),
  ).toEqual([
    'GET /a none: no guard stands on the way to it, and the way was followed to the end',
    'DELETE /b none: no guard stands on the way to it, and the way was followed to the end',
    'PUT /b none: no guard stands on the way to it, and the way was followed to the end',
    'POST /c none: no guard stands on the way to it, and the way was followed to the end',
    'GET /sub/d/{id} unknown: Shop.Unknown.Authenticate.call (on everything below /sub): a library function whose name speaks of authentication, and which no detector knows',
  ]);
});

test('what an action reads of its connection and parameters is what it takes', async () => {
  const { operations } = await linked({
    'lib/router.ex': `defmodule Shop.Router do
  use Phoenix.Router
  get "/users/:id", Shop.UserController, :show
  put "/users/:id", Shop.UserController, :update
end
`,
    'lib/user_controller.ex': `defmodule Shop.UserController do
  use Phoenix.Controller
  def show(conn, %{"id" => id} = params) do
    theme = conn.cookies["theme"]
    json(conn, {id, theme, params["page"], Map.get(params, "sort"), conn.body_params["raw"]})
  end

  def update(conn, %{"id" => _, "user" => %{"name" => name}}) do
    [language] = get_req_header(conn, "accept-language")
    json(conn, {name, language})
  end
end
`,
  });
  expect(
    operations.map(({ method, parameters }) => [method, ...parameters.map(one => `${one.in} ${one.name}`)]),
  ).toEqual([
    ['GET', 'path id', 'query page', 'body raw', 'query sort', 'cookie theme'],
    ['PUT', 'path id', 'header accept-language', 'body user'],
  ]);
});

test('pages of LiveView, behind the hooks of their session and their own', async () => {
  expect(
    await routed(
      `
  pipeline :browser do
    plug :fetch_session
    plug :fetch_current_user
  end
  scope "/", ShopWeb do
    pipe_through :browser
    live_session :open, on_mount: [{ShopWeb.Hooks, :mount_user}] do
      live "/", HomeLive
      live "/own", OwnLive, :index
    end
    live_session :known, on_mount: [{ShopWeb.Hooks, :mount_user}, {ShopWeb.Hooks, :ensure}] do
      live "/orders/:id", OrderLive, :show
      get "/plain", PlainController, :index
    end
    live_session :guests, on_mount: {ShopWeb.Hooks, :only_guests} do
      live "/register", HomeLive
    end
  end
`,
      {
        'lib/hooks.ex': `defmodule ShopWeb.Hooks do
  import Phoenix.LiveView
  import Phoenix.Component
  alias Shop.Accounts

  def on_mount(:mount_user, _params, session, socket), do: {:cont, mount_user(socket, session)}
  def on_mount(:ensure, _params, session, socket) do
    socket = mount_user(socket, session)
    if socket.assigns.current_user do
      {:cont, socket}
    else
      {:halt, redirect(socket, to: "/login")}
    end
  end
  def on_mount(:only_guests, _params, session, socket) do
    socket = mount_user(socket, session)
    if socket.assigns.current_user, do: {:halt, redirect(socket, to: "/")}, else: {:cont, socket}
  end

  defp mount_user(socket, session) do
    assign_new(socket, :current_user, fn ->
      if token = session["user_token"], do: Accounts.get_user_by_session_token(token)
    end)
  end
end
`,
        'lib/live.ex': `defmodule ShopWeb.HomeLive do
  use Phoenix.LiveView
  def mount(_params, _session, socket), do: {:ok, socket}
end
defmodule ShopWeb.OwnLive do
  use Phoenix.LiveView
  on_mount {ShopWeb.Hooks, :ensure}
  def mount(_params, _session, socket), do: {:ok, socket}
end
defmodule ShopWeb.OrderLive do
  use Phoenix.LiveView
  def mount(%{"id" => id}, _session, socket), do: {:ok, socket}
end
defmodule ShopWeb.PlainController do
  use ShopWeb, :controller
  def index(conn, _params), do: text(conn, "x")
end
`,
      },
    ),
  ).toEqual([
    'GET / optional session',
    'GET /orders/{id} required session',
    'GET /own required session',
    'GET /plain optional session',
    'GET /register optional session',
  ]);
});
