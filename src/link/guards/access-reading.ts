/** What ordered lists of who may call which paths say of one request. */
import type { AccessEffect } from '../../core/facts/program.ts';
import type { Location } from '../../core/location.ts';
import { GUARD_OF_ACCESS } from '../access-effects.ts';
import type { AccessList, AccessMatch } from '../access.ts';
import { DECIDED } from '../annotations.ts';
import { testPattern } from '../covers.ts';
import { type Cover, UNRESOLVED, pathCovers } from '../path-template.ts';
import { HOLE } from '../value.ts';
import type { Request } from './request.ts';
import { type Reading, textsOf } from './readings.ts';

/** The first list that speaks of a request decides it, and in it the first rule that does. Source: Spring Security, Architecture. */
export function readAccess(lists: readonly AccessList[], request: Request): Reading {
  for (const [index, list] of lists.entries()) {
    // An annotation on the operation has decided already.
    if (request.metadata.has(DECIDED)) break;
    const cover = list.scope.length === 0 ? 'all' : coverOfAny(list.scope, request);
    if (cover === 'none') continue;
    const reading = readRules(list, request);
    const condition = list.conditions.find(({ isQuiet }) => !isQuiet);
    if (cover === 'all' && !condition) return reading;
    // Where the lists after it say the same, it does not matter which of them speaks.
    const rest = readAccess(lists.slice(index + 1), request);
    if (rest.effect === reading.effect) return rest;
    return reasonFor(
      reading,
      'unknown',
      condition
        ? `these access rules stand under a condition: ${condition.words}`
        : 'whether these access rules speak of this path could not be told',
    );
  }
  return {
    effect: 'none',
    mechanisms: [],
    scopes: [],
    what: 'access rules',
    why: 'none of them speaks of this path',
    isLimiter: false,
    exempt: false,
  };
}

function readRules(list: AccessList, request: Request): Reading {
  const possible: AccessEffect[] = [];
  for (const rule of list.rules) {
    const cover = rule.match ? coverOfAny(rule.match, request) : 'all';
    if (cover === 'none') continue;
    possible.push(rule.effect);
    if (cover === 'part' || rule.conditions.some(condition => !condition.isQuiet)) continue;
    return settled(list, possible, rule.at, rule.scopes.flatMap(textsOf));
  }
  return settled(list, [...possible, list.otherwise], list.at, []);
}

/** `possible` are the effects of all rules that may match before the one that surely does, and of that one. */
function settled(
  list: AccessList,
  possible: readonly AccessEffect[],
  at: Location,
  scopes: readonly string[],
): Reading {
  const effect = possible.at(-1) ?? list.otherwise;
  const base: Reading = {
    effect: GUARD_OF_ACCESS[effect],
    mechanisms: effect === 'open' ? [] : [...list.mechanisms].toSorted(),
    scopes: effect === 'required' ? scopes : [],
    at,
    what: 'an access rule',
    why: WORDS[effect],
    isLimiter: false,
    exempt: effect === 'open',
  };
  const isSure = possible.every(one => GUARD_OF_ACCESS[one] === GUARD_OF_ACCESS[effect]);
  return isSure ? base : reasonFor(base, 'unknown', 'which of several access rules matches hangs on the request');
}

const WORDS: Readonly<Record<AccessEffect, string>> = {
  open: 'it lets everybody pass',
  required: 'it asks for an authenticated caller',
  optional: 'it tells callers apart and lets all of them pass',
  denied: 'it refuses everybody',
  unknown: 'what it asks for could not be told',
};

function reasonFor(reading: Reading, effect: Reading['effect'], why: string): Reading {
  return { ...reading, effect, why, exempt: false };
}

function coverOfAny(matches: readonly AccessMatch[], request: Request): Cover {
  const covers = matches.map(match => coverOf(match, request));
  return covers.includes('all') ? 'all' : covers.includes('part') ? 'part' : 'none';
}

