/**
 * What the bodies of guards in Scala say. Their ways are not followed: options, futures and pattern matches hand refusals on as
 * values.
 */
import type { FunctionNode } from '../../core/program.ts';
import { visitNodes } from '../walk.ts';
import { speaksOfAuthentication } from './vocabulary.ts';

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
