/**
 * Rules in the Spring Expression Language, as far as they decide whether a stranger passes.
 *
 * Source: Spring Security, Authorization, Expression-Based Access Control.
 */
import type { AccessEffect } from '../../core/facts/program.ts';
import { HOLE, type Value, optionsOf } from '../value.ts';

export type Rule = { readonly effect: AccessEffect; readonly scopes: readonly string[] };

const UNKNOWN: Rule = { effect: 'unknown', scopes: [] };

/** Texts longer than this are no rules. */
const LENGTH = 2_000;
const DEPTH = 30;

/** Reads the rule that a value is. */
export function readRule(value: Value): Rule {
  const rules = optionsOf(value).map(option => (option.kind === 'text' ? ruleOf(option.value) : UNKNOWN));
  const [first, ...others] = rules;
  if (!first) return UNKNOWN;
  return others.every(other => other.effect === first.effect) ? first : UNKNOWN;
}

export function ruleOf(text: string): Rule {
  if (text.length > LENGTH) return UNKNOWN;
  const tokens = tokensOf(text);
  if (!tokens) return UNKNOWN;
  const reader: Reader = { tokens, at: 0 };
  const rule = either(reader, 0);
  return reader.at === tokens.length ? rule : UNKNOWN;
}

type Reader = { readonly tokens: readonly string[]; at: number };

/** Words, texts in quotes, and signs; undefined where something else stands. */
function tokensOf(text: string): readonly string[] | undefined {
  const tokens = text.match(/'(?:[^']|'')*'|"[^"]*"|&&|\|\||[<>=!]=|[#@]?[\w.$\u0000]+|[^\s\w]/g) ?? [];
  return tokens.length > 400 ? undefined : tokens;
}

function either(reader: Reader, depth: number): Rule {
  const rules = [both(reader, depth)];
  while (isWord(reader, 'or', '||')) rules.push(both(reader, depth));
  return joined(rules, 'open', 'required');
}

function both(reader: Reader, depth: number): Rule {
  const rules = [one(reader, depth)];
  while (isWord(reader, 'and', '&&')) rules.push(one(reader, depth));
  return joined(rules, 'required', 'open');
}

/** One that `decides` settles it; all must be `else` for the other. */
function joined(rules: readonly Rule[], decides: 'open' | 'required', otherwise: 'open' | 'required'): Rule {
  const scopes = [...new Set(rules.flatMap(rule => rule.scopes))];
  const is = (rule: Rule, effect: AccessEffect): boolean =>
    rule.effect === effect || (effect === 'required' && rule.effect === 'denied');
  const [only, ...others] = rules;
  if (only && others.length === 0) return only;
  if (rules.some(rule => is(rule, decides))) return { effect: decides, scopes: decides === 'required' ? scopes : [] };
  return rules.every(rule => is(rule, otherwise)) ? { effect: otherwise, scopes } : { effect: 'unknown', scopes };
}

function isWord(reader: Reader, ...words: readonly string[]): boolean {
  const token = reader.tokens[reader.at]?.toLowerCase();
  if (token === undefined || !words.includes(token)) return false;
  reader.at++;
  return true;
}

function one(reader: Reader, depth: number): Rule {
  if (depth > DEPTH) return UNKNOWN;
  if (isWord(reader, '!', 'not')) {
    const rule = one(reader, depth + 1);
    const effect = rule.effect === 'open' ? 'required' : rule.effect === 'unknown' ? 'unknown' : 'open';
    return { effect, scopes: [] };
  }
  if (isWord(reader, '(')) {
    const rule = either(reader, depth + 1);
    return isWord(reader, ')') && !isCompared(reader, depth) ? rule : UNKNOWN;
  }
  const rule = atom(reader);
  return isCompared(reader, depth) ? UNKNOWN : rule;
}

const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>', 'eq', 'ne', 'matches', 'instanceof', '?', '+', '.'];

/** What is compared with something hangs on values that are not known; the rest of the comparison is skipped. */
function isCompared(reader: Reader, depth: number): boolean {
  if (!isWord(reader, ...COMPARISONS)) return false;
  while (reader.at < reader.tokens.length && !isEnd(reader)) {
    if (isWord(reader, '(')) {
      either(reader, depth + 1);
      while (reader.at < reader.tokens.length && !isWord(reader, ')')) reader.at++;
    } else reader.at++;
  }
  return true;
}

function isEnd(reader: Reader): boolean {
  const token = reader.tokens[reader.at]?.toLowerCase() ?? '';
  return ['and', 'or', '&&', '||', ')', ','].includes(token);
}

const AUTHENTICATED: ReadonlySet<string> = new Set([
  'isauthenticated',
  'isfullyauthenticated',
  'isrememberme',
  'authenticated',
  'fullyauthenticated',
]);
const NAMED: ReadonlySet<string> = new Set([
  'hasrole',
  'hasanyrole',
  'hasallroles',
  'hasauthority',
  'hasanyauthority',
  'hasallauthorities',
  'hasscope',
  'hasanyscope',
]);

function atom(reader: Reader): Rule {
  const token = reader.tokens[reader.at++] ?? '';
  const word = token.toLowerCase();
  const args = argumentsIn(reader);
  if (word === 'permitall' || word === 'true') return { effect: 'open', scopes: [] };
  if (word === 'denyall' || word === 'false') return { effect: 'denied', scopes: [] };
  // Everybody who is not logged in passes: strangers do.
  if (word === 'isanonymous' || word === 'anonymous') return { effect: 'open', scopes: [] };
  if (AUTHENTICATED.has(word)) return { effect: 'required', scopes: [] };
  const isOAuth = /^#oauth2\.(?:client)?has/.test(word) || word === '#oauth2.isuser' || word === '#oauth2.isoauth';
  if (!NAMED.has(word) && !isOAuth) return UNKNOWN;
  const scopes = args ?? [];
  // Strangers have the role of strangers.
  if (scopes.some(scope => /^(?:ROLE_)?ANONYMOUS$/.test(scope))) return { effect: 'open', scopes: [] };
  return { effect: 'required', scopes: scopes.filter(scope => scope !== '' && !scope.includes(HOLE)) };
}

/** The texts among the arguments; undefined where no brackets stand. */
function argumentsIn(reader: Reader): readonly string[] | undefined {
  if (!isWord(reader, '(')) return undefined;
  const texts: string[] = [];
  for (let depth = 1; depth > 0 && reader.at < reader.tokens.length;) {
    const token = reader.tokens[reader.at++] ?? '';
    if (token === '(') depth++;
    if (token === ')') depth--;
    if (/^['"]/.test(token)) texts.push(token.slice(1, -1));
  }
  return texts;
}
