import { defineDetector } from '../../../src/detector.ts';
import { type ClientRow, requestsBy } from '../library-clients.ts';

export const httpClientsRust = defineDetector({
  id: 'http-clients-rust',
  title: 'HTTP clients of Rust',
  kind: 'architecture',
  docs: 'https://docs.rs/reqwest/latest/reqwest/',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['reqwest', 'ureq', 'surf', 'awc', 'hyper'],
  emits: ['consumed-api'],
  limits: [
    'Calls that are known by the name of a method alone count where their host is written.',
    'Requests to addresses without a host and to the own machine are not counted; SDKs and generated clients are not read.',
  ],
  version: 1,
  detect: file => requestsBy(file, ROWS),
});

const VERBS: readonly string[] = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

function named(module: string, names: readonly string[]): readonly string[] {
  return names.map(name => `${module}.${name}`);
}

/** Sources: the documentation of each crate. */
const ROWS: readonly ClientRow[] = [
  { client: 'reqwest', calls: ['reqwest.get', 'reqwest.blocking.get'], address: 0, method: 'GET' },
  { client: 'ureq', calls: named('ureq', VERBS), address: 0 },
  { client: 'surf', calls: named('surf', VERBS), address: 0 },
  // What a client is told, wherever it was made.
  { client: 'reqwest', methods: VERBS, modules: ['reqwest', 'reqwest_middleware'], address: 0 },
  { client: 'reqwest', methods: ['request'], modules: ['reqwest', 'reqwest_middleware'], address: 1 },
  { client: 'ureq', methods: VERBS, modules: ['ureq'], address: 0 },
  { client: 'surf', methods: VERBS, modules: ['surf'], address: 0 },
  { client: 'awc', methods: VERBS, modules: ['awc'], address: 0 },
  { client: 'hyper', methods: ['uri'], modules: ['hyper', 'hyper_util'], address: 0 },
];
