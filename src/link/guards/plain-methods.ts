/** Methods of texts, lists and expressions whose answer the operation's own path and method settle. */
import { testPattern } from '../covers.ts';
import { HOLE, NOTHING, type Value } from '../value.ts';
import { callSeen } from './calls.ts';
import { sameText, textTest } from './request.ts';
import {
  ANY,
  type Called,
  type Context,
  type Seen,
  type Step,
  type Way,
  booleanSeen,
  fork,
  forkUnder,
  truthOf,
} from './seen.ts';

/** Elements of a list that a test is tried on. */
const LIST_LIMIT = 64;

/** The answer of a method of a known value; undefined when it is not one of these, or cannot be told. */
export function plainMethod(context: Context, way: Way, of: Value, called: Called): readonly Step[] | undefined {
  // Lists and maps of several languages have one of this name, too, which is asked about what they hold.
  const isPart = called.name === 'contains' && of.kind === 'text';
  const name = isPart ? 'includes' : (OTHER_NAMES.get(called.name) ?? called.name);
  const { args } = called;
  const [arg] = args;
  const one = (seen: Seen | undefined): readonly Step[] | undefined => seen && [{ seen, way }];
  if (arg?.kind === 'absent' && MEMBERSHIP.has(name) && (of.kind === 'list' || of.kind === 'text'))
    return one(booleanSeen(false));
  if (arg?.kind === 'forged' && MEMBERSHIP.has(name)) {
    way.isVerified = true;
    return one(ANY);
  }
  const text = arg?.kind === 'known' && arg.value.kind === 'text' ? arg.value.value : undefined;
  if (of.kind === 'text') return textMethod(of.value, name, arg, text, way);
  const same = sameConstant(of, name, text);
  if (same) return one(same);
  if (of.kind === 'pattern' && (name === 'test' || name === 'exec') && text !== undefined)
    return one(matchSeen(of.source, of.flags, text));
  if (of.kind === 'list' && (name === 'some' || name === 'every' || name === 'find') && arg?.kind === 'local')
    return listTest(context, way, of, called);
  if (of.kind === 'list' && MEMBERSHIP.has(name) && text !== undefined) return one(memberIn(of, name, text));
  return undefined;
}

/** Methods of texts in Python and Rust that do what those of JavaScript do. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['startswith', 'startsWith'],
  ['endswith', 'endsWith'],
  ['lower', 'toLowerCase'],
  ['upper', 'toUpperCase'],
  ['strip', 'trim'],
  ['starts_with', 'startsWith'],
  ['ends_with', 'endsWith'],
  ['to_lowercase', 'toLowerCase'],
  ['to_uppercase', 'toUpperCase'],
  ['to_string', 'toString'],
  ['to_owned', 'toString'],
  ['as_str', 'toString'],
]);

/** `HttpMethod.OPTIONS.equals(method)`: a constant of a package that is named for what it is. */
function sameConstant(of: Value, name: string, text: string | undefined): Seen | undefined {
  const constant = of.kind === 'external' && of.path.includes('HttpMethod') ? of.path.at(-1) : undefined;
  return constant === undefined || text === undefined || name !== 'equals' ? undefined : booleanSeen(constant === text);
}

const MEMBERSHIP: ReadonlySet<string> = new Set(['includes', 'has', 'indexOf']);

function textMethod(
  of: string,
  name: string,
  arg: Seen | undefined,
  text: string | undefined,
  way: Way,
): readonly Step[] | undefined {
  if (text !== undefined) {
    const same = name === 'equals' ? sameText(of, text) : undefined;
    const isSame = name === 'equalsIgnoreCase' ? sameText(of.toLowerCase(), text.toLowerCase()) : same;
    if (isSame !== undefined) return [{ seen: booleanSeen(isSame), way }];
    const answer = textTest(name, of, text);
    if (answer) return [{ seen: answer, way }];
  }
  if (name === 'match' && arg?.kind === 'known' && arg.value.kind === 'pattern') {
    const matches = matchSeen(arg.value.source, arg.value.flags, of);
    return matches && [{ seen: matches, way }];
  }
  const change = TEXT_CHANGES.get(name);
  return change && [{ seen: { kind: 'known', value: { kind: 'text', value: change(of) } }, way }];
}

const TEXT_CHANGES: ReadonlyMap<string, (text: string) => string> = new Map([
  ['toLowerCase', text => text.toLowerCase()],
  ['toUpperCase', text => text.toUpperCase()],
  ['trim', text => text.trim()],
  ['toString', text => text],
]);

function matchSeen(source: string, flags: string, text: string): Seen | undefined {
  // A query that may follow is a hole that an expression with an end would look into.
  const answer =
    text.endsWith(HOLE) && source.endsWith('$')
      ? undefined
      : testPattern(source, text.replaceAll(HOLE, '{x}').replace(/\{x\}$/, ''), flags);
  return answer === undefined ? undefined : booleanSeen(answer);
}

/** `text in list`, `part in text`, of Python. */
export function containment(key: Value, of: Value): Seen | undefined {
  if (key.kind !== 'text') return undefined;
  if (of.kind === 'list') return memberIn(of, 'includes', key.value);
  return of.kind === 'text' && !of.value.includes(HOLE) ? textTest('includes', of.value, key.value) : undefined;
}

/** `list.includes(text)`: certain when an element is the text, or none can be. */
function memberIn(list: Extract<Value, { kind: 'list' }>, name: string, text: string): Seen | undefined {
  const answers = list.items.map(item => (item.kind === 'text' ? sameText(item.value, text) : undefined));
  if (answers.includes(true)) return name === 'indexOf' ? undefined : booleanSeen(true);
  if (list.isOpen || answers.includes(undefined)) return undefined;
  return name === 'indexOf' ? { kind: 'known', value: { kind: 'number', value: -1 } } : booleanSeen(false);
}

/** `list.some(test)`, `list.every(test)`, `list.find(test)` on a list that is wholly known. */
function listTest(context: Context, way: Way, list: Extract<Value, { kind: 'list' }>, called: Called): readonly Step[] {
  const { name } = called;
  const test = called.args[0] ?? ANY;
  if (list.isOpen || list.items.length > LIST_LIMIT) return [{ seen: ANY, way }];
  const decisive = name !== 'every';
  let isSure = true;
  for (const item of list.items) {
    const steps = callSeen(context, fork(way), test, { ...called, args: [{ kind: 'known', value: item }] });
    const answers = new Set(steps.map(step => (step.way.end ? undefined : truthOf(step.seen))));
    const answer = answers.size === 1 ? [...answers][0] : undefined;
    if (answer === decisive && isSure)
      return [{ seen: name === 'find' ? { kind: 'known', value: item } : booleanSeen(decisive), way }];
    if (answer !== !decisive) isSure = false;
  }
  if (isSure) return [{ seen: name === 'find' ? { kind: 'known', value: NOTHING } : booleanSeen(!decisive), way }];
  // Run once more for what the test does on the way, under the condition that it hangs on.
  return callSeen(context, forkUnder(way, name), test, { ...called, args: [ANY] }).map(step => ({
    seen: ANY,
    way: step.way,
  }));
}
