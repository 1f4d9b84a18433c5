import { judgedTimeout } from '../../outbound-timeout.ts';
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { PYTHON_FILES } from '../../../routes/python/source-files.ts';
import { valueOf } from '../../bindings.ts';
import { sourceOf } from '../../calls.ts';
import { addressOf, OUTBOUND_WORDS, type OutboundRequest, outboundRequests } from '../outbound-requests.ts';
import { isChecked, requestInput } from '../request-input.ts';

export const outboundHardeningPython = defineDetector({
  id: 'outbound-hardening-python',
  title: 'Hardening of outbound requests in Python',
  kind: 'practice',
  docs: 'https://requests.readthedocs.io/en/latest/user/advanced/',
  reads: 'python',
  files: PYTHON_FILES,
  words: OUTBOUND_WORDS,
  emits: ['practice'],
  limits: [
    'Of an address that a client chooses, any check by name in the same function counts as one: what it lets through is not judged.',
    'Sessions that another file makes, and limits that an adapter sets, are not read.',
    'The limits of aiohttp (five minutes) and httpx (five seconds) without a word count as limits.',
  ],
  version: 1,
  detect: file => outboundRequests(file).flatMap(request => judged(file, request)),
});

function judged(file: ProgramFile, request: OutboundRequest): readonly PracticeFact[] {
  const { client, site, unverified } = request;
  const fact = (standing: PracticeFact['standing'], what: string, at: Expr['at'] = site.call.nameAt): PracticeFact => ({
    kind: 'practice',
    at,
    practice: 'outbound',
    standing,
    what,
  });
  // The own machine is no third party.
  if (/^(?:[a-z]+:\/\/)?(?:localhost|127\.\d|\[::1\])/i.test(addressOf(file, request))) return [];
  const isChosen = isChosenByClient(file, request);
  const wrong = [
    ...(isChosen ? [fact('unsound', `${client} requests an address that the client chooses`)] : []),
    ...(unverified ? [fact('unsound', 'certificates of the other side are not verified', unverified.at)] : []),
  ];
  if (wrong.length > 0) return wrong;
  const waits = judgedTimeout(client, request.timeout);
  return waits ? [fact(waits.standing, waits.what)] : [];
}

/** The whole address, or what stands first in it, is sent by the client, and nothing in the function checks it. */
function isChosenByClient(file: ProgramFile, { url, site }: OutboundRequest): boolean {
  const { inside } = site;
  const [fn] = inside;
  if (url.kind !== 'given' || !fn) return false;
  const value = valueOf(file, url.value, inside);
  const first = value.kind === 'concat' ? value.parts.find(part => part.kind !== 'text' || part.value !== '') : value;
  const input = first && first.kind !== 'text' ? requestInput(file, first, inside) : undefined;
  if (!input || input.path.length === 0 || isChecked(file, inside, input)) return false;
  return !/\b(?:urlparse|urlsplit|hostname|netloc|startswith|ip_address|re\.(?:match|fullmatch|search))\b|\bin [A-Z_]{3,}/.test(
    sourceOf(file, fn.at),
  );
}
