/** Switches that calls set: debug modes, cross-origin rules and middleware. Sources: Flask, flask-cors, flask-talisman, Starlette. */
import type { SwitchFact } from '../../../../src/core/facts/switch.ts';
import type { CallExpr, Expr, Statement } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { valueOf } from '../../bindings.ts';
import { type Option, optionIn } from '../../constants.ts';
import { argument, dottedName, isFalse, isTrue } from '../../calls.ts';
import { switchAt } from '../../switch-at.ts';

export function calledSwitches(file: ProgramFile): readonly SwitchFact[] {
  const certain = new Set<unknown>(certainNodes(file.module.body));
  const started = new Set<unknown>(certainNodes(file.module.body.flatMap(startedBy)));
  return file.calls.flatMap(site => {
    if (started.has(site.call)) return serverOf(file, site, true);
    return certain.has(site.call) ? [...serverOf(file, site, false), ...ofCall(file, site)] : [];
  });
}

/** What stands below `if __name__ == '__main__':`. */
function startedBy(statement: Statement): readonly Statement[] {
  if (statement.kind !== 'branch' || statement.test.kind !== 'operation' || statement.test.operator !== 'equal')
    return [];
  return statement.test.operands.some(one => one.kind === 'name' && one.name === '__name__') ? statement.then : [];
}

/** `app.run(debug=True)`: its debugger runs whatever code is sent to it. Started by the file itself, it is often for the own machine. */
function serverOf(
  file: ProgramFile,
  { call, name, receiver, inside }: CallSite,
  isStarted: boolean,
): readonly SwitchFact[] {
  const isApplication = receiver?.kind === 'name' && /app|server/i.test(receiver.name);
  if (name !== 'run' || !isApplication) return [];
  const debug = argument(file, call, inside, { name: 'debug', index: 2 });
  if (debug.kind !== 'given' || !isTrue(valueOf(file, debug.value, inside))) return [];
  const host = argument(file, call, inside, { name: 'host', index: 0 });
  const address = host.kind === 'given' ? valueOf(file, host.value, inside) : undefined;
  const isReached = address?.kind === 'text' && /^(?:0\.0\.0\.0|::|\[::\])$/.test(address.value);
  return !isStarted || isReached ? [switchAt(call.nameAt, 'debug-pages', false, `${name}(debug=True)`)] : [];
}

function ofCall(file: ProgramFile, site: CallSite): readonly SwitchFact[] {
  const { call, inside } = site;
  const name = dottedName(file, call.callee) ?? '';
  if (/^(?:fastapi\.FastAPI|fastapi\.applications\.FastAPI|starlette\.applications\.Starlette)$/.test(name)) {
    const debug = argument(file, call, inside, { name: 'debug' });
    return debug.kind === 'given' && isTrue(debug.value)
      ? [switchAt(call.nameAt, 'debug-pages', false, 'debug=True')]
      : [];
  }
  if (name === 'flask_cors.CORS') return flaskOrigins(file, site);
  if (/^(?:flask_talisman|talisman)\.Talisman$/.test(name)) return talisman(file, site);
  return middleware(file, site);
}

/** `app.add_middleware(CORSMiddleware, …)` and `Middleware(CORSMiddleware, …)`. */
function middleware(file: ProgramFile, { call, inside }: CallSite): readonly SwitchFact[] {
  const [first] = call.args;
  if (first?.kind !== 'name' && first?.kind !== 'member') return [];
  const name = /^(?:fastapi|starlette)\.middleware\.\w+\.(\w+)$/.exec(dottedName(file, first) ?? '')?.[1];
  switch (name) {
    case 'CORSMiddleware':
      return starletteOrigins(file, call, inside);
    case 'HTTPSRedirectMiddleware':
      return [switchAt(first.at, 'https-only', true, name)];
    case 'TrustedHostMiddleware': {
      const allowed = answered(file, argument(file, call, inside, { name: 'allowed_hosts' }), inside);
      return allowed === 'named' ? [switchAt(first.at, 'host-names', true, name)] : [];
    }
    default:
      return [];
  }
}

