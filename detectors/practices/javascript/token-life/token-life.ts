import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../../../routes/javascript/origins.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { valueOf } from '../../bindings.ts';
import { optionIn } from '../../constants.ts';
import { type JudgedLife, KEY_SET, NEVER, ofLife, OWN_EXPIRY_CLAIM } from '../../judged-life.ts';
import { secondsOf } from './seconds.ts';

export const tokenLife = defineDetector({
  id: 'token-life',
  title: 'Life of tokens',
  kind: 'practice',
  docs: 'https://datatracker.ietf.org/doc/html/rfc9700',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['jsonwebtoken', 'jose', '@nestjs/jwt', '@fastify/jwt', 'jwks-rsa', 'express-session'],
  emits: ['practice'],
  limits: [
    'Tokens whose claims or options are made elsewhere are not judged, because either may hold the expiry.',
    'That tokens are rotated or revoked is told by paths of operations; what these do is not read.',
  ],
  version: 1,
  detect: file => file.calls.flatMap(site => lifeAt(file, site)),
});

function lifeAt(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const judged =
    signed(file, site) ??
    signedByJose(file, site) ??
    configured(file, site) ??
    keySet(file, site) ??
    session(file, site);
  return judged ? [{ kind: 'practice', at: site.call.nameAt, practice: 'token-life', ...judged }] : [];
}

/** Names around the call say what kind of token it is. */
function isRefresh(file: ProgramFile, { call, inside }: CallSite): boolean {
  const lines = file.text.split('\n');
  const own = lines.slice(call.at.line - 1, call.at.endLine).join('\n');
  return /refresh/i.test(`${own} ${inside[0]?.name ?? ''}`);
}

/** `jwt.sign(claims, key, { expiresIn })`, with `exp` among the claims instead. */
function signed(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  const { call, inside } = site;
  if (exportOf(file.originOf(call.callee), 'jsonwebtoken') !== 'sign') return undefined;
  const [claims, , options] = call.args;
  const option = optionIn(file, options, 'expiresIn', inside);
  if (option.kind === 'given') return ofLife(secondsOf(option.value), isRefresh(file, site));
  const claim =
    claims && valueOf(file, claims, inside).kind === 'record' ? optionIn(file, claims, 'exp', inside) : undefined;
  if (claim?.kind === 'given') return { standing: 'partial', what: 'tokens expire after a time that is computed' };
  return option.kind === 'absent' &&
    claim?.kind === 'absent' &&
    claims &&
    !holdsOwnExpiry(valueOf(file, claims, inside))
    ? NEVER
    : undefined;
}

/** `new SignJWT(claims).setExpirationTime('15m').sign(key)`. */
function signedByJose(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  if (site.name !== 'sign') return undefined;
  let root = site.receiver;
  let life: Expr | undefined;
  while (root?.kind === 'call' && !root.isNew) {
    if (root.callee.kind !== 'member') return undefined;
    if (root.callee.name === 'setExpirationTime') life = root.args[0];
    root = root.callee.of;
  }
  if (root?.kind !== 'call' || exportOf(file.originOf(root.callee), 'jose') !== 'SignJWT') return undefined;
  if (life) return ofLife(secondsOf(life), isRefresh(file, site));
  const claims = root.args[0] && valueOf(file, root.args[0], site.inside);
  if (
    claims?.kind !== 'record' ||
    holdsOwnExpiry(claims) ||
    optionIn(file, claims, 'exp', site.inside).kind !== 'absent'
  )
    return undefined;
  return NEVER;
}

/** The defaults of `JwtModule` and `@fastify/jwt`: each signing may say otherwise. */
function configured(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  const { call, name, inside } = site;
  const isNest = exportOf(file.originOf(call.callee), '@nestjs/jwt') === 'JwtModule.register';
  const isFastify =
    name === 'register' && call.args[0] !== undefined && file.originOf(call.args[0])?.module === '@fastify/jwt';
  if (!isNest && !isFastify) return undefined;
  const options = optionIn(file, call.args[isNest ? 0 : 1], isNest ? 'signOptions' : 'sign', inside);
  const life = options.kind === 'given' ? optionIn(file, options.value, 'expiresIn', inside) : undefined;
  return life?.kind === 'given' ? ofLife(secondsOf(life.value), false) : undefined;
}

/** Claims by which an application judges the age of its tokens itself. */
function holdsOwnExpiry(claims: Expr): boolean {
  return (
    claims.kind === 'record' && claims.entries.some(entry => entry.kind === 'entry' && OWN_EXPIRY_CLAIM.test(entry.key))
  );
}

/** Keys by their id from a set that the issuer rotates. */
function keySet(file: ProgramFile, { call }: CallSite): JudgedLife | undefined {
  const origin = file.originOf(call.callee);
  const isSet =
    exportOf(origin, 'jose') === 'createRemoteJWKSet' ||
    ['default', 'JwksClient', 'passportJwtSecret', 'expressJwtSecret'].includes(exportOf(origin, 'jwks-rsa') ?? '');
  return isSet ? KEY_SET : undefined;
}

/** A session that is kept in a store can be ended there; with an age it ends by itself. */
function session(file: ProgramFile, { call, inside }: CallSite): JudgedLife | undefined {
  if (exportOf(file.originOf(call.callee), 'express-session') !== 'default') return undefined;
  const [options] = call.args;
  const cookie = optionIn(file, options, 'cookie', inside);
  const age = cookie.kind === 'given' ? optionIn(file, cookie.value, 'maxAge', inside) : cookie;
  const store = optionIn(file, options, 'store', inside);
  return store.kind === 'given' && age.kind === 'given'
    ? { standing: 'sound', what: 'sessions are kept in a store and end after a time' }
    : undefined;
}
