import { test } from 'vitest';
import { check } from '../../../tests/support/check.ts';
import { httpClients } from './http-clients.ts';

test('fetch calls the host that is constant', () =>
  check(
    httpClients,
    'src/pay.ts',
    `
const BASE = 'https://pay.acme.io/v1';
const paths = { refund: \`\${BASE}/refunds\` };
export async function pay(id: string, target: string) {
  await fetch('https://api.pay.io/charges', { method: 'POST' });
//      ^^^^^ consumed-api | client fetch; host api.pay.io; method POST
  await fetch(\`\${BASE}/charges/\${id}\`);
//      ^^^^^ consumed-api | client fetch; host pay.acme.io
  await globalThis.fetch(new URL('/x', process.env.PAY_URL ?? 'https://Fallback.io'));
//                 ^^^^^ consumed-api | client fetch; host fallback.io
  await fetch(paths.refund);
//      ^^^^^ consumed-api | client fetch; host pay.acme.io
  await fetch(target);
//      ^^^^^ consumed-api | client fetch
}
`,
  ));

test('credentials in an address are no part of its host', () =>
  check(
    httpClients,
    'src/a.ts',
    `
void fetch('https://user:hunter2@api.pay.io/x?key=abc');
//   ^^^^^ consumed-api | client fetch; host api.pay.io
void fetch(\`https://\${tenant}.pay.io/x\`);
//   ^^^^^ consumed-api | client fetch
void fetch('https://api.' + region + '.io');
//   ^^^^^ consumed-api | client fetch
`,
  ));

test('the own origin, the own machine, a function of that name and a method are no client', () =>
  check(
    httpClients,
    'src/a.ts',
    `
import { fetch as load } from './load';
fetch('/api/orders');
fetch(\`/api/orders/\${id}\`);
fetch('http://localhost:3000/health');
fetch('https://example.com');
fetch(new URL('../fonts/a.ttf', import.meta.url));
load('https://a.io');
repository.fetch('https://a.io');
function run(fetch) { return fetch('https://a.io'); }
export const get = app.get('/x', handler);
`,
  ));

test('axios: calls, instances with a base, and instances that are used elsewhere', () =>
  check(
    httpClients,
    'src/a.ts',
    `
import axios from 'axios';
const api = axios.create({ baseURL: 'https://crm.io/v2', timeout: 1000 });
api.get('/leads');
//  ^^^ consumed-api | client axios; host crm.io; method GET
axios.post('https://hooks.io/x', body);
//    ^^^^ consumed-api | client axios; host hooks.io; method POST
void axios({ url: 'https://hooks.io/y', method: 'put' });
//   ^^^^^ consumed-api | client axios; host hooks.io; method PUT
export const other = axios.create({ baseURL: process.env.OTHER });
//                         ^^^^^^ consumed-api | client axios
axios.interceptors.request.use(f);
axios.isAxiosError(e);
`,
  ));

