/** What requests of PHP hold of who calls. */
import { type Value, fullNames } from '../value.ts';
import { fail } from './calls.ts';
import { readCredential } from './expressions.ts';
import {
  ANY,
  type Context,
  type Seen,
  type Step,
  TRUTHY,
  type Way,
  booleanSeen,
  fieldOf,
  forkUnder,
  holdsAny,
  setField,
} from './seen.ts';
import { type Credential, credentialAt } from './vocabulary.ts';

/** The last part of a path to what says who is signed in. */
export const AUTHENTICATION = '(auth)';

const SUPERGLOBALS: ReadonlyMap<string, string> = new Map([
  ['_SESSION', 'session'],
  ['_SERVER', 'server'],
  ['_COOKIE', 'cookies'],
  ['_GET', 'query'],
  ['_REQUEST', 'query'],
  ['_POST', 'body'],
]);

const FACADES: ReadonlyMap<string, readonly string[]> = new Map([
  ['Illuminate\\Support\\Facades.Auth', [AUTHENTICATION]],
  ['\\.Auth', [AUTHENTICATION]],
  ['Illuminate\\Support\\Facades.Request', []],
  ['\\.Request', []],
  ['Illuminate\\Support\\Facades.Session', ['session']],
]);

/** A superglobal or a facade, as a part of the request. */
export function requestValue(value: Value): Seen | undefined {
  if (value.kind === 'outcome') return givenPart(value);
  if (value.kind !== 'external') return undefined;
  const [only, ...others] = value.path;
  const part = others.length === 0 && only !== undefined ? SUPERGLOBALS.get(only) : undefined;
  if (part !== undefined) return { kind: 'request', path: [part] };
  const path = fullNames(value).flatMap(name => {
    const found = FACADES.get(name);
    return found ? [found] : [];
  })[0];
  if (!path && isUserOfYii(value)) return { kind: 'request', path: [AUTHENTICATION] };
  return path && { kind: 'request', path };
}

/** What a function gave that hands out a part of the request, or a service of the name: `session()`, `Services::session()`. */
function givenPart({ of, args }: Extract<Value, { kind: 'outcome' }>): Seen | undefined {
  if (of.kind !== 'external') return undefined;
  const [holder, name] = of.path.length > 1 ? of.path.slice(-2) : [undefined, of.path[0]];
  const [asked] = args;
  const isService = holder === undefined && (name === 'service' || name === 'single_service');
  if (isService) return asked?.kind === 'text' && asked.value === 'session' ? SESSION : undefined;
  const isHelper = holder === undefined || /^(?:Services|BaseService)$/.test(holder);
  return isHelper && name === 'session' && args.length === 0 ? SESSION : undefined;
}

const SESSION: Seen = { kind: 'request', path: ['session'] };

/** `Yii::$app->user` */
function isUserOfYii({ path }: Extract<Value, { kind: 'external' }>): boolean {
  const [yii, app, user] = path.slice(-3);
  return yii === 'Yii' && app === 'app' && user === 'user';
}

/** The credential that a path of a request reads. */
export function phpCredential(path: readonly string[]): Credential | undefined {
  const last = path.at(-1) ?? '';
  const holder = path.at(-2);
  if (last === '') return undefined;
  if (holder === 'server') {
    if (/^PHP_AUTH_(?:USER|PW|DIGEST)$/.test(last)) return { mechanism: 'basic', isCarried: true };
    // The web server has asked for it.
    if (last === 'REMOTE_USER') return { mechanism: 'basic', isCarried: false };
    const header = /^(?:REDIRECT_)?HTTP_(\w+)$/.exec(last)?.[1];
    return header === undefined ? undefined : credentialAt(['headers', header.replaceAll('_', '-')]);
  }
  if (holder === 'query')
    return /^(?:(?:api|auth)_?token|(?:api_?)?secret)$/i.test(last)
      ? { mechanism: 'api-key', isCarried: true }
      : credentialAt(['query', last]);
  if (holder === 'attributes') return credentialAt([last.replace(/^(?:jwt|token)$/, 'jwt')]);
  if (holder === undefined) return PARTS.has(last) ? undefined : credentialAt([last]);
  return credentialAt([holder, last]);
}

/** What a part of the request is to a stranger, where it is a credential. */
export function readPart(context: Context, way: Way, path: readonly string[]): Seen | undefined {
  const credential = phpCredential(path);
  if (credential && path.at(-2) === 'attributes') {
    context.budget.hangsOnRequest = true;
    if (hasParameter(context.request.path, path.at(-1) ?? '')) return undefined;
  }
  return credential && readCredential(context, way, path.slice(-2).join('.'), credential);
}

/** Frameworks put what stands in an address among the attributes of its request. Source: Symfony, Routing; Slim, Routing. */
function hasParameter(template: string, name: string): boolean {
  return [...template.matchAll(/\{[*+]?(\w+)[^{}]*\}/g)].some(([, parameter]) => parameter === name);
}

const PARTS: ReadonlySet<string> = new Set([
  'session',
  'headers',
  'cookies',
  'query',
  'server',
  'attributes',
  'request',
  'auth',
]);

