/**
 * Answers and exceptions of ASP.NET, and what functions of .NET make of a credential that is not there or made up.
 *
 * Sources: ASP.NET Core, `Results`, `ControllerBase`, `AuthenticateResult`; .NET, `String`, `JwtSecurityTokenHandler`, `Convert`.
 */
import type { CallExpr } from '../../core/program.ts';
import type { ClassValue, Value } from '../value.ts';
import { HOLE } from '../value.ts';

import { fail } from './calls.ts';
import {
  ABSENT,
  ANY,
  type Called,
  type Context,
  FORGED,
  type Seen,
  type Step,
  type Way,
  assignName,
  booleanSeen,
  holdsAny,
  numberOf,
} from './seen.ts';

type Origin = Extract<Value, { kind: 'external' }>;

/** Statuses of what is made or called to answer, by its name without `Result` and `Object`. */
const STATUSES: ReadonlyMap<string, number> = new Map([
  ['Unauthorized', 401],
  ['HttpUnauthorized', 401],
  ['UnauthorizedHttp', 401],
  ['Challenge', 401],
  ['ChallengeHttp', 401],
  ['Forbid', 403],
  ['Forbidden', 403],
  ['ForbidHttp', 403],
  ['BadRequest', 400],
  ['NotFound', 404],
  ['HttpNotFound', 404],
  ['Conflict', 409],
  ['UnprocessableEntity', 422],
  ['ValidationProblem', 400],
  ['Problem', 500],
  ['Ok', 200],
  ['NoContent', 204],
  ['Redirect', 302],
  ['RedirectToAction', 302],
  ['RedirectToRoute', 302],
  ['RedirectToPage', 302],
  ['LocalRedirect', 302],
]);

/** Results that are given their status. */
const GIVEN: ReadonlySet<string> = new Set([
  'StatusCode',
  'StatusCodeHttp',
  'HttpStatusCode',
  'Json',
  'JsonHttp',
  'Content',
  'Problem',
  'ProblemHttp',
  'HttpResponseMessage',
  'CreateResponse',
  'CreateErrorResponse',
  'Text',
  'View',
  '',
]);

/** A call of what is outside the tree, or of a method that a base of a package has. */
export function csharpCall(
  context: Context,
  way: Way,
  origin: Origin | undefined,
  called: Called,
): readonly Step[] | undefined {
  const { name, args, node } = called;
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  const holder = holderOf(origin, called);
  if (holder === 'AuthenticateResult' || holder === 'HandleRequestResult') return one(ticket(name));
  if (holder === 'Task' || holder === 'ValueTask') return name === 'FromResult' ? one(args[0] ?? ANY) : one(ANY);
  if (ASSERTING.test(name) || (holder === 'Against' && name.startsWith('Null'))) return [asserted(way, args)];
  const answer = answerOf(called, holder);
  if (answer !== undefined) return one({ kind: 'answer', status: answer });
  const tested = testOfText(name, holder, args);
  if (tested) return one(tested);
  if (name.startsWith('Try') && args.length > 1) return one(tried(context, way, called));
  if (node.isNew) return one(made(name, args));
  const verified = verification(way, called);
  if (verified) return verified;
  if (DECODING.test(name) && args.length > 0) {
    if (holdsAny(args, 'absent')) return one(ABSENT);
    if (holdsAny(args, 'forged')) return one(FORGED);
  }
  if (holder === 'HttpMethods' && name.startsWith('Is')) return one(sameMethod(name.slice(2), args[0]));
  return undefined;
}

/**
 * Says that what a program hands to itself is there, and gives it: `ArgumentNullException.ThrowIfNull(next)`,
 * `Guard.Against.Null(context)`. Sources: .NET, `ArgumentNullException`; Ardalis.GuardClauses; CommunityToolkit, `Guard`.
 */
const ASSERTING =
  /^(?:ThrowIfNull(?:OrEmpty|OrWhiteSpace)?|(?:Argument)?(?:Is)?NotNull(?:OrEmpty|OrWhiteSpace)?|CheckNotNull)$/;

