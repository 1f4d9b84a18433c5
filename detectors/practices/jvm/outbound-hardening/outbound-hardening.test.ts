import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { outboundHardeningJvm } from './outbound-hardening.ts';

/** A class with one line whose last `name` is marked. Where TLS is meant, the switch is marked as well. */
function java(line: string, name: string, said: string, rest = ''): Promise<void> {
  const column = line.lastIndexOf(name);
  const mark = (text: string): string => `//${' '.repeat(column - 2)}${'^'.repeat(name.length)} ${text}\n`;
  const isTls = said.includes('is not verified') || said.includes('are not verified');
  return check(
    outboundHardeningJvm,
    'src/main/java/shop/Client.java',
    `package shop;
import java.net.URL;
import java.net.http.*;
import okhttp3.OkHttpClient;
import org.apache.http.conn.ssl.*;
import org.apache.http.impl.client.*;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.ssl.*;
import javax.net.ssl.*;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.http.client.*;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
class Client {
${line}
${said === '' ? '' : mark(`outbound ${said}`)}${isTls ? mark('switch tls-verification off') : ''}
${rest}
}
`,
  );
}

const NONE = 'has no timeout of its own';
const SOME = 'gives up after a time';

test.each([
  ['a bare RestTemplate', '  RestTemplate t = new RestTemplate();', 'RestTemplate', `partial | RestTemplate ${NONE}`],
  [
    'one with a factory',
    '  RestTemplate t() { var f = new SimpleClientHttpRequestFactory(); f.setReadTimeout(500); return new RestTemplate(f); }',
    'RestTemplate',
    `sound | RestTemplate ${SOME}`,
  ],
  [
    'one whose factory is bare',
    '  RestTemplate t() { return new RestTemplate(new SimpleClientHttpRequestFactory()); }',
    'RestTemplate',
    `partial | RestTemplate ${NONE}`,
  ],
  [
    'one that is given a factory later',
    '  RestTemplate t() { RestTemplate t = new RestTemplate(); t.setRequestFactory(factory()); return t; }',
    '',
    '',
  ],
  [
    'one of a builder',
    '  RestTemplate t(RestTemplateBuilder b) { return b.setReadTimeout(Duration.ofSeconds(2)).build(); }',
    'build',
    `sound | RestTemplate ${SOME}`,
  ],
  [
    'one of a bare builder',
    '  RestTemplate t(RestTemplateBuilder b) { return b.build(); }',
    'build',
    `partial | RestTemplate ${NONE}`,
  ],
  ['a bare WebClient', '  WebClient c = WebClient.create("https://a.io");', 'create', `partial | WebClient ${NONE}`],
  [
    'a WebClient with a connector',
    '  WebClient c = WebClient.builder().clientConnector(new ReactorClientHttpConnector(HttpClient.create().responseTimeout(LIMIT))).build();',
    'build',
    `sound | WebClient ${SOME}`,
  ],
  [
    'a WebClient of an injected builder',
    '  WebClient c(WebClient.Builder builder) { return builder.baseUrl("https://a.io").build(); }',
    '',
    '',
  ],
  ['OkHttp', '  OkHttpClient c = new OkHttpClient();', 'OkHttpClient', `sound | OkHttp ${SOME} by itself`],
  [
    'OkHttp that waits for ever',
    '  OkHttpClient c = new OkHttpClient.Builder().readTimeout(0, TimeUnit.SECONDS).build();',
    'build',
    `partial | OkHttp ${NONE}`,
  ],
  [
    'a request of java.net.http',
    '  HttpRequest r = HttpRequest.newBuilder(U).GET().build();',
    'build',
    `partial | java.net.http ${NONE}`,
  ],
  [
    'one with a timeout',
    '  HttpRequest r = HttpRequest.newBuilder(U).timeout(Duration.ofSeconds(3)).build();',
    'build',
    `sound | java.net.http ${SOME}`,
  ],
  [
    'a bare Apache client',
    '  Object c = HttpClients.createDefault();',
    'createDefault',
    `partial | Apache HttpClient ${NONE}`,
  ],
  [
    'a configured Apache client',
    '  Object c = HttpClients.custom().setDefaultRequestConfig(RequestConfig.custom().setConnectTimeout(1).setSocketTimeout(2).build()).build();',
    'build',
    `sound | Apache HttpClient ${SOME}`,
  ],
  [
    'one with a time for connecting alone',
    '  Object c = HttpClients.custom().setDefaultRequestConfig(RequestConfig.custom().setConnectTimeout(1).build()).build();',
    'build',
    `partial | Apache HttpClient ${NONE}`,
  ],
])('%s', (_, line, name, said) => java(line, name, said));

