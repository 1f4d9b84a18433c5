/** Follows the ways through statements. */
import type { Expr, Statement } from '../../core/program.ts';
import { type Value, NOTHING } from '../value.ts';
import { awaited, fail } from './calls.ts';
import { isSameSeen } from './equality.ts';
import { guardWords } from './language.ts';
import { assignTo, bindSeen, see, through } from './expressions.ts';
import { writesLog } from './logging.ts';
import {
  ANY,
  type Context,
  type Seen,
  type Step,
  TRUTHY,
  WAY_LIMIT,
  type Way,
  assignName,
  forkUnder,
  lookUpName,
  merge,
  reunite,
  truthOf,
} from './seen.ts';
import { wordsOf } from '../words.ts';

/** More ways than these are compared, and those that came to the same are joined. */
const MERGE_ABOVE = 12;
/** Elements of a known list that a loop is followed over. */
const LOOP_LIMIT = 64;

export function run(context: Context, ways: readonly Way[], statements: readonly Statement[]): readonly Way[] {
  let current = ways;
  for (const statement of statements) {
    if (current.every(way => isOver(context, way))) break;
    current = current.flatMap(way => (isOver(context, way) ? [way] : runOne(context, way, statement)));
    if (current.length > MERGE_ABOVE) current = merge(current);
    if (current.length > WAY_LIMIT) {
      context.budget.left = 0;
      current = current.slice(0, WAY_LIMIT);
    }
  }
  return current;
}

/**
 * A way that ended; or one that has handed the request on for certain, when much was followed already: what it reads after
 * that is worth a look, but it does not keep anybody out, and must not leave the other ways unfollowed.
 */
function isOver({ budget }: Context, way: Way): boolean {
  return way.end !== undefined || (way.hasPassed && way.doubt === undefined && budget.left < budget.given / 2);
}

const NOTHING_SEEN: Seen = { kind: 'known', value: NOTHING };

function runOne(context: Context, way: Way, statement: Statement): readonly Way[] {
  if (--context.budget.left < 0) return [way];
  const { condition } = way;
  return reunite(runStatement(context, way, statement), condition);
}

function runStatement(context: Context, way: Way, statement: Statement): readonly Way[] {
  switch (statement.kind) {
    case 'declare':
      noteWork(way);
      return forEach(statement.value ? valueOf(context, way, statement.value) : [{ seen: unset(context), way }], step =>
        bindSeen(context, step.way, statement.pattern, step.seen),
      );
    case 'assign':
      noteWork(way);
      return forEach(valueOf(context, way, statement.value), step =>
        assignTo(context, step.way, statement.target, step.seen),
      );
    case 'evaluate':
      noteWork(way);
      if (writesLog(statement.value)) return through(context, way, statement.value.args).map(step => step.way);
      return valueOf(dropping(context, statement.value), way, statement.value).map(step => step.way);
    case 'return':
      return forEach(statement.value ? see(context, way, statement.value) : [{ seen: NOTHING_SEEN, way }], step => {
        step.way.end ??= { kind: 'returned', value: step.seen };
      });
    case 'throw':
      return forEach(statement.value ? see(context, way, statement.value) : [{ seen: ANY, way }], step =>
        fail(step.way, step.seen.kind === 'answer' ? step.seen.status : undefined),
      );
    case 'branch':
      return runBranch(context, way, statement);
    case 'select':
      return runSelect(context, way, statement);
    case 'each':
    case 'repeat':
      return runLoop(context, way, statement);
    case 'attempt':
      return runAttempt(context, way, statement);
    case 'block':
      return run(context, [way], statement.body);
    case 'leave':
      way.end = { kind: 'left' };
      return [way];
  }
}

function dropping(context: Context, value: Expr): Context {
  return value.kind === 'call' ? { ...context, dropped: value } : context;
}

/** What a variable holds that is declared without a value. */
function unset(context: Context): Seen {
  return guardWords(context).setsLater ? ANY : NOTHING_SEEN;
}