function asserted(way: Way, [first = ANY]: readonly Seen[]): Step {
  const isNothing = first.kind === 'absent' || (first.kind === 'known' && first.value.kind === 'nothing');
  if (isNothing) fail(way, undefined);
  return { seen: first, way };
}

/** What stands before the name in a call: `Results` of `Results.Forbid()`. */
function holderOf(origin: Origin | undefined, { node }: Called): string {
  const { callee } = node;
  if (callee.kind === 'member') return callee.of.kind === 'name' || callee.of.kind === 'member' ? callee.of.name : '';
  return origin && origin.path.length > 1 ? (origin.path.at(-2) ?? '') : '';
}

function ticket(name: string): Seen {
  return booleanSeen(name === 'Success' || name === 'SuccessWithTicket');
}

/** `Results.Unauthorized()`, `Forbid()`, `new JsonResult(x) { StatusCode = 401 }`; undefined for what is no answer. */
function answerOf({ name, args, node }: Called, holder: string): number | 'any' | undefined {
  if (/(?:Exception|Error)$/.test(name) && node.isNew) return statusOfException(name, args);
  const isFactory = /^(?:Results|TypedResults|ControllerBase|Controller|this|base|Request|request)$/.test(holder);
  const isResult = node.isNew ? /(?:Result|Message)$/.test(name) : isFactory || holder === '';
  if (!isResult) return undefined;
  const short = name.replace(/(?<=.)Result$/, '').replace(/(?:Http)?Object$/, '');
  const given = GIVEN.has(short) ? givenStatus(node.args, args) : undefined;
  const status = given ?? STATUSES.get(short);
  if (status !== undefined) return status;
  if (short === 'CreateResponse' || short === 'CreateErrorResponse') return 'any';
  return node.isNew || isFactory ? (GIVEN.has(short) ? 200 : undefined) : undefined;
}

/** A status among the arguments: by name, or the only number that can be one. */
function givenStatus(written: Called['node']['args'], args: readonly Seen[]): number | undefined {
  const index = written.findIndex(arg => arg.kind === 'named' && /^statusCode$/i.test(arg.name));
  const named = index < 0 ? undefined : args[index];
  if (named) return numberOf(named);
  return args.map(numberOf).find(number => number !== undefined && number >= 200 && number < 600);
}

function statusOfException(name: string, args: readonly Seen[]): number | 'any' {
  if (/unauthori[sz]ed|authentication|credential|securitytoken/i.test(name)) return 401;
  if (/forbidden|accessdenied|security/i.test(name)) return 403;
  if (/notfound/i.test(name)) return 404;
  return args.map(numberOf).find(number => number !== undefined && number >= 400 && number < 600) ?? 'any';
}

/** An object of the tree that is made of a credential that a stranger made up, with the properties that are set beside. */
export function madeInCsharp({ cls }: ClassValue, { args, node }: Called): Seen | undefined {
  if (!holdsAny(args, 'forged') || cls.name === undefined || /(?:Exception|Error)$/.test(cls.name)) return undefined;
  const fields = new Map<string, Seen>();
  for (const [index, arg] of node.args.entries()) {
    const seen = args[index];
    if (arg.kind === 'named' && seen) fields.set(arg.name, seen);
  }
  // Of what its constructor makes of what it is handed, nothing is known.
  return { kind: 'object', name: cls.name, holds: 'forged', ...(fields.size === node.args.length ? { fields } : {}) };
}

/** Objects of classes outside the tree are there, whatever they hold; a path is the text that it is made of. */
function made(name: string, args: readonly Seen[]): Seen {
  const [first] = args;
  if (name === 'PathString' && first?.kind === 'known' && first.value.kind === 'text') return first;
  const holds = holdsAny(args, 'absent') ? 'absent' : holdsAny(args, 'forged') ? 'forged' : undefined;
  return { kind: 'object', name, ...(holds && { holds }) };
}

