/** Statements: both sides of a branch that cannot be decided are taken, under a condition. */
import type { Expr, Statement } from '../core/program.ts';
import { assign, bind } from './binding.ts';
import type { Frame } from './frame.ts';
import { comparePlain, evaluate } from './interpreter.ts';
import { runImport } from './modules.ts';
import { rulesAt } from './language.ts';
import { LOOP_LIMIT, type Machine, STEP_LIMIT, note, under } from './machine.ts';
import { NOTHING, type Value, optionsOf, truth, unknown } from './value.ts';
import { wordsOf } from './words.ts';

/** How a run of statements ended. `perhaps-…`: on one side of a branch that could not be decided it did. */
type Ended = 'normal' | 'returned' | 'left' | 'threw' | 'perhaps-returned' | 'perhaps-left';

/** Runs statements in order, until one of them ends the block. */
export function execute(machine: Machine, frame: Frame, statements: readonly Statement[]): Ended {
  let perhaps: Ended = 'normal';
  for (const statement of statements) {
    const ended = executeOne(machine, frame, statement);
    if (ended === 'perhaps-returned' || (ended === 'perhaps-left' && perhaps === 'normal')) perhaps = ended;
    else if (ended !== 'normal' && ended !== 'perhaps-left') return ended;
  }
  return perhaps;
}

function inside(frame: Frame): Frame {
  return {
    scope: { parent: frame.scope, names: new Map(), file: frame.scope.file },
    memo: frame.memo,
    returns: frame.returns,
  };
}

function executeOne(machine: Machine, frame: Frame, statement: Statement): Ended {
  if (machine.steps > STEP_LIMIT) return 'returned';
  switch (statement.kind) {
    case 'declare':
      bind(machine, frame, statement.pattern, statement.value ? evaluate(machine, frame, statement.value) : NOTHING);
      return 'normal';
    case 'assign':
      assign(machine, frame, statement.target, evaluate(machine, frame, statement.value));
      return 'normal';
    case 'evaluate':
      if (!runImport(machine, frame.scope.file, statement.value)) evaluate(machine, frame, statement.value);
      return 'normal';
    case 'return':
      frame.returns.push(statement.value ? evaluate(machine, frame, statement.value) : NOTHING);
      return 'returned';
    case 'throw':
      if (statement.value) evaluate(machine, frame, statement.value);
      return 'threw';
    case 'branch':
      return executeBranch(machine, frame, statement);
    case 'each':
      return executeEach(machine, frame, statement);
    case 'repeat':
      if (statement.test) evaluate(machine, frame, statement.test);
      under(machine, 'a loop', () => execute(machine, inside(frame), statement.body));
      return 'normal';
    case 'attempt':
      return executeAttempt(machine, frame, statement);
    case 'select':
      return executeSelect(machine, frame, statement);
    case 'block':
      return execute(machine, inside(frame), statement.body);
    case 'leave':
      return 'left';
  }
}

function executeBranch(machine: Machine, frame: Frame, statement: Extract<Statement, { kind: 'branch' }>): Ended {
  const known = truth(evaluate(machine, frame, statement.test));
  if (known !== undefined) return execute(machine, inside(frame), known ? statement.then : statement.otherwise);
  const words = wordsOf(statement.test);
  const failing = rulesAt(machine, frame.scope.file).hasErrorValues ? failingSide(statement.test) : undefined;
  if (failing) return executeUnfailing(machine, frame, statement, failing);
  const then = under(machine, words, () => execute(machine, inside(frame), statement.then));
  const otherwise = under(machine, `not (${words})`, () => execute(machine, inside(frame), statement.otherwise));
  if (hasEnded(then) && hasEnded(otherwise)) return then === 'threw' ? otherwise : then;
  const exit = [then, otherwise].find(ended => ended !== 'normal' && ended !== 'threw');
  // What throws ends the program; what returns early leaves the rest to the other side.
  if (exit === undefined) return 'normal';
  machine.conditions.push({
    words: hasEnded(then) ? `not (${words})` : hasEnded(otherwise) ? words : 'no earlier exit',
    isQuiet: false,
  });
  return exit === 'returned' || exit === 'perhaps-returned' ? 'perhaps-returned' : 'perhaps-left';
}

/** What is done where something failed is done, and what is done otherwise is taken to happen, as in a `try`. */
function executeUnfailing(
  machine: Machine,
  frame: Frame,
  statement: Extract<Statement, { kind: 'branch' }>,
  failing: 'then' | 'otherwise',
): Ended {
  under(machine, 'an error', () => execute(machine, inside(frame), statement[failing]));
  return execute(machine, inside(frame), statement[failing === 'then' ? 'otherwise' : 'then']);
}

/** Which side of a branch is for an error: `err != nil`, `err == nil`. */
function failingSide(test: Expr): 'then' | 'otherwise' | undefined {
  if (test.kind !== 'operation' || (test.operator !== 'not-equal' && test.operator !== 'equal')) return undefined;
  const [left, right] = test.operands;
  const [of, other] = right?.kind === 'nothing' ? [left, right] : [right, left];
  const name = of?.kind === 'name' || of?.kind === 'member' ? of.name : '';
  if (other?.kind !== 'nothing' || !/^e$|err(?:or)?\d*$/i.test(name)) return undefined;
  return test.operator === 'not-equal' ? 'then' : 'otherwise';
}