/** A part of the request by its name; the method is that of the operation. */
export function phpMember(
  context: Context,
  way: Way,
  of: Extract<Seen, { kind: 'request' }>,
  name: string,
): Seen | undefined {
  const { method } = context.request;
  if (name === 'REQUEST_METHOD' && of.path.at(-1) === 'server' && method !== '' && method !== 'ANY')
    return { kind: 'known', value: { kind: 'text', value: method } };
  if (of.path.at(-1) === AUTHENTICATION) {
    if (isSignedIn(way)) return name === 'isGuest' ? booleanSeen(false) : ANY;
    const read = readCredential(context, way, `user.${name}`, { mechanism: 'session', isCarried: false });
    if (name !== 'isGuest') return read;
    return context.caller === 'anyone' ? ANY : booleanSeen(true);
  }
  const known = readPart(context, way, [...of.path, name]);
  // Applications keep who is signed in under names of their own.
  if (!known && of.path.length === 1 && of.path[0] === 'session' && !PASSING_STATE.test(name))
    way.mayRead ??= `session.${name}`;
  return known;
}

/** What a session keeps that says nothing of who calls. */
const PASSING_STATE =
  /csrf|xsrf|flash|mess|msg|err|success|warn|notice|alert|info|lang|locale|theme|captcha|cart|basket|redirect|return|referer|old|form|status|page|last|count|start|time|counter|step|filter|sort|search/i;

/** What a call on the guard of Laravel gives to a stranger. Source: Laravel, Authentication; `Illuminate\Contracts\Auth\Guard`. */
export function authenticationCall(
  context: Context,
  way: Way,
  name: string,
  args: readonly Seen[] = [],
): readonly Step[] | undefined {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  if (SIGNING_IN.has(name)) return signIn(way, name, args);
  if (isSignedIn(way) && ASKING.test(name))
    return one(name === 'guest' || name === 'getIsGuest' ? booleanSeen(false) : TRUTHY);
  const read = (): Seen => readCredential(context, way, `auth.${name}()`, { mechanism: 'session', isCarried: false });
  const isAnyone = context.caller === 'anyone';
  switch (name) {
    case 'guard':
    case 'shouldUse':
    case 'setRequest':
      return one({ kind: 'request', path: [AUTHENTICATION] });
    case 'user':
    case 'id':
    case 'getId':
    case 'getIdentity':
    case 'payload':
    case 'token':
      return one(read());
    case 'check':
    case 'hasUser':
    case 'viaRemember':
      read();
      return one(isAnyone ? ANY : booleanSeen(false));
    case 'guest':
    case 'getIsGuest':
      read();
      return one(isAnyone ? ANY : booleanSeen(true));
    case 'authenticate':
    case 'loginRequired':
    case 'userOrFail':
    case 'checkOrFail':
      read();
      if (!isAnyone) fail(way, 401);
      return one(ANY);
    case 'basic':
    case 'onceBasic':
      readCredential(context, way, `auth.${name}()`, { mechanism: 'basic', isCarried: false });
      return one(isAnyone ? ANY : { kind: 'answer', status: 401 });
    default:
      return undefined;
  }
}

/** What a way has come to once code has signed the caller in: who asks then is told so. */
const SIGNED_IN = '(signed in)';

const ASKING = /^(?:user|id|getId|getIdentity|check|hasUser|guest|getIsGuest|authenticate|userOrFail)$/;

/** Calls that leave the caller to those who come after. */
export const SIGNS_IN = /^(?:login|loginUsingId|once|onceUsingId|setUser|attempt|attemptWhen|shouldUse)$/;

/** Calls of the guard that sign somebody in, or say whether they could. Source: Laravel, Manually Authenticating Users. */
const SIGNING_IN: ReadonlyMap<string, 'always' | 'perhaps'> = new Map([
  ['login', 'always'],
  ['setUser', 'always'],
  ['loginUsingId', 'always'],
  ['onceUsingId', 'always'],
  ['once', 'perhaps'],
  ['attempt', 'perhaps'],
  ['attemptWhen', 'perhaps'],
]);

/** With a credential that is not there, or made up, nobody is signed in. */
function signIn(way: Way, name: string, args: readonly Seen[]): readonly Step[] {
  if (holdsAny(args, 'absent') || holdsAny(args, 'forged')) {
    way.isVerified = true;
    return [{ seen: booleanSeen(false), way }];
  }
  if (SIGNING_IN.get(name) === 'always') {
    setField(way, SIGNED_IN, TRUTHY);
    return [{ seen: ANY, way }];
  }
  const other = forkUnder(way, `whether ${name}() signs anybody in`);
  way.condition ??= `whether ${name}() signs anybody in`;
  setField(way, SIGNED_IN, TRUTHY);
  return [
    { seen: TRUTHY, way },
    { seen: booleanSeen(false), way: other },
  ];
}

/** Whether the way has come past code that signs the caller in. */
export function isSignedIn(way: Way): boolean {
  return fieldOf(way, SIGNED_IN) !== undefined;
}
