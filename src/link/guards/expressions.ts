/**
 * What an expression gives to a stranger, and what it does on the way.
 *
 * `expressions`, `calls` and `statements` need each other, because functions hold statements, statements hold
 * expressions and expressions hold functions; their imports are circular for that reason alone.
 */
import type { Expr, Pattern } from '../../core/program.ts';
import type { Frame } from '../frame.ts';
import { LOGIC_SIDES, evaluate } from '../interpreter.ts';
import { memberOf } from '../members.ts';
import { HOLE, NOTHING, type Value, truth } from '../value.ts';
import { fail, seeCall } from './calls.ts';
import { isEqual, samePlain } from './equality.ts';
import { containment } from './plain-methods.ts';
import { guardWords } from './language.ts';
import { hangsOnOperation, requestMember } from './request.ts';
import { asRead, isCredential, isSecretOf, standIn } from './stand-ins.ts';
import { shapeTest } from './shapes.ts';
import {
  ABSENT,
  ANY,
  type Context,
  FORGED,
  type Seen,
  type Step,
  WAY_LIMIT,
  type Way,
  assignName,
  booleanSeen,
  declareName,
  fieldName,
  fieldOf,
  setField,
  forkUnder,
  holdsAny,
  lookUpName,
  numberOf,
  truthOf,
} from './seen.ts';
import { CURRENT, isPerRequest } from './ruby-request.ts';
import { isHandlerMethod } from './servlet.ts';
import { type Credential, credentialAt } from './vocabulary.ts';
import { wordsOf } from '../words.ts';

/** All that an expression may give, each with the way on which it does. */
export function see(context: Context, way: Way, expr: Expr): readonly Step[] {
  if (--context.budget.left < 0) return [{ seen: ANY, way }];
  const one = (seen: Seen): readonly Step[] => [{ seen, way }];
  switch (expr.kind) {
    case 'text':
    case 'number':
    case 'boolean':
    case 'nothing':
    case 'pattern':
    case 'load':
    case 'class':
      return one({ kind: 'known', value: evaluate(context.machine, frameOf(context), expr) });
    case 'name': {
      const held = lookUpName(context, way, expr.name);
      const ran = guardWords(context).asked?.(context, way, held, expr);
      return ran ?? one(held ?? global(context, way, evaluate(context.machine, frameOf(context), expr), expr.name));
    }
    case 'self':
      return one(context.seenSelf ?? (context.self ? { kind: 'known', value: context.self } : ANY));
    case 'member':
      if (expr.of.kind === 'self' && expr.name.startsWith('@') && guardWords(context).isOnSelf)
        return one(fieldSeen(context, way, expr.name));
      return see(context, way, expr.of).flatMap(step => members(context, step, expr.name));
    case 'index':
      return seeIndex(context, way, expr);
    case 'call':
      return seeCall(context, way, expr);
    case 'choice':
      return seeChoice(context, way, expr);
    case 'operation':
      return seeOperation(context, way, expr);
    case 'function':
      return one({
        kind: 'local',
        fn: expr.fn,
        visible: context.visible,
        scope: context.scope,
        ...(context.self ? { self: context.self } : {}),
      });
    case 'concat':
      return through(context, way, expr.parts).map(({ values, way: after }) => ({ seen: joined(values), way: after }));
    case 'list':
      return through(context, way, expr.items).map(({ values, way: after }) => ({
        seen: listSeen(context, expr, values),
        way: after,
      }));
    case 'record':
      return through(
        context,
        way,
        expr.entries.map(entry => entry.value),
      ).map(({ values, way: after }) => ({
        seen:
          guardWords(context).hasPlainRecords && values.every(value => value.kind === 'known' && !value.holds)
            ? { kind: 'known', value: evaluate(context.machine, frameOf(context), expr) }
            : recordSeen(expr, values),
        way: after,
      }));
    case 'spread':
    case 'named':
      return see(context, way, expr.value);
    case 'assigned':
      return see(context, way, expr.value).map(step => {
        assignTo(context, step.way, expr.target, step.seen);
        return step;
      });
    case 'unknown':
      // `yield next` and the like: what happens to it is not followed.
      return through(context, way, expr.parts).map(({ values, way: after }) => {
        if (values.some(value => value.kind === 'next')) passPerhaps(after, expr.text.slice(0, 30));
        return { seen: holdsAny(values, 'forged') ? { kind: 'any', holds: 'forged' } : ANY, way: after };
      });
  }
}

