import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { chainOf, startsWith } from '../chains.ts';
import { JVM_FILES } from '../values.ts';
import { jvmVerification } from './judged.ts';
import { VERIFIER_WORDS } from './verifiers.ts';

export const tokenVerificationJvm = defineDetector({
  id: 'token-verification-jvm',
  title: 'Verification of tokens (Java, Kotlin)',
  kind: 'practice',
  docs: 'https://datatracker.ietf.org/doc/html/rfc8725',
  reads: 'jvm',
  files: JVM_FILES,
  words: VERIFIER_WORDS,
  emits: ['practice'],
  limits: [
    'jjwt, java-jwt, jose4j, Nimbus and the decoders of Spring Security are known; a parser that another file makes is not judged.',
    'These libraries bind the algorithm to the key, so that a list of algorithms is not asked of them.',
    'Reading a token without verifying it counts only where the file makes the caller of it, and verifies none.',
  ],
  version: 1,
  detect: file => {
    const verified = file.calls.flatMap(site => jvmVerification(file, site));
    return verified.length > 0 ? verified : file.calls.flatMap(site => decodedAsUser(file, site));
  },
});

/** What makes the caller of a request of a token in frameworks of the JVM. */
const MAKES_CALLER =
  /\b(?:SecurityContextHolder|setAuthentication\(|UsernamePasswordAuthenticationToken\(|PreAuthenticatedAuthenticationToken\(|setSecurityContext\(|UserIdPrincipal\()/;

/** `JWT.decode(token)` and its like in a file that verifies nothing and makes the caller of it. */
function decodedAsUser(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  if (!MAKES_CALLER.test(file.text)) return [];
  const origin = file.originOf(site.call.callee);
  const chain = chainOf(file, { expr: site.call, inside: site.inside });
  const isDecoded =
    isFrom(origin, 'com.auth0.jwt', 'JWT.decode') ||
    ['SignedJWT.parse', 'JWTParser.parse', 'PlainJWT.parse'].some(name => isFrom(origin, 'com.nimbusds.jwt', name)) ||
    (/^parse(?:ClaimsJwt|UnsecuredClaims)$/.test(site.name) &&
      startsWith(file, chain, 'io.jsonwebtoken', ['Jwts.parser', 'Jwts.parserBuilder']));
  // The same token may go on to a service that verifies it.
  if (!isDecoded || /\b(?:verify|validate)\w{0,30}\(/i.test(file.text)) return [];
  return [
    {
      kind: 'practice',
      at: site.call.nameAt,
      practice: 'token-verification',
      standing: 'unsound',
      what: `the caller is made of a token that is read without verification (${site.name})`,
    },
  ];
}
