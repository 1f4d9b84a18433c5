import type { FactBody } from '../../../src/core/fact.ts';
import type { Decorator, Expr } from '../../../src/core/program.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { textOf } from '../../practices/constants.ts';
import { hostOf } from '../../practices/javascript/outbound-requests.ts';
import { JVM_FILES } from '../../practices/jvm/values.ts';
import { isOwnAddress } from '../http-clients/http-clients.ts';
import { type ClientRow, requestsBy } from '../library-clients.ts';

export const httpClientsJvm = defineDetector({
  id: 'http-clients-jvm',
  title: 'HTTP clients of Java and Kotlin',
  kind: 'architecture',
  docs: 'https://docs.spring.io/spring-framework/reference/integration/rest-clients.html',
  reads: 'jvm',
  files: JVM_FILES,
  words: [
    'org.springframework.web',
    'java.net.http',
    'okhttp3',
    'retrofit2',
    'feign',
    'ws.rs.client',
    'io.ktor.client',
    'microprofile.rest.client',
    'io.micronaut.http.client',
  ],
  emits: ['consumed-api'],
  limits: [
    'Requests count where their host is written; one that settings give is not among them, save for declared clients.',
    'Requests to addresses without a host and to the own machine are not counted.',
  ],
  version: 1,
  detect: file => [...requestsBy(file, ROWS), ...file.classes.flatMap(cls => declared(file, cls.decorators))],
});

/** Sources: the reference documentation of each client. */
const ROWS: readonly ClientRow[] = [
  {
    client: 'RestTemplate',
    methods: [
      'getForObject',
      'getForEntity',
      'postForObject',
      'postForEntity',
      'postForLocation',
      'patchForObject',
      'headForHeaders',
    ],
    modules: ['org.springframework.web.client'],
    address: 0,
  },
  { client: 'RestTemplate', methods: ['exchange'], modules: ['org.springframework.web.client'], address: 0 },
  {
    client: 'WebClient',
    methods: ['uri', 'baseUrl'],
    modules: ['org.springframework.web.reactive.function.client'],
    address: 0,
  },
  { client: 'WebClient', calls: ['org.springframework.web.reactive.function.client.WebClient.create'], address: 0 },
  { client: 'RestClient', methods: ['uri', 'baseUrl'], modules: ['org.springframework.web.client'], address: 0 },
  {
    client: 'RestClient',
    calls: ['org.springframework.web.client.RestClient.create'],
    address: 0,
  },
  { client: 'java.net.http', calls: ['java.net.http.HttpRequest.newBuilder'], address: 0 },
  { client: 'java.net.http', methods: ['uri'], modules: ['java.net.http'], address: 0 },
  { client: 'OkHttp', methods: ['url'], modules: ['okhttp3'], address: 0 },
  { client: 'Retrofit', methods: ['baseUrl'], modules: ['retrofit2'], address: 0 },
  { client: 'Feign', methods: ['target'], modules: ['feign'], address: 1 },
  { client: 'JAX-RS', methods: ['target'], modules: ['javax.ws.rs.client', 'jakarta.ws.rs.client'], address: 0 },
  {
    client: 'Ktor',
    methods: ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'request'],
    modules: ['io.ktor.client'],
    address: 0,
  },
];

/** Annotations that make an interface a client, and the argument that is its address. */
const DECLARED: ReadonlyMap<string, { readonly client: string; readonly address: readonly string[] }> = new Map([
  ['org.springframework.cloud.openfeign.FeignClient', { client: 'Feign', address: ['url'] }],
  [
    'org.eclipse.microprofile.rest.client.inject.RegisterRestClient',
    { client: 'MicroProfile REST client', address: ['baseUri'] },
  ],
  ['io.micronaut.http.client.annotation.Client', { client: 'Micronaut HTTP client', address: ['value', ''] }],
]);

/** `@FeignClient(name = "billing", url = "https://billing.acme.com")`: it is a client, whatever its address. */
function declared(
  file: ProgramFile,
  decorators: readonly Decorator[],
): readonly Extract<FactBody, { kind: 'consumed-api' }>[] {
  return decorators.flatMap(({ at, expression }) => {
    const origin = file.originOf(expression.kind === 'call' ? expression.callee : expression);
    const known = origin && DECLARED.get([origin.module, ...origin.path].join('.'));
    if (!known) return [];
    const written = expression.kind === 'call' ? addressIn(expression.args, known.address) : undefined;
    const address = written ? textOf(file, written, []) : '';
    if (written && isOwnAddress(address)) return [];
    const host = hostOf(address);
    return [{ kind: 'consumed-api', at, client: known.client, ...(host === undefined ? {} : { host }) }];
  });
}

function addressIn(args: readonly Expr[], names: readonly string[]): Expr | undefined {
  for (const arg of args) {
    if (arg.kind === 'named' && names.includes(arg.name)) return arg.value;
    if (arg.kind !== 'named' && names.includes('')) return arg;
  }
  return undefined;
}