/** `@user`: what was put there on the way, which may be a credential that is not there. */
function fieldSeen(context: Context, way: Way, name: string): Seen {
  const own = fieldName(context, name);
  if (own === undefined) return ANY;
  const seen = fieldOf(way, own) ?? ({ kind: 'known', value: NOTHING } satisfies Seen);
  if (seen.kind === 'absent' || seen.kind === 'forged') way.reads.add(name);
  return seen;
}

/** A value from around the function; some names of frameworks are the request. */
function global(context: Context, way: Way, value: Value, name?: string): Seen {
  const seen = guardWords(context).value?.(context, way, value);
  if (seen) return seen;
  return value.kind === 'number' && name !== undefined ? { kind: 'known', value, name } : { kind: 'known', value };
}

/** The request may have been handed on. */
export function passPerhaps(way: Way, condition: string): void {
  way.condition ??= condition;
  if (!way.hasPassed) way.doubt ??= condition;
  way.hasPassed = true;
}

export function frameOf(context: Context): Frame {
  return { scope: context.scope, memo: new Map(), returns: [] };
}

/** Expressions one after another; a way that has ended is carried along. */
export function through(
  context: Context,
  way: Way,
  exprs: readonly Expr[],
): readonly { readonly values: readonly Seen[]; readonly way: Way }[] {
  let current: readonly { readonly values: readonly Seen[]; readonly way: Way }[] = [{ values: [], way }];
  for (const expr of exprs) {
    current = current.flatMap(({ values, way: before }) =>
      before.end
        ? [{ values: [...values, ANY], way: before }]
        : see(context, before, expr).map(step => ({ values: [...values, step.seen], way: step.way })),
    );
    if (current.length > WAY_LIMIT) {
      context.budget.left = 0;
      current = current.slice(0, WAY_LIMIT);
    }
  }
  return current;
}

function listSeen(context: Context, expr: Extract<Expr, { kind: 'list' }>, values: readonly Seen[]): Seen {
  // A list of what is known is known itself: its items may be variables of this function, which are known here alone.
  const known = values.flatMap(value => (value.kind === 'known' && !value.holds ? [value.value] : []));
  const isPlain = expr.items.every(({ kind }) => kind !== 'spread');
  if (isPlain && known.length === values.length)
    return { kind: 'known', value: { kind: 'list', items: known, isOpen: false } };
  // One that has nothing to do with the request is evaluated as everywhere else.
  return known.length === values.length
    ? { kind: 'known', value: evaluate(context.machine, frameOf(context), expr) }
    : { kind: 'list', items: values };
}

function recordSeen(expr: Extract<Expr, { kind: 'record' }>, values: readonly Seen[]): Seen {
  const index = expr.entries.findIndex(
    entry => entry.kind === 'entry' && (entry.key === 'status' || entry.key === 'statusCode'),
  );
  const status = index >= 0 && values[index] ? numberOf(values[index]) : undefined;
  if (status !== undefined) return { kind: 'answer', status };
  const fields = fieldsOf(expr, values);
  return {
    kind: 'object',
    ...(holdsAny(values, 'absent') ? { holds: 'absent' } : holdsAny(values, 'forged') ? { holds: 'forged' } : {}),
    ...(fields.size > 0 ? { fields } : {}),
  };
}

/** What is known of a record's fields: what is spread may replace those before it, and is known where they are. */
function fieldsOf(expr: Extract<Expr, { kind: 'record' }>, values: readonly Seen[]): ReadonlyMap<string, Seen> {
  const fields = new Map<string, Seen>();
  for (const [index, entry] of expr.entries.entries()) {
    const seen = values[index] ?? ANY;
    if (entry.kind === 'entry') fields.set(entry.key, seen);
    else if (entry.kind === 'spread' && seen.kind === 'object' && seen.fields)
      for (const [name, field] of seen.fields) fields.set(name, field);
    else fields.clear();
  }
  return fields;
}

/** A text around something absent is a text all the same: `Bearer ${token}`. */
function joined(values: readonly Seen[]): Seen {
  if (holdsAny(values, 'forged')) return FORGED;
  const texts = values.map(value => (value.kind === 'known' && value.value.kind === 'text' ? value.value.value : HOLE));
  return { kind: 'known', value: { kind: 'text', value: texts.join('') } };
}

// Members

