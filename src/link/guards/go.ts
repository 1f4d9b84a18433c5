/**
 * How Go reads credentials, verifies them and refuses requests. An error is a value there: what fails gives one beside a
 * result that is not there; and what is not there is the zero value of its type, "" or 0.
 *
 * Sources: net/http; Gin, `Context`; Echo, `Context`; Fiber, `Ctx`; Hertz, `RequestContext`; Iris, `Context`; go-restful,
 * `Filter`; gorilla/sessions; golang-jwt; crypto/subtle, crypto/hmac; golang.org/x/crypto/bcrypt; GORM, Error handling.
 */
import { callSeen, fail } from './calls.ts';
import { passPerhaps } from './expressions.ts';
import { goPackageCall } from './go-packages.ts';
import { keyOf, principalOf } from './go-request.ts';
import { ERROR, isError, isErrorOf, sentinel } from './go-results.ts';
import { handlerKind } from './go-roles.ts';
import type { Origin } from './language.ts';
import type { GuardStyle } from './explore.ts';
import type { CallExpr, FunctionNode } from '../../core/program.ts';
import { type ClassValue, type Value, fullNames } from '../value.ts';
import {
  ABSENT,
  ANY,
  type Called,
  type Context,
  FAILED,
  FORGED,
  type Seen,
  type Step,
  type Way,
  booleanSeen,
  holdsAny,
  numberOf,
} from './seen.ts';

/** Errors that packages name, and that frameworks answer with a status: `echo.ErrUnauthorized`. */
export function goValue(value: Value): Seen | undefined {
  if (value.kind === 'external') {
    const name = value.path.at(-1) ?? '';
    if (!/^Err[A-Z]/.test(name)) return undefined;
    const status = /Unauthorized|JWT(?:Missing|Invalid)/.test(name) ? 401 : /Forbidden/.test(name) ? 403 : undefined;
    // An error of a package is one that was made once.
    return status === undefined ? sentinel(`${value.module}.${name}`) : { kind: 'answer', status };
  }
  // What controllers and handlers of structs are given the request as.
  if (value.kind === 'unknown' && (value.name === 'Ctx' || value.name === 'Context'))
    return { kind: 'request', path: [] };
  if (value.kind === 'unknown') return /(?:^|\.)Err[A-Z]\w*$/.test(value.name ?? '') ? ERROR : undefined;
  if (value.kind !== 'outcome' || value.of.kind !== 'external') return undefined;
  const [full = ''] = fullNames(value.of);
  if (!makesError(full)) return undefined;
  return errorMade(full, value.call, []);
}

/**
 * `errors.New` makes one that is no other; those that are made around an error are that one, too. Sources:
 * https://pkg.go.dev/errors, https://pkg.go.dev/fmt#Errorf (`%w`), https://pkg.go.dev/github.com/pkg/errors.
 */
function errorMade(full: string, call: CallExpr, args: readonly Seen[]): Seen {
  const { at } = call;
  const made = sentinel(`${at.file}:${at.line}:${at.column}`);
  const [first] = call.args;
  if (/(?:^|\/)errors\.New$/.test(full)) return made;
  if (full.endsWith('.Errorf')) {
    if (first?.kind !== 'text') return ERROR;
    if (!first.value.includes('%w')) return made;
  }
  const inside = args.filter(isError);
  return (inside.length === 1 && inside[0]) || ERROR;
}

function makesError(name: string): boolean {
  return /^(?:errors\.(?:New|Join)|fmt\.Errorf|.*\/(?:errors|xerrors|pkg\/errors)\.(?:New|Errorf|Wrap|Wrapf|WithStack|WithMessage|E))$/.test(
    name,
  );
}

/** A call of a method of anything but the request. */
export function goMethodCall(context: Context, way: Way, of: Seen, called: Called): readonly Step[] | undefined {
  const { name, args } = called;
  const isFunction = of.kind === 'local' || (of.kind === 'known' && of.value.kind === 'closure');
  if (isFunction && name === 'ServeHTTP') return callSeen(context, way, of, called);
  if (of.kind === 'next' && HANDING_ON.has(name)) {
    way.hasPassed = true;
    return [{ seen: ANY, way }];
  }
  if (of.kind === 'response') return answerWith(way, of, name, args);
  const isHanded = args.some(arg => arg.kind === 'response' || (arg.kind === 'request' && arg.path.length === 0));
  // What holds the status of a refusal answers with it: `session.Abort(c)`, `problem.Render(w, r)`.
  if (of.kind === 'answer' && isHanded) {
    if (!way.hasAnswered) way.status = of.status;
    way.hasAnswered = true;
    return [{ seen: of, way }];
  }
  // Methods may be called on what is not there, and answer then.
  if (of.kind === 'absent' && isHanded) {
    way.mayRead ??= name;
    way.condition ??= `what ${name} answers`;
    return [{ seen: ANY, way }];
  }
  // `err.Error()` of something that is there; nobody asks it of what is not.
  return undefined;
}

