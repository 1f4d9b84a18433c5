/** Tokens that code issues, and how long they live. Sources: ruby-jwt and json-jwt, READMEs. */
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../../../routes/javascript/values.ts';
import { valueOf } from '../../bindings.ts';
import { sourceOf } from '../../calls.ts';
import { optionIn } from '../../constants.ts';
import { functionName } from '../../function-name.ts';
import { type JudgedLife, NEVER, ofLife, OWN_EXPIRY_CLAIM } from '../../judged-life.ts';
import { isCallOf, type LibraryCall } from '../../library-calls.ts';
import { secondsFromNow } from '../durations.ts';

type Inside = readonly FunctionNode[];

const ISSUES: LibraryCall = { calls: ['JWT.encode', 'JSON::JWT'] };

/** `JWT.encode({ sub: 1, exp: … }, key)`, `JSON::JWT.new(exp: …)`. */
export function issued(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  const { call, inside } = site;
  const [claims] = call.args;
  if (!claims || !isCallOf(file, site, ISSUES)) return undefined;
  const expiry = expiryIn(file, claims, inside);
  if (expiry === 'unknown') return undefined;
  if (expiry === undefined) return NEVER;
  return ofLife(secondsFromNow(file, expiry, inside), isRefresh(file, site));
}

function isRefresh(file: ProgramFile, { call, inside }: CallSite): boolean {
  const outer = inside.at(-1);
  return /refresh/i.test(`${sourceOf(file, call.at)} ${outer ? functionName(file, outer) : ''}`);
}

const MOST_STEPS = 8;

/** The expiry among claims; undefined where all of them are known and it is not among them. */
function expiryIn(file: ProgramFile, claims: Expr, inside: Inside, left = MOST_STEPS): Expr | 'unknown' | undefined {
  if (left === 0) return 'unknown';
  if (claims.kind === 'named') return claims.name === 'exp' ? claims.value : 'unknown';
  const later = claims.kind === 'name' ? putLater(claims.name, inside) : undefined;
  if (later) return later;
  const value = valueOf(file, claims, inside);
  if (value.kind === 'record') {
    const given = optionIn(file, value, 'exp', inside);
    if (given.kind === 'given') return given.value;
    const isChanged = claims.kind === 'name' && isTouched(claims.name, inside);
    const hasOwn = value.entries.some(entry => entry.kind !== 'entry' || OWN_EXPIRY_CLAIM.test(entry.key));
    return given.kind === 'unknown' || isChanged || hasOwn ? 'unknown' : undefined;
  }
  // `claims.merge(exp: …)`.
  if (value.kind !== 'call' || value.callee.kind !== 'member' || !/^(?:reverse_)?merge!?$/.test(value.callee.name))
    return 'unknown';
  for (const arg of value.args) {
    if (arg.kind === 'named' && arg.name === 'exp') return arg.value;
    const given = arg.kind === 'named' ? undefined : optionIn(file, arg, 'exp', inside);
    if (given?.kind === 'given') return given.value;
    if (given?.kind === 'unknown') return 'unknown';
  }
  return expiryIn(file, value.callee.of, inside, left - 1);
}

/** `payload[:exp] = …`, `payload['exp'] ||= …` in the same method. */
function putLater(name: string, [fn]: Inside): Expr | undefined {
  for (const node of fn ? nodesIn(fn.body) : []) {
    // The generic walk has forgotten the types of what it passes.
    const { kind, target, value } = node as unknown as { kind: string; target?: Expr; value?: Expr };
    if ((kind !== 'assign' && kind !== 'assigned') || target?.kind !== 'member' || !value) continue;
    if (target.name === 'exp' && target.of.kind === 'name' && target.of.name === name)
      return value.kind === 'choice' ? value.otherwise : value;
  }
  return undefined;
}

/** `payload.merge!(more)`: it may bring the expiry. */
function isTouched(name: string, [fn]: Inside): boolean {
  for (const node of fn ? nodesIn(fn.body) : []) {
    const expr = node as unknown as Expr;
    if (expr.kind !== 'call' || expr.callee.kind !== 'member' || expr.callee.of.kind !== 'name') continue;
    if (expr.callee.of.name === name && /^(?:merge!|update|store|reverse_merge!|replace|\[\]=)$/.test(expr.callee.name))
      return true;
  }
  return false;
}
