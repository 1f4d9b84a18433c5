import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { moduleName, optionOf } from '../../../routes/elixir/modules.ts';
import { ELIXIR_FILES } from '../../../routes/elixir/source-files.ts';
import { sourceOf } from '../../calls.ts';
import {
  type Judged,
  judgedBy,
  orBelieved,
  type Told,
  unsound,
  verificationAt,
  withoutExpiry,
} from '../../judged-verification.ts';
import { STORED_EXPIRY, writtenValue } from '../durations.ts';
import { guardianModules } from '../guardian.ts';
import { type Claims, claimsOf, jokenModules } from '../joken.ts';
import { isReadBlindly } from './believed.ts';

export const tokenVerificationElixir = defineDetector({
  id: 'token-verification-elixir',
  title: 'Verification of tokens in Elixir (Joken, JOSE, Guardian, Phoenix.Token)',
  kind: 'practice',
  docs: 'https://hexdocs.pm/joken/configuration.html',
  reads: 'elixir',
  files: ELIXIR_FILES,
  words: ['Joken', 'JOSE', 'Guardian', 'Phoenix'],
  emits: ['practice'],
  limits: [
    'What `Plug.Crypto` and `JOSE.JWS` sign need be no token, and is not judged.',
    'Claims of Joken are judged where `token_config` writes them out, whoever asks the module to verify.',
    'The issuer of Guardian is switched on by settings, which are not read for it; its audience is checked by `verify_claims` alone.',
    'Reading a token without verifying it counts only where the function says that it finds the caller, in a file that neither verifies one nor asks another service.',
  ],
  version: 1,
  detect: file =>
    orBelieved(
      file,
      [
        ...file.calls.flatMap(site =>
          verificationAt(site, ofJoken(file, site) ?? ofJose(file, site) ?? ofPhoenix(file, site)),
        ),
        ...configured(file),
      ],
      isReadBlindly,
    ),
});

const JOKEN = 'Joken';

/** Code that looks at the expiry of claims by itself. */
const OWN_EXPIRY = /\["exp"\]|"exp" =>|\bexp: ?\w|\.exp\b|fields\["exp"\]|\bexpired\?/;

/** `Joken.verify(token, signer)` looks at the signature alone; `Joken.validate(config, claims)` at what it is told. */
function ofJoken(file: ProgramFile, { call, name, receiver, inside }: CallSite): Judged | undefined {
  if (moduleName(receiver) !== JOKEN) return undefined;
  const [config] = call.args;
  switch (name.replace(/!$/, '')) {
    case 'verify':
      return /\bvalidate!?\(/.test(file.text) ? undefined : withoutExpiry(JOKEN, file.text, OWN_EXPIRY);
    case 'validate':
    case 'verify_and_validate': {
      const claims = config && claimsOf(file, config, inside);
      return claims && judgedClaims(file, claims);
    }
    default:
      return undefined;
  }
}

function judgedClaims(file: ProgramFile, { exp, iss, aud }: Claims): Judged | undefined {
  if (exp.checked === 'no') return withoutExpiry(JOKEN, file.text, /claims\["exp"\]|%\{"exp" =>|\bexpired\?/);
  const told = ({ checked }: { readonly checked: 'own' | 'default' | 'no' }): Told =>
    checked === 'no' ? 'missing' : 'checked';
  const judged = judgedBy(JOKEN, { algorithm: 'checked', issuer: told(iss), audience: told(aud) });
  const isCommon = iss.checked === 'default' || aud.checked === 'default';
  return judged?.standing === 'sound' && isCommon
    ? { standing: 'partial', what: 'Joken checks the issuer or the audience by a name that all of its users have' }
    : judged;
}

/** `JOSE.JWT.verify_strict(key, ["HS256"], token)`; neither looks at a claim. Source: erlang-jose, JOSE.JWT. */
function ofJose(file: ProgramFile, { name, receiver }: CallSite): Judged | undefined {
  const of = moduleName(receiver);
  if (!/^verify(?:_strict)?$/.test(name) || (of !== 'JOSE.JWT' && of !== 'JOSE.JWS')) return undefined;
  if (of === 'JOSE.JWS' || !OWN_EXPIRY.test(file.text))
    // Who verifies a signature by itself may not have a token before it.
    return of === 'JOSE.JWT' ? unsound('JOSE ignores the expiry of tokens') : undefined;
  return judgedBy('JOSE', {
    algorithm: name === 'verify_strict' ? 'checked' : 'missing',
    issuer: looksAt(file, 'iss'),
    audience: looksAt(file, 'aud'),
  });
}

function looksAt({ text }: ProgramFile, claim: string): Told {
  return new RegExp(`\\["${claim}"\\]|"${claim}" =>|\\.${claim}\\b`).test(text) ? 'unknown' : 'missing';
}

const PHOENIX = 'Phoenix.Token';

/**
 * `Phoenix.Token.verify(endpoint, "user auth", token, max_age: 86400)`: who signs is who verifies, and the salt says what for.
 * Source: Phoenix.Token, `verify/4`.
 */
function ofPhoenix(file: ProgramFile, { call, name, receiver, inside }: CallSite): Judged | undefined {
  if (!/^(?:verify|decrypt)$/.test(name) || moduleName(receiver) !== PHOENIX) return undefined;
  const age = optionOf(call.args, 'max_age');
  const options = call.args[3];
  if (!age)
    return options && options.kind !== 'record'
      ? undefined
      : { standing: 'partial', what: `${PHOENIX} is told no greatest age of tokens` };
  const value = writtenValue(file, age, inside);
  if (value.kind === 'text' && value.value === 'infinity') return withoutExpiry(PHOENIX, file.text, STORED_EXPIRY);
  return { standing: 'sound', what: `${PHOENIX} checks signature, purpose and age of tokens` };
}

/** What modules of Joken and Guardian are told once, for all who ask them. */
function configured(file: ProgramFile): readonly PracticeFact[] {
  const joken = jokenModules(file).flatMap(({ use, claims }) => {
    const judged = judgedClaims(file, claims);
    return judged ? [{ at: claims.at ?? use.nameAt, judged }] : [];
  });
  const guardian = guardianModules(file).flatMap(({ cls, use }) => {
    const own = cls.members.flatMap(member =>
      member.kind === 'method' && member.name === 'verify_claims' ? [sourceOf(file, member.at)] : [],
    );
    const text = own.join('\n');
    const judged = judgedBy('Guardian', {
      algorithm: 'checked',
      issuer: 'unknown',
      // What it hands on may look at it.
      audience: own.length === 0 ? 'missing' : /\baud(?:ience)?\b/.test(text) ? 'checked' : 'unknown',
    });
    return judged ? [{ at: use.call.nameAt, judged }] : [];
  });
  return [...joken, ...guardian].map(({ at, judged }) => ({
    kind: 'practice',
    at,
    practice: 'token-verification',
    ...judged,
  }));
}
