import { defineDetector } from '../../../src/detector.ts';
import { RUBY_FILES } from '../../routes/ruby/source-files.ts';
import { type ClientRow, requestsBy } from '../library-clients.ts';

export const httpClientsRuby = defineDetector({
  id: 'http-clients-ruby',
  title: 'HTTP clients of Ruby',
  kind: 'architecture',
  docs: 'https://lostisland.github.io/faraday/',
  reads: 'ruby',
  files: RUBY_FILES,
  words: ['Faraday', 'HTTParty', 'Net::HTTP', 'RestClient', 'HTTP.', 'HTTPX', 'Typhoeus', 'Excon'],
  emits: ['consumed-api'],
  limits: [
    'Calls that are known by the name of a method alone count where their host is written.',
    'Requests to addresses without a host and to the own machine are not counted; SDKs are not read.',
  ],
  version: 1,
  detect: file => requestsBy(file, ROWS),
});

const VERBS: readonly string[] = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

function named(module: string, names: readonly string[]): readonly string[] {
  return names.map(name => `${module}.${name}`);
}

/** Sources: the documentation of each client. */
const ROWS: readonly ClientRow[] = [
  { client: 'Faraday', calls: ['Faraday'], address: 'url' },
  { client: 'Faraday', calls: ['Faraday', ...named('Faraday', VERBS)], address: 0 },
  { client: 'HTTParty', calls: named('HTTParty', VERBS), address: 0 },
  { client: 'HTTParty', methods: ['base_uri'], modules: ['HTTParty'], address: 0 },
  { client: 'Net::HTTP', calls: named('Net::HTTP', ['get', 'get_response', 'get_print']), address: 0, method: 'GET' },
  { client: 'Net::HTTP', calls: named('Net::HTTP', ['post', 'post_form']), address: 0, method: 'POST' },
  { client: 'Net::HTTP', calls: ['Net::HTTP', 'Net::HTTP.start'], address: 0, isHost: true },
  ...VERBS.map(verb => ({
    client: 'Net::HTTP',
    calls: [`Net::HTTP::${verb.charAt(0).toUpperCase()}${verb.slice(1)}`],
    address: 0,
    method: verb.toUpperCase(),
    needsHost: true as const,
  })),
  { client: 'RestClient', calls: [...named('RestClient', VERBS), 'RestClient::Resource'], address: 0 },
  {
    client: 'RestClient',
    calls: ['RestClient::Request.execute', 'RestClient::Request'],
    address: 'url',
    method: 'method',
  },
  { client: 'http.rb', calls: named('HTTP', VERBS), address: 0 },
  { client: 'HTTPX', calls: named('HTTPX', VERBS), address: 0 },
  { client: 'Typhoeus', calls: [...named('Typhoeus', VERBS), 'Typhoeus::Request'], address: 0 },
  { client: 'Excon', calls: [...named('Excon', VERBS), 'Excon'], address: 0 },
  // What a client is told, wherever it was made.
  { client: 'Faraday', methods: VERBS, modules: ['Faraday'], address: 0 },
  { client: 'http.rb', methods: VERBS, modules: ['HTTP'], address: 0 },
  { client: 'HTTPX', methods: VERBS, modules: ['HTTPX'], address: 0 },
];
