/** Functions of packages whose answer about a credential is known. */
import type { Value } from '../value.ts';
import { readCredential } from './expressions.ts';
import { grant, keyOf } from './go-request.ts';
import { textTest, sameText } from './request.ts';
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

type Origin = Extract<Value, { kind: 'external' }>;

/** Undefined for what is not known. */
export function goPackageCall(
  context: Context,
  way: Way,
  origin: Origin,
  full: string,
  called: Called,
): readonly Step[] | undefined {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const { name, args } = called;
  const [first, second] = args;
  const hasAbsent = holdsAny(args, 'absent');
  const hasForged = holdsAny(args, 'forged');
  if (full === 'net/http.Redirect') {
    if (!way.hasAnswered) way.status = 302;
    way.hasAnswered = true;
    return one(ANY);
  }
  // A secret of the environment is taken to be set.
  if (full === 'os.Getenv') return one({ kind: 'any', name: 'secret' });
  const status = statusOf(full, args);
  if (status !== undefined) return one({ kind: 'answer', status });
  if (full === 'context.WithValue') grant(context, way, keyOf(second), args[2]);
  if (full === 'context.WithValue' || full === 'context.WithTimeout' || full === 'context.WithCancel')
    return first && one(first);
  if (origin.module === 'strings' || origin.module === 'bytes') return textCall(way, name, args);
  const secret = secretCall(way, origin, full, called);
  if (secret) return secret;
  if (JWT.test(origin.module)) return jwtCall(context, way, name, args);
  if (full === 'github.com/gorilla/context.Get' || full === 'github.com/gorilla/mux.CurrentRoute') return undefined;
  if (!PLAIN.test(origin.module)) return undefined;
  // The rest of the standard library reads what it is given, and verifies nothing.
  if (hasForged)
    return one(second === undefined || first?.kind === 'forged' ? FORGED : { kind: 'any', holds: 'forged' });
  if (hasAbsent) return one(/^(?:log|fmt)/.test(origin.module) && name !== 'Sprintf' ? ANY : ABSENT);
  return undefined;
}

/** Comparing and digesting of secrets. */
function secretCall(way: Way, origin: Origin, full: string, { name, args }: Called): readonly Step[] | undefined {
  const hasForged = holdsAny(args, 'forged');
  if (!hasForged && !holdsAny(args, 'absent')) return isComparing(full) ? [{ seen: ANY, way }] : undefined;
  if (isComparing(full)) {
    way.isVerified = true;
    const seen: Seen = name === 'Equal' ? booleanSeen(false) : { kind: 'known', value: { kind: 'number', value: 0 } };
    return [{ seen, way }];
  }
  if (PASSWORDS.test(origin.module)) {
    way.isVerified = true;
    return [{ seen: FAILED, way }];
  }
  // What a credential is digested to tells no more of it, and is no good one if it was none.
  return DIGEST.test(origin.module)
    ? [{ seen: { kind: 'any', holds: hasForged ? 'forged' : 'absent' }, way }]
    : undefined;
}

function isComparing(full: string): boolean {
  return full === 'crypto/subtle.ConstantTimeCompare' || full === 'crypto/hmac.Equal';
}

const PASSWORDS = /^golang\.org\/x\/crypto\/(?:bcrypt|argon2|scrypt)/;

/** Errors that frameworks answer with the status that they are made with. */
function statusOf(full: string, args: readonly Seen[]): number | undefined {
  if (full === 'connectrpc.com/authn.Errorf') return 401;
  if (/^google\.golang\.org\/grpc\/status\.(?:Error|Errorf|New|Newf)$/.test(full)) return args.map(numberOf)[0];
  if (/\.(?:NewHTTPError|NewError|NewErrorf|NewApiError|WrapError)$/.test(full))
    return args.map(numberOf).find(number => number !== undefined && number >= 400 && number < 600);
  const named = /\.Error(\d{3})\w*$/.exec(full)?.[1];
  if (named !== undefined) return Number(named);
  if (/\.(?:NewUnauthorizedError|UnauthorizedError|Unauthorized)$/.test(full)) return 401;
  return /\.(?:NewForbiddenError|ForbiddenError|Forbidden)$/.test(full) ? 403 : undefined;
}

