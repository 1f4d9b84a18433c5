/** Where libraries of Java and Kotlin verify tokens, and what each of them is told to check. */
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Chain, type Step, chainOf, startsWith, stepNamed } from '../chains.ts';
import type { Placed } from '../values.ts';

export type Verifier = {
  readonly name: string;
  readonly chain: Chain;
  /** What it does not check, of what it can be told to; `unknown` where that is made elsewhere. */
  readonly missing: readonly string[] | 'unknown';
  /** Why what it does is no verification. */
  readonly fault?: string;
  readonly key?: Placed;
};

export const VERIFIER_WORDS: readonly string[] = [
  'io.jsonwebtoken',
  'com.auth0.jwt',
  'com.nimbusds',
  'org.jose4j',
  'springframework.security.oauth2.jwt',
];

const JJWT = 'io.jsonwebtoken';
const SIGNED = /^(?:parseClaimsJws|parseSignedClaims|parsePlaintextJws|parseContentJws|parseSignedContent)$/;
const UNSIGNED = /^(?:parseClaimsJwt|parsePlaintextJwt|parseContentJwt|parseUnsecuredClaims|parseUnsecuredContent)$/;

export function verifierAt(file: ProgramFile, site: CallSite): Verifier | undefined {
  return jjwt(file, site) ?? auth0(file, site) ?? jose4j(file, site) ?? nimbus(file, site) ?? springDecoder(file, site);
}

function chainAt(file: ProgramFile, { call, inside }: CallSite): Chain {
  return chainOf(file, { expr: call, inside });
}

function missingOf(checks: Readonly<Record<string, boolean>>): readonly string[] {
  return Object.entries(checks).flatMap(([word, isThere]) => (isThere ? [] : [word]));
}

/** Keys of jjwt know their algorithms. Source: README of jjwt, Reading a JWS; CWE-347 of `parse` before 0.12. */
function jjwt(file: ProgramFile, site: CallSite): Verifier | undefined {
  const isPlain = site.name === 'parse' && site.call.args.length === 1;
  if (!SIGNED.test(site.name) && !UNSIGNED.test(site.name) && !isPlain) return undefined;
  const chain = chainAt(file, site);
  if (!startsWith(file, chain, JJWT, ['Jwts.parser', 'Jwts.parserBuilder'])) return undefined;
  const keyed = stepNamed(chain, 'setSigningKey', 'verifyWith', 'setSigningKeyResolver', 'keyLocator', 'decryptWith');
  const key = keyed && argOf(keyed, 0);
  // From 0.12 on, an unsigned token is refused unless the parser was told to take it.
  const isOld =
    keyed?.name.startsWith('setSigningKey') === true &&
    !/\b(?:verifyWith|keyLocator|parseSignedClaims)\b/.test(file.text);
  const fault = stepNamed(chain, 'unsecured')
    ? 'accepts tokens without signature'
    : keyed && (UNSIGNED.test(site.name) || (isPlain && isOld))
      ? `${site.name} accepts tokens without signature`
      : undefined;
  if (!fault && (!keyed || UNSIGNED.test(site.name))) return undefined;
  return {
    name: 'jjwt',
    chain,
    missing: missingOf({
      issuer: stepNamed(chain, 'requireIssuer') !== undefined,
      audience: stepNamed(chain, 'requireAudience') !== undefined,
    }),
    ...(fault ? { fault } : {}),
    ...(key && /^(?:setSigningKey|verifyWith)$/.test(keyed.name) ? { key } : {}),
  };
}

function argOf({ call, inside }: Step, index: number): Placed | undefined {
  const expr = call.args[index];
  return expr && { expr, inside };
}

/** A verifier has the algorithm that it is made with. Source: README of java-jwt, Verify a JWT. */
function auth0(file: ProgramFile, site: CallSite): Verifier | undefined {
  if (site.name !== 'build') return undefined;
  const chain = chainAt(file, site);
  if (!startsWith(file, chain, 'com.auth0.jwt', ['JWT.require'])) return undefined;
  const { expr, inside } = chain.root;
  const [algorithm] = expr.kind === 'call' ? expr.args : [];
  const made = algorithm && chainOf(file, { expr: algorithm, inside });
  const isNone = made && startsWith(file, made, 'com.auth0.jwt.algorithms', ['Algorithm.none']);
  return {
    name: 'java-jwt',
    chain,
    missing: missingOf({
      issuer: stepNamed(chain, 'withIssuer') !== undefined,
      audience: stepNamed(chain, 'withAudience', 'withAnyOfAudience') !== undefined || judgesAudience(file),
    }),
    ...(isNone ? { fault: 'accepts tokens without signature (algorithm none)' } : {}),
    ...(algorithm && !isNone ? { key: { expr: algorithm, inside } } : {}),
  };
}

