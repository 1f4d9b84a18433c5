import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../../../routes/javascript/values.ts';
import { PYTHON_FILES } from '../../../routes/python/source-files.ts';
import { valueOf } from '../../bindings.ts';
import { optionIn } from '../../constants.ts';
import { argument, dottedName, isFalse, sourceOf } from '../../calls.ts';
import { type JudgedLife, KEY_SET, NEVER, ofLife, OWN_EXPIRY_CLAIM } from '../../judged-life.ts';
import { configuredLife } from './configured.ts';
import { secondsOf } from './lives.ts';

export const tokenLifePython = defineDetector({
  id: 'token-life-python',
  title: 'Life of tokens in Python',
  kind: 'practice',
  docs: 'https://datatracker.ietf.org/doc/html/rfc9700',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['jwt', 'jose', 'JWT', 'authtoken', 'TokenAuthentication', 'SESSION', 'AuthToken'],
  emits: ['practice'],
  limits: [
    'Tokens whose claims are made elsewhere are not judged, because they may hold the expiry.',
    'That tokens are revoked is told by settings and by paths of operations; what these do is not read.',
  ],
  version: 1,
  detect: file => [...file.calls.flatMap(site => lifeAt(file, site)), ...configuredLife(file)],
});

function lifeAt(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const judged = encoded(file, site) ?? created(file, site) ?? keySet(file, site) ?? blocklist(site);
  return judged ? [{ kind: 'practice', at: site.call.nameAt, practice: 'token-life', ...judged }] : [];
}

/** Names around the call say what kind of token it is. */
function isRefresh(file: ProgramFile, { call, inside }: CallSite): boolean {
  return /refresh/i.test(`${sourceOf(file, call.at)} ${inside[0]?.name ?? ''}`);
}

const ENCODERS: ReadonlyMap<string, number> = new Map([
  ['jwt.encode', 0],
  ['jose.jwt.encode', 0],
  ['authlib.jose.jwt.encode', 1],
]);

/** `jwt.encode({'sub': …, 'exp': …}, key)`. */
function encoded(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  const { call, inside } = site;
  const index = ENCODERS.get(dottedName(file, call.callee) ?? '');
  if (index === undefined) return undefined;
  const claims = argument(file, call, inside, { name: index === 0 ? 'claims' : 'payload', index });
  const given = claims.kind === 'given' ? claims.value : namedPayload(call.args);
  if (!given) return undefined;
  const expiry = optionIn(file, given, 'exp', inside);
  if (expiry.kind === 'given') return ofLife(secondsOf(file, expiry.value, inside), isRefresh(file, site));
  const later = given.kind === 'name' ? putLater(given.name, inside) : undefined;
  if (later) return ofLife(secondsOf(file, later, inside), isRefresh(file, site));
  // What is known of the claims has to be all of them.
  const value = valueOf(file, given, inside);
  const isKnown = expiry.kind === 'absent' && value.kind === 'record' && !isChanged(given, inside);
  return isKnown && !holdsOwnExpiry(value) ? NEVER : undefined;
}

function namedPayload(args: readonly Expr[]): Expr | undefined {
  const named = args.find(arg => arg.kind === 'named' && arg.name === 'payload');
  return named?.kind === 'named' ? named.value : undefined;
}

/** `claims['exp'] = expires` and `claims.update({'exp': expires})` in the same function. */
function putLater(name: string, [fn]: readonly FunctionNode[]): Expr | undefined {
  for (const node of fn ? nodesIn(fn.body) : []) {
    // The generic walk has forgotten the types of what it passes.
    const expr = node as unknown as Expr | { readonly kind: 'assign'; readonly target: Expr; readonly value: Expr };
    if (
      expr.kind === 'assign' &&
      expr.target.kind === 'member' &&
      expr.target.name === 'exp' &&
      isNamed(expr.target.of, name)
    )
      return expr.value;
    if (expr.kind !== 'call' || expr.callee.kind !== 'member') continue;
    if (expr.callee.name !== 'update' || !isNamed(expr.callee.of, name)) continue;
    for (const arg of expr.args) {
      if (arg.kind === 'named' && arg.name === 'exp') return arg.value;
      const entry =
        arg.kind === 'record' ? arg.entries.find(one => one.kind === 'entry' && one.key === 'exp') : undefined;
      if (entry?.kind === 'entry') return entry.value;
    }
  }
  return undefined;
}

function isNamed(expr: Expr, name: string): boolean {
  return expr.kind === 'name' && expr.name === name;
}

/** `claims.update(more)`: it may bring the expiry. */
function isChanged(given: Expr, [fn]: readonly FunctionNode[]): boolean {
  if (given.kind !== 'name') return false;
  for (const node of fn ? nodesIn(fn.body) : []) {
    const expr = node as unknown as Expr;
    if (expr.kind === 'call' && expr.callee.kind === 'member' && isNamed(expr.callee.of, given.name))
      if (/^(?:update|setdefault)$/.test(expr.callee.name)) return true;
  }
  return false;
}

/** Claims by which an application judges the age of its tokens itself. */
function holdsOwnExpiry(claims: Expr): boolean {
  return (
    claims.kind === 'record' && claims.entries.some(entry => entry.kind !== 'entry' || OWN_EXPIRY_CLAIM.test(entry.key))
  );
}

/** `create_access_token(identity, expires_delta=…)` of flask-jwt-extended; without a life of its own the settings tell. */
function created(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  const { call, inside } = site;
  const name = dottedName(file, call.callee);
  const isRefreshing = name === 'flask_jwt_extended.create_refresh_token';
  if (name !== 'flask_jwt_extended.create_access_token' && !isRefreshing) return undefined;
  const life = argument(file, call, inside, { name: 'expires_delta' });
  if (life.kind !== 'given' || life.value.kind === 'nothing') return undefined;
  return isFalse(valueOf(file, life.value, inside)) ? NEVER : ofLife(secondsOf(file, life.value, inside), isRefreshing);
}

/** Keys by their id from a set that the issuer rotates. */
function keySet(file: ProgramFile, { call }: CallSite): JudgedLife | undefined {
  return /^jwt\.(?:jwks_client\.)?PyJWKClient$/.test(dottedName(file, call.callee) ?? '') ? KEY_SET : undefined;
}

/** `@jwt.token_in_blocklist_loader` of flask-jwt-extended. */
function blocklist({ call }: CallSite): JudgedLife | undefined {
  const { callee } = call;
  return callee.kind === 'member' && /^token_in_b(?:lock|lack)list_loader$/.test(callee.name)
    ? { standing: 'sound', what: 'tokens are looked up in a store of revoked ones' }
    : undefined;
}