/** Packages for JSON Web Tokens: what they parse they verify, unless they say otherwise. */
const JWT =
  /(?:golang-jwt\/jwt|dgrijalva\/jwt-go|form3tech-oss\/jwt-go|lestrrat-go\/jwx|go-jose|square\/go-jose|coreos\/go-oidc|pascaldekloe\/jwt|o1egl\/paseto|aidantwoods\/go-paseto|kataras\/jwt|cristalhq\/jwt)/;

function jwtCall(context: Context, way: Way, name: string, args: readonly Seen[]): readonly Step[] | undefined {
  // Sources: golang-jwt, package request; lestrrat-go/jwx, `jwt.ParseRequest`. Both look for the token themselves, and verify it.
  if (FROM_REQUEST.test(name) && args.some(arg => arg.kind === 'request')) {
    const seen = readCredential(context, way, 'Authorization', { mechanism: 'jwt', isCarried: true });
    way.isVerified = true;
    return [{ seen: seen.kind === 'any' ? ANY : FAILED, way }];
  }
  if (!holdsAny(args, 'absent') && !holdsAny(args, 'forged')) return undefined;
  const isReading = /Unverified|Insecure|Unsafe|^Decode|^ParseSigned$|^ParseString$|^New/.test(name);
  if (isReading) return [{ seen: holdsAny(args, 'forged') ? FORGED : FAILED, way }];
  way.isVerified = true;
  return [{ seen: FAILED, way }];
}

const FROM_REQUEST = /^Parse(?:FromRequest(?:WithClaims)?|Request|Header|Form|Cookie)$/;

const DIGEST = /^crypto\/(?:md5|sha1|sha256|sha512|sha3|pbkdf2)$|^golang\.org\/x\/crypto\/(?:pbkdf2|blake2[bs]|sha3)$/;

/** Packages of the standard library that look at nothing but what they are given. */
const PLAIN =
  /^(?:bufio|bytes|encoding(?:\/\w+)*|errors|fmt|html|io|log|log\/slog|maps|mime|net\/url|path|reflect|regexp|slices|sort|strconv|strings|time|unicode(?:\/\w+)*)$|logrus|zap|zerolog|glog|klog|go-logr/;

/** Functions of `strings`. Source: https://pkg.go.dev/strings. */
function textCall(way: Way, name: string, [first, second]: readonly Seen[]): readonly Step[] | undefined {
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const test = TESTS.get(name);
  if (!first) return undefined;
  if (test !== undefined || name === 'EqualFold') {
    if (first.kind === 'absent' || second?.kind === 'absent') return one(booleanSeen(false));
    if (name === 'EqualFold' && (first.kind === 'forged' || second?.kind === 'forged')) {
      // A scheme that everybody knows is no secret.
      const other = first.kind === 'forged' ? second : first;
      if (other?.kind !== 'known' || other.value.kind !== 'text') way.isVerified = true;
      return one(ANY);
    }
    const [of, part] = [textIn(first), textIn(second)];
    if (of === undefined || part === undefined) return one(ANY);
    if (name === 'EqualFold') {
      const same = sameText(of.toLowerCase(), part.toLowerCase());
      return one(same === undefined ? ANY : booleanSeen(same));
    }
    return one((test === undefined ? undefined : textTest(test, of, part)) ?? ANY);
  }
  if (first.kind === 'absent')
    return one(
      name === 'Cut' || name === 'CutPrefix' ? { kind: 'list', items: [ABSENT, ABSENT, booleanSeen(false)] } : ABSENT,
    );
  if (first.kind !== 'forged') return undefined;
  if (name === 'Cut') return one({ kind: 'list', items: [FORGED, FORGED, ANY] });
  return one(name === 'CutPrefix' || name === 'CutSuffix' ? { kind: 'list', items: [FORGED, ANY] } : FORGED);
}

const TESTS: ReadonlyMap<string, string> = new Map([
  ['HasPrefix', 'startsWith'],
  ['HasSuffix', 'endsWith'],
  ['Contains', 'includes'],
]);

function textIn(seen: Seen | undefined): string | undefined {
  return seen?.kind === 'known' && seen.value.kind === 'text' ? seen.value.value : undefined;
}
