import { test } from 'vitest';
import { check } from '../../../tests/support/check.ts';
import { httpClientsElixir } from './http-clients-elixir.ts';

test('requests to other hosts are consumed APIs, with host and method where they are written', () =>
  check(
    httpClientsElixir,
    'lib/carriers.ex',
    `
defmodule Shop.Carriers do
  def book(parcel) do
    HTTPoison.post!("https://carrier.test/parcels", Jason.encode!(parcel))
#             ^^^^^ consumed-api | client httpoison; host carrier.test; method POST
    Req.get("https://carrier.test/slots/#{parcel.id}")
#       ^^^ consumed-api | client req; host carrier.test; method GET
    Tesla.delete(client(), "https://carrier.test/parcels/1")
#         ^^^^^^ consumed-api | client tesla; host carrier.test; method DELETE
    Finch.build(:put, "https://carrier.test/parcels/2") |> Finch.request(Shop.Finch)
#         ^^^^^ consumed-api | client finch; host carrier.test; method PUT
  end
end
`,
  ));

test('the own machine, paths alone and other modules are none', () =>
  check(
    httpClientsElixir,
    'lib/other.ex',
    `
defmodule Shop.Other do
  def a(url) do
    Req.get("http://localhost:4000/health")
    Req.get(url)
    Shop.Req.get("https://carrier.test/slots")
    Map.get("https://carrier.test", :x)
  end
end
`,
  ));