test.each([
  ["import got from 'got';", "got.post('https://a.io')", 'post', 'client got; host a.io; method POST'],
  ["import { got } from 'got';", "got('https://a.io')", 'got', 'client got; host a.io'],
  ["import ky from 'ky';", "ky.extend({ prefix: 'https://a.io' })", 'extend', 'client ky; host a.io'],
  ["import { request } from 'undici';", "request('https://a.io')", 'request', 'client undici; host a.io'],
  ["import { Pool } from 'undici';", "new Pool('https://a.io')", 'Pool', 'client undici; host a.io'],
  ["const https = require('https');", "https.get('https://a.io', cb)", 'get', 'client http; host a.io; method GET'],
  ["import * as http from 'node:http';", 'http.request(options)', 'request', 'client http'],
  ["import fetch from 'node-fetch';", "fetch('https://a.io')", 'fetch', 'client fetch; host a.io'],
  [
    "import agent from 'superagent';",
    "agent.del('https://a.io')",
    'del',
    'client superagent; host a.io; method DELETE',
  ],
  [
    "import make from 'openapi-fetch';",
    "make<paths>({ baseUrl: 'https://a.io' })",
    'make',
    'client openapi-fetch; host a.io',
  ],
  [
    "import { HttpLink } from '@apollo/client';",
    "new HttpLink({ uri: 'https://a.io/graphql' })",
    'HttpLink',
    'client Apollo Client; host a.io',
  ],
  ["import { Client } from '@urql/core';", "new Client({ url: 'https://a.io' })", 'Client', 'client urql; host a.io'],
  [
    "import { httpBatchLink } from '@trpc/client';",
    "httpBatchLink({ url: 'https://a.io/trpc' })",
    'httpBatchLink',
    'client tRPC client; host a.io',
  ],
  [
    "import { createGrpcTransport } from '@connectrpc/connect-node';",
    "createGrpcTransport({ baseUrl: 'https://a.io' })",
    'createGrpcTransport',
    'client Connect; host a.io',
  ],
  [
    "import { createClientAsync } from 'soap';",
    "createClientAsync('https://a.io/x?wsdl')",
    'createClientAsync',
    'client SOAP; host a.io',
  ],
  [
    "import { credentials } from '@grpc/grpc-js';",
    "new Greeter('greeter.a.io:50051', credentials.createInsecure())",
    'Greeter',
    'client gRPC; host greeter.a.io',
  ],
  ["import Stripe from 'stripe';", 'new Stripe(key)', 'Stripe', 'client Stripe; isSdk true; host api.stripe.com'],
  ["import OpenAI from 'openai';", 'new OpenAI({ baseURL: url })', 'OpenAI', 'client OpenAI; isSdk true'],
  ["import { S3Client } from '@aws-sdk/client-s3';", 'new S3Client({})', 'S3Client', 'client AWS; isSdk true'],
  [
    "import { WebClient } from '@slack/web-api';",
    'new WebClient(t)',
    'WebClient',
    'client Slack; isSdk true; host slack.com',
  ],
])('%s %s', (imported, call, name, said) => {
  const line = `use(${call});`;
  const column = line.indexOf(name, 4 + (name === 'request' && call.startsWith('http.') ? 5 : 0));
  const mark = `//${' '.repeat(column - 2)}${'^'.repeat(name.length)} consumed-api | ${said}`;
  return check(httpClients, 'a.ts', `${imported}\n${line}\n${mark}\n`);
});

test('a service that Nest injects sends requests', () =>
  check(
    httpClients,
    'a.service.ts',
    `
import { HttpService } from '@nestjs/axios';
export class Leads {
  constructor(private readonly http: HttpService, private readonly store: Store) {}
  all() {
    this.store.get('https://a.io');
    return this.http.get('https://crm.io/leads');
//                   ^^^ consumed-api | client axios; host crm.io; method GET
  }
}
`,
  ));

test('what is imported as a type or never called is in no use, and a file of mocks calls nobody', () =>
  check(httpClients, {
    files: {
      'types.ts': "import type Stripe from 'stripe';\nimport OpenAI from 'openai';\nexport const a: Stripe = b;\n",
      'tools.ts': "import { fromEnv } from '@aws-sdk/credential-providers';\nfromEnv();\n",
      'mocks.ts': "import { http } from 'msw';\nhttp.get('https://a.io', f);\nfetch('https://a.io');\n",
      'nocked.js': "const nock = require('nock');\nnock('https://a.io').get('/x');\n",
      'server.js': "const http = require('http');\nhttp.createServer(app).listen(1);\n",
    },
  }));

test('a client that is handed its link has no address of its own', () =>
  check(
    httpClients,
    'a.ts',
    `
import { ApolloClient } from '@apollo/client';
export const client = new ApolloClient({ link, cache });
export const own = new ApolloClient({ uri: '/graphql', cache });
`,
  ));
