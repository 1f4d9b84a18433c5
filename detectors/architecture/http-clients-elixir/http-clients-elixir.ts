import type { FactBody } from '../../../src/core/fact.ts';
import type { Expr } from '../../../src/core/program.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { CallSite } from '../../../src/parse/program-file.ts';
import { hostOf } from '../../practices/javascript/outbound-requests.ts';
import { moduleName } from '../../routes/elixir/modules.ts';
import { ELIXIR_FILES } from '../../routes/elixir/source-files.ts';
import { isOwnAddress } from '../http-clients/http-clients.ts';

export const httpClientsElixir = defineDetector({
  id: 'http-clients-elixir',
  title: 'HTTP clients of Elixir',
  kind: 'architecture',
  docs: 'https://hexdocs.pm/req/Req.html',
  reads: 'elixir',
  files: ELIXIR_FILES,
  words: ['HTTPoison', 'Req.', 'Tesla.', 'Finch.', 'HTTPotion'],
  emits: ['consumed-api'],
  limits: [
    'Requests to addresses without a host and to the own machine are not counted.',
    'Clients that are modules of their own (`use Tesla`, `use HTTPoison.Base`), and addresses in their options, are not read.',
  ],
  version: 1,
  detect: file => file.calls.flatMap(consumed),
});

/** Clients, with the place of the address and of the method among the arguments of each call. Sources: their documentation. */
const CLIENTS: ReadonlyMap<string, string> = new Map([
  ['HTTPoison', 'httpoison'],
  ['HTTPotion', 'httpotion'],
  ['Req', 'req'],
  ['Tesla', 'tesla'],
  ['Finch', 'finch'],
]);

const VERBS = /^(?:get|post|put|patch|delete|head|options)!?$/;

function consumed({ call, name, receiver }: CallSite): readonly Extract<FactBody, { kind: 'consumed-api' }>[] {
  const module = moduleName(receiver);
  const client = module === undefined ? undefined : CLIENTS.get(module);
  if (client === undefined) return [];
  const isBuilt = module === 'Finch' ? name === 'build' : /^(?:request!?)$/.test(name) && module === 'HTTPoison';
  const isVerb = module !== 'Finch' && VERBS.test(name);
  if (!isBuilt && !isVerb) return [];
  const [first, second, third] = call.args;
  const method = isBuilt ? textOf(first) : name.replace('!', '');
  // `Tesla.get(client, url)`: a client of its own may come first.
  const address = isBuilt
    ? addressOf(second)
    : (addressOf(first) ?? (module === 'Tesla' ? addressOf(second ?? third) : undefined));
  if (address === undefined || isOwnAddress(address)) return [];
  const host = hostOf(address);
  return [
    {
      kind: 'consumed-api',
      at: call.nameAt,
      client,
      ...(host === undefined ? {} : { host }),
      ...(method === undefined || !VERBS.test(method) ? {} : { method: method.toUpperCase() }),
    },
  ];
}

function textOf(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'text' ? expr.value : undefined;
}

/** An address as far as it is written out; what is put in is a hole. */
function addressOf(expr: Expr | undefined): string | undefined {
  if (expr?.kind === 'text') return /^https?:\/\//.test(expr.value) ? expr.value : undefined;
  const [first] = expr?.kind === 'concat' ? expr.parts : [];
  return first?.kind === 'text' && /^https?:\/\//.test(first.value) ? `${first.value}{}` : undefined;
}