function coverOf({ paths, syntax, methods }: AccessMatch, request: Request): Cover {
  const isMethod: Cover =
    methods === undefined
      ? 'all'
      : methods === 'unknown' || request.method === 'ANY'
        ? 'part'
        : methods.some(method => method === request.method)
          ? 'all'
          : 'none';
  if (isMethod === 'none') return 'none';
  const covers = paths.map((path): Cover => {
    if (path.kind !== 'text' || path.text.includes(HOLE)) return 'part';
    if (syntax === 'ant') return antCover(path.text, request.below);
    return regexCover(`^(?:${path.text})$`, request.below);
  });
  const best: Cover = covers.includes('all') ? 'all' : covers.includes('part') ? 'part' : 'none';
  return best === 'all' ? isMethod : best;
}

/** What parameters of a path may be: an expression that takes some of them and not others covers it in part. */
const FILLINGS: readonly string[] = ['1', 'abc', 'a-b', 'A_1', '2024-01-31', '550e8400-e29b-41d4-a716-446655440000'];

function regexCover(pattern: string, path: string): Cover {
  const fillings = path.includes('{') ? FILLINGS : [''];
  const paths = [path, ...inFormats(pattern, path)];
  const answers = paths.flatMap(one =>
    fillings.map(filling =>
      testPattern(
        pattern,
        one.replaceAll(/\{[^{}]*\}/g, () => filling),
      ),
    ),
  );
  if (answers.includes(undefined)) return 'part';
  return answers.every(answer => answer === true) ? 'all' : answers.includes(true) ? 'part' : 'none';
}

/** A parameter that says in which format to answer, and what it is the format of: `/books/{id}.{_format}`. */
const ENDING = /(\{[^{}]*\})?\.\{[^{}]*\}$/;

/** More words than an expression for paths has. */
const WORDS_OF_PATTERN = 40;

/** A path that ends in a parameter for a format, in each format that an expression names: of anything, and of what it names. */
function inFormats(pattern: string, path: string): readonly string[] {
  const named = ENDING.exec(path)?.[1];
  const formats = ENDING.test(path) ? wordsIn(pattern, /\.([A-Za-z]\w*)/g) : [];
  const subjects = named === undefined ? [''] : [named, ...wordsIn(pattern, /\b([A-Za-z][\w-]*)/g)];
  return formats.flatMap(format => subjects.map(subject => path.replace(ENDING, () => `${subject}.${format}`)));
}

function wordsIn(pattern: string, words: RegExp): readonly string[] {
  return [...new Set([...pattern.matchAll(words)].map(([, word = '']) => word))].slice(0, WORDS_OF_PATTERN);
}

/** `/a/*` is one segment and `/a/**` all below; a wildcard inside a segment, or `**` before the end, may match or not. */
function antCover(pattern: string, path: string): Cover {
  const segments = pattern.split('/').filter(segment => segment !== '');
  // `**` in the middle stands for any number of segments: what follows it cannot be laid beside the path.
  const open = segments.findIndex((segment, index) => isRest(segment) && index < segments.length - 1);
  const converted = segments.map(segment => {
    if (isRest(segment)) return '{*}';
    if (segment === '*') return '{any}';
    return /[*?]/.test(segment) && !/^\{[^{}]*\}$/.test(segment) ? UNRESOLVED : segment;
  });
  if (open < 0) {
    const cover = pathCovers(`/${converted.join('/')}`, path);
    // A rule about `/users/me` alone is about another resource than `/users/{id}`, of which it would be one value.
    const isPlain = !/[*?{]/.test(pattern) && !path.includes(UNRESOLVED) && !path.includes('{*');
    return cover === 'part' && isPlain ? 'none' : cover;
  }
  return pathCovers(`/${converted.slice(0, open + 1).join('/')}`, path) === 'none' ? 'none' : 'part';
}

function isRest(segment: string): boolean {
  return segment === '**' || /^\{\*\w+\}$/.test(segment);
}
