import type { FactBody } from '../../../src/core/fact.ts';
import type { Expr } from '../../../src/core/program.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';
import { textOf } from '../../practices/constants.ts';
import { hostOf } from '../../practices/javascript/outbound-requests.ts';
import { types } from '../../practices/csharp/type-names.ts';
import { importsOne } from '../../practices/library-calls.ts';
import { CSHARP_FILES } from '../../routes/csharp/names.ts';
import { isOwnAddress } from '../http-clients/http-clients.ts';
import { basesAssigned, type ClientRow, consumedApi, requestsBy } from '../library-clients.ts';

export const httpClientsCSharp = defineDetector({
  id: 'http-clients-csharp',
  title: 'HTTP clients of C#',
  kind: 'architecture',
  docs: 'https://learn.microsoft.com/dotnet/fundamentals/networking/http/httpclient',
  reads: 'c-sharp',
  files: CSHARP_FILES,
  words: ['HttpClient', 'HttpRequestMessage', 'BaseAddress', 'RestSharp', 'RestClient', 'RestService', 'Flurl'],
  emits: ['consumed-api'],
  limits: [
    'Calls that are known by the name of a method alone count where their host is written.',
    'Requests to addresses without a host and to the own machine are not counted; addresses of settings are not read.',
  ],
  version: 1,
  detect: file => [
    ...requestsBy(file, ROWS),
    ...(/HttpClient/.test(file.text) ? basesAssigned(file, 'HttpClient', ['BaseAddress']) : []),
    ...file.calls.flatMap(site => flurl(file, site)),
  ],
});

const HTTP_CLIENT = [
  'GetAsync',
  'GetStringAsync',
  'GetStreamAsync',
  'GetByteArrayAsync',
  'GetFromJsonAsync',
  'GetFromJsonAsAsyncEnumerable',
  'PostAsync',
  'PostAsJsonAsync',
  'PutAsync',
  'PutAsJsonAsync',
  'PatchAsync',
  'PatchAsJsonAsync',
  'DeleteAsync',
  'DeleteFromJsonAsync',
];

/** Sources: the reference documentation of each client. `System` is what every file may use. */
const ROWS: readonly ClientRow[] = [
  { client: 'HttpClient', methods: HTTP_CLIENT, modules: ['System'], address: 0 },
  { client: 'HttpClient', calls: types('System.Net.Http', 'HttpRequestMessage'), method: 0, address: 1 },
  { client: 'HttpClient', calls: types('System.Net.Http', 'HttpClient'), address: 'BaseAddress' },
  { client: 'RestSharp', calls: types('RestSharp', 'RestClient', 'RestClientOptions'), address: 0 },
  { client: 'RestSharp', calls: types('RestSharp', 'RestClientOptions'), address: 'BaseUrl' },
  { client: 'Refit', calls: types('Refit', 'RestService').map(one => `${one}.For`), address: 0 },
];

/** Methods that send a request to the address they are called on. Source: Flurl, Fluent HTTP. */
const FLURL =
  /^(?:(?:Get|Post|Put|Patch|Delete|Head|Options)(?:Async|(?:Json|String|Bytes|Stream|UrlEncoded|Multipart)Async)|DownloadFileAsync)$/;

const MOST_LINKS = 30;

/** `"https://api.carrier.test".AppendPathSegment("slots").GetJsonAsync<T>()`. */
function flurl(file: ProgramFile, site: CallSite): readonly Extract<FactBody, { kind: 'consumed-api' }>[] {
  if (!FLURL.test(site.name) || !importsOne(file, ['Flurl'])) return [];
  let root: Expr | undefined = site.receiver;
  for (let left = MOST_LINKS; left > 0 && root?.kind === 'call' && root.callee.kind === 'member'; left--)
    root = root.callee.of;
  const address = root ? textOf(file, root, site.inside) : '';
  const host = hostOf(address);
  if (host === undefined || isOwnAddress(address)) return [];
  const [method] = /^(?:Get|Post|Put|Patch|Delete|Head|Options)/.exec(site.name) ?? ['Get'];
  return [consumedApi(site.call.nameAt, 'Flurl', host, method.toUpperCase())];
}
