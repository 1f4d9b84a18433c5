import { defineDetector } from '../../../src/detector.ts';
import { SCALA_FILES } from '../../routes/scala/source-files.ts';
import { type ClientRow, requestsBy } from '../library-clients.ts';

export const httpClientsScala = defineDetector({
  id: 'http-clients-scala',
  title: 'HTTP clients of Scala',
  kind: 'architecture',
  docs: 'https://sttp.softwaremill.com/en/stable/',
  reads: 'scala',
  files: SCALA_FILES,
  words: ['sttp', 'play.api.libs.ws', 'http4s', 'http.scaladsl', 'scalaj', 'requests.', 'zio.http'],
  emits: ['consumed-api'],
  limits: [
    'Calls that are known by the name of a method alone count where their host is written.',
    'Addresses that are put together of values of an object or class are not read.',
    'Requests to addresses without a host and to the own machine are not counted; SDKs and generated clients are not read.',
  ],
  version: 1,
  detect: file => requestsBy(file, ROWS),
});

const VERBS: readonly string[] = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];
const STTP: readonly string[] = ['sttp.client4', 'sttp.client3', 'sttp.client', 'com.softwaremill.sttp'];
const PEKKO: readonly string[] = ['org.apache.pekko.http', 'akka.http'];
const HTTP4S: readonly string[] = ['org.http4s'];

/** Sources: the documentation of sttp, Play WS, http4s, Pekko HTTP, scalaj-http, requests-scala and ZIO HTTP. */
const ROWS: readonly ClientRow[] = [
  { client: 'sttp', methods: VERBS, modules: STTP, address: 0 },
  { client: 'sttp', methods: ['method'], modules: STTP, address: 1, method: 0 },
  { client: 'play-ws', methods: ['url'], modules: ['play.api.libs.ws'], address: 0 },
  {
    client: 'http4s',
    methods: ['expect', 'expectOr', 'get', 'fetchAs', 'statusFromString', 'expectOption'],
    modules: HTTP4S,
    address: 0,
  },
  // `GET(uri"https://…")` of its client DSL.
  ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'].flatMap((method): readonly ClientRow[] =>
    ['org.http4s.Method', 'org.http4s', 'org.http4s.client.dsl.io', 'org.http4s.dsl.io'].map(module => ({
      client: 'http4s',
      calls: [`${module}.${method}`],
      address: 0,
      method,
      needsHost: true as const,
    })),
  ),
  ...PEKKO.flatMap((root): readonly ClientRow[] => [
    {
      client: 'pekko-http',
      calls: [`${root}.scaladsl.model.HttpRequest`],
      address: 'uri',
      method: 'method',
      needsHost: true,
    },
    {
      client: 'pekko-http',
      methods: ['outgoingConnection', 'outgoingConnectionHttps', 'cachedHostConnectionPoolHttps'],
      modules: [root],
      address: 0,
      isHost: true,
    },
  ]),
  { client: 'scalaj-http', calls: ['scalaj.http.Http'], address: 0 },
  { client: 'requests-scala', calls: VERBS.map(verb => `requests.${verb}`), address: 0 },
];
