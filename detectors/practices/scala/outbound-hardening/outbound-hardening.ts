import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { SCALA_FILES } from '../../../routes/scala/source-files.ts';
import { CLIENT_WORDS, clientAt } from '../../jvm/outbound-hardening/clients.ts';
import { TRUST_WORDS, unverified } from '../../jvm/outbound-hardening/trust.ts';
import { importsOne } from '../../library-calls.ts';
import { judgedTimeout, type Timeout } from '../../outbound-timeout.ts';
import { writtenValue } from '../constants.ts';
import { outboundFact, unverifiedTls } from '../../outbound-facts.ts';

export const outboundHardeningScala = defineDetector({
  id: 'outbound-hardening-scala',
  title: 'Hardening of outbound requests in Scala (sttp, Play WS, http4s, and clients of Java)',
  kind: 'practice',
  docs: 'https://sttp.softwaremill.com/en/latest/conf/timeouts.html',
  reads: 'scala',
  files: SCALA_FILES,
  words: ['readTimeout', 'withRequestTimeout', 'withTimeout', ...CLIENT_WORDS, ...TRUST_WORDS],
  emits: ['practice', 'switch'],
  limits: [
    'Of sttp, Play WS and http4s the limits that code names are read, and not those that they have by themselves or by settings.',
    'A trust manager that refuses nothing counts where it is made; behind a condition it does not.',
  ],
  version: 1,
  detect: file => [
    ...file.calls.flatMap(site => judged(file, site)),
    ...unverified(file).flatMap(({ at, what }) => unverifiedTls(at, what)),
  ],
});

/** Methods that say how long a request waits for its answer. Sources: sttp, Timeouts; Play, WS; http4s, client builders. */
const LIMITS: readonly { readonly client: string; readonly modules: readonly string[]; readonly name: RegExp }[] = [
  { client: 'sttp', modules: ['sttp.client', 'sttp.client3', 'sttp.client4'], name: /^readTimeout$/ },
  { client: 'Play WS', modules: ['play.api.libs.ws'], name: /^withRequestTimeout$/ },
  {
    client: 'http4s',
    modules: ['org.http4s.ember.client', 'org.http4s.blaze.client', 'org.http4s.client'],
    name: /^with(?:Request)?Timeout$/,
  },
];

function judged(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { name, timeout } = clientAt(file, site) ?? limited(file, site) ?? {};
  const waits = name !== undefined && timeout ? judgedTimeout(name, timeout) : undefined;
  return waits ? [outboundFact(site.call.nameAt, waits.standing, waits.what)] : [];
}

/** `.readTimeout(5.seconds)`; `Duration.Inf` is no limit. */
function limited(
  file: ProgramFile,
  { call, name, receiver, inside }: CallSite,
): { readonly name: string; readonly timeout: Timeout } | undefined {
  const [span] = call.args;
  const row = LIMITS.find(one => one.name.test(name) && importsOne(file, one.modules));
  if (!row || !receiver || !span || call.args.length > 1) return undefined;
  return { name: row.client, timeout: isEndless(writtenValue(file, span, inside)) ? 'absent' : 'given' };
}

/** `Duration.Inf`, `scala.concurrent.duration.Duration.Inf`. */
function isEndless(expr: Expr): boolean {
  if (expr.kind !== 'member' || expr.name !== 'Inf') return false;
  return (expr.of.kind === 'name' || expr.of.kind === 'member') && expr.of.name === 'Duration';
}
