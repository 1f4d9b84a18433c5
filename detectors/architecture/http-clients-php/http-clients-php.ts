import { defineDetector } from '../../../src/detector.ts';
import { PHP_FILES } from '../../routes/php/values.ts';
import { type ClientRow, requestsBy } from '../library-clients.ts';

export const httpClientsPhp = defineDetector({
  id: 'http-clients-php',
  title: 'HTTP clients of PHP',
  kind: 'architecture',
  docs: 'https://docs.guzzlephp.org/en/stable/quickstart.html',
  reads: 'php',
  files: PHP_FILES,
  words: ['GuzzleHttp', 'Facades\\Http', 'HttpClient', 'curl_', 'CURLOPT_URL', 'wp_remote_', 'wp_safe_remote_'],
  emits: ['consumed-api'],
  limits: [
    'Calls that are known by the name of a method alone count where their host is written.',
    'Requests to addresses without a host and to the own machine are not counted; SDKs are not read.',
  ],
  version: 1,
  detect: file => requestsBy(file, ROWS),
});

const VERBS: readonly string[] = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

const SYMFONY = ['Symfony\\Contracts\\HttpClient', 'Symfony\\Component\\HttpClient'];
const LARAVEL = ['Illuminate\\Support\\Facades'];

/** Sources: the documentation of each client. */
const ROWS: readonly ClientRow[] = [
  { client: 'Guzzle', calls: ['GuzzleHttp.Client'], address: 0, entry: 'base_uri' },
  { client: 'Guzzle', calls: ['GuzzleHttp\\Psr7.Request'], address: 1, method: 0, needsHost: true },
  { client: 'Laravel HTTP client', calls: VERBS.map(verb => `${LARAVEL[0]}.Http.${verb}`), address: 0 },
  { client: 'Laravel HTTP client', calls: [`${LARAVEL[0]}.Http.baseUrl`], address: 0 },
  { client: 'cURL', calls: ['\\.curl_init'], address: 0 },
  ...['wp_remote', 'wp_safe_remote'].flatMap(name => [
    ...['get', 'post', 'head'].map(verb => ({
      client: 'WordPress HTTP API',
      calls: [`\\.${name}_${verb}`],
      address: 0,
      method: verb.toUpperCase(),
    })),
    { client: 'WordPress HTTP API', calls: [`\\.${name}_request`], address: 0 },
  ]),
  // What a client is told, wherever it was made.
  {
    client: 'Guzzle',
    methods: [...VERBS, ...VERBS.map(verb => `${verb}Async`)],
    modules: ['GuzzleHttp'],
    address: 0,
  },
  { client: 'Guzzle', methods: ['request', 'requestAsync'], modules: ['GuzzleHttp'], address: 1, method: 0 },
  { client: 'Symfony HttpClient', methods: ['request'], modules: SYMFONY, address: 1, method: 0 },
  { client: 'Laravel HTTP client', methods: VERBS, modules: LARAVEL, address: 0 },
];
