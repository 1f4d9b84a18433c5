/** Plugs that leave something, or nothing, on the connections of strangers, and modules that are found by their names. */
import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

/** The operations of a router of this body beside other files. */
async function routed(body: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const lines = await linkOf({
    'lib/router.ex': `defmodule ShopWeb.Router do\n  use Phoenix.Router\n${body}\nend\n`,
    ...files,
  });
  return lines.toSorted();
}

test('a default may stand before what has to be given, and a module under a condition', async () => {
  expect(
    await routed(
      `
  pipeline :api do
    plug ShopWeb.VerifyToken
  end
  scope "/api" do
    pipe_through :api
    get "/a", ShopWeb.PageController, :show
  end`,
      {
        'lib/verify_token.ex': `if Code.ensure_loaded?(Plug) do
  defmodule ShopWeb.VerifyToken do
    import Plug.Conn
    def init(opts), do: opts
    def call(conn, _opts) do
      with ["Bearer " <> token] <- get_req_header(conn, "authorization"),
           {:ok, token} <- find_by_token(token) do
        assign(conn, :account_id, token.account_id)
      else
        _ -> conn |> send_resp(401, "") |> halt()
      end
    end
    defp find_by_token(token) do
      case token |> where_token() |> Repo.one() do
        nil -> {:error, :not_found}
        found -> {:ok, found}
      end
    end
    defp where_token(query \\\\ base(), token), do: from(t in query, where: t.hash == ^:crypto.hash(:sha256, token))
    defp base, do: ApiToken
  end
end
`,
      },
    ),
  ).toEqual(['GET /api/a required bearer']);
});

test('names under which strangers have nothing say who calls, unless something else puts something there', async () => {
  const plugs = `defmodule ShopWeb.Fetch do
  import Plug.Conn
  def init(opts), do: opts
  def call(conn, _) do
    with ["Bearer " <> token] <- get_req_header(conn, "authorization"),
         {:ok, merchant} <- Shop.find_by_token(token) do
      assign(conn, :merchant, merchant)
    else
      _ -> assign(conn, :merchant, nil)
    end
  end
end
defmodule ShopWeb.ByHost do
  import Plug.Conn
  def init(opts), do: opts
  def call(conn, _), do: assign(conn, :merchant, Shop.by_host(conn.host))
end
defmodule ShopWeb.Demand do
  import Plug.Conn
  def init(opts), do: opts
  def call(conn, _) do
    if conn.assigns.merchant, do: conn, else: conn |> send_resp(401, "") |> halt()
  end
end
`;
  expect(
    await routed(
      `
  pipeline :fetched do
    plug ShopWeb.Fetch
  end
  pipeline :demanded do
    plug ShopWeb.Demand
  end
  pipeline :hosted do
    plug ShopWeb.ByHost
  end
  scope "/a" do
    pipe_through [:fetched, :demanded]
    get "/", ShopWeb.PageController, :show
  end
  scope "/b" do
    pipe_through [:fetched, :hosted, :demanded]
    get "/", ShopWeb.PageController, :show
  end
  scope "/c" do
    pipe_through [:hosted, :demanded]
    get "/", ShopWeb.PageController, :show
  end
  scope "/d" do
    pipe_through [:fetched]
    get "/", ShopWeb.PageController, :show
  end`,
      { 'lib/plugs.ex': plugs },
    ),
  ).toEqual(['GET /a required session', 'GET /b unknown', 'GET /c unknown', 'GET /d optional bearer']);
});

test('cookies that are named for an account are read by what is written of their names', async () => {
  expect(
    await routed(
      `
  pipeline :fetched do
    plug ShopWeb.Fetch
  end
  pipeline :demanded do
    plug ShopWeb.Demand
  end
  scope "/a" do
    pipe_through [:fetched, :demanded]
    get "/", ShopWeb.PageController, :show
  end
  scope "/b" do
    pipe_through [:fetched]
    get "/", ShopWeb.PageController, :show
  end`,
      {
        'lib/plugs.ex': `defmodule ShopWeb.Fetch do
  import Plug.Conn
  def init(opts), do: opts
  def call(%Plug.Conn{assigns: %{account: account}} = conn, _) do
    name = cookie_name(account.id)
    conn = fetch_cookies(conn, signed: [name])
    with <<_::128>> = id <- Map.get(conn.cookies, name), {:ok, subject} <- Shop.session(id) do
      assign(conn, :subject, subject)
    else
      _ -> delete_resp_cookie(conn, name)
    end
  end
  def call(conn, _), do: conn
  defp cookie_name(id) when is_binary(id), do: "sess_#{id}"
end
defmodule ShopWeb.Demand do
  import Plug.Conn
  def init(opts), do: opts
  def call(%Plug.Conn{assigns: %{subject: %Subject{}}} = conn, _), do: conn
  def call(conn, _), do: conn |> send_resp(401, "") |> halt()
end
`,
      },
    ),
  ).toEqual(['GET /a required session', 'GET /b optional session']);
});
