import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { chainOf, startsWith } from '../chains.ts';
import { statementsIn } from '../statements.ts';
import { JVM_FILES } from '../values.ts';
import { writtenSecret } from '../written-secret.ts';
import { VERIFIER_WORDS, type Verifier, verifierAt } from './verifiers.ts';

export const jvmTokenVerification = defineDetector({
  id: 'jvm-token-verification',
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
    const verified = file.calls.flatMap(site => verification(file, site));
    return verified.length > 0 ? verified : file.calls.flatMap(site => decodedAsUser(file, site));
  },
});

function verification(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const verifier = verifierAt(file, site);
  const judged = verifier && judge(file, site, verifier);
  return judged ? [{ kind: 'practice', at: site.call.nameAt, practice: 'token-verification', ...judged }] : [];
}

type Judged = Pick<PracticeFact, 'standing' | 'what' | 'hides'>;

function judge(file: ProgramFile, site: CallSite, { name, missing, fault, key, chain }: Verifier): Judged | undefined {
  if (fault !== undefined) return { standing: 'unsound', what: `${name} ${fault}` };
  const secret = key && writtenSecret(file, key);
  if (secret && !secret.isFallback)
    return {
      standing: 'unsound',
      what: `${name} verifies with a secret that is written in the code`,
      hides: [secret.at],
    };
  if (takesExpired(site.inside))
    return { standing: 'partial', what: `${name} leaves the expiry of tokens to other code` };
  if (missing === 'unknown') return undefined;
  if (missing.length === 0)
    return { standing: 'sound', what: `${name} checks signature, algorithm, issuer, audience and expiry` };
  // Whatever it was handed to may have told it to check more.
  return chain.isShared ? undefined : { standing: 'partial', what: `${name} does not check ${missing.join(', ')}` };
}

/** `catch (ExpiredJwtException e) { return e.getClaims(); }`: what has expired is taken all the same. */
function takesExpired(inside: readonly FunctionNode[]): boolean {
  const [fn] = inside;
  if (!fn) return false;
  return [...statementsIn(fn.body)].some(statement => {
    if (statement.kind !== 'attempt' || statement.caught?.kind !== 'name') return false;
    const { name, type } = statement.caught;
    if (!type || !/ExpiredJwtException/.test(type.text)) return false;
    return [...statementsIn(statement.handler)].some(
      inner => inner.kind === 'return' && inner.value !== undefined && isClaimsOf(inner.value, name),
    );
  });
}

function isClaimsOf(expr: Expr, caught: string): boolean {
  let current = expr;
  while (current.kind === 'call' || current.kind === 'member') {
    const called = current.kind === 'call' ? current.callee : current;
    if (called.kind === 'member' && /^(?:getClaims|claims)$/.test(called.name) && called.of.kind === 'name')
      return called.of.name === caught;
    if (called.kind !== 'member') return false;
    current = called.of;
  }
  return false;
}

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