/** A member; where an error would be caught, one of something that is not there may be that error. */
function members(context: Context, step: Step, name: string): readonly Step[] {
  const plain: Step = { seen: memberSeen(context, step.way, step.seen, name), way: step.way };
  if (
    step.seen.kind === 'request' &&
    plain.seen.kind === 'absent' &&
    guardWords(context).raisesWhenMissing?.(step.seen.path)
  )
    fail(step.way, undefined);
  if (step.seen.kind !== 'absent' || !context.isTried || step.way.end) return [plain];
  const thrown = forkUnder(step.way, `an error when ${name} is read of something that is not there`);
  thrown.end = { kind: 'threw' };
  step.way.condition ??= `an error when ${name} is read of something that is not there`;
  return [plain, { seen: ANY, way: thrown }];
}

function seeIndex(context: Context, way: Way, expr: Extract<Expr, { kind: 'index' }>): readonly Step[] {
  return see(context, way, expr.of).flatMap(of =>
    see(context, of.way, expr.key).map((key): Step => {
      const { seen } = key;
      const known = seen.kind === 'known' ? seen.value : undefined;
      if (known?.kind === 'text' && !known.value.includes(HOLE))
        return { seen: memberSeen(context, key.way, of.seen, known.value), way: key.way };
      // A part of a struct without names for them.
      if (of.seen.kind === 'object' && of.seen.fields && known?.kind === 'number')
        return { seen: memberSeen(context, key.way, of.seen, String(known.value)), way: key.way };
      if (of.seen.kind === 'list' && known?.kind === 'number')
        return { seen: of.seen.items[known.value] ?? { kind: 'known', value: NOTHING }, way: key.way };
      if (
        of.seen.kind === 'known' &&
        of.seen.value.kind === 'list' &&
        !of.seen.value.isOpen &&
        known?.kind === 'number'
      )
        return { seen: { kind: 'known', value: of.seen.value.items[known.value] ?? NOTHING }, way: key.way };
      if (of.seen.kind === 'forged') return { seen: FORGED, way: key.way };
      // What a pattern takes out of a result: `Right(x)`, `Left(refusal)`.
      if (of.seen.kind === 'promise') return { seen: of.seen.of, way: key.way };
      if (of.seen.kind === 'rejected')
        return { seen: { kind: 'answer', status: of.seen.status ?? 'any' }, way: key.way };
      if (seen.kind === 'forged') key.way.isVerified = true;
      const isMissing = seen.kind === 'absent' || known?.kind === 'nothing';
      return { seen: of.seen.kind === 'absent' || isMissing ? ABSENT : ANY, way: key.way };
    }),
  );
}

export function memberSeen(context: Context, way: Way, of: Seen, name: string): Seen {
  const given = guardWords(context).anyMember?.(context, way, of, name);
  if (given) return given;
  switch (of.kind) {
    case 'absent':
      return ABSENT;
    case 'forged':
      return name === 'length' ? ANY : FORGED;
    case 'request': {
      const path = [...of.path, name];
      const words = guardWords(context);
      const own = words.member?.(context, way, of, name);
      if (own) return own;
      const credential = words.sharesWords ? credentialAt(path) : undefined;
      if (credential) return readCredential(context, way, path.slice(-2).join('.'), credential);
      if (hangsOnOperation(name)) context.budget.hangsOnRequest = true;
      return requestMember(context.request, name) ?? { kind: 'request', path };
    }
    case 'response':
      return name === 'locals' ? { kind: 'request', path: ['locals'] } : of;
    case 'known':
      if (of.value.kind === 'nothing' || truth(of.value) === false) return { kind: 'known', value: NOTHING };
      // The address of the request is an object in some frameworks: `event.url.pathname`.
      if (of.value.kind === 'text' && name === 'pathname') return requestMember(context.request, name) ?? ANY;
      if (of.holds) return { kind: 'any', name, holds: of.holds };
      if (of.value.kind === 'unknown') return { kind: 'any', name: `${of.value.name ?? ''}.${name}` };
      return global(context, way, memberOf(context.machine, of.value, name), name);
    case 'any':
    case 'object':
      if (of.kind === 'object' && of.fields?.has(name)) return of.fields.get(name) ?? ANY;
      if (of.holds === 'absent') return ABSENT;
      return { kind: 'any', name: `${of.name ?? ''}.${name}`.slice(-80), ...(of.holds ? { holds: of.holds } : {}) };
    case 'list':
      return ANY;
    case 'next':
    case 'local':
    case 'answer':
    case 'pass':
    case 'promise':
    case 'rejected':
    case 'settler':
      return ANY;
  }
}

