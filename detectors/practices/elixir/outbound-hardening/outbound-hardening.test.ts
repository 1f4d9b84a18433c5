import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { checkAt } from '../../../../tests/support/check-literal.ts';
import { outboundHardeningElixir } from './outbound-hardening.ts';

/** One line in a function of a module, in which the last `place` is marked. */
function line(code: string, place: string, said: string): Promise<void> {
  return checkAt(outboundHardeningElixir, 'lib/carrier.ex', {
    code: `defmodule Shop.Carrier do\n  @slow [recv_timeout: 900]\n  def ask(url, options) do\n    ${code}\n  end\nend\n`,
    place,
    said: said === '' ? '' : `outbound ${said}`,
  });
}

const ITSELF = 'gives up after a time by itself';

test.each([
  ['HTTPoison.get(url)', 'get', `sound | HTTPoison ${ITSELF}`],
  ['HTTPoison.get!(url, [], timeout: 500, recv_timeout: 5_000)', 'get!', 'sound | HTTPoison gives up after a time'],
  ['HTTPoison.post(url, body, [], recv_timeout: :infinity)', 'post', 'partial | HTTPoison has no timeout of its own'],
  ['HTTPoison.get(url, [], @slow)', 'get', 'sound | HTTPoison gives up after a time'],
  ['Req.new(base_url: url) |> Req.merge(receive_timeout: :infinity)', '', ''],
  ['HTTPoison.request(:get, url, "", [], recv_timeout: 1_000)', 'request', 'sound | HTTPoison gives up after a time'],
  ['HTTPoison.get(url, [], options)', '', ''],
  ['HTTPoison.get("http://localhost:9200/x")', '', ''],
  ['Req.get!("https://carrier.test")', 'get!', `sound | Req ${ITSELF}`],
  ['Req.get!(url, receive_timeout: :infinity)', 'get!', 'partial | Req has no timeout of its own'],
  ['Req.new(base_url: url, receive_timeout: 2_000)', 'new', 'sound | Req gives up after a time'],
  ['Req.post(request, json: %{})', '', ''],
  [
    'Finch.request(built, Shop.Finch, receive_timeout: :infinity)',
    'request',
    'partial | Finch has no timeout of its own',
  ],
  [':httpc.request(:get, {url, []}, [], [])', 'request', 'partial | httpc has no timeout of its own'],
  [':httpc.request(:get, {url, []}, [timeout: 1_000], [])', 'request', 'sound | httpc gives up after a time'],
  ['Shop.Req.get!(url, receive_timeout: :infinity)', '', ''],
  ['Cache.get(url)', '', ''],
])('%s', (code, place, said) => line(code, place, said));

test('certificates that are not verified', () =>
  check(
    outboundHardeningElixir,
    'lib/carrier.ex',
    `
defmodule Shop.Carrier do
  def ask(url) do
    HTTPoison.get(url, [], ssl: [verify: :verify_none])
#             ^^^ outbound sound
#                                ^^^^^^ outbound unsound | certificates of the other side are not verified
#                                ^^^^^^ switch tls-verification off
    Req.get!(url, connect_options: [transport_opts: [verify: :verify_none]])
#       ^^^^ outbound sound
#                                                    ^^^^^^ outbound unsound
#                                                    ^^^^^^ switch tls-verification off
    HTTPoison.get(url, [], hackney: [:insecure])
#             ^^^ outbound sound
#                          ^^^^^^^ outbound unsound
#                          ^^^^^^^ switch tls-verification off
    HTTPoison.get(url, [], ssl: [verify: :verify_peer])
#             ^^^ outbound sound
    Shop.Box.open(url, verify: :verify_none)
    if development?(), do: HTTPoison.get(url, [], ssl: [verify: :verify_none])
#                                    ^^^ outbound sound
  end
end
`,
  ));

test('clients of Tesla', () =>
  check(
    outboundHardeningElixir,
    'lib/carrier.ex',
    `
defmodule Shop.Carrier do
  use Tesla
  plug Tesla.Middleware.Timeout, timeout: 2_000
# ^^^^ outbound sound | Tesla gives up after a time
  plug Tesla.Middleware.JSON
end
`,
  ));

test('addresses that a client chooses', () =>
  check(
    outboundHardeningElixir,
    'lib/preview_controller.ex',
    `
defmodule ShopWeb.PreviewController do
  def show(conn, %{"url" => url}), do: json(conn, HTTPoison.get!(url).body)
#                                                           ^^^^ outbound unsound | HTTPoison requests an address that the client chooses
  def other(conn, params), do: json(conn, Req.get!(params["url"]).body)
#                                             ^^^^ outbound unsound | Req requests an address that the client chooses
  def safe(conn, %{"url" => url}) do
    if allowed?(URI.parse(url)), do: json(conn, HTTPoison.get!(url).body)
#                                                         ^^^^ outbound sound
  end
  def fetch(client, %{"url" => url}), do: HTTPoison.get!(url)
#                                                   ^^^^ outbound sound
end
`,
  ));