/** Work after a refusal was sent: what the refusal was to prevent may have happened. */
function noteWork(way: Way): void {
  if (way.hasAnswered) way.hasRunOn = true;
}

/** `await name` is a bare name in the program form: a promise that stands alone, or is taken for its value, is awaited. */
function valueOf(context: Context, way: Way, value: Parameters<typeof see>[2]): readonly Step[] {
  const steps = see(context, way, value);
  return value.kind === 'name' && guardWords(context).keepsResults !== true ? steps.map(awaited) : steps;
}

function forEach(steps: readonly Step[], act: (step: Step) => void): readonly Way[] {
  for (const step of steps) if (!step.way.end) act(step);
  return steps.map(step => step.way);
}

function runBranch(context: Context, way: Way, statement: Extract<Statement, { kind: 'branch' }>): readonly Way[] {
  return see(context, way, statement.test).flatMap(step => {
    if (step.way.end) return [step.way];
    const answer = truthOf(step.seen);
    if (answer !== undefined) return run(context, [step.way], answer ? statement.then : statement.otherwise);
    const words = wordsOf(statement.test);
    const other = forkUnder(step.way, words);
    step.way.condition ??= words;
    refine(context, step.way, statement.test, true);
    refine(context, other, statement.test, false);
    return [...run(context, [step.way], statement.then), ...run(context, [other], statement.otherwise)];
  });
}

/** In a branch that hangs on a name alone, or on whether it is nothing, the name is there, or is not. */
function refine(context: Context, way: Way, test: Parameters<typeof see>[2], answer: boolean): void {
  if (test.kind === 'operation' && test.operator === 'not' && test.operands[0])
    refine(context, way, test.operands[0], !answer);
  if (test.kind === 'name') assignName(context, way, test.name, answer ? TRUTHY : NOTHING_SEEN);
  const { asksForNothing, equals } = guardWords(context);
  // Where `a || b` does not hold, neither does; where `a && b` holds, both do.
  if (asksForNothing && test.kind === 'operation' && test.operator === (answer ? 'and' : 'or'))
    for (const operand of test.operands) if (isOpen(context, way, operand)) refine(context, way, operand, answer);
  const asked = test.kind === 'call' ? asksForNothing?.(test) : undefined;
  if (asked !== undefined && isUntold(context, way, asked))
    assignName(context, way, asked, answer ? NOTHING_SEEN : { kind: 'object' });
  if (test.kind !== 'operation' || (test.operator !== 'equal' && test.operator !== 'not-equal')) return;
  const [of, other] = test.operands;
  if (of?.kind !== 'name' || other?.kind !== 'nothing' || !equals) return;
  // `err != nil`: an error is no zero value, and what is none is nothing.
  assignName(context, way, of.name, answer === (test.operator === 'equal') ? NOTHING_SEEN : { kind: 'object' });
}

/** Whether a part of a test may tell something of a name of which nothing is known. */
function isOpen(context: Context, way: Way, operand: Expr): boolean {
  const asked = operand.kind === 'operation' && operand.operator.endsWith('equal') ? operand.operands[0] : operand;
  return asked?.kind === 'name' ? isUntold(context, way, asked.name) : true;
}

function isUntold(context: Context, way: Way, name: string): boolean {
  const seen = lookUpName(context, way, name);
  return seen?.kind === 'any' && seen.holds === undefined;
}

/** `switch`: a case runs on into the next one until it leaves. */
function runSelect(context: Context, way: Way, statement: Extract<Statement, { kind: 'select' }>): readonly Way[] {
  const { cases } = statement;
  return see(context, way, statement.subject).flatMap(step => {
    if (step.way.end) return [step.way];
    const out: Way[] = [];
    const words = wordsOf(statement.subject);
    const enter = (before: Way, index: number): void => {
      out.push(
        ...run(
          context,
          [before],
          cases.slice(index).flatMap(({ body }) => body),
        ).map(unleft),
      );
    };
    let isOpen = true;
    for (const [index, { test }] of cases.entries()) {
      if (!test || !isOpen) continue;
      const [wanted] = see(context, forkUnder(step.way, ''), test);
      const same = wanted
        ? (guardWords(context).equals?.(step.seen, wanted.seen) ?? isSameSeen(step.seen, wanted.seen))
        : undefined;
      if (same === false) continue;
      if (same === true) {
        enter(step.way, index);
        isOpen = false;
      } else {
        enter(forkUnder(step.way, words), index);
        step.way.condition ??= words;
      }
    }
    if (!isOpen) return out;
    const byDefault = cases.findIndex(({ test }) => !test);
    if (byDefault >= 0) enter(step.way, byDefault);
    else out.push(step.way);
    return out;
  });
}

