/** Requests that a file sends to other APIs by a library: what detectors of languages share. */
import type { FactBody } from '../../src/core/fact.ts';
import type { Expr } from '../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../src/parse/program-file.ts';
import { optionIn, textOf } from '../practices/constants.ts';
import { hostOf } from '../practices/javascript/outbound-requests.ts';
import { argumentAt, isCallOf, type LibraryCall } from '../practices/library-calls.ts';
import { memberAssignments } from '../practices/member-assignments.ts';
import { isOwnAddress } from './http-clients/http-clients.ts';

type Consumed = Extract<FactBody, { kind: 'consumed-api' }>;

/** A call that sends a request, or makes one that is sent. */
export type ClientRow = LibraryCall & {
  /** Name of the client, as its users know it. */
  readonly client: string;
  /** The argument that is the address. */
  readonly address: number | string;
  /** Where that argument is options, the entry of them: `new Client(['base_uri' => '…'])`. */
  readonly entry?: string;
  /** The method (`GET`), or the argument that is it; without it the call's own name, where that is one. */
  readonly method?: number | string;
  /** The address is a host alone: `Net::HTTP.start('carrier.test')`. */
  readonly isHost?: true;
  /** It counts only where its host is written: it may be told a path alone. */
  readonly needsHost?: true;
};

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);

/**
 * The requests of a file by these clients. Those to addresses without a host and to the own machine are not among them; of
 * calls that are known by a method's name alone, only those to a written host are.
 */
export function requestsBy(file: ProgramFile, rows: readonly ClientRow[]): readonly Consumed[] {
  return file.calls.flatMap(site => {
    for (const row of rows) {
      const found = isCallOf(file, site, row) ? consumed(file, site, row) : [];
      if (found.length > 0) return found;
    }
    return [];
  });
}

function consumed(file: ProgramFile, site: CallSite, row: ClientRow): readonly Consumed[] {
  const argument = argumentAt(file, site, row.address);
  const given =
    argument.kind === 'given' && row.entry !== undefined
      ? optionIn(file, argument.value, row.entry, site.inside)
      : argument;
  if (given.kind !== 'given') return [];
  const written = textOf(file, given.value, site.inside);
  const address = row.isHost && /^[\w.-]+$/.test(written) ? `https://${written}` : written;
  const host = hostOf(address);
  if (isOwnAddress(address) || ((row.methods || row.needsHost) && host === undefined)) return [];
  return [consumedApi(site.call.nameAt, row.client, host, methodOf(file, site, row))];
}

export function consumedApi(
  at: Consumed['at'],
  client: string,
  host: string | undefined,
  method: string | undefined,
): Consumed {
  return {
    kind: 'consumed-api',
    at,
    client,
    ...(host === undefined ? {} : { host }),
    ...(method === undefined ? {} : { method }),
  };
}

/** The bases that a file assigns to a member of a client, where their host is written: `client.BaseAddress = new Uri("…")`. */
export function basesAssigned(file: ProgramFile, client: string, names: readonly string[]): readonly Consumed[] {
  return memberAssignments(file, names).flatMap(({ target, value, inside }) => {
    const address = textOf(file, value, inside);
    const host = hostOf(address);
    return host === undefined || isOwnAddress(address) ? [] : [consumedApi(target.nameAt, client, host, undefined)];
  });
}

/** `GetAsync`, `post_json` and `put!` say the method themselves. */
function methodOf(file: ProgramFile, site: CallSite, { method }: ClientRow): string | undefined {
  if (typeof method === 'string' && METHODS.has(method)) return method;
  const given = method === undefined ? undefined : argumentAt(file, site, method);
  const text = given?.kind === 'given' ? methodText(file, site, given.value) : site.name.replace(/^.*::/, '');
  const word = (/^(?:get|post|put|patch|delete|head|options)/i.exec(text)?.[0] ?? '').toUpperCase();
  return METHODS.has(word) ? word : undefined;
}

/** A written method, or the constant that stands for it: `http.MethodPost`, `HttpMethod.Post`. */
function methodText(file: ProgramFile, { inside }: CallSite, given: Expr): string {
  const text = textOf(file, given, inside);
  return text === '{}' && given.kind === 'member' ? given.name.replace(/^Method/, '') : text;
}
