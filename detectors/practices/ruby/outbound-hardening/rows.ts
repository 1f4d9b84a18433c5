/** What sends requests in Ruby, and whether it gives up by itself. Sources: the documentation of each client. */
import type { LibraryCall } from '../../library-calls.ts';

export type OutboundRow = LibraryCall & {
  readonly client: string;
  /** Where the address stands: an argument by its place, or an option by its name. */
  readonly address?: number | string;
  /** It gives up after a time that nobody told it. */
  readonly isLimited: boolean;
  /** Options that say when it gives up. */
  readonly timeouts: readonly string[];
};

const VERBS: readonly string[] = ['get', 'post', 'put', 'patch', 'delete', 'head'];

function named(module: string, names: readonly string[]): readonly string[] {
  return names.map(name => `${module}.${name}`);
}

const TIMEOUTS: readonly string[] = ['timeout', 'read_timeout', 'open_timeout'];

export const ROWS: readonly OutboundRow[] = [
  {
    client: 'Net::HTTP',
    calls: named('Net::HTTP', ['get', 'get_response', 'post', 'post_form', 'get_print']),
    address: 0,
    isLimited: true,
    timeouts: [],
  },
  { client: 'Net::HTTP', calls: ['Net::HTTP', 'Net::HTTP.start'], address: 0, isLimited: true, timeouts: TIMEOUTS },
  { client: 'Faraday', calls: named('Faraday', VERBS), address: 0, isLimited: true, timeouts: [] },
  { client: 'Faraday', calls: ['Faraday', 'Faraday.new'], address: 'url', isLimited: true, timeouts: TIMEOUTS },
  { client: 'HTTParty', calls: named('HTTParty', VERBS), address: 0, isLimited: true, timeouts: TIMEOUTS },
  { client: 'RestClient', calls: named('RestClient', VERBS), address: 0, isLimited: true, timeouts: [] },
  {
    client: 'RestClient',
    calls: ['RestClient::Request.execute', 'RestClient::Request'],
    address: 'url',
    isLimited: true,
    timeouts: TIMEOUTS,
  },
  { client: 'HTTPX', calls: named('HTTPX', VERBS), address: 0, isLimited: true, timeouts: TIMEOUTS },
  { client: 'Excon', calls: [...named('Excon', VERBS), 'Excon'], address: 0, isLimited: true, timeouts: TIMEOUTS },
  // Both wait until the other side answers, unless they are told.
  { client: 'http.rb', calls: named('HTTP', VERBS), address: 0, isLimited: false, timeouts: TIMEOUTS },
  {
    client: 'Typhoeus',
    calls: named('Typhoeus', VERBS),
    address: 0,
    isLimited: false,
    timeouts: ['timeout', 'timeout_ms'],
  },
];

/** What opens an address as a file: open-uri. */
export const OPENERS: LibraryCall = { calls: ['URI.open', 'OpenURI.open_uri'] };
