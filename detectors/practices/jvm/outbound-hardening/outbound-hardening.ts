import { judgedTimeout } from '../../outbound-timeout.ts';
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { JVM_FILES } from '../values.ts';
import { chosenByClient } from './addresses.ts';
import { CLIENT_WORDS, clientAt } from './clients.ts';
import { TRUST_WORDS, unverified } from './trust.ts';
import { outboundFact, unverifiedTls } from '../../outbound-facts.ts';

export const outboundHardeningJvm = defineDetector({
  id: 'outbound-hardening-jvm',
  title: 'Hardening of outbound requests (Java, Kotlin)',
  kind: 'practice',
  docs: 'https://owasp.org/API-Security/editions/2023/en/0xaa-unsafe-consumption-of-apis/',
  reads: 'jvm',
  files: JVM_FILES,
  words: [...CLIENT_WORDS, ...TRUST_WORDS, 'openStream', 'openConnection'],
  emits: ['practice', 'switch'],
  limits: [
    'Timeouts are read where a client is made; one whose settings another file makes is not judged, nor one per request of WebClient.',
    'Of an address that a client chooses, any check by name in the same function counts as one: what it lets through is not judged.',
    'A trust manager that refuses nothing counts where it is made; behind a condition it does not.',
  ],
  version: 1,
  detect: file => [
    ...file.calls.flatMap(site => judged(file, site)),
    ...unverified(file).flatMap(({ at, what }) => unverifiedTls(at, what)),
  ],
});

function judged(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { nameAt } = site.call;
  const chosen = chosenByClient(file, site);
  if (chosen) return [outboundFact(nameAt, 'unsound', `${chosen} requests an address that the client chooses`)];
  const client = clientAt(file, site);
  const waits = client && judgedTimeout(client.name, client.timeout);
  return waits ? [outboundFact(nameAt, waits.standing, waits.what)] : [];
}
