import type { FactBody } from '../../../src/core/fact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { optionIn } from '../../practices/constants.ts';
import {
  addressOf,
  hostOf,
  OUTBOUND_WORDS,
  type OutboundRequest,
  outboundRequests,
} from '../../practices/javascript/outbound-requests.ts';
import { JAVASCRIPT_FILES } from '../../routes/javascript/source-files.ts';
import { SDK_WORDS, sdkOf } from './sdks.ts';
import { STUB_WORDS, stubs } from './stubs.ts';

type Consumed = Extract<FactBody, { kind: 'consumed-api' }>;

export const httpClients = defineDetector({
  id: 'http-clients',
  title: 'HTTP clients and SDKs',
  kind: 'architecture',
  docs: 'https://developer.mozilla.org/docs/Web/API/Fetch_API',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: [...OUTBOUND_WORDS, ...SDK_WORDS, ...STUB_WORDS],
  emits: ['consumed-api'],
  limits: [
    'Requests to addresses without a host (`/api/orders`) and to the own machine are not counted.',
    'Instances of clients that come from another file count where they are made, not where they are used.',
    'Of an SDK the first call in a file counts; its host is given only where nothing may point it elsewhere.',
  ],
  version: 2,
  detect: file => [...requests(file), ...sdkCalls(file), ...stubs(file)],
});

function requests(file: ProgramFile): readonly Consumed[] {
  const found = outboundRequests(file);
  const used = new Set(found.filter(({ isInstance }) => !isInstance).map(({ base, client }) => `${client} ${base}`));
  return found.flatMap(request => {
    // An instance that is used in its own file counts by its calls.
    if (request.isInstance && used.has(`${request.client} ${request.base}`)) return [];
    return consumed(file, request);
  });
}

function consumed(file: ProgramFile, request: OutboundRequest): readonly Consumed[] {
  const address = addressOf(file, request);
  if (isOwnAddress(address)) return [];
  const host = hostOf(address);
  const method = request.method ?? writtenMethod(file, request);
  return [
    {
      kind: 'consumed-api',
      at: request.site.call.nameAt,
      client: request.client,
      ...(host === undefined ? {} : { host }),
      ...(method === undefined ? {} : { method }),
    },
  ];
}

/** An address without host is of the same origin; one of the own machine is a part of the same system. */
export function isOwnAddress(address: string): boolean {
  // `new URL('./font.ttf', import.meta.url)` is a file beside the program.
  if (/^(?:\/(?!\/)|(?:\{\}\/)?\.{1,2}\/|data:|blob:|file:)/.test(address)) return true;
  const host = hostOf(address);
  return (
    host !== undefined &&
    (/^(?:localhost|127\.\d|0\.0\.0\.0$|host\.docker\.internal$)/.test(host) ||
      /(?:^|\.)example\.(?:com|org|net)$/.test(host))
  );
}

function writtenMethod(file: ProgramFile, { options, site }: OutboundRequest): string | undefined {
  const option = optionIn(file, options[0], 'method', site.inside);
  return option.kind === 'given' && option.value.kind === 'text' ? option.value.value.toUpperCase() : undefined;
}

/** The first call of each SDK in the file; a package that is only imported is in no use. */
function sdkCalls(file: ProgramFile): readonly Consumed[] {
  const seen = new Set<string>();
  return file.calls.flatMap(({ call, inside }): readonly Consumed[] => {
    const module = file.originOf(call.callee)?.module;
    const sdk = module === undefined ? undefined : sdkOf(module);
    if (!sdk || seen.has(sdk.name)) return [];
    seen.add(sdk.name);
    const isElsewhere = call.args.some(arg =>
      ['baseURL', 'baseUrl', 'host', 'basePath', 'apiBase', 'endpoint'].some(
        key => optionIn(file, arg, key, inside).kind === 'given',
      ),
    );
    return [
      {
        kind: 'consumed-api',
        at: call.nameAt,
        client: sdk.name,
        isSdk: true,
        ...(sdk.host === undefined || isElsewhere ? {} : { host: sdk.host }),
      },
    ];
  });
}