const HANDING_ON: ReadonlySet<string> = new Set(['ServeHTTP', 'ProcessFilter', 'Next', 'Handle', 'Serve']);

/** Methods of `http.ResponseWriter` and of what stands for it. */
function answerWith(
  way: Way,
  of: Extract<Seen, { kind: 'response' }>,
  name: string,
  args: readonly Seen[],
): readonly Step[] {
  const status = args.map(numberOf).find(number => number !== undefined && number >= 100);
  if (name === 'WriteHeader') {
    if (!way.hasAnswered) way.status = status ?? 'any';
    way.hasAnswered = true;
  } else if (name.startsWith('Write')) {
    if (!way.hasAnswered) way.status = status ?? way.status ?? 200;
    way.hasAnswered = true;
  }
  return [{ seen: name === 'Header' ? ANY : of, way }];
}

/** A call of what is outside the tree or was not found. */
export function goCall(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  called: Called,
): readonly Step[] | undefined {
  const { name, args, node } = called;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const full = origin ? (fullNames(origin)[0] ?? name) : name;
  if (makesError(full)) return one(errorMade(full, node, args));
  const isSame = full === 'errors.Is' ? isErrorOf(args[0], args[1]) : undefined;
  if (isSame !== undefined) return one(booleanSeen(isSame));
  if (origin) {
    const known = goPackageCall(context, way, origin, full, called);
    if (known) return known;
  }
  const hasAbsent = holdsAny(args, 'absent');
  const hasForged = holdsAny(args, 'forged');
  if (node.isNew) return one(madeOf(args));
  const sent = answerOf(way, name, args);
  if (sent) return one(sent);
  if (!origin && /^(?:Abort|CustomAbort|StopRun)$/.test(name)) {
    fail(way, args.map(numberOf).find(number => number !== undefined) ?? statusIn(args) ?? way.status);
    return one(ANY);
  }
  const session = sessionOf(name, args, origin);
  if (session) return one(session);
  const kept = keptFor(context, way, name, args, origin);
  if (kept) return one(kept);
  if (hasForged || hasAbsent) {
    // `cookies.Decode(name, value, &into)` verifies. Source: https://pkg.go.dev/github.com/gorilla/securecookie#SecureCookie.Decode.
    if (name === 'Decode' && args.length === 3) {
      way.isVerified = true;
      return one(FAILED);
    }
    if (isDecoding(name)) return one(hasForged ? FORGED : ABSENT);
    if (VERIFIES.test(name)) {
      way.isVerified = true;
      return one(FAILED);
    }
  }
  if (hasAbsent && FINDS_ONE.has(name)) return one(FAILED);
  if (args.some(arg => arg.kind === 'next')) passPerhaps(way, `what ${name} does with next`);
  return undefined;
}

/** `this.Abort("401")`. */
function statusIn(args: readonly Seen[]): number | undefined {
  const key = keyOf(args[0]);
  return key !== undefined && /^[45]\d\d$/.test(key) ? Number(key) : undefined;
}

/** A literal of a type: with a status, it is an error that is answered with it. */
function madeOf(args: readonly Seen[]): Seen {
  const status = args.map(numberOf).find(number => number !== undefined && number >= 400 && number < 600);
  if (status !== undefined) return { kind: 'answer', status };
  return {
    kind: 'object',
    ...(holdsAny(args, 'absent') ? { holds: 'absent' } : holdsAny(args, 'forged') ? { holds: 'forged' } : {}),
  };
}

/** What is made of a part that the stranger made up is no better: its methods give parts of it. */
export function goMade(cls: ClassValue, args: readonly Seen[]): Seen | undefined {
  const status = args.map(numberOf).find(number => number !== undefined && number >= 400 && number < 600);
  if (status !== undefined || !holdsAny(args, 'forged')) return undefined;
  return { kind: 'known', value: { kind: 'instance', of: cls, fields: new Map() }, holds: 'forged' };
}

/** What is handed the response, and a status that refuses, answers with it: `http.Error(w, text, 401)`, `render.Error(w, 401)`. */
function answerOf(way: Way, name: string, args: readonly Seen[]): Seen | undefined {
  if (!args.some(arg => arg.kind === 'response')) return undefined;
  const status = args.map(numberOf).find(number => number !== undefined && number >= 100 && number < 600);
  if (status === undefined && !/unauthori[sz]ed|forbidden/i.test(name)) return undefined;
  if (!way.hasAnswered) way.status = status ?? (/forbidden/i.test(name) ? 403 : 401);
  way.hasAnswered = true;
  return ANY;
}

