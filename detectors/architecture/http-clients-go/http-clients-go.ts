import { defineDetector } from '../../../src/detector.ts';
import { GO_FILES } from '../../routes/go/source-files.ts';
import { versionsOf } from '../../routes/go/verbs.ts';
import { type ClientRow, requestsBy } from '../library-clients.ts';

export const httpClientsGo = defineDetector({
  id: 'http-clients-go',
  title: 'HTTP clients of Go',
  kind: 'architecture',
  docs: 'https://pkg.go.dev/net/http#Client',
  reads: 'go',
  files: GO_FILES,
  words: [
    '"net/http"',
    'resty',
    'imroc/req',
    'dghubble/sling',
    'gentleman',
    'heimdall',
    'grequests',
    'retryablehttp',
    'gorequest',
    'valyala/fasthttp',
    'gofiber/fiber',
  ],
  emits: ['consumed-api'],
  limits: [
    'Calls that are known by the name of a method alone count where their host is written.',
    'Requests to addresses without a host and to the own machine are not counted; SDKs and generated clients are not read.',
  ],
  version: 1,
  detect: file => requestsBy(file, ROWS),
});

const VERBS: readonly string[] = ['Get', 'Head', 'Post', 'Put', 'Patch', 'Delete', 'Options'];

function named(modules: readonly string[], names: readonly string[]): readonly string[] {
  return modules.flatMap(module => names.map(name => `${module}.${name}`));
}

const RESTY = [...versionsOf('github.com/go-resty/resty', 3), 'gopkg.in/resty.v1', 'resty.dev/v3'];
const REQ = versionsOf('github.com/imroc/req', 3);
const RETRYABLE = ['github.com/hashicorp/go-retryablehttp'];
const FASTHTTP = ['github.com/valyala/fasthttp'];
const FIBER = versionsOf('github.com/gofiber/fiber', 2);
const FIBER_CLIENT = ['github.com/gofiber/fiber/v3/client'];

/** Sources: the package documentation of each client. */
const ROWS: readonly ClientRow[] = [
  { client: 'net/http', calls: named(['net/http'], ['Get', 'Head', 'Post', 'PostForm']), address: 0 },
  { client: 'net/http', calls: ['net/http.NewRequest'], method: 0, address: 1 },
  { client: 'net/http', calls: ['net/http.NewRequestWithContext'], method: 1, address: 2 },
  { client: 'req', calls: named(REQ, VERBS), address: 0 },
  { client: 'grequests', calls: named(['github.com/levigross/grequests'], VERBS), address: 0 },
  { client: 'retryablehttp', calls: named(RETRYABLE, ['Get', 'Head', 'Post', 'PostForm']), address: 0 },
  { client: 'retryablehttp', calls: named(RETRYABLE, ['NewRequest']), method: 0, address: 1 },
  { client: 'retryablehttp', calls: named(RETRYABLE, ['NewRequestWithContext']), method: 1, address: 2 },
  { client: 'fasthttp', calls: named(FASTHTTP, ['Get', 'GetTimeout', 'GetDeadline', 'Post']), address: 1 },
  { client: 'Fiber client', calls: named(FIBER, VERBS), address: 0 },
  { client: 'Fiber client', calls: named(FIBER_CLIENT, VERBS), address: 0 },
  // Known by the name of a method alone.
  { client: 'resty', methods: [...VERBS, 'SetBaseURL', 'SetHostURL'], modules: RESTY, address: 0 },
  { client: 'resty', methods: ['Execute'], modules: RESTY, method: 0, address: 1 },
  {
    client: 'req',
    methods: [...VERBS, ...VERBS.map(verb => `Must${verb}`), 'SetBaseURL'],
    modules: REQ,
    address: 0,
  },
  { client: 'sling', methods: [...VERBS, 'Base', 'Path'], modules: ['github.com/dghubble/sling'], address: 0 },
  {
    client: 'gentleman',
    methods: ['URL', 'BaseURL'],
    modules: ['gopkg.in/h2non/gentleman.v1', 'gopkg.in/h2non/gentleman.v2', 'github.com/h2non/gentleman'],
    address: 0,
  },
  { client: 'Heimdall', methods: VERBS, modules: ['github.com/gojek/heimdall'], address: 0 },
  { client: 'grequests', methods: VERBS, modules: ['github.com/levigross/grequests'], address: 0 },
  { client: 'gorequest', methods: VERBS, modules: ['github.com/parnurzeal/gorequest'], address: 0 },
  { client: 'fasthttp', methods: ['SetRequestURI'], modules: FASTHTTP, address: 0 },
  { client: 'Fiber client', methods: VERBS, modules: FIBER_CLIENT, address: 0 },
  // What a client of the standard library or of a package that wraps it is told, wherever it was made.
  { client: 'net/http', methods: ['Get', 'Head', 'Post', 'PostForm'], modules: ['net/http', ...RETRYABLE], address: 0 },
];
