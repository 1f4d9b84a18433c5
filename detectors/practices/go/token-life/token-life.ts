import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { CallExpr, Expr, Statement } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../../../routes/javascript/values.ts';
import { GO_FILES } from '../../../routes/go/source-files.ts';
import { versionsOf } from '../../../routes/go/verbs.ts';
import { valueOf } from '../../bindings.ts';
import { argument, dottedName, sourceOf } from '../../calls.ts';
import { optionIn } from '../../constants.ts';
import { type JudgedLife, KEY_SET, NEVER, ofLife, OWN_EXPIRY_CLAIM } from '../../judged-life.ts';
import { secondsOf } from '../durations.ts';
import { nameOfFunction } from '../functions.ts';
import { JWX } from '../token-verification/other-verifiers.ts';
import { GOLANG_JWT } from '../token-packages.ts';

export const tokenLifeGo = defineDetector({
  id: 'token-life-go',
  title: 'Life of tokens in Go (golang-jwt, jwx, scs)',
  kind: 'practice',
  docs: 'https://datatracker.ietf.org/doc/html/rfc9700',
  reads: 'go',
  files: GO_FILES,
  words: ['jwt', 'keyfunc', 'go-oidc', 'scs'],
  emits: ['practice'],
  limits: [
    'Tokens whose claims are made elsewhere are not judged, because they may hold the expiry.',
    'That tokens are rotated or revoked is told by paths of operations; what these do is not read.',
  ],
  version: 1,
  detect: file => file.calls.flatMap(site => lifeAt(file, site)),
});

function lifeAt(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const judged = ofGolangJwt(file, site) ?? ofJwx(file, site) ?? keySet(file, site) ?? session(file, site);
  return judged ? [{ kind: 'practice', at: site.call.nameAt, practice: 'token-life', ...judged }] : [];
}

type Inside = CallSite['inside'];

function judged(file: ProgramFile, expiry: Expr, site: CallSite): JudgedLife {
  return ofLife(secondsFromNow(file, expiry, site.inside, MOST_STEPS), isRefresh(file, site, expiry));
}

/** Names around the call say what kind of token it is. */
function isRefresh(file: ProgramFile, { call, inside }: CallSite, expiry: Expr): boolean {
  const [fn] = inside;
  return /refresh/i.test(
    `${sourceOf(file, call.at)} ${sourceOf(file, expiry.at)} ${fn ? nameOfFunction(file, fn) : ''}`,
  );
}

/** `jwt.NewWithClaims(method, claims)`, and `jwt.New(method)`, whose claims are filled later. */
function ofGolangJwt(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  const { call, inside } = site;
  const name = dottedName(file, call.callee) ?? '';
  const own = GOLANG_JWT.find(one => name === `${one}.NewWithClaims` || name === `${one}.New`);
  if (own === undefined || call.isNew) return undefined;
  const claims = name.endsWith('.New') ? undefined : call.args[1];
  const later = putLater(claims, inside);
  if (later) return judged(file, later, site);
  const value = claims && plainValue(file, claims, inside);
  const expiry = value && expiryIn(file, value, inside, MOST_LEVELS);
  if (!expiry) return undefined;
  if (expiry.kind === 'given') return judged(file, expiry.value, site);
  return expiry.kind === 'absent' ? NEVER : undefined;
}

/** A literal that is kept in a variable and changed later is no longer what was written. */
function plainValue(file: ProgramFile, claims: Expr, inside: Inside): Expr {
  return valueOf(file, claims.kind === 'assigned' ? claims.target : claims, inside);
}

type Expiry =
  | { readonly kind: 'given'; readonly value: Expr }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

const MOST_LEVELS = 3;
/** Claims of the library, which are embedded in those of a program. */
const EMBEDDED = /^(?:Registered|Standard)Claims$/;

/** `jwt.MapClaims{"exp": …}`, `jwt.RegisteredClaims{ExpiresAt: …}`, and a struct that embeds these. */
function expiryIn(file: ProgramFile, value: Expr, inside: Inside, left: number): Expiry {
  if (left === 0) return { kind: 'unknown' };
  if (value.kind === 'record') {
    const isOwn = value.entries.some(entry => entry.kind === 'entry' && OWN_EXPIRY_CLAIM.test(entry.key));
    const option = optionIn(file, value, 'exp', inside);
    return option.kind === 'absent' && isOwn ? { kind: 'unknown' } : option;
  }
  if (value.kind !== 'call' || !value.isNew) return { kind: 'unknown' };
  const own = argument(file, value, inside, { name: 'ExpiresAt' });
  if (own.kind === 'given') return own;
  const inner = value.args.find(arg => arg.kind === 'named' && EMBEDDED.test(arg.name));
  if (inner?.kind === 'named') return expiryIn(file, valueOf(file, inner.value, inside), inside, left - 1);
  const isWhole = EMBEDDED.test(lastName(value)) && value.args.every(({ kind }) => kind === 'named');
  return isWhole ? { kind: 'absent' } : { kind: 'unknown' };
}

