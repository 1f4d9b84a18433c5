import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr, Statement } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../../../routes/javascript/values.ts';
import { PHP_FILES } from '../../../routes/php/values.ts';
import { lookUp, valueOf } from '../../bindings.ts';
import { argument, sourceOf } from '../../calls.ts';
import { optionIn } from '../../constants.ts';
import { type JudgedLife, KEY_SET, NEVER, ofLife, OWN_EXPIRY_CLAIM } from '../../judged-life.ts';
import { importsOne, isCallOf } from '../../library-calls.ts';
import { chainOf } from '../chains.ts';
import { nameOfFunction } from '../functions.ts';
import { secondsFromNow, secondsOfInterval } from '../lives.ts';
import { configuredLife } from './configured.ts';
import { ISSUED, UNLIMITED } from './sanctum.ts';

export const tokenLifePhp = defineDetector({
  id: 'token-life-php',
  title: 'Life of tokens in PHP (firebase/php-jwt, lcobucci/jwt, jwt-auth, Passport, Sanctum)',
  kind: 'practice',
  docs: 'https://datatracker.ietf.org/doc/html/rfc9700',
  reads: 'php',
  files: PHP_FILES,
  words: ['JWT', 'jwt', 'ttl', 'Passport', 'expiration', 'createToken', 'lifetime'],
  emits: ['practice'],
  limits: [
    'Tokens whose claims are made elsewhere are not judged, because they may hold the expiry.',
    'Tokens of Sanctum that never expire are those that a user is given without an expiry where the settings state none; settings alone say nothing.',
    'The life of sessions counts where the settings of Laravel state it, not where it is a default for the environment.',
    'A time that is the default of a variable of the environment counts as one that is configured.',
  ],
  version: 2,
  detect: file => [...file.calls.flatMap(site => lifeAt(file, site)), ...configuredLife(file)],
});

type IssuedLife = JudgedLife & Pick<PracticeFact, 'holdsIf' | 'says'>;

function lifeAt(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const judged: IssuedLife | undefined =
    encoded(file, site) ?? built(file, site) ?? ofPassport(file, site) ?? ofSanctum(file, site) ?? keySet(file, site);
  return judged ? [{ kind: 'practice', at: site.call.nameAt, practice: 'token-life', ...judged }] : [];
}

/** Names around the call say what kind of token it is. */
function isRefresh(file: ProgramFile, { call, inside }: CallSite): boolean {
  const [fn] = inside;
  return /refresh/i.test(`${sourceOf(file, call.at)} ${fn ? nameOfFunction(file, fn) : ''}`);
}

const ENCODE = { calls: ['Firebase\\JWT.JWT.encode'] };

/** `JWT::encode(['sub' => …, 'exp' => …], $key, 'HS256')`. */
function encoded(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  const { call, inside } = site;
  if (!isCallOf(file, site, ENCODE)) return undefined;
  const claims = argument(file, call, inside, { name: 'payload', index: 0 });
  if (claims.kind !== 'given') return undefined;
  const ends = (expiry: Expr): JudgedLife => ofLife(secondsFromNow(file, expiry, inside), isRefresh(file, site));
  const later = claims.value.kind === 'name' ? putInto(claims.value.name, 'exp', inside) : undefined;
  if (later) return ends(later);
  const value = valueOf(file, claims.value, inside);
  const expiry = optionIn(file, value, 'exp', inside);
  if (expiry.kind === 'given') return ends(expiry.value);
  const isKnown = expiry.kind === 'absent' && value.kind === 'record';
  return isKnown && !value.entries.some(entry => entry.kind === 'entry' && OWN_EXPIRY_CLAIM.test(entry.key))
    ? NEVER
    : undefined;
}

/** `$claims['exp'] = …`, and the array that the variable begins with where more is put into it later. */
function putInto(name: string, key: string, [fn]: CallSite['inside']): Expr | undefined {
  let begun: Expr | undefined;
  for (const node of fn ? nodesIn(fn.body) : []) {
    // The generic walk has forgotten the types of what it passes.
    const one = node as unknown as Statement;
    if (one.kind === 'declare' && one.pattern.kind === 'name' && one.pattern.name === name) begun ??= one.value;
    if (one.kind !== 'assign') continue;
    const { target, value } = one;
    if (isNamed(target, name)) begun ??= value;
    if (target.kind === 'member' && target.name === key && isNamed(target.of, name)) return value;
  }
  return begun?.kind === 'record'
    ? begun.entries.find(entry => entry.kind === 'entry' && entry.key === key)?.value
    : undefined;
}

