import { test } from 'vitest';
import { check } from '../../../tests/support/check.ts';
import { httpClientsCSharp } from './http-clients-csharp.ts';

test('requests of HttpClient are consumed APIs, with host and method where they are written', () =>
  check(
    httpClientsCSharp,
    'Carrier.cs',
    `
using System.Net.Http.Json;
namespace Shop;
public class Carrier {
  private const string Base = "https://carrier.test";
  private readonly HttpClient client = new HttpClient { BaseAddress = new Uri("https://base.test") };
//                                         ^^^^^^^^^^ consumed-api | client HttpClient; host base.test
  public async Task Book(int id) {
    await client.GetAsync($"{Base}/parcels/{id}");
//               ^^^^^^^^ consumed-api | client HttpClient; host carrier.test; method GET
    await client.GetFromJsonAsync<Slot[]>("https://slots.test/free");
//               ^^^^^^^^^^^^^^^^ consumed-api | client HttpClient; host slots.test; method GET
    await client.PostAsJsonAsync(Base + "/parcels", new { id });
//               ^^^^^^^^^^^^^^^ consumed-api | client HttpClient; host carrier.test; method POST
    var request = new HttpRequestMessage(HttpMethod.Put, "https://carrier.test/parcels");
//                    ^^^^^^^^^^^^^^^^^^ consumed-api | client HttpClient; host carrier.test; method PUT
    await client.SendAsync(request);
  }
}
`,
  ));

test('bases that are configured are consumed APIs', () =>
  check(
    httpClientsCSharp,
    'Program.cs',
    `
builder.Services.AddHttpClient("maps", client => { client.BaseAddress = new Uri("https://maps.test/"); });
//                                                        ^^^^^^^^^^^ consumed-api | client HttpClient; host maps.test
builder.Services.AddHttpClient<TideClient>(client => client.BaseAddress = new Uri("https://tides.test/"));
//                                                          ^^^^^^^^^^^ consumed-api | client HttpClient; host tides.test
builder.Services.AddHttpClient("own", client => client.BaseAddress = new Uri("http://localhost:5000/"));
builder.Services.AddHttpClient("set", client => client.BaseAddress = new Uri(builder.Configuration["Url"]));
`,
  ));

test('libraries', () =>
  check(
    httpClientsCSharp,
    'Clients.cs',
    `
using Flurl.Http;
using Refit;
using RestSharp;
class Clients {
  async Task Read() {
    var rest = new RestClient("https://rest.test");
//                 ^^^^^^^^^^ consumed-api | client RestSharp; host rest.test
    var hub = RestService.For<IHub>("https://hub.test");
//                        ^^^ consumed-api | client Refit; host hub.test
    await "https://flurl.test".AppendPathSegment("x").PostJsonAsync(new { a = 1 });
//                                                    ^^^^^^^^^^^^^ consumed-api | client Flurl; host flurl.test; method POST
  }
}
`,
  ));

test('paths, lookups, and types of the program are none', () =>
  check(
    httpClientsCSharp,
    'Other.cs',
    `
class HttpRequestMessage { public HttpRequestMessage(int a, string b) {} }
class Other {
  async Task Read(HttpClient client, ICache cache, string url) {
    await client.GetAsync("/slots");
    await client.GetAsync(url);
    await client.GetAsync("http://localhost:5000/health");
    await cache.GetAsync("orders");
    new HttpRequestMessage(1, "https://carrier.test");
    app.MapGet("/parcels", () => 1);
  }
}
`,
  ));