const CERTIFICATES = 'unsound | certificates of the other side are not verified';
const NAMES = 'unsound | the name in the certificate of the other side is not verified';

test.each([
  [
    'a trust manager that refuses nothing',
    '  TrustManager t = new X509TrustManager() { public void checkServerTrusted(X509Certificate[] c, String a) {} };',
    'checkServerTrusted',
    CERTIFICATES,
  ],
  [
    'any certificate',
    '  Object c = SSLContexts.custom().loadTrustMaterial(null, (chain, type) -> true).build();',
    'loadTrustMaterial',
    CERTIFICATES,
  ],
  [
    'self-signed certificates',
    '  Object c = SSLContexts.custom().loadTrustMaterial(new TrustSelfSignedStrategy()).build();',
    'loadTrustMaterial',
    CERTIFICATES,
  ],
  [
    'any name, by a function',
    '  void a() { HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true); }',
    'setDefaultHostnameVerifier',
    NAMES,
  ],
  [
    'any name, by a field',
    '  HostnameVerifier v = NoopHostnameVerifier.INSTANCE; void a(HttpClientBuilder b) { b.setSSLHostnameVerifier(v); }',
    'setSSLHostnameVerifier',
    NAMES,
  ],
  [
    'any name, by a class',
    '  HostnameVerifier v = new HostnameVerifier() { public boolean verify(String h, SSLSession s) { return true; } };',
    'verify',
    NAMES,
  ],
])('%s is taken', (_, line, name, said) => java(line, name, said));

test.each([
  [
    'a manager that asks another one',
    '  TrustManager t = new X509TrustManager() { public void checkServerTrusted(X509Certificate[] c, String a) throws CertificateException { other.checkServerTrusted(c, a); } };',
  ],
  [
    'one that refuses',
    '  TrustManager t = new X509TrustManager() { public void checkServerTrusted(X509Certificate[] c, String a) throws CertificateException { throw new CertificateException(); } };',
  ],
  [
    'a verifier that looks',
    '  void a() { HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> host.equals(KNOWN)); }',
  ],
  [
    'one behind a switch',
    '  void a() { if (insecure) { HttpsURLConnection.setDefaultHostnameVerifier((host, session) -> true); } }',
  ],
])('%s is none of these', (_, line) => java(line, '', ''));

const TEMPLATE = '  private final RestTemplate rest;\n  Client(RestTemplate rest) { this.rest = rest; }';

test.each([
  [
    'RestTemplate',
    '  String a(@RequestParam String url) { return rest.getForObject(url, String.class); }',
    'getForObject',
    'unsound | RestTemplate requests an address that the client chooses',
    TEMPLATE,
  ],
  [
    'a URL',
    '  Object a(@RequestParam("u") String url) throws Exception { return new URL(url).openStream(); }',
    'openStream',
    'unsound | java.net.URL requests an address that the client chooses',
    '',
  ],
  [
    'a URL in a local',
    '  Object a(@RequestParam String url) throws Exception { URL u = new URL(url); return u.openConnection(); }',
    'openConnection',
    'unsound | java.net.URL requests an address that the client chooses',
    '',
  ],
])('%s: an address that the client chooses', (_, line, name, said, rest) => java(line, name, said, rest));

test.each([
  [
    'with a part of it',
    '  String a(@PathVariable String id) { return rest.getForObject("https://a.io/" + id, String.class); }',
    TEMPLATE,
  ],
  [
    'that is checked',
    '  String a(@RequestParam String url) { if (!ALLOWED.contains(url)) throw new Bad(); return rest.getForObject(url, String.class); }',
    TEMPLATE,
  ],
  [
    'that a method checks',
    '  String a(@RequestParam String url) { validateUrl(url); return rest.getForObject(url, String.class); }',
    TEMPLATE,
  ],
  ['of a setting', '  String a(@Value("${a}") String url) { return rest.getForObject(url, String.class); }', TEMPLATE],
  ['of a number', '  String a(@RequestParam Long id) { return rest.getForObject(id, String.class); }', TEMPLATE],
])('an address %s is not chosen by the client', (_, line, rest) => java(line, '', '', rest));

test('Kotlin is read as Java is', () =>
  check(
    outboundHardeningJvm,
    'src/Client.kt',
    `package shop
import okhttp3.OkHttpClient
val client = OkHttpClient.Builder().hostnameVerifier { _, _ -> true }.build()
//                                  ^^^^^^^^^^^^^^^^ outbound unsound
//                                  ^^^^^^^^^^^^^^^^ switch tls-verification off
//                                                                    ^^^^^ outbound sound
`,
  ));