function runLoop(
  context: Context,
  way: Way,
  statement: Extract<Statement, { kind: 'each' | 'repeat' }>,
): readonly Way[] {
  const source = statement.kind === 'each' ? statement.over : statement.test;
  return (source ? see(context, way, source) : [{ seen: ANY, way }]).flatMap(step => {
    if (step.way.end) return [step.way];
    // A loop over what is not there does not run.
    if (statement.kind === 'each' && step.seen.kind === 'absent') return [step.way];
    const items = statement.kind === 'each' ? itemsOf(step.seen, statement.of) : undefined;
    if (statement.kind === 'each' && items) return runItems(context, step.way, statement, items);
    const inside = forkUnder(step.way, 'a loop');
    if (statement.kind === 'each') bindSeen(context, inside, statement.pattern, ANY);
    return [...run(context, [inside], statement.body).map(unleft), step.way];
  });
}

function itemsOf(seen: Seen, of: 'items' | 'keys' | 'values' | 'entries'): readonly Seen[] | undefined {
  if (of === 'entries')
    return itemsOf(seen, 'items')?.map((item, index): Seen => ({
      kind: 'list',
      items: [{ kind: 'known', value: { kind: 'number', value: index } }, item],
    }));
  if (of === 'keys') return undefined;
  if (seen.kind === 'list') return seen.items.length <= LOOP_LIMIT ? seen.items : undefined;
  const value: Value | undefined = seen.kind === 'known' ? seen.value : undefined;
  return value?.kind === 'list' && !value.isOpen && value.items.length <= LOOP_LIMIT
    ? value.items.map(item => ({ kind: 'known', value: item }))
    : undefined;
}

function runItems(
  context: Context,
  way: Way,
  statement: Extract<Statement, { kind: 'each' }>,
  items: readonly Seen[],
): readonly Way[] {
  let current: readonly Way[] = [way];
  const left: Way[] = [];
  for (const item of items) {
    const going = current.filter(one => !one.end);
    if (going.length === 0) break;
    for (const one of going) bindSeen(context, one, statement.pattern, item);
    // `break` and `continue` are one in the program form: after either, the loop may be over or go on.
    const after = run(context, going, statement.body);
    for (const one of after) if (one.end?.kind === 'left') left.push(unleft(forkUnder(one, 'a loop')));
    current = [...current.filter(one => one.end), ...after.map(unleft)];
  }
  return [...current, ...left];
}

function unleft(way: Way): Way {
  if (way.end?.kind === 'left') delete way.end;
  return way;
}

function runAttempt(context: Context, way: Way, statement: Extract<Statement, { kind: 'attempt' }>): readonly Way[] {
  const tried = run({ ...context, isTried: context.isTried || statement.hasHandler }, [way], statement.body);
  const caught = tried.flatMap(after => {
    if (after.end?.kind !== 'threw' || !statement.hasHandler) return [after];
    delete after.end;
    if (statement.caught) bindSeen(context, after, statement.caught, TRUTHY);
    return run(context, [after], statement.handler);
  });
  if (statement.after.length === 0) return caught;
  // `finally` runs however the rest ended; what it returns or throws itself counts in place of that.
  return caught.flatMap(after => {
    const { end } = after;
    delete after.end;
    return run(context, [after], statement.after).map(last => {
      if (end) last.end ??= end;
      return last;
    });
  });
}
