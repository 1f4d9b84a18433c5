import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { valueOf } from '../../bindings.ts';
import { optionIn } from '../../constants.ts';
import { writtenSecret } from '../written-secret.ts';
import { decodedAsUser } from './decoded-user.ts';
import { type Verifier, verifierOf, VERIFIER_WORDS } from './verifiers.ts';

export const tokenVerification = defineDetector({
  id: 'token-verification',
  title: 'Verification of tokens',
  kind: 'practice',
  docs: 'https://datatracker.ietf.org/doc/html/rfc8725',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: VERIFIER_WORDS,
  emits: ['practice'],
  limits: [
    'Options that are made in another file are not judged, and neither is a verification whose options NestJS sets in a module.',
    'jose binds the algorithm to the key, so that a list of algorithms is not asked of it.',
    'Reading a token without verifying it counts only where the result becomes the user of the request, in a file that verifies none.',
  ],
  version: 1,
  detect: file => {
    const verified = file.calls.flatMap(site => verification(file, site));
    return verified.length > 0 ? verified : file.calls.flatMap(site => decodedAsUser(file, site));
  },
});

function verification(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const verifier = verifierOf(file, site);
  if (!verifier) return [];
  const judged = judge(file, site, verifier);
  return judged ? [{ kind: 'practice', at: site.call.nameAt, practice: 'token-verification', ...judged }] : [];
}

type Judged = Pick<PracticeFact, 'standing' | 'what' | 'hides'>;

function judge(file: ProgramFile, { inside }: CallSite, verifier: Verifier): Judged | undefined {
  const { name, options, key, checks } = verifier;
  const given = (keys: readonly string[]): Expr | 'absent' | 'unknown' => {
    const found = keys.map(one => optionIn(file, options, one, inside));
    const value = found.find(one => one.kind === 'given');
    if (value?.kind === 'given') return value.value;
    return found.some(one => one.kind === 'unknown') ? 'unknown' : 'absent';
  };
  const algorithms = given(checks.algorithm ?? []);
  if (typeof algorithms !== 'string' && acceptsNone(file, algorithms, inside))
    return { standing: 'unsound', what: `${name} accepts tokens without signature (algorithm none)` };
  const expiry = given(['ignoreExpiration']);
  if (typeof expiry !== 'string' && expiry.kind === 'boolean' && expiry.value)
    return leavesExpiry(file, verifier)
      ? { standing: 'partial', what: `${name} leaves the expiry of tokens to other code` }
      : { standing: 'unsound', what: `${name} ignores the expiry of tokens` };
  const secret = key && writtenSecret(file, key, inside);
  if (secret && !secret.isFallback)
    return {
      standing: 'unsound',
      what: `${name} verifies with a secret that is written in the code`,
      hides: [secret.at],
    };
  const asked = [
    ['algorithm', checks.algorithm ? algorithms : undefined],
    ['issuer', checks.issuer ? given(checks.issuer) : undefined],
    ['audience', checks.audience ? given(checks.audience) : undefined],
  ] as const;
  if (asked.some(([, value]) => value === 'unknown')) return undefined;
  const missing = asked.filter(([, value]) => value === 'absent').map(([word]) => word);
  return missing.length === 0
    ? { standing: 'sound', what: `${name} checks signature, algorithm, issuer, audience and expiry` }
    : { standing: 'partial', what: `${name} does not check ${missing.join(', ')}` };
}

/** The file reads the expiry itself, or hands the token to a function that stands elsewhere. */
function leavesExpiry(file: ProgramFile, { callback }: Verifier): boolean {
  return /\bexp\b/.test(file.text) || (callback !== undefined && callback.kind !== 'function');
}

function acceptsNone(file: ProgramFile, algorithms: Expr, inside: CallSite['inside']): boolean {
  const value = valueOf(file, algorithms, inside);
  const items = value.kind === 'list' ? value.items : [value];
  return items.some(item => item.kind === 'text' && item.value.toLowerCase() === 'none');
}
