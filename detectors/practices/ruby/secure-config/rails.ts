/** Switches of Rails. Sources: Rails guides, Configuring Rails Applications; Securing Rails Applications. */
import type { SwitchFact } from '../../../../src/core/facts/switch.ts';
import type { CallExpr, ClassNode, Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { valueOf } from '../../bindings.ts';
import { isFalse, isTrue } from '../../calls.ts';
import { type MemberAssignment, memberAssignments } from '../../member-assignments.ts';
import { switchAt } from '../../switch-at.ts';
import { chainNames } from '../chain-names.ts';

const SETTINGS: readonly string[] = ['force_ssl', 'consider_all_requests_local', 'allow_forgery_protection', 'hosts'];

/** `config.force_ssl = true` and the like; where production says otherwise, that counts. */
export function settingSwitches(file: ProgramFile): readonly SwitchFact[] {
  const assigned = memberAssignments(file, SETTINGS).filter(({ target }) => chainNames(target.of).includes('config'));
  const called = certainNodes(file.module.body).flatMap(node => (node.kind === 'call' ? hostCall(node) : []));
  return [...assigned.flatMap(one => ofSetting(file, one)), ...called].map(fact => ({ ...fact, isDefault: true }));
}

function ofSetting(file: ProgramFile, { target, value, inside }: MemberAssignment): readonly SwitchFact[] {
  const at = target.nameAt;
  const given = valueOf(file, value, inside);
  switch (target.name) {
    case 'force_ssl':
      return given.kind === 'boolean' ? [switchAt(at, 'https-only', given.value, `force_ssl = ${given.value}`)] : [];
    case 'consider_all_requests_local':
      return given.kind === 'boolean'
        ? [switchAt(at, 'debug-pages', !given.value, `consider_all_requests_local = ${given.value}`)]
        : [];
    case 'allow_forgery_protection':
      // An application without pages keeps no session in a cookie.
      return isFalse(given) && !/api_only\s{0,4}=\s{0,4}true/.test(file.text)
        ? [switchAt(at, 'csrf', false, 'allow_forgery_protection = false')]
        : [];
    case 'hosts':
      if (given.kind === 'nothing') return [switchAt(at, 'host-names', false, 'hosts = nil')];
      return given.kind === 'list' && given.items.length > 0 && given.items.every(isNamed)
        ? [switchAt(at, 'host-names', true, 'hosts')]
        : [];
    default:
      return [];
  }
}

function isNamed(item: Expr): boolean {
  return item.kind === 'text' && item.value !== '';
}

/** `config.hosts << 'shop.example'`, `config.hosts.clear`. */
function hostCall({ callee, args, nameAt }: CallExpr): readonly SwitchFact[] {
  if (callee.kind !== 'member') return [];
  const [last, before] = chainNames(callee.of);
  if (last !== 'hosts' || before !== 'config') return [];
  const [first] = args;
  if (callee.name === 'clear') return [switchAt(nameAt, 'host-names', false, 'hosts.clear')];
  return callee.name === '<<' && first && isNamed(first) ? [switchAt(first.at, 'host-names', true, 'hosts')] : [];
}

/** `config.session_store :cookie_store, secure: true`; cookies of Rails are kept from scripts unless it is said. */
export function sessionCookie({ call, name, receiver }: CallSite): readonly SwitchFact[] {
  if (name !== 'session_store' || !receiver || !chainNames(receiver).includes('config')) return [];
  return cookieFlags(call);
}

export function cookieFlags(call: CallExpr): readonly SwitchFact[] {
  const flag = (of: string): Expr | undefined =>
    call.args.flatMap(arg => (arg.kind === 'named' && arg.name === of ? [arg.value] : []))[0];
  const secure = flag('secure');
  const httpOnly = flag('httponly');
  if (isFalse(httpOnly)) return [switchAt(call.nameAt, 'session-cookie', false, 'httponly: false')];
  if (isFalse(secure)) return [switchAt(call.nameAt, 'session-cookie', false, 'secure: false')];
  const isSecure = secure !== undefined && (isTrue(secure) || isInProduction(secure));
  return isSecure && (httpOnly === undefined || isTrue(httpOnly))
    ? [switchAt(call.nameAt, 'session-cookie', true, 'the session cookie is sent over TLS alone')]
    : [];
}

/** `Rails.env.production?`. */
function isInProduction(expr: Expr): boolean {
  return expr.kind === 'call' && expr.callee.kind === 'member' && expr.callee.name === 'production?';
}

/** Words of clients that bring a token of their own, and need no check of where a request comes from. */
const TOKENS = /http_token|doorkeeper|jwt|bearer|api_key|api_token|authenticate_with_http/i;

/** What the class of all controllers says of requests that foreign pages make. */
export function forgery({ classes, text }: ProgramFile): readonly SwitchFact[] {
  return classes.flatMap(cls => {
    if (!isBase(cls)) return [];
    const calls = bodyCalls(cls).filter(call => !call.args.some(arg => arg.kind === 'named' && LIMITS.has(arg.name)));
    const skipped = calls.find(isSkipped);
    if (skipped) return TOKENS.test(text) ? [] : [switchAt(skipped.nameAt, 'csrf', false, nameOf(skipped))];
    const kept = calls.find(call => nameOf(call) === 'protect_from_forgery');
    return kept ? [switchAt(kept.nameAt, 'csrf', true, 'protect_from_forgery')] : [];
  });
}

const LIMITS: ReadonlySet<string> = new Set(['if', 'unless', 'only', 'except']);

function isBase({ extends: base }: ClassNode): boolean {
  return base?.kind === 'name' && base.name === 'ActionController::Base';
}

/** Calls of the body of a class that no branch decides about. */
function bodyCalls({ members }: ClassNode): readonly CallExpr[] {
  return members.flatMap(member =>
    member.kind === 'method' && member.isStatic && member.name === 'static'
      ? member.fn.body.flatMap(statement =>
          (statement.kind === 'evaluate' || statement.kind === 'return') && statement.value?.kind === 'call'
            ? [statement.value]
            : [],
        )
      : [],
  );
}

function isSkipped(call: CallExpr): boolean {
  const name = nameOf(call);
  const [first] = call.args;
  const isOfToken = first?.kind === 'text' && first.value === 'verify_authenticity_token';
  return name === 'skip_forgery_protection' || (/^skip_before_(?:action|filter)$/.test(name) && isOfToken);
}

function nameOf({ callee }: CallExpr): string {
  return callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
}
