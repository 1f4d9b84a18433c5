import type { FactBody } from '../../../../src/core/fact.ts';
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { linksOf, pathsOf } from '../../../routes/rust/chains.ts';
import { isTrue } from '../../calls.ts';
import { importsOne } from '../../library-calls.ts';

export const outboundHardeningRust = defineDetector({
  id: 'outbound-hardening-rust',
  title: 'Hardening of outbound requests in Rust',
  kind: 'practice',
  docs: 'https://docs.rs/reqwest/latest/reqwest/struct.ClientBuilder.html',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['reqwest', 'danger'],
  emits: ['practice', 'switch'],
  limits: [
    'Clients of reqwest are judged where they are made; the limits of other crates are not read.',
    'A client without a limit is not judged where the same file gives requests one, or waits for them no longer than a time.',
    'Certificates that are not verified below a condition, or by a setting, are not judged: that may be for development.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => [...file.calls.flatMap(site => made(file, site)), ...unverified(file)],
});

const CLIENTS: ReadonlySet<string> = new Set([
  'reqwest::Client::new',
  'reqwest::Client::default',
  'reqwest::get',
  'reqwest::Client::builder',
  'reqwest::ClientBuilder::new',
]);

const LIMITS = /\.(?:timeout|read_timeout)\s*\(|\btimeout\s*\(/;

/** `Client::builder().timeout(d).build()?`; without a limit the client waits for ever. The blocking one gives up after 30 seconds. */
function made(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { call } = site;
  if (!pathsOf(file, call.callee).some(path => CLIENTS.has(path))) return [];
  const chain = file.calls.find(({ name, call: outer }) => name === 'build' && linksOf(outer)[0]?.call === call);
  const isLimited =
    chain !== undefined && linksOf(chain.call).some(({ name }) => name === 'timeout' || name === 'read_timeout');
  if (isLimited) return [fact(site, 'sound', 'reqwest gives up after a time')];
  return LIMITS.test(file.text) ? [] : [fact(site, 'partial', 'reqwest has no timeout of its own')];
}

function fact({ call }: CallSite, standing: PracticeFact['standing'], what: string): PracticeFact {
  return { kind: 'practice', at: call.nameAt, practice: 'outbound', standing, what };
}

const UNVERIFIED: ReadonlySet<string> = new Set([
  'danger_accept_invalid_certs',
  'danger_accept_invalid_hostnames',
  'dangerous_accept_invalid_certs',
  'dangerous_accept_invalid_hostnames',
]);

const TLS: readonly string[] = ['reqwest', 'native_tls', 'tokio_native_tls', 'lettre'];

/** `.danger_accept_invalid_certs(true)` of reqwest and native-tls, and that of lettre. */
function unverified(file: ProgramFile): readonly FactBody[] {
  if (!importsOne(file, TLS)) return [];
  return certainNodes(file.module.body).flatMap((node): readonly FactBody[] => {
    if (node.kind !== 'call' || node.callee.kind !== 'member' || !UNVERIFIED.has(node.callee.name)) return [];
    if (!isTrue(node.args[0])) return [];
    const what = 'certificates of the other side are not verified';
    return [
      { kind: 'practice', at: node.nameAt, practice: 'outbound', standing: 'unsound', what },
      { kind: 'switch', at: node.nameAt, name: 'tls-verification', isSafe: false, what: `${node.callee.name}(true)` },
    ];
  });
}