function lastName({ callee }: CallExpr): string {
  return callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
}

/** `claims["exp"] = …`, `claims.ExpiresAt = …` in the same function; of `jwt.New` whichever name its claims go by. */
function putLater(claims: Expr | undefined, [fn]: Inside): Expr | undefined {
  const name = claims?.kind === 'assigned' ? claims.target : claims;
  for (const node of fn ? nodesIn(fn.body) : []) {
    // The generic walk has forgotten the types of what it passes.
    const one = node as unknown as Statement;
    if (one.kind !== 'assign' || one.target.kind !== 'member' || !/^(?:exp|ExpiresAt)$/.test(one.target.name)) continue;
    const { of } = one.target;
    const isOne = claims
      ? of.kind === 'name' && name?.kind === 'name' && of.name === name.name
      : of.kind !== 'name' || /claims/i.test(of.name);
    if (isOne) return one.value;
  }
  return undefined;
}

/** `jwt.NewBuilder().Expiration(t).Build()`. */
function ofJwx(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  if (site.name !== 'Build' || !file.module.imports.some(({ module }) => JWX.includes(module))) return undefined;
  const steps: CallExpr[] = [];
  let root: Expr = site.call;
  while (root.kind === 'call' && root.callee.kind === 'member') {
    steps.push(root);
    if (JWX.some(one => root.kind === 'call' && dottedName(file, root.callee) === `${one}.NewBuilder`)) {
      const [moment] = steps.find(step => lastName(step) === 'Expiration')?.args ?? [];
      if (moment) return judged(file, moment, site);
      const isOwn = steps.some(({ args: [claim] }) => claim?.kind === 'text' && /^exp$|expir/i.test(claim.value));
      return isOwn ? undefined : NEVER;
    }
    root = root.callee.of;
  }
  return undefined;
}

const MOST_STEPS = 8;

/** Seconds from now to `time.Now().Add(15 * time.Minute)`, also in what a library makes of it. */
function secondsFromNow(file: ProgramFile, expr: Expr, inside: Inside, left: number): number | undefined {
  if (left === 0) return undefined;
  const value = valueOf(file, expr, inside);
  if (value.kind !== 'call' || value.callee.kind !== 'member') return undefined;
  const { name, of } = value.callee;
  const [first] = value.args;
  if (/^(?:Unix|UTC|Local|Truncate|Round|In)$/.test(name)) return secondsFromNow(file, of, inside, left - 1);
  if (/^(?:NewNumericDate|NewTime|At)$/.test(name)) return first && secondsFromNow(file, first, inside, left - 1);
  if (!first || !isNow(file, of, inside, left)) return undefined;
  if (name === 'Add') return secondsOf(file, first, inside);
  if (name !== 'AddDate' || value.args.length !== 3) return undefined;
  const parts = value.args.map(arg => valueOf(file, arg, inside));
  const [years, months, days] = parts.map(part => (part.kind === 'number' ? part.value : undefined));
  return years === undefined || months === undefined || days === undefined
    ? undefined
    : (years * 365 + months * 30 + days) * 86_400;
}

/** `time.Now()`, `time.Now().UTC()`, and a name that it is kept under. */
function isNow(file: ProgramFile, expr: Expr, inside: Inside, left: number): boolean {
  const value = valueOf(file, expr, inside);
  if (value.kind !== 'call' || left === 0) return false;
  if (dottedName(file, value.callee) === 'time.Now') return true;
  return (
    value.callee.kind === 'member' && value.callee.name === 'UTC' && isNow(file, value.callee.of, inside, left - 1)
  );
}

const SETS: ReadonlySet<string> = new Set([
  ...versionsOf('github.com/MicahParks/keyfunc', 3).flatMap(one => [
    `${one}.Get`,
    `${one}.NewDefault`,
    `${one}.NewDefaultCtx`,
  ]),
  ...versionsOf('github.com/lestrrat-go/jwx', 3).flatMap(one => [`${one}/jwk.NewCache`, `${one}/jwk.NewAutoRefresh`]),
  'github.com/coreos/go-oidc/v3/oidc.NewProvider',
  'github.com/coreos/go-oidc/v3/oidc.NewRemoteKeySet',
  'github.com/coreos/go-oidc.NewProvider',
]);

/** Keys by their id from a set that the issuer rotates. */
function keySet(file: ProgramFile, { call }: CallSite): JudgedLife | undefined {
  return SETS.has(dottedName(file, call.callee) ?? '') ? KEY_SET : undefined;
}

/** Sessions of scs are kept in a store, for a day unless it is said otherwise. Source: alexedwards/scs, README. */
function session(file: ProgramFile, { call }: CallSite): JudgedLife | undefined {
  return versionsOf('github.com/alexedwards/scs', 2).some(one => dottedName(file, call.callee) === `${one}.New`)
    ? { standing: 'sound', what: 'sessions are kept in a store and end after a time' }
    : undefined;
}