/** A credential is read: it is not there, or, where the stranger can write it, made up. */
export function readCredential(context: Context, way: Way, what: string, credential: Credential): Seen {
  way.reads.add(what);
  way.mechanisms.add(credential.mechanism);
  if (!credential.isCarried) way.isVerified = true;
  if (context.caller === 'anyone') return ANY;
  return context.caller === 'forging' && credential.isCarried ? { kind: 'forged', isWhole: true } : ABSENT;
}

// Choices and tests

function seeChoice(context: Context, way: Way, expr: Extract<Expr, { kind: 'choice' }>): readonly Step[] {
  return see(context, way, expr.test).flatMap(step => {
    if (step.way.end) return [step];
    const isWritten = expr.then === expr.test && isSecretOf(step.seen);
    if (isWritten && isCredential(context, step.way, expr.otherwise))
      return see(context, asRead(context, step), expr.otherwise);
    const answer = truthOf(step.seen);
    const take = (before: Way, side: Expr): readonly Step[] =>
      side === expr.test ? [{ seen: step.seen, way: before }] : see(context, before, side);
    if (answer === undefined) {
      const words = wordsOf(expr.test);
      const other = forkUnder(step.way, words);
      const firsts = take(step.way, expr.then);
      // `a && b` is `a` where that is nothing.
      const seconds: readonly Step[] =
        expr.otherwise === expr.test && isUntold(step.seen)
          ? [{ seen: { kind: 'known', value: NOTHING }, way: other }]
          : take(other, expr.otherwise);
      const [first, second] = [firsts[0], seconds[0]];
      if (
        first &&
        second &&
        firsts.length === 1 &&
        seconds.length === 1 &&
        isQuiet(other, first.way) &&
        isQuiet(first.way, second.way) &&
        !hasCall(expr)
      ) {
        // Two plain values: which of them it is matters only where they differ.
        for (const read of second.way.reads) first.way.reads.add(read);
        for (const mechanism of second.way.mechanisms) first.way.mechanisms.add(mechanism);
        return [{ seen: eitherSeen(first.seen, second.seen), way: first.way }];
      }
      return [...firsts.map(({ seen, way: after }) => ({ seen, way: underCondition(after, words) })), ...seconds];
    }
    const side = answer ? expr.then : expr.otherwise;
    // `token || ''`, `token ?? ''`: nothing in place of something that is not there.
    const isDefault = step.seen.kind === 'absent' || (!answer && isAbsentTest(context, step.way, expr));
    return take(step.way, side).map(other => {
      if (isDefault && truthOf(other.seen) === false) return { seen: ABSENT, way: other.way };
      return step.seen.kind === 'absent' && isSecretOf(other.seen)
        ? { seen: standIn(context, other.way, other.seen), way: other.way }
        : other;
    });
  });
}

function isUntold(seen: Seen): boolean {
  return seen.kind === 'any' && seen.holds === undefined;
}

function underCondition(way: Way, words: string): Way {
  way.condition ??= words;
  return way;
}

/** `a ?? b` is a choice by `a not-equal nothing`. */
function isAbsentTest(context: Context, way: Way, expr: Extract<Expr, { kind: 'choice' }>): boolean {
  const { test } = expr;
  if (test.kind !== 'operation' || test.operator !== 'not-equal' || test.operands[0] !== expr.then) return false;
  return see(context, forkUnder(way, ''), expr.then)[0]?.seen.kind === 'absent';
}

/** Whether nothing was answered, handed on or ended in between. */
export function isQuiet(before: Way, after: Way): boolean {
  return (
    !after.end &&
    after.hasPassed === before.hasPassed &&
    after.hasAnswered === before.hasAnswered &&
    after.hasFailed === before.hasFailed &&
    after.status === before.status
  );
}

function hasCall(expr: Extract<Expr, { kind: 'choice' }>): boolean {
  return (
    expr.then.kind === 'call' ||
    expr.otherwise.kind === 'call' ||
    expr.then.kind === 'choice' ||
    expr.otherwise.kind === 'choice'
  );
}

function eitherSeen(first: Seen, second: Seen): Seen {
  if (first.kind === 'absent' && second.kind === 'absent') return ABSENT;
  return holdsAny([first, second], 'forged') ? FORGED : ANY;
}

