import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { PYTHON_FILES } from '../../../routes/python/source-files.ts';
import { valueOf } from '../../bindings.ts';
import { type Option, optionIn } from '../../constants.ts';
import { argument, dottedName, isFalse } from '../../calls.ts';
import { writtenSecret } from '../written-secret.ts';
import { configuredVerification } from './configured.ts';
import { believes } from './believed.ts';
import { readsUnverified, type Verifier, VERIFIER_WORDS, verifierOf } from './verifiers.ts';

export const tokenVerificationPython = defineDetector({
  id: 'token-verification-python',
  title: 'Verification of tokens in Python',
  kind: 'practice',
  docs: 'https://pyjwt.readthedocs.io/en/stable/usage.html',
  reads: 'python',
  files: PYTHON_FILES,
  words: VERIFIER_WORDS,
  emits: ['practice'],
  limits: [
    'Options that are made in another file are not judged.',
    'Reading a token without verifying it counts only where the function says that it finds the caller, in a file that neither verifies one nor asks another service.',
    'Settings of flask-jwt-extended are judged where the same file sets its key, and settings of simplejwt where they are written as one dictionary.',
  ],
  version: 1,
  detect: file => {
    const calls = file.calls.flatMap(site => verification(file, site));
    const verified = [...calls, ...configuredVerification(file)];
    return verified.length > 0 ? verified : file.calls.flatMap(site => read(file, site));
  },
});

function fact(at: Expr['at'], judged: Judged): PracticeFact {
  return { kind: 'practice', at, practice: 'token-verification', ...judged };
}

type Judged = Pick<PracticeFact, 'standing' | 'what' | 'hides'>;

function verification(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const verifier = verifierOf(file, site);
  if (!verifier) return [];
  if (skipsSignature(file, site, verifier)) {
    // With key and algorithms at hand it is a verification that was switched off; without, it may be a look at a header.
    if (verifier.key.kind !== 'given' || verifier.algorithms?.kind !== 'given' || isEmpty(verifier.key.value))
      return [];
    return [fact(site.call.nameAt, { standing: 'unsound', what: `${verifier.name} does not verify the signature` })];
  }
  const judged = judge(file, site, verifier);
  return judged ? [fact(site.call.nameAt, judged)] : [];
}

function isEmpty(expr: Expr): boolean {
  return expr.kind === 'nothing' || (expr.kind === 'text' && expr.value === '');
}

/** A token that is read, in a file that verifies none. */
function read(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const verifier = verifierOf(file, site);
  const isRead = verifier ? skipsSignature(file, site, verifier) : readsUnverified(file, site.call.callee);
  if (!isRead || !believes(file, site)) return [];
  return [
    fact(site.call.nameAt, {
      standing: 'unsound',
      what: 'a token that is decoded and not verified says who the caller is',
    }),
  ];
}

/** `verify=False` of PyJWT 1, `options={'verify_signature': False}`. */
function skipsSignature(file: ProgramFile, { call, inside }: CallSite, { options }: Verifier): boolean {
  const verify = argument(file, call, inside, { name: 'verify' });
  if (verify.kind === 'given' && isFalse(valueOf(file, verify.value, inside))) return true;
  return isOff(file, options, 'verify_signature', inside);
}

function isOff(file: ProgramFile, options: Option, key: string, inside: CallSite['inside']): boolean {
  const option = options.kind === 'given' ? optionIn(file, options.value, key, inside) : undefined;
  return option?.kind === 'given' && isFalse(valueOf(file, option.value, inside));
}

function judge(file: ProgramFile, { inside }: CallSite, verifier: Verifier): Judged | undefined {
  const { name, key, algorithms, issuer, audience, options, isHalf } = verifier;
  const wrong = algorithms?.kind === 'given' ? wrongAlgorithms(file, algorithms.value, inside) : undefined;
  if (wrong) return { standing: 'unsound', what: `${name} ${wrong}` };
  if (isOff(file, options, 'verify_exp', inside))
    return /\bexp\b/.test(file.text)
      ? { standing: 'partial', what: `${name} leaves the expiry of tokens to other code` }
      : { standing: 'unsound', what: `${name} ignores the expiry of tokens` };
  const secret = key.kind === 'given' ? writtenSecret(file, key.value, inside) : undefined;
  if (secret && !secret.isFallback)
    return {
      standing: 'unsound',
      what: `${name} verifies with a secret that is written in the code`,
      hides: [secret.at],
    };
  const asked = [
    ['algorithm', algorithms],
    ['issuer', isOff(file, options, 'verify_iss', inside) ? ABSENT : issuer],
    ['audience', isOff(file, options, 'verify_aud', inside) ? ABSENT : audience],
    ['expiry', isHalf ? ABSENT : undefined],
  ] as const;
  if (asked.some(([, option]) => option?.kind === 'unknown') || mayHold(file, options, inside)) return undefined;
  const missing = asked.filter(([, option]) => option && isMissing(option)).map(([word]) => word);
  return missing.length === 0
    ? { standing: 'sound', what: `${name} checks signature, algorithm, issuer, audience and expiry` }
    : { standing: 'partial', what: `${name} does not check ${missing.join(', ')}` };
}

/** Options that are made elsewhere may switch anything off. */
function mayHold(file: ProgramFile, options: Option, inside: CallSite['inside']): boolean {
  if (options.kind !== 'given') return options.kind === 'unknown';
  return optionIn(file, options.value, 'verify_signature', inside).kind === 'unknown';
}

const ABSENT: Option = { kind: 'absent' };

function isMissing(option: Option): boolean {
  return option.kind === 'absent' || (option.kind === 'given' && option.value.kind === 'nothing');
}

/** What is wrong with the algorithms that are accepted: none at all, or the one that the token itself asks for. */
function wrongAlgorithms(file: ProgramFile, algorithms: Expr, inside: CallSite['inside']): string | undefined {
  const value = valueOf(file, algorithms, inside);
  const items = value.kind === 'list' ? value.items : [value];
  if (items.some(item => item.kind === 'text' && item.value.toLowerCase() === 'none'))
    return 'accepts tokens without signature (algorithm none)';
  return items.some(item => isOfToken(file, item, inside))
    ? 'accepts whatever algorithm the token asks for'
    : undefined;
}

/** `jwt.get_unverified_header(token)['alg']`, also by a name. */
function isOfToken(file: ProgramFile, item: Expr, inside: CallSite['inside']): boolean {
  let root = item;
  for (let step = 0; step < 6; step++) {
    if (root.kind === 'call') {
      if (/(?:^|\.)get_unverified_header(?:s)?$/.test(dottedName(file, root.callee) ?? '')) return true;
      if (root.callee.kind !== 'member' || root.callee.name !== 'get') return false;
      root = root.callee.of;
    } else if (root.kind === 'member' || root.kind === 'index') root = root.of;
    else {
      const value = valueOf(file, root, inside);
      if (value === root) return false;
      root = value;
    }
  }
  return false;
}
