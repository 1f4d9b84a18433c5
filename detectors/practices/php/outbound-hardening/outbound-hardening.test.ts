import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { outboundHardeningPhp } from './outbound-hardening.ts';

/** A method with these lines in it, which may hold marks. */
function php(imports: string, lines: string): Promise<void> {
  return check(
    outboundHardeningPhp,
    'app/Carrier.php',
    `<?php
namespace App;

${imports}

class Carrier
{
    public function ask(Request $request, $url)
    {
${lines}
    }
}
`,
  );
}

const GUZZLE = 'use GuzzleHttp\\Client;';
const LARAVEL = 'use Illuminate\\Support\\Facades\\Http;\nuse Illuminate\\Http\\Request;';
const SYMFONY = 'use Symfony\\Component\\HttpClient\\HttpClient;';

test('clients of Guzzle', async () => {
  await php(
    GUZZLE,
    `
        $quick = new Client(['base_uri' => $url, 'timeout' => 5.0]);
//                   ^^^^^^ outbound sound | Guzzle gives up after a time
        $open = new Client(['timeout' => 5, 'verify' => false]);
//                                                      ^^^^^ outbound unsound | certificates of the other side are not verified
//                                                      ^^^^^ switch tls-verification off
        $checked = new Client(['timeout' => 5, 'verify' => '/etc/ca.pem']);
//                     ^^^^^^ outbound sound
        $client->request('GET', $url, ['verify' => false]);
//                                                 ^^^^^ outbound unsound
//                                                 ^^^^^ switch tls-verification off
`,
  );
  await php(
    GUZZLE,
    '        $slow = new Client();\n//                  ^^^^^^ outbound partial | Guzzle has no timeout of its own',
  );
  await php(GUZZLE, "        $own = new Client($options);\n        $rows->get('x', ['verify' => false]);");
  await php(GUZZLE, "        $c = new Client(); $c->get($url, ['timeout' => 3]);");
  await php(
    GUZZLE,
    "        if ($isLocal) { $c = new Client(['timeout' => 3, 'verify' => false]); }\n//                               ^^^^^^ outbound sound",
  );
});

test('a client of the same name from elsewhere is none', () =>
  php('use Shop\\Client;', "        $c = new Client(['verify' => false]);"));

test('the client of Laravel', () =>
  php(
    LARAVEL,
    `
        Http::timeout(5)->get('https://carrier.test');
//                        ^^^ outbound sound | the HTTP client of Laravel gives up after a time
        Http::post('https://carrier.test', []);
//            ^^^^ outbound sound | the HTTP client of Laravel gives up after a time by itself
        Http::withoutVerifying()->timeout(10)->get($url);
//            ^^^^^^^^^^^^^^^^ outbound unsound
//            ^^^^^^^^^^^^^^^^ switch tls-verification off
        Http::withOptions(['verify' => false])->get($url);
//                                     ^^^^^ outbound unsound
//                                     ^^^^^ switch tls-verification off
        Http::timeout(0)->get($url);
//                        ^^^ outbound partial
        Http::get('http://localhost:8080/health');
        Http::macro('own', $url);
        Cache::get($url);
`,
  ));

test('the client of Symfony', () =>
  php(
    SYMFONY,
    `
        $client = HttpClient::create(['timeout' => 3]);
//                            ^^^^^^ outbound sound
        $open = HttpClient::create(['verify_peer' => false]);
//                                                   ^^^^^ outbound unsound
//                                                   ^^^^^ switch tls-verification off
        $client->request('GET', $url);
//               ^^^^^^^ outbound sound | the HttpClient of Symfony gives up after a time by itself
`,
  ));

test('cURL with and without a limit', async () => {
  await php(
    '',
    `
        $ch = curl_init($url);
//            ^^^^^^^^^ outbound sound | cURL gives up after a time
        curl_setopt($ch, CURLOPT_TIMEOUT, 10);
        curl_setopt($ch, CURLOPT_SSL_VERIFYPEER, false);
//                                               ^^^^^ outbound unsound
//                                               ^^^^^ switch tls-verification off
        curl_setopt($ch, CURLOPT_SSL_VERIFYHOST, 2);
        return curl_exec($ch);
`,
  );
  await php(
    '',
    '        $ch = curl_init($url);\n//            ^^^^^^^^^ outbound partial | cURL has no timeout of its own\n        return curl_exec($ch);',
  );
  await php('', '        $ch = curl_init($url);\n        return $ch;');
  await php(
    '',
    '        $ch = curl_init();\n        curl_setopt_array($ch, $this->options);\n        return curl_exec($ch);',
  );
  await php(
    '',
    `
        curl_setopt_array($ch, [CURLOPT_URL => $url, CURLOPT_SSL_VERIFYHOST => 0]);
//                                                                             ^ outbound unsound
//                                                                             ^ switch tls-verification off
`,
  );
});

test('streams and WordPress', () =>
  php(
    '',
    `
        stream_context_create(['ssl' => ['verify_peer' => false]]);
//                                                        ^^^^^ outbound unsound
//                                                        ^^^^^ switch tls-verification off
        wp_remote_get('https://carrier.test');
//      ^^^^^^^^^^^^^ outbound sound
        wp_remote_post('https://carrier.test', ['sslverify' => false]);
//                                                             ^^^^^ outbound unsound
//                                                             ^^^^^ switch tls-verification off
        file_get_contents('config.json');
`,
  ));

test.each([
  ["$target = $request->input('url'); Http::get($target);", 'get', 'the HTTP client of Laravel'],
  ["Http::get($request->query('url') . '/status');", 'get', 'the HTTP client of Laravel'],
  ["file_get_contents($_GET['url']);", 'file_get_contents', 'PHP'],
  ["file_get_contents(request('url'));", 'file_get_contents', 'PHP'],
  ['Http::get($request->url);', 'get', 'the HTTP client of Laravel'],
])('an address that the client chooses: %s', (code, name, client) => {
  const own = `        ${code}`;
  const mark = `//${' '.repeat(own.lastIndexOf(`${name}(`) - 2)}${'^'.repeat(name.length)}`;
  return php(LARAVEL, `${own}\n${mark} outbound unsound | ${client} requests an address that the client chooses`);
});

test.each([
  [
    "$target = $request->input('url'); if (!filter_var($target, FILTER_VALIDATE_URL)) { return; } file_get_contents($target);",
  ],
  ["file_get_contents('https://carrier.test/' . $request->input('id'));"],
  ["file_get_contents($this->path('x'));"],
  ["file_get_contents($request->file('upload'));"],
])('one that it does not: %s', code => php(LARAVEL, `        ${code}`));