/** Ktor's `validate { if (it.payload.audience.contains(audience)) … }`. */
function judgesAudience(file: ProgramFile): boolean {
  return /\baudience\??\.contains\(/.test(file.text);
}

/** Source: jose4j, JWT Examples. An audience in the token that is not expected is refused by default. */
function jose4j(file: ProgramFile, site: CallSite): Verifier | undefined {
  if (site.name !== 'build') return undefined;
  const chain = chainAt(file, site);
  if (!startsWith(file, chain, 'org.jose4j.jwt.consumer', ['JwtConsumerBuilder'])) return undefined;
  const skips = stepNamed(chain, 'setSkipSignatureVerification', 'setDisableRequireSignature', 'setSkipAllValidators');
  const key = stepNamed(chain, 'setVerificationKey');
  const placed = key && argOf(key, 0);
  // A first pass reads the issuer out of the token, to find the key for the second one.
  const isFirstPass =
    skips &&
    file.calls.filter(({ call }) => file.originOf(call.callee)?.path.includes('JwtConsumerBuilder')).length > 1;
  if (isFirstPass) return undefined;
  return {
    name: 'jose4j',
    chain,
    missing: missingOf({
      issuer: stepNamed(chain, 'setExpectedIssuer', 'setExpectedIssuers') !== undefined,
      audience: stepNamed(chain, 'setExpectedAudience') !== undefined,
      expiry: stepNamed(chain, 'setRequireExpirationTime') !== undefined,
    }),
    ...(skips ? { fault: 'does not verify what it is told to skip' } : {}),
    ...(placed ? { key: placed } : {}),
  };
}

/** Source: Nimbus JOSE + JWT, Validating JWT access tokens; a bare `verify` looks at the signature alone. */
function nimbus(file: ProgramFile, site: CallSite): Verifier | undefined {
  if (site.name !== 'verify' && site.name !== 'process') return undefined;
  const chain = chainAt(file, site);
  if (site.name === 'process') {
    if (!startsWith(file, chain, 'com.nimbusds.jwt.proc', ['DefaultJWTProcessor', 'ConfigurableJWTProcessor']))
      return undefined;
    const verifier = stepNamed(chain, 'setJWTClaimsSetVerifier');
    if (chain.isShared || (chain.bound && !verifier)) return undefined;
    const claims = verifier && argOf(verifier, 0);
    return { name: 'nimbus', chain, missing: claims ? claimsChecked(file, claims) : ['issuer', 'audience'] };
  }
  if (!startsWith(file, chain, 'com.nimbusds.jwt', ['SignedJWT.parse', 'SignedJWT'])) return undefined;
  const has = (getter: RegExp): boolean => getter.test(file.text);
  return {
    name: 'nimbus',
    chain,
    missing: missingOf({
      issuer: has(/\b(?:getIssuer\(|\.issuer\b)/),
      audience: has(/\b(?:getAudience\(|\.audience\b)/),
      expiry: has(/\b(?:getExpirationTime\(|\.expirationTime\b|JWTClaimsSetVerifier|JWTClaimsVerifier)/),
    }),
    ...verifierKey(site),
  };
}

/** `signed.verify(new MACVerifier(secret))`. */
function verifierKey({ call, inside }: CallSite): Pick<Verifier, 'key'> {
  const [made] = call.args;
  const [key] = made?.kind === 'call' && made.isNew ? made.args : [];
  return key ? { key: { expr: key, inside } } : {};
}

/** `new DefaultJWTClaimsVerifier(audience, exactMatchClaims, requiredClaims)`. */
function claimsChecked(file: ProgramFile, placed: Placed): Verifier['missing'] {
  const { root } = chainOf(file, placed);
  const { expr } = root;
  if (expr.kind !== 'call' || !file.originOf(expr.callee)?.path.includes('DefaultJWTClaimsVerifier')) return 'unknown';
  const exact = expr.args.at(-2);
  const claims = exact && chainOf(file, { expr: exact, inside: root.inside });
  return missingOf({
    issuer: claims !== undefined && stepNamed(claims, 'issuer') !== undefined,
    audience: isGiven(expr.args[0]) && expr.args.length > 2,
  });
}

function isGiven(expr: Expr | undefined): boolean {
  return expr !== undefined && expr.kind !== 'nothing';
}

const DECODERS = 'org.springframework.security.oauth2.jwt';

/** Without a validator of its own a decoder checks signature, algorithm and times. Source: Spring Security, OAuth 2.0 Resource Server JWT. */
function springDecoder(file: ProgramFile, site: CallSite): Verifier | undefined {
  const chain = chainAt(file, site);
  const isBuilt =
    site.name === 'build' &&
    startsWith(
      file,
      chain,
      DECODERS,
      SOURCES.flatMap(one => [`NimbusJwtDecoder.${one}`, `NimbusReactiveJwtDecoder.${one}`]),
    );
  const isFromIssuer =
    chain.root.expr === site.call &&
    startsWith(
      file,
      chain,
      DECODERS,
      ['fromIssuerLocation', 'fromOidcIssuerLocation'].flatMap(one => [
        `JwtDecoders.${one}`,
        `ReactiveJwtDecoders.${one}`,
      ]),
    );
  if (!isBuilt && !isFromIssuer) return undefined;
  const byIssuer =
    isFromIssuer ||
    startsWith(file, chain, DECODERS, [
      'NimbusJwtDecoder.withIssuerLocation',
      'NimbusReactiveJwtDecoder.withIssuerLocation',
    ]);
  const [validators] = file.calls.filter(
    ({ name, inside, call }) =>
      (name === 'setJwtValidator' || name === 'jwtValidator') && inside[0] === site.inside[0] && call.args.length > 0,
  );
  const name = 'the token decoder of Spring Security';
  if (!validators)
    return { name, chain, missing: missingOf({ issuer: byIssuer, audience: false }), ...secretOf(chain) };
  const words = wordsIn(file, validators);
  if (words === undefined) return { name, chain, missing: 'unknown' };
  return {
    name,
    chain,
    // A validator of its own takes the place of the one that the issuer brought.
    missing: missingOf({ issuer: /issuer/i.test(words), audience: /aud(?:ience)?/i.test(words) }),
    ...secretOf(chain),
  };
}

const SOURCES = ['withJwkSetUri', 'withPublicKey', 'withSecretKey', 'withJwkSource', 'withIssuerLocation'] as const;

/** Names in what a validator is made of; undefined where it is made elsewhere. */
function wordsIn(file: ProgramFile, { call, inside }: CallSite): string | undefined {
  const [arg] = call.args;
  if (!arg) return undefined;
  const found: string[] = [];
  const left: Placed[] = [{ expr: arg, inside }];
  for (let step = 0; step < 40; step++) {
    const next = left.shift();
    if (!next) break;
    const { root, steps, bound } = chainOf(file, next);
    if (bound && !bound.value && bound.kind !== 'local') found.push(bound.type?.name ?? '');
    found.push(nameOf(root.expr), ...steps.map(({ name }) => name));
    const args = root.expr.kind === 'call' ? root.expr.args : root.expr.kind === 'list' ? root.expr.items : [];
    left.push(...args.map(expr => ({ expr, inside: root.inside })));
    left.push(...steps.flatMap(one => one.call.args.map(expr => ({ expr, inside: one.inside }))));
  }
  const words = found.filter(word => word !== '').join(' ');
  return words === '' ? undefined : words;
}

function nameOf(expr: Expr): string {
  if (expr.kind === 'call') return nameOf(expr.callee);
  if (expr.kind === 'member') return `${nameOf(expr.of)} ${expr.name}`;
  return expr.kind === 'name' ? expr.name : expr.kind === 'text' ? expr.value.slice(0, 40) : '';
}

function secretOf({ root }: Chain): Pick<Verifier, 'key'> {
  const { expr, inside } = root;
  const isSecret = expr.kind === 'call' && expr.callee.kind === 'member' && expr.callee.name === 'withSecretKey';
  const [key] = isSecret ? expr.args : [];
  return key ? { key: { expr: key, inside } } : {};
}
