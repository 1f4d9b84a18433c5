import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { hostOf } from '../../practices/javascript/outbound-requests.ts';
import {
  addressOf,
  OUTBOUND_WORDS,
  type OutboundRequest,
  outboundRequests,
} from '../../practices/python/outbound-requests.ts';
import { PYTHON_FILES } from '../../routes/python/source-files.ts';
import { isOwnAddress } from '../http-clients/http-clients.ts';

export const httpClientsPython = defineDetector({
  id: 'http-clients-python',
  title: 'HTTP clients of Python',
  kind: 'architecture',
  docs: 'https://requests.readthedocs.io/en/latest/api/',
  reads: 'python',
  files: PYTHON_FILES,
  words: OUTBOUND_WORDS,
  emits: ['consumed-api'],
  limits: [
    'Requests to addresses without a host and to the own machine are not counted.',
    'SDKs, generated clients and sessions that another file makes are not read.',
  ],
  version: 1,
  detect: file => outboundRequests(file).flatMap(request => consumed(file, request)),
});

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

function consumed(file: ProgramFile, request: OutboundRequest): readonly Extract<FactBody, { kind: 'consumed-api' }>[] {
  const address = addressOf(file, request);
  if (isOwnAddress(address)) return [];
  const host = hostOf(address);
  const method = request.site.name.toUpperCase();
  return [
    {
      kind: 'consumed-api',
      at: request.site.call.nameAt,
      client: request.client,
      ...(host === undefined ? {} : { host }),
      ...(METHODS.has(method) ? { method } : {}),
    },
  ];
}