function seeOperation(context: Context, way: Way, expr: Extract<Expr, { kind: 'operation' }>): readonly Step[] {
  if (expr.operator === 'and' || expr.operator === 'or')
    return seeLogic(context, way, expr.operands, expr.operator === 'or');
  if (expr.operator === 'matches' || expr.operator === 'mismatches') {
    const { operator } = expr;
    const [of, shape] = expr.operands;
    if (!of || !shape) return [{ seen: ANY, way }];
    return see(context, way, of).map(step => ({
      seen: shapeTest(context, step.way, operator, step.seen, shape),
      way: step.way,
    }));
  }
  const { operator } = expr;
  return through(context, way, expr.operands).map(({ values, way: after }) => {
    const isError = operator === 'less' && guardWords(context).failsOnAbsentOperand;
    if (isError && values.some(isAbsent) && !after.end) fail(after, undefined);
    return {
      seen: (operator === 'in' && heldIn(context, after, values)) || compute(context, after, operator, values),
      way: after,
    };
  });
}

function isAbsent({ kind }: Seen): boolean {
  return kind === 'absent';
}

/** `'user_id' in session`, `'Authorization' in request.headers`. */
function heldIn(context: Context, way: Way, [key, of]: readonly Seen[]): Seen | undefined {
  if (key?.kind === 'known' && of?.kind === 'known') return containment(key.value, of.value);
  if (key?.kind !== 'known' || key.value.kind !== 'text' || of?.kind !== 'request') return undefined;
  const seen = memberSeen(context, way, of, key.value.value);
  return seen.kind === 'absent' || seen.kind === 'forged' ? booleanSeen(seen.kind === 'forged') : undefined;
}

/** `a && b`, `a || b`: the right side is looked at only when the left does not decide. */
function seeLogic(context: Context, way: Way, operands: readonly Expr[], decisive: boolean): readonly Step[] {
  const [first, ...rest] = operands;
  if (!first) return [{ seen: ANY, way }];
  if (operands.length > LOGIC_SIDES)
    return through(context, way, operands).map(({ way: after }) => ({ seen: ANY, way: after }));
  return see(context, way, first).flatMap(step => {
    const answer = truthOf(step.seen);
    if (step.way.end || answer === decisive || rest.length === 0) return [step];
    if (answer !== undefined) return seeLogic(context, step.way, rest, decisive);
    const words = wordsOf(first);
    const decided = forkUnder(step.way, words);
    const others = seeLogic(context, step.way, rest, decisive);
    if (others.every(other => isQuiet(decided, other.way))) {
      return others.map(other => (truthOf(other.seen) === decisive ? other : { seen: ANY, way: other.way }));
    }
    return [
      { seen: booleanSeen(decisive), way: decided },
      ...others.map(other => ({ seen: other.seen, way: underCondition(other.way, words) })),
    ];
  });
}

function compute(
  context: Context,
  way: Way,
  operator: Exclude<Extract<Expr, { kind: 'operation' }>['operator'], 'matches' | 'mismatches'>,
  values: readonly Seen[],
): Seen {
  const [left, right] = values;
  if (!left) return ANY;
  switch (operator) {
    case 'not': {
      const answer = truthOf(left);
      return answer === undefined ? ANY : booleanSeen(!answer);
    }
    case 'equal':
    case 'not-equal': {
      const { equals } = guardWords(context);
      const same = right ? (equals?.(left, right) ?? isEqual(way, left, right)) : undefined;
      return same === undefined ? ANY : booleanSeen(same === (operator === 'equal'));
    }
    case 'type-of':
      return typeSeen(left);
    case 'less':
    case 'in':
    case 'instance-of': {
      const less = operator === 'less' && right ? guardWords(context).isLess?.(left, right) : undefined;
      if (less !== undefined) return booleanSeen(less);
      const isOne = operator === 'instance-of' ? isOfType(context, left, right) : undefined;
      if (isOne !== undefined) return booleanSeen(isOne);
      if (operator === 'in' && left.kind === 'forged') way.isVerified = true;
      if (operator === 'in' && left.kind === 'known' && right?.kind === 'known' && right.value.kind === 'list') {
        const same = right.value.items.map(item => samePlain(left.value, item));
        if (same.includes(true)) return booleanSeen(true);
        if (!right.value.isOpen && !same.includes(undefined)) return booleanSeen(false);
      }
      return left.kind === 'absent' || (right?.kind === 'absent' && operator !== 'instance-of')
        ? booleanSeen(false)
        : ANY;
    }
    case 'arithmetic':
    case 'and':
    case 'or':
      return holdsAny(values, 'forged') ? FORGED : ANY;
  }
}