const ASKS_FOR_NOTHING = /^IsNullOr(?:Empty|WhiteSpace)$/;

/** The variable of `string.IsNullOrEmpty(x)`. */
export function askedForNothing({ callee, args: [first] }: CallExpr): string | undefined {
  return callee.kind === 'member' && ASKS_FOR_NOTHING.test(callee.name) && first?.kind === 'name'
    ? first.name
    : undefined;
}

/** `string.IsNullOrEmpty(x)` and its kin. */
function testOfText(name: string, holder: string, [first]: readonly Seen[]): Seen | undefined {
  if (!ASKS_FOR_NOTHING.test(name) || !/^(?:string|String|StringValues)$/.test(holder)) return undefined;
  if (!first || first.kind === 'absent') return booleanSeen(true);
  if (first.kind === 'forged') return booleanSeen(false);
  if (first.kind === 'any' && first.holds === 'absent') return booleanSeen(true);
  if (first.kind === 'object' && first.holds === undefined) return booleanSeen(false);
  if (first.kind !== 'known') return ANY;
  if (first.value.kind === 'nothing') return booleanSeen(true);
  if (first.value.kind !== 'text') return ANY;
  return first.value.value.includes(HOLE) ? ANY : booleanSeen(first.value.value.trim() === '');
}

/**
 * `int.TryParse(x, out var n)`, `known.TryGetValue(x, out var user)`: false for what is not there. What is asked of it is set
 * beside.
 */
function tried(context: Context, way: Way, { name, args, node }: Called): Seen {
  const isAbsent = holdsAny(args, 'absent');
  const isForged = !isAbsent && holdsAny(args, 'forged');
  const isForm = /^Try(?:Parse|ParseExact|ReadJwtToken|FromBase64\w*|Create)$/.test(name);
  if (isForged && !isForm) way.isVerified = true;
  setOut(context, way, node.args.at(-1), isAbsent ? ABSENT : isForged && isForm ? FORGED : ANY);
  return isAbsent ? booleanSeen(false) : ANY;
}

/** Sets the variable that an `out` argument names. */
export function setOut(
  context: Context,
  way: Way,
  argument: Called['node']['args'][number] | undefined,
  seen: Seen,
): void {
  if (argument?.kind === 'name') assignName(context, way, argument.name, seen);
}

/** What takes a credential apart, or reads what it says, and does not check it. */
const DECODING =
  /^(?:FromBase64String|GetString|GetBytes|ReadJwtToken|ReadToken|ReadJsonWebToken|UrlDecode|UnescapeDataString|DecodeBytes|Decode|Copy|Parse|ParseExact|ToString|Concat|Join)$/;

/** Checks of tokens: who sends none, or makes one up, is told by an exception or by the result. */
function verification(way: Way, { name, args }: Called): readonly Step[] | undefined {
  if (!holdsAny(args, 'absent') && !holdsAny(args, 'forged')) return undefined;
  if (name === 'ValidateToken') {
    way.isVerified = true;
    fail(way, undefined);
    return [{ seen: ANY, way }];
  }
  if (name !== 'ValidateTokenAsync') return undefined;
  way.isVerified = true;
  return [{ seen: UNVERIFIED, way }];
}

/** A result of a check that has failed, whatever it is asked for. */
export const UNVERIFIED: Seen = {
  kind: 'object',
  holds: 'absent',
  fields: new Map<string, Seen>([
    ['IsValid', booleanSeen(false)],
    ['Succeeded', booleanSeen(false)],
    ['None', booleanSeen(true)],
    ['Failure', ANY],
    ['Exception', ANY],
    ['Principal', ABSENT],
    ['Ticket', ABSENT],
  ]),
};

function sameMethod(wanted: string, given: Seen | undefined): Seen {
  const method = given?.kind === 'known' && given.value.kind === 'text' ? given.value.value : undefined;
  return method === undefined ? ANY : booleanSeen(method.toUpperCase() === wanted.toUpperCase());
}
