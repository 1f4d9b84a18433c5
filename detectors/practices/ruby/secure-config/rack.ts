/** Switches of middleware and of Sinatra. Sources: rack-cors, rack-ssl-enforcer and secure_headers, READMEs; Sinatra, README, Configuring attack protection; Rack::Session::Cookie. */
import type { SwitchFact } from '../../../../src/core/facts/switch.ts';
import type { CallExpr, Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { isFalse, isTrue } from '../../calls.ts';
import { switchAt } from '../../switch-at.ts';
import { cookieFlags } from './rails.ts';

export function rackSwitches(file: ProgramFile): readonly SwitchFact[] {
  const certain = new Set<unknown>(certainNodes(file.module.body));
  const others = otherStages(file);
  return file.calls.flatMap(({ call, name, receiver, inside }) => {
    if (!certain.has(call) || inside.some(fn => others.has(fn))) return [];
    if (name === 'allow') return /\bRack::Cors\b/.test(file.text) ? origins(call) : [];
    if (name === 'use' || name === 'insert_before' || name === 'insert_after') return used(call);
    const isSecureHeaders = receiver?.kind === 'name' && receiver.name === 'SecureHeaders::Configuration';
    if (isSecureHeaders && name === 'default') return [switchAt(call.nameAt, 'secure-headers', true, 'SecureHeaders')];
    return /\bSinatra\b/.test(file.text) && receiver?.kind === 'self' ? ofSinatra(call, name) : [];
  });
}

/** Blocks of `configure :development do … end`. */
function otherStages({ calls }: ProgramFile): ReadonlySet<FunctionNode> {
  return new Set(
    calls.flatMap(({ call, name }) => {
      const stages = call.args.flatMap(arg => (arg.kind === 'text' ? [arg.value] : []));
      const block = blockOf(call);
      return name === 'configure' && stages.length > 0 && !stages.includes('production') && block ? [block] : [];
    }),
  );
}

function blockOf({ args }: CallExpr): FunctionNode | undefined {
  const block = args.find(arg => arg.kind === 'named' && arg.name === '&');
  return block?.kind === 'named' && block.value.kind === 'function' ? block.value.fn : undefined;
}

/** `allow do origins '*'; resource '*', credentials: true end`. */
function origins(call: CallExpr): readonly SwitchFact[] {
  const block = blockOf(call);
  if (!block) return [];
  const calls = certainNodes(block.body).flatMap(node => (node.kind === 'call' ? [node] : []));
  const named = (name: string): readonly CallExpr[] =>
    calls.filter(({ callee }) => callee.kind === 'member' && callee.of.kind === 'self' && callee.name === name);
  const [asked, ...more] = named('origins');
  if (!asked || more.length > 0) return [];
  const given = asked.args.map(arg => (arg.kind === 'named' ? arg.value : arg));
  if (given.some(isAny)) {
    const hasCredentials = named('resource').some(({ args }) =>
      args.some(arg => arg.kind === 'named' && arg.name === 'credentials' && isTrue(arg.value)),
    );
    return hasCredentials
      ? [switchAt(asked.nameAt, 'cross-origin', false, 'any origin is answered with credentials')]
      : [];
  }
  const areNamed = given.length > 0 && given.every(one => one.kind === 'text' && !one.value.includes('*'));
  return areNamed ? [switchAt(asked.nameAt, 'cross-origin', true, 'origins that are answered are named')] : [];
}

/** A star, a pattern that fits anything, a block that says yes to whatever asks. */
function isAny(given: Expr): boolean {
  if (given.kind === 'text') return given.value === '*';
  if (given.kind === 'pattern') return /^\^?\.[*+]\$?$/.test(given.source);
  const [only, ...others] = given.kind === 'function' ? given.fn.body : [];
  return others.length === 0 && only?.kind === 'return' && isTrue(only.value);
}

/** `use Rack::SslEnforcer`, `use Rack::Session::Cookie, secure: true`. */
function used(call: CallExpr): readonly SwitchFact[] {
  const middleware = call.args.flatMap(arg => (arg.kind === 'name' ? [arg.name] : []))[0] ?? '';
  if (/(?:^|::)Rack::(?:SslEnforcer|SSL)$/.test(middleware))
    return [switchAt(call.nameAt, 'https-only', true, middleware)];
  return /(?:^|::)Rack::Session::(?:Cookie|Pool|Redis|Memcache|Dalli)$/.test(middleware) ? cookieFlags(call) : [];
}

function ofSinatra(call: CallExpr, name: string): readonly SwitchFact[] {
  const [first, second] = call.args;
  if (first?.kind !== 'text') return [];
  const isOn = name === 'enable' || (name === 'set' && isTrue(second));
  const isOff = name === 'disable' || (name === 'set' && isFalse(second));
  if (first.value === 'show_exceptions' && (isOn || isOff))
    return [switchAt(call.nameAt, 'debug-pages', isOff, `show_exceptions is ${isOn ? 'on' : 'off'}`)];
  return first.value === 'protection' && isOff
    ? [switchAt(call.nameAt, 'secure-headers', false, 'protection is off')]
    : [];
}