function hasEnded(ended: Ended): boolean {
  return ended === 'returned' || ended === 'left' || ended === 'threw';
}

/** What stands in a `try` is taken to happen; what comes after it happens either way, also when a guard in it could not be put up. */
function executeAttempt(machine: Machine, frame: Frame, statement: Extract<Statement, { kind: 'attempt' }>): Ended {
  const body = (): Ended => execute(machine, inside(frame), statement.body);
  const ended = statement.hasHandler ? under(machine, 'no error', body, true) : body();
  const handled = !statement.hasHandler
    ? 'threw'
    : under(machine, 'an error', () => {
        const handler = inside(frame);
        if (statement.caught) bind(machine, handler, statement.caught, unknown('a caught error', 'error'));
        return execute(machine, handler, statement.handler);
      });
  const after = execute(machine, inside(frame), statement.after);
  if (hasEnded(after)) return after;
  if (ended === 'threw' && statement.hasHandler) return handled;
  // A handler that returns leaves what follows to those for whom nothing failed: that is how programs are meant to run.
  return ended;
}

/** `switch`: a case that runs on reaches the next one too. */
function executeSelect(machine: Machine, frame: Frame, statement: Extract<Statement, { kind: 'select' }>): Ended {
  const subject = evaluate(machine, frame, statement.subject);
  const { cases } = statement;
  const run = (index: number): Ended =>
    execute(
      machine,
      inside(frame),
      cases.slice(index).flatMap(({ body }) => body),
    );
  const ends: Ended[] = [];
  for (const [index, { test }] of cases.entries()) {
    const same = test ? comparePlain(subject, evaluate(machine, frame, test)) : undefined;
    if (same === false) continue;
    if (same === true) return unleft(run(index));
    ends.push(
      under(machine, test ? `${wordsOf(statement.subject)} = ${wordsOf(test)}` : 'another case', () => run(index)),
    );
  }
  if (!ends.some(ended => ended === 'returned' || ended === 'perhaps-returned')) return 'normal';
  machine.conditions.push({ words: 'no earlier exit', isQuiet: false });
  return 'perhaps-returned';
}

/** The end of a block that `break` ends with it. */
function unleft(ended: Ended): Ended {
  return ended === 'left' || ended === 'perhaps-left' ? 'normal' : ended;
}

function executeEach(machine: Machine, frame: Frame, statement: Extract<Statement, { kind: 'each' }>): Ended {
  const over = evaluate(machine, frame, statement.over);
  const items = iterate(over, statement.of);
  const run = (item: Value): Ended => {
    // What a node of the body was in the round before says nothing of this one.
    const body: Frame = { ...inside(frame), memo: new Map(frame.memo) };
    bind(machine, body, statement.pattern, item);
    return execute(machine, body, statement.body);
  };
  if (!items) {
    const known = optionsOf(over).flatMap(option => (option.kind === 'list' ? option.items : []));
    const any = unknown('an element of something not known');
    const inPairs = (item: Value): Value =>
      statement.of === 'entries' ? { kind: 'list', items: [unknown('a key'), item], isOpen: false } : item;
    for (const item of [...known.slice(0, LOOP_LIMIT), any].map(inPairs))
      under(machine, 'a loop over values that are not known', () => run(item));
    return 'normal';
  }
  if (items.length > LOOP_LIMIT)
    note(
      machine,
      'evaluation-too-long',
      statement.at,
      `the list has ${items.length} elements, and the loop is followed over ${LOOP_LIMIT} of them`,
    );
  let perhaps: Ended = 'normal';
  for (const item of items.slice(0, LOOP_LIMIT)) {
    const conditions = machine.conditions.length;
    const ended = run(item);
    if (ended === 'returned' || ended === 'threw') return ended;
    if (ended === 'perhaps-returned') perhaps = ended;
    else machine.conditions.length = conditions;
  }
  return perhaps;
}

/** A record gives its keys, also to a loop over items: Python's does, and in JavaScript there is no such loop. */
function iterate(over: Value, of: 'items' | 'keys' | 'values' | 'entries'): readonly Value[] | undefined {
  const text = (value: string): Value => ({ kind: 'text', value });
  const pair = (key: string, value: Value): Value => ({ kind: 'list', items: [text(key), value], isOpen: false });
  if (over.kind === 'list' && !over.isOpen) {
    if (of === 'entries') return over.items.map((item, index) => pair(String(index), item));
    return of === 'keys' ? over.items.map((_, index) => text(String(index))) : over.items;
  }
  if (over.kind === 'record' && !over.isOpen) {
    if (of === 'values') return [...over.fields.values()];
    return [...over.fields].map(([key, value]) => (of === 'entries' ? pair(key, value) : text(key)));
  }
  return undefined;
}
