import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { outboundHardeningCSharp } from './outbound-hardening.ts';

test('clients give up after a time, by themselves or as they are told', () =>
  check(
    outboundHardeningCSharp,
    'Carrier.cs',
    `
class Carrier {
  private readonly HttpClient plain = new HttpClient();
//                                        ^^^^^^^^^^ outbound sound | HttpClient gives up after a time by itself
  private readonly HttpClient told = new() { Timeout = TimeSpan.FromSeconds(5) };
//                 ^^^^^^^^^^ outbound sound | HttpClient gives up after a time
  private readonly HttpClient own = new HttpClient { BaseAddress = new Uri("http://localhost:5000") };
  void Add(IServiceCollection services) {
    services.AddHttpClient<Tides>(client => client.Timeout = TimeSpan.FromSeconds(3));
//           ^^^^^^^^^^^^^ outbound sound | HttpClient gives up after a time
    services.AddHttpClient();
//           ^^^^^^^^^^^^^ outbound sound | HttpClient gives up after a time by itself
  }
}
`,
  ));

test('a client that is told to wait for ever', async () => {
  await check(
    outboundHardeningCSharp,
    'Carrier.cs',
    `
class Carrier {
  void Make() {
    var client = new HttpClient();
    client.Timeout = Timeout.InfiniteTimeSpan;
//         ^^^^^^^ outbound partial | HttpClient has no timeout of its own
  }
}
`,
  );
  await check(
    outboundHardeningCSharp,
    'Carrier.cs',
    `
class Carrier {
  HttpClient client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
//                                               ^^^^^^^^^^^^^^^^^^^^^^^^ outbound partial | HttpClient has no timeout of its own
}
`,
  );
});

test('certificates that are not verified, unless a branch decides', () =>
  check(
    outboundHardeningCSharp,
    'Setup.cs',
    `
class Setup {
  void Run(HttpClientHandler handler, IServiceCollection services, bool isDevelopment) {
    handler.ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator;
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ outbound unsound | certificates of the other side are not verified
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ switch tls-verification off
    ServicePointManager.ServerCertificateValidationCallback += (s, c, chain, e) => true;
//                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ outbound unsound
//                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ switch tls-verification off
    Use(() => new HttpClientHandler { ServerCertificateCustomValidationCallback = delegate { return true; } });
//                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ outbound unsound
//                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ switch tls-verification off
    if (isDevelopment) handler.ServerCertificateCustomValidationCallback = (m, c, chain, e) => true;
    handler.ServerCertificateCustomValidationCallback = (m, c, chain, e) => e == SslPolicyErrors.None;
    handler.ServerCertificateCustomValidationCallback = isDevelopment ? (m, c, chain, e) => true : null;
  }
}
`,
  ));

test('addresses that a client chooses, unless something looks at them', () =>
  check(
    outboundHardeningCSharp,
    'ProxyController.cs',
    `
class ProxyController {
  HttpClient client;
  [HttpGet]
  public async Task<string> Get(string url) => await client.GetStringAsync(url);
//                                                          ^^^^^^^^^^^^^^ outbound unsound | HttpClient requests an address that the client chooses
  public async Task<string> Body([FromBody] Hook hook) => await _http.GetStringAsync($"{hook.Url}/x");
//                                                                    ^^^^^^^^^^^^^^ outbound unsound
  public void Query() { var address = Request.Query["url"].ToString(); _http.SendAsync(new HttpRequestMessage(HttpMethod.Get, address)); }
//                                                                                         ^^^^^^^^^^^^^^^^^^ outbound unsound
  [HttpGet("{id}")]
  public async Task<string> Path(string id) => await client.GetStringAsync("https://carrier.test/" + id);
  [HttpPost]
  public async Task<string> Checked(string url) {
    if (!hosts.Contains(new Uri(url).Host)) return "";
    return await client.GetStringAsync(url);
  }
  [HttpGet("cached")]
  public async Task<string> Cached(string key) => await cache.GetAsync(key);
  public async Task<string> Service(string url) => await client.GetStringAsync(url);
}
`,
  ));