function isNamed(expr: Expr, name: string): boolean {
  return expr.kind === 'name' && expr.name === name;
}

/** `$config->builder()->expiresAt($now->modify('+1 hour'))->getToken($signer, $key)`. */
function built(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  const { call, name, inside } = site;
  if (name !== 'getToken' || call.args.length < 2 || !importsOne(file, ['Lcobucci\\JWT'])) return undefined;
  const chain = chainOf(call);
  const expiry = chain.calls.find(({ callee }) => callee.kind === 'member' && EXPIRES.test(callee.name));
  const [moment] = expiry?.args ?? [];
  if (moment) return ofLife(secondsFromNow(file, moment, inside), isRefresh(file, site));
  const isWhole =
    (chain.root.kind === 'call' && chain.root.isNew) ||
    chain.calls.some(({ callee }) => callee.kind === 'member' && callee.name === 'builder');
  const holdsOwn = chain.calls.some(
    ({ args: [claim] }) => claim?.kind === 'text' && OWN_EXPIRY_CLAIM.test(claim.value),
  );
  // A builder that is kept in a variable may have been told elsewhere.
  return isWhole && !holdsOwn && !isOpen(file, chain.root, inside) ? NEVER : undefined;
}

const EXPIRES = /^(?:expiresAt|setExpiration|canOnlyBeUsedUntil)$/;

function isOpen(file: ProgramFile, root: Expr, inside: CallSite['inside']): boolean {
  return root.kind === 'name' && /builder/i.test(root.name) && lookUp(file, root.name, inside) !== undefined;
}

const PASSPORT: ReadonlyMap<string, boolean> = new Map([
  ['tokensExpireIn', false],
  ['personalAccessTokensExpireIn', false],
  ['refreshTokensExpireIn', true],
]);

/** `Passport::tokensExpireIn(now()->addDays(15))`. Source: Laravel Passport, Token Lifetimes. */
function ofPassport(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  const isOfRefresh = PASSPORT.get(site.name);
  const [life] = site.call.args;
  if (
    isOfRefresh === undefined ||
    !life ||
    !isCallOf(file, site, { calls: [`Laravel\\Passport.Passport.${site.name}`] })
  )
    return undefined;
  const seconds = secondsOfInterval(file, life, site.inside) ?? secondsFromNow(file, life, site.inside);
  return ofLife(seconds, isOfRefresh);
}

/** `$user->createToken('phone', ['*'], now()->addHour())`. Source: Laravel Sanctum, Token Expiration. */
function ofSanctum(file: ProgramFile, site: CallSite): IssuedLife | undefined {
  const { call, name, receiver, inside } = site;
  if (name !== 'createToken' || !receiver) return undefined;
  const life = argument(file, call, inside, { name: 'expiresAt', index: 2 });
  if (life.kind === 'absent' || (life.kind === 'given' && life.value.kind === 'nothing'))
    return isOfSanctum(file, site) ? { ...NEVER, holdsIf: UNLIMITED, says: ISSUED } : undefined;
  if (life.kind !== 'given') return undefined;
  const seconds = secondsFromNow(file, life.value, inside);
  if (seconds !== undefined) return ofLife(seconds, false);
  return FROM_NOW.test(sourceOf(file, life.value.at)) ? ofLife(undefined, false) : undefined;
}

const FROM_NOW = /^\\?(?:now\(\)|(?:\w+\\)*Carbon(?:Immutable)?::now\(\))->add/;

/** Whether a user is given a token of Sanctum: Passport has a method of the same name, whose tokens are something else. */
function isOfSanctum(file: ProgramFile, { receiver }: CallSite): boolean {
  const isKnown = /\bplainTextToken\b|\bLaravel\\Sanctum\\NewAccessToken\b/.test(file.text);
  return isKnown && receiver !== undefined && /user(?:\(\))?$/i.test(sourceOf(file, receiver.at));
}

const SETS = { calls: ['Firebase\\JWT.CachedKeySet'] };

function keySet(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  return isCallOf(file, site, SETS) ? KEY_SET : undefined;
}
