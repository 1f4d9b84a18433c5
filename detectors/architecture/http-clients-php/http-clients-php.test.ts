import { test } from 'vitest';
import { check } from '../../../tests/support/check.ts';
import { httpClientsPhp } from './http-clients-php.ts';

test('requests of Guzzle, cURL and WordPress are consumed APIs', () =>
  check(
    httpClientsPhp,
    'src/Carrier.php',
    `<?php
namespace App;

use GuzzleHttp\\Client;

class Carrier
{
    private const BASE = 'https://carrier.test';

    public function book(Client $client, $id)
    {
        new Client(['base_uri' => 'https://base.test']);
//          ^^^^^^ consumed-api | client Guzzle; host base.test
        $client->get('https://slots.test/free');
//               ^^^ consumed-api | client Guzzle; host slots.test; method GET
        $client->request('PUT', self::BASE . '/parcels/' . $id);
//               ^^^^^^^ consumed-api | client Guzzle; host carrier.test; method PUT
        $handle = curl_init('https://curl.test/x');
//                ^^^^^^^^^ consumed-api | client cURL; host curl.test
        wp_remote_get("https://press.test/$id");
//      ^^^^^^^^^^^^^ consumed-api | client WordPress HTTP API; host press.test; method GET
    }
}
`,
  ));

test('requests of Laravel', () =>
  check(
    httpClientsPhp,
    'app/Maps.php',
    `<?php
use Illuminate\\Support\\Facades\\Http;

Http::post('https://laravel.test/x', []);
//    ^^^^ consumed-api | client Laravel HTTP client; host laravel.test; method POST
Http::withToken('x')->get('https://maps.test/v1');
//                    ^^^ consumed-api | client Laravel HTTP client; host maps.test; method GET
`,
  ));

test('requests of Symfony', () =>
  check(
    httpClientsPhp,
    'src/Tides.php',
    `<?php
use Symfony\\Contracts\\HttpClient\\HttpClientInterface;

function tides(HttpClientInterface $client) {
    $client->request('GET', 'https://tides.test/today');
//           ^^^^^^^ consumed-api | client Symfony HttpClient; host tides.test; method GET
}
`,
  ));

test('the own machine, paths, routes and lookups are none', () =>
  check(
    httpClientsPhp,
    'src/Other.php',
    `<?php
use GuzzleHttp\\Client;
use Illuminate\\Support\\Facades\\Route;

$client->get('http://localhost:8000/health');
$client->get('/slots');
$client->get($url);
$cache->get('https-key');
Route::get('/slots', fn () => 1);
`,
  ));
