/**
 * What the bodies of guards in Scala do, where their ways can be followed, and what they say by their words alone: options,
 * futures and pattern matches hand refusals on as values.
 */
import type { FunctionNode } from '../../core/program.ts';
import type { Value } from '../value.ts';
import { visitNodes } from '../walk.ts';
import type { GuardStyle } from './explore.ts';
import { passPerhaps } from './expressions.ts';
import { answerNamed } from './scala-calls.ts';
import { requestCalled, requestPart, requestValue } from './scala-request.ts';
import { isOfType, isSameResult, nameIn, onForged, onResult, resultMember } from './scala-results.ts';
import { scalaRole } from './scala-roles.ts';
import { type Called, type Context, FORGED, type Seen, type Step, type Way } from './seen.ts';
import { isVerifier, speaksOfAuthentication } from './vocabulary.ts';

/** A value from around the function that stands for the request, or for an answer. */
export function scalaValue(context: Context, way: Way, value: Value): Seen | undefined {
  const isOutside = value.kind === 'external' || value.kind === 'unknown';
  const name = isOutside ? nameIn({ kind: 'known', value }) : '';
  if (name === '') return undefined;
  const answer = answerNamed(name);
  if (answer) return answer;
  // Where one of several objects whose members are imported is of the tree, what none of them has is not known at all.
  const isPlain = value.kind === 'external' ? value.path.length === 1 : !name.includes('.');
  return isPlain ? requestValue(context, way, name) : undefined;
}

/** A method of anything; undefined for one that means nothing here. */
export function scalaMethodCall(context: Context, way: Way, of: Seen, called: Called): readonly Step[] | undefined {
  const { name, args } = called;
  if (of.kind === 'request') return requestCalled(context, way, of, called);
  if (of.kind === 'next' && (HANDING_ON.test(name) || args.some(arg => arg.kind === 'request'))) {
    way.hasPassed = true;
    return [{ seen: { kind: 'promise', of: { kind: 'any' } }, way }];
  }
  const result = onResult(context, way, of, called);
  if (result) return result;
  if (of.kind !== 'forged') return undefined;
  if (isVerifier(name) || /^(?:verify\w*|provideVerify|isValid\w*|check\w*)$/.test(name)) {
    way.isVerified = true;
    return [{ seen: { kind: 'known', value: { kind: 'boolean', value: false } }, way }];
  }
  const seen = onForged(called);
  return seen && [{ seen, way }];
}

const HANDING_ON = /^(?:apply|run|doFilter|invokeBlock|local|mapF|andThen|compose|runZIO)$/;

/** A member of anything that is asked for without arguments. */
export function scalaMember(context: Context, way: Way, of: Seen, name: string): Seen | undefined {
  if (of.kind === 'request') return requestPart(context, way, of, name);
  if (of.kind === 'object' && of.fields?.has(name)) return undefined;
  return resultMember(way, of, name) ?? (of.kind === 'forged' ? FORGED : undefined);
}

/** Whether a value is of a type that says whether something is there. */
export function scalaIsOf(left: Seen, right: Seen | undefined): boolean | undefined {
  return isOfType(left, right);
}

export function scalaEquals(left: Seen, right: Seen): boolean | undefined {
  return isSameResult(left, right);
}

/** What a way has come to: `None` of a filter and `Right(x)` let pass; what is not known may. */
export function scalaEnded(way: Way, fn: FunctionNode, style: GuardStyle): void {
  if (style !== 'middleware') return;
  const hasNext = fn.parameters.some(({ pattern }, index) => scalaRole(pattern, index, fn).kind === 'next');
  if (way.end && way.end.kind !== 'returned') return;
  const value = way.end?.value;
  if (way.hasPassed || value?.kind === 'rejected' || value?.kind === 'answer' || value?.kind === 'pass') return;
  const isNothing = !value || (value.kind === 'known' && value.value.kind === 'nothing');
  if (isNothing || value.kind === 'absent') {
    // Something that stands around a block, and gives nothing in its place, has not run it.
    if (hasNext) return;
    if (!isNothing) way.condition ??= 'what it gives back';
    way.end = { kind: 'returned', value: { kind: 'pass' } };
    return;
  }
  if (value.kind === 'promise' && !hasNext) {
    way.end = { kind: 'returned', value: { kind: 'pass' } };
    return;
  }
  passPerhaps(way, 'what it gives back');
}

/** Answers and rejections that refuse a caller. */
const REFUSALS =
  /^(?:Unauthorized|Forbidden|unauthorized|forbidden|onUnauthorized|onForbidden|halt|AuthenticationFailedRejection|AuthorizationFailedRejection|NotAuthorized|reject)$/;

/** Where requests hold what says who calls. */
const CREDENTIALS =
  /^(?:session|authorization|cookies?|username|bearer|jwt|apiKey|X-API-Key|X-Auth-Token|credentials)$/i;

/** Why a guard may refuse callers for who they are; undefined where it says nothing of the kind. */
export function refusedInScala(fn: FunctionNode): string | undefined {
  const said = wordsIn(fn);
  const word =
    said.find(one => REFUSALS.test(one)) ??
    said.find(one => CREDENTIALS.test(one)) ??
    said.find(one => speaksOfAuthentication(one));
  return word === undefined ? undefined : `it speaks of ${word}, and what it does with that is not followed`;
}

/** Why a function that answers may ask who calls: it speaks of a credential and of a refusal. */
export function askedInScala(fn: FunctionNode): string | undefined {
  const said = wordsIn(fn);
  const refusal = said.find(word => REFUSALS.test(word) && word !== 'reject');
  const credential = said.find(word => CREDENTIALS.test(word));
  return refusal === undefined || credential === undefined ? undefined : `it speaks of ${credential} and of ${refusal}`;
}

/** Names and short texts of a body, in the order of its lines. */
function wordsIn(fn: FunctionNode): readonly string[] {
  const words: { readonly word: string; readonly line: number; readonly column: number }[] = [];
  visitNodes(fn.body, node => {
    const isName = node.kind === 'name' || node.kind === 'member';
    const word = isName ? node.name : node.kind === 'text' && node.value.length < 40 ? node.value : undefined;
    if (word !== undefined) words.push({ word, line: node.at.line, column: node.at.column });
  });
  return words.toSorted((a, b) => a.line - b.line || a.column - b.column).map(({ word }) => word);
}