/** `store.Get(r, "session")`, `sessions.Default(c)`: what is kept for who calls. */
function sessionOf(name: string, args: readonly Seen[], origin: Origin | undefined): Seen | undefined {
  const [first, second] = args;
  if (first?.kind !== 'request') return undefined;
  const isOfSessions = origin !== undefined && /sessions?(?:\/|$)/.test(origin.module);
  const isStore =
    (name === 'Get' || name === 'New' || name === 'Start' || name === 'GetSession') && keyOf(second) !== undefined;
  return (isOfSessions && /^(?:Default|DefaultMany|Get|New|Start)$/.test(name)) || (!origin && isStore)
    ? { kind: 'request', path: ['session'] }
    : undefined;
}

/** `context.Get(r, "user")`, `scs.GetString(ctx, "userID")`, `auth.UserFrom(ctx)`: what is kept for who calls, by a function that is given the request. */
function keptFor(
  context: Context,
  way: Way,
  name: string,
  args: readonly Seen[],
  origin: Origin | undefined,
): Seen | undefined {
  const [first, second] = args;
  if (
    first?.kind !== 'request' ||
    !/^(?:Get|MustGet|Value)(?:String|Int|Int64|Bool|Bytes)?$|^(?:Exists|PopString)$/.test(name)
  )
    return undefined;
  const key = keyOf(second);
  const isKnown = origin === undefined || /context|session|scs/.test(origin.module);
  return key !== undefined && isKnown ? principalOf(context, way, key) : undefined;
}

/** Functions that read what they are given, and check nothing of it. */
function isDecoding(name: string): boolean {
  return /^(?:Decode\w*|Unmarshal\w*|ParseUnverified|UnsafeClaims\w*|Split\w*|Trim\w*|Fields|To(?:Lower|Upper)|Replace\w*|Cut\w*|String|Bytes|Atoi|QueryUnescape|PathUnescape|New(?:Reader|Buffer)\w*)$/.test(
    name,
  );
}

/** Functions that say with an error, or with false, that what they are given is not good. */
const VERIFIES =
  /^(?:[Vv]erify|[Vv]alidate|[Aa]uthenticate|[Aa]uthorize|[Ii]ntrospect|[Cc]heck|[Pp]arse|[Dd]ecrypt|[Uu]nseal|[Oo]pen)\w*(?:Token|Jwt|JWT|Claims|Session|Credential|Credentials|Key|Password|Signature|Auth|User)\w*$|^(?:[Vv]erify|[Vv]alidate|[Aa]uthenticate|[Ii]ntrospect|IntrospectToken|VerifyIDToken|VerifyIDTokenAndCheckRevoked|ComparePasswordAndHash|CompareHashAndPassword|ConstantTimeCompare)$/;

/** Look-ups of the common database packages that fail where nothing is found. Sources: GORM, ent, sqlx, pgx, mongo. */
const FINDS_ONE: ReadonlySet<string> = new Set(['First', 'Take', 'Last', 'Only', 'OnlyID', 'QueryRowx', 'FindOne']);

/** A way through a function of a framework, at its end. */
export function goEnded(way: Way, fn: FunctionNode, style: GuardStyle, caller: Context['caller']): void {
  const kind = handlerKind(fn);
  const last = way.end?.kind === 'returned' ? way.end.value : undefined;
  const given = last?.kind === 'list' ? last.items.at(-1) : last;
  // An error that a function gives back is answered as one, with its status where it has one.
  if (way.end?.kind === 'returned' && last?.kind === 'list' && given?.kind === 'answer')
    way.end = { kind: 'returned', value: given };
  if (way.end?.kind === 'returned' && isError(given))
    way.end = {
      kind: 'returned',
      value: {
        kind: 'answer',
        status: way.status === undefined || way.status === 'any' || way.status < 300 ? 500 : way.status,
      },
    };
  if (style === 'middleware') {
    if (kind === 'chained' && !way.hasFailed && way.end?.kind !== 'threw') way.runsOn = true;
    if (kind === 'handing' && !way.hasPassed) way.hasFailed = true;
  }
  // What a cookie of any name may hold is told by what its absence leads to.
  if (way.maybeReads !== undefined && (caller === 'forging' || (!way.hasPassed && !way.runsOn && refuses(way)))) {
    way.reads.add(way.maybeReads);
    way.mechanisms.add('session');
  }
}

function refuses(way: Way): boolean {
  const given = way.end?.kind === 'returned' ? way.end.value : undefined;
  const status = given?.kind === 'answer' ? given.status : way.status;
  return status === 401 || status === 403 || status === 302 || status === 303 || status === 307;
}
