/** Where Java and Kotlin code stops to verify the certificate or the name of the other side. */
import type { ClassNode, Expr, FunctionNode, Statement } from '../../../../src/core/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { statementsIn } from '../statements.ts';
import { holds, valueOf } from '../values.ts';

export type Unverified = { readonly at: Location; readonly what: string };

export const TRUST_WORDS: readonly string[] = [
  'TrustManager',
  'HostnameVerifier',
  'hostnameVerifier',
  'TrustAll',
  'TrustSelfSigned',
  'loadTrustMaterial',
];

const CERTIFICATES = 'certificates of the other side are not verified';
const NAMES = 'the name in the certificate of the other side is not verified';

export function unverified(file: ProgramFile): readonly Unverified[] {
  return [
    ...file.classes.flatMap(cls => blindClass(file, cls)),
    ...file.calls.flatMap(site => blindCall(file, site)),
  ].filter(({ at }) => !isConditional(file, at));
}

/** A trust manager that refuses nothing, a verifier of names that says yes. Only one that is made in the file is in use for sure. */
function blindClass(file: ProgramFile, cls: ClassNode): readonly Unverified[] {
  const bases = [cls.extends, ...(cls.others ?? [])].flatMap(base => (base ? [nameOf(base)] : []));
  const isOf = (name: RegExp): boolean =>
    [...bases, ...cls.implements.map(type => type.name)].some(base => name.test(base));
  if (!isInUse(file, cls)) return [];
  const at = cls.name === undefined ? firstOf(cls) : cls.nameAt;
  if (isOf(/^X509(?:Extended)?TrustManager$/)) {
    const check = methodOf(cls, 'checkServerTrusted');
    return check && refusesNothing(check) ? [{ at, what: CERTIFICATES }] : [];
  }
  const verify = isOf(/^HostnameVerifier$/) ? methodOf(cls, 'verify') : undefined;
  return verify && saysYes(verify) ? [{ at, what: NAMES }] : [];
}

/** An anonymous class stands where it is used. */
function isInUse(file: ProgramFile, cls: ClassNode): boolean {
  if (cls.name === undefined || cls.form === 'object') return true;
  return file.calls.some(({ call }) => nameOf(call.callee) === cls.name);
}

function firstOf(cls: ClassNode): Location {
  const [first] = cls.members;
  return first && first.kind !== 'constructor' ? first.nameAt : cls.nameAt;
}

function methodOf({ members }: ClassNode, name: string): FunctionNode | undefined {
  const found = members.flatMap(member => (member.kind === 'method' && member.name === name ? [member.fn] : []));
  return found[0];
}

/** Nothing but logging in it: no check is called, and nothing thrown. */
function refusesNothing({ body }: FunctionNode): boolean {
  return [...statementsIn(body)].every(
    statement =>
      // What stands in a block is looked at by itself.
      statement.kind === 'block' ||
      (statement.kind === 'evaluate' && isLogging(statement.value)) ||
      (statement.kind === 'return' && statement.value === undefined) ||
      (statement.kind === 'return' && statement.value?.kind === 'nothing') ||
      (statement.kind === 'return' && statement.value?.kind === 'name' && statement.value.name === 'Unit'),
  );
}

function isLogging(expr: Expr): boolean {
  return (
    expr.kind === 'call' &&
    expr.callee.kind === 'member' &&
    /^(?:trace|debug|info|warn|println|print|fine|log)$/.test(expr.callee.name)
  );
}

function saysYes({ body }: FunctionNode): boolean {
  const [only, ...others] = body;
  return others.length === 0 && only !== undefined && isYes(only);
}

function isYes(statement: Statement): boolean {
  const value = statement.kind === 'return' || statement.kind === 'evaluate' ? statement.value : undefined;
  return value?.kind === 'boolean' && value.value;
}

/** Calls that take a verifier of names. */
const TAKES_VERIFIER = /^(?:set)?(?:default)?(?:ssl)?hostnameVerifier$/i;

function blindCall(file: ProgramFile, site: CallSite): readonly Unverified[] {
  const { call, name, inside } = site;
  if (TAKES_VERIFIER.test(name)) {
    const [arg] = call.args;
    return arg && acceptsAnyName(file, valueOf(file, { expr: arg, inside }).expr)
      ? [{ at: call.nameAt, what: NAMES }]
      : [];
  }
  if (/^(?:SSLConnectionSocketFactory|DefaultClientTlsStrategy)$/.test(name))
    return call.args.some(arg => acceptsAnyName(file, valueOf(file, { expr: arg, inside }).expr))
      ? [{ at: call.nameAt, what: NAMES }]
      : [];
  if (name === 'loadTrustMaterial' || name === 'trustManager') {
    const isBlind = call.args.some(arg => trustsAll(valueOf(file, { expr: arg, inside }).expr));
    return isBlind ? [{ at: call.nameAt, what: CERTIFICATES }] : [];
  }
  return [];
}

/** Sources: Apache HttpClient, `NoopHostnameVerifier`; its ancestors of version 4.3. */
function acceptsAnyName(file: ProgramFile, expr: Expr): boolean {
  if (expr.kind === 'function') return saysYes(expr.fn);
  const names = namesOf(expr);
  return (
    names.some(name => /^(?:NoopHostnameVerifier|AllowAllHostnameVerifier|ALLOW_ALL_HOSTNAME_VERIFIER)$/.test(name)) &&
    !/\bclass NoopHostnameVerifier\b/.test(file.text)
  );
}

/** Sources: Apache HttpCore, `TrustAllStrategy`, `TrustSelfSignedStrategy`; Netty, `InsecureTrustManagerFactory`. */
function trustsAll(expr: Expr): boolean {
  if (expr.kind === 'function') return saysYes(expr.fn);
  return namesOf(expr).some(name =>
    /^(?:TrustAllStrategy|TrustSelfSignedStrategy|InsecureTrustManagerFactory)$/.test(name),
  );
}

function namesOf(expr: Expr): readonly string[] {
  if (expr.kind === 'call') return namesOf(expr.callee);
  if (expr.kind === 'member') return [...namesOf(expr.of), expr.name];
  return expr.kind === 'name' ? [expr.name] : [];
}

function nameOf(expr: Expr): string {
  return namesOf(expr).at(-1) ?? '';
}

/** Behind a switch it may be off wherever it matters. */
function isConditional(file: ProgramFile, at: Location): boolean {
  return file.functions.some(
    fn =>
      holds(fn.at, at) &&
      [...statementsIn(fn.body)].some(
        statement =>
          statement.kind === 'branch' && [...statement.then, ...statement.otherwise].some(inner => holds(inner.at, at)),
      ),
  );
}
