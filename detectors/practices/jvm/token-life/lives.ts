/** How long tokens live that libraries of the JVM issue. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { type JudgedLife, KEY_SET, NEVER, ofLife } from '../../judged-life.ts';
import { type Chain, type Step, chainOf, startsWith, stepNamed } from '../chains.ts';
import { secondsFromNow, secondsOf } from './seconds.ts';

export const ISSUER_WORDS: readonly string[] = [
  'io.jsonwebtoken',
  'com.auth0.j',
  'com.nimbusds',
  'org.jose4j',
  'springframework.security.oauth2',
];

/** What is judged of a call that issues tokens or says how, by a library of the JVM. */
export function jvmLifeAt(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const judged = issued(file, site) ?? keySet(file, site) ?? serverSettings(file, site);
  return judged ? [{ kind: 'practice', at: site.call.nameAt, practice: 'token-life', ...judged }] : [];
}

type Issuer = {
  readonly module: string;
  readonly roots: readonly string[];
  /** Call that ends the chain. */
  readonly end: string;
  /** Calls that say when the token expires. */
  readonly expiry: readonly string[];
  /** Calls that hand over claims as a whole. */
  readonly claims: readonly string[];
  /** The set of claims may be for something else than a token, unless one is signed in the same file. */
  readonly onlyWith?: RegExp;
};

/** Sources: the READMEs of the libraries; Spring Security, `JwtClaimsSet.Builder`. */
const ISSUERS: readonly Issuer[] = [
  {
    module: 'io.jsonwebtoken',
    roots: ['Jwts.builder'],
    end: 'compact',
    expiry: ['setExpiration', 'expiration'],
    claims: ['setClaims', 'claims', 'addClaims', 'setPayload', 'content', 'and'],
  },
  {
    module: 'com.auth0.jwt',
    roots: ['JWT.create'],
    end: 'sign',
    expiry: ['withExpiresAt'],
    claims: ['withPayload'],
  },
  {
    module: 'com.nimbusds.jwt',
    roots: ['JWTClaimsSet.Builder'],
    end: 'build',
    expiry: ['expirationTime'],
    claims: [],
    onlyWith: /\bnew SignedJWT\(|[^\w.]SignedJWT\(/,
  },
  {
    module: 'org.springframework.security.oauth2.jwt',
    roots: ['JwtClaimsSet.builder', 'JwtClaimsSet.from'],
    end: 'build',
    expiry: ['expiresAt'],
    claims: ['claims'],
    onlyWith: /JwtEncoder/,
  },
];

function issued(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  const candidates = ISSUERS.filter(({ end }) => end === site.name);
  if (candidates.length === 0) return undefined;
  const chain = chainOf(file, { expr: site.call, inside: site.inside });
  const issuer = candidates.find(({ module, roots }) => startsWith(file, chain, module, roots));
  if (!issuer || (issuer.onlyWith && !issuer.onlyWith.test(file.text))) return undefined;
  const expiry = stepNamed(chain, ...issuer.expiry);
  if (expiry) return ofExpiry(file, site, expiry);
  if (chain.steps.some(isExpiryClaim))
    return { standing: 'partial', what: 'tokens expire after a time that is computed' };
  const isOpen = chain.isShared || stepNamed(chain, ...issuer.claims) !== undefined || startsWithClaims(chain);
  return isOpen ? undefined : NEVER;
}

/** `JwtClaimsSet.from(claims)`. */
function startsWithClaims({ root }: Chain): boolean {
  return root.expr.kind === 'call' && root.expr.args.length > 0;
}

/** `.claim("exp", …)`, and claims by which an application judges the age of its tokens itself. */
function isExpiryClaim({ call }: Step): boolean {
  const [name] = call.args;
  // A name that stands in another file may be the one of the expiry.
  if (name?.kind === 'member' || name?.kind === 'name') return /exp/i.test(name.name);
  return name?.kind === 'text' && /^exp$|expir|createdAt|issuedAt|validUntil/i.test(name.value);
}

function ofExpiry(file: ProgramFile, site: CallSite, { call, inside }: Step): JudgedLife {
  const [moment] = call.args;
  const seconds = moment && secondsFromNow(file, { expr: moment, inside });
  return ofLife(seconds, isRefresh(file, site));
}

/** The method around the call says what kind of token it is. */
function isRefresh(file: ProgramFile, { call, inside }: CallSite): boolean {
  const [fn] = inside;
  const lines = file.text.split(/\r\n|\r|\n/);
  const head = fn ? (lines[fn.at.line - 1] ?? '') : '';
  return /refresh/i.test(`${head} ${lines.slice(call.at.line - 1, call.at.endLine).join(' ')}`);
}

/** Keys by their id from a set that the issuer rotates. */
function keySet(file: ProgramFile, { call }: CallSite): JudgedLife | undefined {
  const origin = file.originOf(call.callee);
  const isSet = KEY_SETS.some(([module, name]) => isFrom(origin, module, name));
  return isSet ? KEY_SET : undefined;
}

const DECODERS = 'org.springframework.security.oauth2.jwt';

const KEY_SETS: readonly (readonly [string, string])[] = [
  ['com.auth0.jwk', 'JwkProviderBuilder'],
  ['com.auth0.jwk', 'UrlJwkProvider'],
  ['com.nimbusds.jose.jwk.source', 'RemoteJWKSet'],
  ['com.nimbusds.jose.jwk.source', 'JWKSourceBuilder.create'],
  ['org.jose4j.jwk', 'HttpsJwks'],
  ...['withJwkSetUri', 'withIssuerLocation'].flatMap(name => [
    [DECODERS, `NimbusJwtDecoder.${name}`] as const,
    [DECODERS, `NimbusReactiveJwtDecoder.${name}`] as const,
  ]),
  ...['fromIssuerLocation', 'fromOidcIssuerLocation'].flatMap(name => [
    [DECODERS, `JwtDecoders.${name}`] as const,
    [DECODERS, `ReactiveJwtDecoders.${name}`] as const,
  ]),
];

/** `TokenSettings.builder().accessTokenTimeToLive(Duration.ofMinutes(15)).reuseRefreshTokens(false)`. */
function serverSettings(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  if (site.name !== 'accessTokenTimeToLive' && site.name !== 'reuseRefreshTokens') return undefined;
  const chain = chainOf(file, { expr: site.call, inside: site.inside });
  const module = 'org.springframework.security.oauth2.server.authorization.settings';
  const [arg] = site.call.args;
  if (!arg || !startsWith(file, chain, module, ['TokenSettings.builder'])) return undefined;
  if (site.name === 'accessTokenTimeToLive') return ofLife(secondsOf(file, { expr: arg, inside: site.inside }), false);
  return arg.kind === 'boolean' && !arg.value ? { standing: 'sound', what: 'refresh tokens rotate' } : undefined;
}