/** With credentials, Starlette answers `*` with the origin that asks. */
function starletteOrigins(file: ProgramFile, call: CallExpr, inside: CallSite['inside']): readonly SwitchFact[] {
  const [first] = call.args;
  const pattern = argument(file, call, inside, { name: 'allow_origin_regex' });
  const credentials = argument(file, call, inside, { name: 'allow_credentials' });
  const origins = answered(file, argument(file, call, inside, { name: 'allow_origins' }), inside);
  if (!first) return [];
  const isAny = origins === 'any' || (pattern.kind === 'given' && takesAny(pattern.value));
  if (isAny)
    return credentials.kind === 'given' && isTrue(valueOf(file, credentials.value, inside))
      ? [switchAt(first.at, 'cross-origin', false, 'CORSMiddleware with any origin and credentials')]
      : [];
  return origins === 'named' && pattern.kind === 'absent'
    ? [switchAt(first.at, 'cross-origin', true, 'CORSMiddleware with origins that are named')]
    : [];
}

function takesAny(pattern: Expr): boolean {
  return pattern.kind === 'text' && /^\^?(?:https\?:\/\/)?\(?\.[*+]\)?\$?$/.test(pattern.value);
}

/** flask-cors answers any origin unless some are named; with credentials, by the origin that asks. */
function flaskOrigins(file: ProgramFile, { call, inside }: CallSite): readonly SwitchFact[] {
  const credentials = argument(file, call, inside, { name: 'supports_credentials' });
  const resources = argument(file, call, inside, { name: 'resources' });
  const given = argument(file, call, inside, { name: 'origins' });
  if (resources.kind !== 'absent' && given.kind === 'absent') {
    const isAny = resources.kind === 'given' && resourceOrigins(file, resources.value, inside).includes('any');
    return isAny && isGiven(credentials)
      ? [switchAt(call.nameAt, 'cross-origin', false, 'CORS of any origin with credentials')]
      : [];
  }
  const origins = given.kind === 'absent' ? 'any' : answered(file, given, inside);
  if (origins === 'any')
    return isGiven(credentials)
      ? [switchAt(call.nameAt, 'cross-origin', false, 'CORS of any origin with credentials')]
      : [];
  return origins === 'named' ? [switchAt(call.nameAt, 'cross-origin', true, 'CORS of origins that are named')] : [];
}

function isGiven(option: Option): boolean {
  return option.kind === 'given' && isTrue(option.value);
}

function resourceOrigins(
  file: ProgramFile,
  resources: Expr,
  inside: CallSite['inside'],
): readonly ('any' | 'named' | undefined)[] {
  const value = valueOf(file, resources, inside);
  if (value.kind !== 'record') return [];
  return value.entries.map(entry => {
    const origins = optionIn(file, entry.value, 'origins', inside);
    return origins.kind === 'absent' ? 'any' : answered(file, origins, inside);
  });
}

/** Undefined where the origins are made elsewhere. */
function answered(file: ProgramFile, option: Option, inside: CallSite['inside']): 'any' | 'named' | undefined {
  if (option.kind !== 'given') return undefined;
  const value = valueOf(file, option.value, inside);
  const items = value.kind === 'list' ? value.items : [value];
  const texts = items.flatMap(item => (item.kind === 'text' ? [item.value] : []));
  if (texts.some(text => text === '*' || text === '.*')) return 'any';
  return texts.length === items.length && texts.length > 0 ? 'named' : undefined;
}

/** Sets headers, and sends clear-text requests to HTTPS unless it is told not to. */
function talisman(file: ProgramFile, { call, inside }: CallSite): readonly SwitchFact[] {
  const https = argument(file, call, inside, { name: 'force_https' });
  const isForced = https.kind === 'absent' || (https.kind === 'given' && !isFalse(https.value) && isTrue(https.value));
  return [
    switchAt(call.nameAt, 'secure-headers', true, 'Talisman'),
    ...(isForced ? [switchAt(call.nameAt, 'https-only', true, 'Talisman')] : []),
  ];
}
