import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

test.each([
  [
    'what strangers are given, too, is not asked for',
    `  plug :guest
  plug :need
  defp guest(conn, _), do: assign(conn, :current_user, %{id: 0, role: :guest})
  defp need(conn, _), do: if conn.assigns[:current_user], do: conn, else: conn |> send_resp(401, "") |> halt()`,
    'unknown session',
  ],
  [
    'a switch that lets everybody pass',
    `  plug :need
  defp need(conn, _), do: if Application.get_env(:shop, :no_auth) || conn.assigns[:current_user], do: conn, else: conn |> send_resp(401, "") |> halt()`,
    'unknown session',
  ],
  [
    'a token that need not be sent',
    `  plug :need
  defp need(conn, _) do
    case get_req_header(conn, "authorization") do
      [] -> conn
      ["Bearer " <> t] -> case Phoenix.Token.verify(E, "s", t) do
          {:ok, u} -> assign(conn, :current_user, u)
          _ -> conn |> send_resp(401, "") |> halt()
        end
    end
  end`,
    'optional bearer',
  ],
  [
    'a token that is decoded and not verified',
    `  plug :need
  defp need(conn, _) do
    with ["Bearer " <> t] <- get_req_header(conn, "authorization"), {:ok, c} <- Joken.peek_claims(t) do
      assign(conn, :claims, c)
    else
      _ -> conn |> send_resp(401, "") |> halt()
    end
  end`,
    'unknown bearer',
  ],
  [
    'a path that is spared',
    `  plug :need
  defp need(%{path_info: ["x"]} = conn, _), do: conn
  defp need(conn, _), do: if conn.assigns[:current_user], do: conn, else: conn |> send_resp(401, "") |> halt()`,
    'none',
  ],
  [
    'a user whom the path names',
    `  plug :load
  plug :need
  defp load(conn, _), do: assign(conn, :user, Shop.Users.get(conn.params["id"]))
  defp need(conn, _), do: if conn.assigns[:user], do: conn, else: conn |> send_resp(404, "") |> halt()`,
    'unknown session',
  ],
  [
    'a user whom the path names and who is not there',
    `  plug :load
  defp load(conn, _) do
    case Shop.Users.get(conn.params["id"]) do
      nil -> conn |> send_resp(404, "") |> halt()
      user -> assign(conn, :user, user)
    end
  end`,
    'none',
  ],
  [
    'a key of which only the length is looked at',
    `  plug :need
  defp need(conn, _) do
    case get_req_header(conn, "x-api-key") do
      [key] when byte_size(key) > 10 -> conn
      _ -> conn |> send_resp(401, "") |> halt()
    end
  end`,
    'unknown api-key',
  ],
  [
    'a key that need not be configured',
    `  plug :need
  defp need(conn, _) do
    expected = System.get_env("API_KEY")
    if is_nil(expected) or get_req_header(conn, "x-api-key") == [expected], do: conn, else: conn |> send_resp(401, "") |> halt()
  end`,
    'unknown api-key',
  ],
  [
    'those who are known are sent away',
    `  plug :need
  defp need(conn, _), do: if conn.assigns[:current_user], do: conn |> redirect(to: "/") |> halt(), else: conn`,
    'none',
  ],
  [
    'an error that is caught',
    `  plug :need
  defp need(conn, _) do
    try do
      assign(conn, :current_user, Shop.Guardian.decode_and_verify!(hd(get_req_header(conn, "authorization"))))
    rescue
      _ -> conn
    end
  end`,
    'optional bearer',
  ],
])('%s', async (_, body, expected) => {
  const lines = await linkOf({
    'lib/router.ex': `defmodule Shop.Router do
  use Phoenix.Router
  get "/x", Shop.Controller, :show
end
`,
    'lib/controller.ex': `defmodule Shop.Controller do
  use Phoenix.Controller
  import Plug.Conn
${body}
  def show(conn, _params), do: json(conn, %{})
end
`,
  });
  expect(lines).toEqual([`GET /x ${expected}`]);
});
