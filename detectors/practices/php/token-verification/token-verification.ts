import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { PHP_FILES } from '../../../routes/php/values.ts';
import { type Judged, unsound } from '../../judged-verification.ts';
import { isReadBlindly } from './believed.ts';
import { configuredVerification } from './configured.ts';
import { firebase } from './firebase.ts';
import { lcobucci } from './lcobucci.ts';

export const tokenVerificationPhp = defineDetector({
  id: 'token-verification-php',
  title: 'Verification of tokens in PHP (firebase/php-jwt, lcobucci/jwt, jwt-auth)',
  kind: 'practice',
  docs: 'https://github.com/firebase/php-jwt#readme',
  reads: 'php',
  files: PHP_FILES,
  words: ['JWT', 'jwt', 'base64_decode', 'required_claims'],
  emits: ['practice'],
  limits: [
    'Constraints of lcobucci/jwt are judged where one file names them all.',
    'That the issuer or the audience is looked at by code of its own is told by comparisons in the same file.',
    'Reading a token without verifying it counts only where the function says that it finds the caller, in a file that neither verifies one nor asks another service.',
  ],
  version: 1,
  detect: file => {
    const verified = [
      ...file.calls.flatMap(site => fact(site, firebase(file, site) ?? lcobucci(file, site))),
      ...configuredVerification(file),
    ];
    if (verified.length > 0) return verified;
    return file.calls.flatMap(site =>
      isReadBlindly(file, site)
        ? fact(site, unsound('a token that is decoded and not verified says who the caller is'))
        : [],
    );
  },
});

function fact({ call }: CallSite, judged: Judged | undefined): readonly PracticeFact[] {
  return judged ? [{ kind: 'practice', at: call.nameAt, practice: 'token-verification', ...judged }] : [];
}
