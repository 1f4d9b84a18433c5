import { defineDetector } from '../../../../src/detector.ts';
import { PHP_FILES } from '../../../routes/php/values.ts';
import { orBelieved, verificationAt } from '../../judged-verification.ts';
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
  detect: file =>
    orBelieved(
      file,
      [
        ...file.calls.flatMap(site => verificationAt(site, firebase(file, site) ?? lcobucci(file, site))),
        ...configuredVerification(file),
      ],
      isReadBlindly,
    ),
});