function isOfType(context: Context, left: Seen, right: Seen | undefined): boolean | undefined {
  return isHandlerMethod(left, right) ? true : guardWords(context).isOfType?.(left, right);
}

/** What `typeof` gives. Nothing may be `undefined` or `null`, which differ here; an absent credential is the former. */
function typeSeen(seen: Seen): Seen {
  const word = (value: string): Seen => ({ kind: 'known', value: { kind: 'text', value } });
  if (seen.kind === 'absent') return word('undefined');
  if (seen.kind === 'forged') return seen.isWhole ? word('string') : ANY;
  if (seen.kind === 'object' || seen.kind === 'list' || seen.kind === 'promise') return word('object');
  if (seen.kind !== 'known') return ANY;
  switch (seen.value.kind) {
    case 'text':
      return word('string');
    case 'number':
    case 'boolean':
      return word(seen.value.kind);
    case 'list':
    case 'record':
    case 'instance':
      return word('object');
    case 'closure':
    case 'class':
      return word('function');
    default:
      return ANY;
  }
}

// Patterns and assignments

export function bindSeen(context: Context, way: Way, pattern: Pattern, given: Seen): void {
  const [activation] = context.visible;
  if (activation === undefined) return;
  const seen = withDefault(context, way, pattern, given);
  const words = guardWords(context);
  if (pattern.kind === 'name') {
    declareName(way, activation, pattern.name, words.bound?.(pattern.name, seen) ?? seen);
    return;
  }
  const restOf = (): Seen => (seen.kind === 'absent' ? ABSENT : seen.kind === 'forged' ? FORGED : ANY);
  if (pattern.kind === 'record')
    for (const { key, pattern: inner } of pattern.entries)
      bindSeen(context, way, inner, memberSeen(context, way, seen, key));
  else {
    const results = words.results?.(seen, pattern.items.length);
    for (const [index, inner] of pattern.items.entries())
      if (inner) bindSeen(context, way, inner, results?.[index] ?? itemSeen(seen, index) ?? restOf());
  }
  if (pattern.rest !== undefined) declareName(way, activation, pattern.rest, restOf());
}

/** An item of a list that is known, or nothing where the list ends; undefined when the list is not known. */
function itemSeen(seen: Seen, index: number): Seen | undefined {
  if (seen.kind === 'list') return seen.items[index] ?? { kind: 'known', value: NOTHING };
  if (seen.kind !== 'known' || seen.value.kind !== 'list' || seen.value.isOpen) return undefined;
  return { kind: 'known', value: seen.value.items[index] ?? NOTHING };
}

/** A default in place of something that is not there; a false one leaves it not there. */
function withDefault(context: Context, way: Way, pattern: Pattern, given: Seen): Seen {
  const isMissing = given.kind === 'absent' || (given.kind === 'known' && given.value.kind === 'nothing');
  if (!pattern.byDefault || !isMissing) return given;
  const [step] = see(context, forkUnder(way, ''), pattern.byDefault);
  return step && truthOf(step.seen) === false ? (given.kind === 'absent' ? ABSENT : step.seen) : (step?.seen ?? ANY);
}

/** An assignment to a variable, or to the status of a response. */
export function assignTo(context: Context, way: Way, target: Expr, seen: Seen): void {
  if (target.kind === 'name')
    assignName(context, way, target.name, guardWords(context).bound?.(target.name, seen) ?? seen);
  else if (guardWords(context).assigned?.(context, way, target, seen)) return;
  else if (target.kind === 'member' && target.of.kind === 'self' && target.name.startsWith('@')) {
    const name = fieldName(context, target.name);
    if (name !== undefined) setField(way, name, seen);
  } else if (target.kind === 'member' && target.of.kind === 'name' && isPerRequest(context, target.of.name))
    setField(way, `${CURRENT}.${target.name}`, seen);
  else if (target.kind === 'member' && /^status(?:_?[cC]ode)?$/.test(target.name)) {
    const status = numberOf(seen);
    if (status !== undefined) way.status = status;
  }
}
