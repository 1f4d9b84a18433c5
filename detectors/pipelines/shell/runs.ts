/**
 * Which commands a shell script runs, and whether a failure of each fails the script.
 *
 * Source of the rules: POSIX.1-2024 Shell Command Language, 2.8 and the description of `set -e` (ignored in conditions,
 * in every command of a `&&`/`||` list but the last, and under `!`); Bash manual, `pipefail`.
 */
import type { StepBlocking } from '../../../src/core/facts/pipeline.ts';
import { parseShell } from './parse.ts';
import type { Command, Item, List, Pipeline } from './parse.ts';
import type { Word } from './tokens.ts';

export type ShellOptions = { readonly errexit: boolean; readonly pipefail: boolean };

/** A construct that takes the exit status away, by offsets in the script. */
export type Swallowed = { readonly start: number; readonly end: number; readonly what: string };

export type Run = {
  readonly words: readonly Word[];
  /** `NAME=value` before the command, and before it in the script (`export NAME=value`). */
  readonly assignments: readonly Word[];
  readonly start: number;
  readonly end: number;
  readonly blocking: StepBlocking;
  readonly swallowed: readonly Swallowed[];
  /** Stands in a branch, a case or after a test. */
  readonly isConditional: boolean;
  /** Folder it runs in, relative to the one the script starts in; undefined when it is computed or above that folder's root. */
  readonly folder: string | undefined;
};

/** Every command of a script in source order; `folder` is where it starts, from the root of the tree. */
export function runsOf(script: string, options: ShellOptions, folder: string | undefined): readonly Run[] {
  const walk: Walk = {
    runs: [],
    script,
    state: { ...options, folder, functions: new Map(), trapsExit: false },
    calls: 0,
  };
  walkList(parseShell(script), { errexit: true, exit: YES, status: YES, isConditional: false }, walk);
  return walk.runs;
}

/** What becomes of a failure. */
type Fate = { readonly blocking: StepBlocking; readonly swallowed: readonly Swallowed[] };

type Context = {
  /** Whether `set -e` is honoured here at all. */
  readonly errexit: boolean;
  /** What a shell that exits here with a failure does to the script. */
  readonly exit: Fate;
  /** What a failing status of the construct as a whole does to the script. */
  readonly status: Fate;
  readonly isConditional: boolean;
  /** The one command of a pipeline whose status is taken from `PIPESTATUS` and raised again. */
  readonly raisedPosition?: number;
};

type State = {
  errexit: boolean;
  pipefail: boolean;
  folder: string | undefined;
  readonly functions: Map<string, List>;
  /** `trap 'exit 0' …`: the exit status is replaced. */
  trapsExit: boolean;
};

type Walk = { readonly runs: Run[]; readonly script: string; state: State; calls: number };

const YES: Fate = { blocking: 'yes', swallowed: [] };
/** Commands behind another one in which its kept status is looked for. */
const LOOK_AHEAD = 100;
/** Functions may call each other; a script that does more than this is cut off. */
const MAX_CALLS = 200;

function walkList(list: List, context: Context, walk: Walk): void {
  list.items.forEach((item, index) => {
    const isLast = index === list.items.length - 1;
    const after = list.items.slice(index + 1, index + 1 + LOOK_AHEAD);
    const position = positionOf(after[0]);
    const { raisedPosition: _, ...outer } = context;
    const inner: Context = { ...outer, status: statusFate(item, after, isLast, context) };
    walkAndOr(item, after, position === undefined ? inner : { ...inner, raisedPosition: position }, walk);
  });
}

/** What the status of one item of a list does, when `set -e` does not act on it. */
function statusFate(item: Item, after: readonly Item[], isLast: boolean, context: Context): Fate {
  if (item.isBackground) {
    const waits = after.some(next => simpleWords(next)[0] === 'wait' && simpleWords(next).length > 1);
    return waits
      ? { blocking: 'unknown', swallowed: [] }
      : no(item, 'runs in the background: its exit status is not looked at');
  }
  const captured = capturedStatus(after[0]);
  if (captured)
    return (
      raised(captured.variable, after.slice(captured.consumed), context) ??
      no(item, 'its exit status is kept in a variable that is never raised again')
    );
  if (isLast) return context.status;
  return no(item, 'the script goes on after a failure (no `set -e` in effect) and its exit status is not looked at');
}

function walkAndOr(item: Item, after: readonly Item[], context: Context, walk: Walk): void {
  const { parts, operators } = item.andOr;
  parts.forEach((part, index) => {
    const rescue = operators.findIndex((operator, at) => at >= index && operator === '||');
    const isFinal = index === parts.length - 1;
    const stops = isFinal && !item.isBackground && context.errexit && walk.state.errexit;
    let fate = stops ? context.exit : context.status;
    if (rescue >= 0) fate = rescued(item.andOr.parts[rescue + 1], after, { ...context, status: fate }, walk);
    else if (!isFinal && walk.state.errexit && context.errexit && context.status.blocking !== 'yes') {
      fate = no(part, 'fails before the last command of a `&&` list, which `set -e` does not act on');
    }
    const guarded = operators.slice(0, index).some((operator, at) => operator === '||' || isTest(parts[at]));
    walkPipeline(
      part,
      {
        ...context,
        errexit: context.errexit && isFinal && !item.isBackground,
        status: fate,
        isConditional: context.isConditional || guarded,
      },
      walk,
    );
  });
}

/** What becomes of a failure left of `||`: it depends on how the right side ends. */
function rescued(right: Pipeline | undefined, after: readonly Item[], context: Context, walk: Walk): Fate {
  if (!right) return context.status;
  const text = walk.script.slice(right.start, right.end).trim();
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  const variable = /^([A-Za-z_]\w*)=("?)\$\?\2$/.exec(text)?.[1];
  if (variable !== undefined)
    return (
      raised(variable, after, context) ?? no(right, 'its exit status is kept in a variable that is never raised again')
    );
  switch (endOfPipeline(right)) {
    case 'success':
      return no(right, `\`|| ${shown}\` makes a failure count as success`);
    case 'exit':
      return context.exit;
    case 'failure':
      return context.status;
    case 'unknown':
      return {
        blocking: 'unknown',
        swallowed: [
          { start: right.start, end: right.end, what: `after a failure \`${shown}\` decides the exit status` },
        ],
      };
  }
}

function walkPipeline(pipeline: Pipeline, context: Context, walk: Walk): void {
  const alone = pipeline.commands.length === 1;
  pipeline.commands.forEach((command, index) => {
    const isFinal = index === pipeline.commands.length - 1;
    let fate = context.status;
    if (context.errexit && walk.state.errexit) fate = context.exit;
    const isRaised =
      context.raisedPosition === undefined ? isFinal || walk.state.pipefail : context.raisedPosition === index;
    if (!isRaised && fate.blocking !== 'no') {
      fate = no(pipeline, 'piped without `pipefail`: only the exit status of the last command counts');
    }
    if (pipeline.isNegated && fate.blocking !== 'no') fate = no(pipeline, '`!` turns a failure into success');
    if (walk.state.trapsExit && fate.blocking === 'yes') fate = no(pipeline, 'a `trap` ends the script with status 0');
    const inner = { ...context, status: fate, errexit: context.errexit && !pipeline.isNegated };
    if (alone) walkCommand(command, inner, walk);
    else inSubshell(walk, () => walkCommand(command, { ...inner, exit: fate }, walk));
  });
}

function walkCommand(command: Command, context: Context, walk: Walk): void {
  switch (command.kind) {
    case 'simple':
      return walkSimple(command, context, walk);
    case 'group':
      if (!command.isSubshell) return walkList(command.body, context, walk);
      return inSubshell(walk, () => walkList(command.body, { ...context, exit: context.status }, walk));
    case 'if': {
      const otherwise = command.otherwise;
      command.branches.forEach(({ test, body }, index) => {
        const failing = command.branches[index + 1] ? undefined : otherwise;
        walkTest(test, body, failing, context, walk);
        walkList(body, { ...context, isConditional: true }, walk);
      });
      if (otherwise) walkList(otherwise, { ...context, isConditional: true }, walk);
      return;
    }
    case 'loop': {
      if (command.test)
        walkList(
          command.test,
          { ...context, errexit: false, status: no(spanOf(command.test), 'it is the condition of a loop') },
          walk,
        );
      const status: Fate = context.status.blocking === 'no' ? context.status : { blocking: 'unknown', swallowed: [] };
      return walkList(command.body, { ...context, status }, walk);
    }
    case 'case':
      for (const body of command.bodies) walkList(body, { ...context, isConditional: true }, walk);
      return;
    case 'function':
      walk.state.functions.set(command.name, command.body);
      return;
  }
}

/** The condition of an `if`: a failure leads to the other branch, which may still fail the script. */
function walkTest(test: List, body: List, otherwise: List | undefined, context: Context, walk: Walk): void {
  const item = test.items.at(-1);
  const isNegated = item?.andOr.parts.length === 1 && item.andOr.parts[0]?.isNegated === true;
  const taken = isNegated ? body : otherwise;
  const ending = taken ? endOfList(taken) : 'success';
  const fate =
    ending === 'exit'
      ? context.exit
      : ending === 'failure'
        ? context.status
        : ending === 'success'
          ? no(spanOf(test), 'it is the condition of an `if` whose failing branch ends in success')
          : { blocking: 'unknown' as const, swallowed: [] };
  // The negation is part of the condition; it is settled by looking at the branch that a failure takes.
  const plain: List =
    isNegated && item
      ? {
          items: [
            { ...item, andOr: { parts: item.andOr.parts.map(part => ({ ...part, isNegated: false })), operators: [] } },
          ],
        }
      : test;
  walkList(plain, { ...context, errexit: false, status: fate }, walk);
}

function walkSimple(command: Extract<Command, { kind: 'simple' }>, context: Context, walk: Walk): void {
  const [name, ...args] = command.words;
  const { state } = walk;
  const body = name && !name.isDynamic ? state.functions.get(name.text) : undefined;
  if (body && walk.calls < MAX_CALLS) {
    walk.calls++;
    return walkList(body, context, walk);
  }
  if (name?.text === 'set')
    applySet(
      args.map(arg => arg.text),
      state,
    );
  if (name?.text === 'trap' && /\bexit 0\b/.test(args[0]?.text ?? '')) state.trapsExit = true;
  if (name?.text === 'cd' || name?.text === 'pushd')
    state.folder = joinFolder(
      state.folder,
      args.find(arg => !arg.text.startsWith('-')),
    );
  if (name?.text === 'popd') state.folder = undefined;
  walk.runs.push({
    words: command.words,
    assignments: command.assignments,
    start: command.start,
    end: command.end,
    blocking: context.status.blocking,
    swallowed: context.status.swallowed,
    isConditional: context.isConditional,
    folder: state.folder,
  });
}

function inSubshell(walk: Walk, work: () => void): void {
  const outer = walk.state;
  walk.state = { ...outer, functions: new Map(outer.functions) };
  work();
  walk.state = outer;
}

function applySet(args: readonly string[], state: State): void {
  args.forEach((arg, index) => {
    const sign = arg.charAt(0);
    if (sign !== '-' && sign !== '+') return;
    const isOn = sign === '-';
    if (/^[-+][a-z]*e/.test(arg)) state.errexit = isOn;
    if (/^[-+][a-z]*o$/.test(arg)) {
      if (args[index + 1] === 'pipefail') state.pipefail = isOn;
      if (args[index + 1] === 'errexit') state.errexit = isOn;
    }
  });
}

/** `a/b` after `cd b` in `a`; undefined when the target is computed or leaves the root of the tree. */
export function joinFolder(folder: string | undefined, target: Word | undefined): string | undefined {
  if (!target || target.text === '-' || target.text.startsWith('~')) return undefined;
  // The checkout's root is the root of the tree.
  const root = /^\$\{?GITHUB_WORKSPACE\}?|^\$\{\{\s*github\.workspace\s*\}\}/.exec(target.text)?.[0];
  const text = root === undefined ? target.text : target.text.slice(root.length).replace(/^\/+/, '');
  if (text.includes('$') || text.includes('`') || text.startsWith('/')) return undefined;
  const base = root === undefined ? folder : '.';
  if (base === undefined) return undefined;
  const segments = base === '.' ? [] : base.split('/');
  for (const segment of text.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.join('/') || '.';
}

/** How a construct ends when nothing in it fails: `exit` leaves the script with a failure. */
type Ending = 'success' | 'failure' | 'exit' | 'unknown';

function endOfList(list: List): Ending {
  for (const item of list.items) {
    const [name] = simpleWords(item);
    if (name === 'exit' || name === 'return') return endOfItem(item);
  }
  const last = list.items.at(-1);
  return last ? endOfItem(last) : 'success';
}

function endOfItem(item: Item): Ending {
  const [only, ...more] = item.andOr.parts;
  return only && more.length === 0 ? endOfPipeline(only) : 'unknown';
}

const SUCCEEDING: ReadonlySet<string> = new Set(['true', ':', 'echo', 'printf', 'cd', 'cat', 'date', 'sleep']);

function endOfPipeline(pipeline: Pipeline): Ending {
  const command = pipeline.commands.at(-1);
  if (command?.kind === 'group')
    return command.isSubshell && endOfList(command.body) === 'exit' ? 'failure' : endOfList(command.body);
  if (command?.kind !== 'simple') return 'unknown';
  const [name, argument] = command.words;
  if (!name) return command.assignments.some(word => word.text.includes('$(')) ? 'unknown' : 'success';
  if (SUCCEEDING.has(name.text)) return pipeline.isNegated ? 'failure' : 'success';
  if (name.text === 'false') return pipeline.isNegated ? 'success' : 'failure';
  if (name.text !== 'exit' && name.text !== 'return') return 'unknown';
  const leaving = name.text === 'exit' ? 'exit' : 'failure';
  // Without an argument the status is the one that led here, which is a failure; `$?` is the same.
  if (!argument || argument.text === '$?' || argument.text === '${?}') return leaving;
  if (argument.isDynamic) return 'unknown';
  return Number(argument.text) === 0 ? 'success' : leaving;
}

/** `rc=$?`, `${PIPESTATUS[0]}` or a direct use of `$?` right after a command. `consumed` items belong to the capture. */
function capturedStatus(item: Item | undefined): { readonly variable: string; readonly consumed: number } | undefined {
  const command = soleCommand(item);
  if (!item || !command) return undefined;
  if (command.kind === 'if')
    return mentions(command.branches[0]?.test, STATUS) ? { variable: '?', consumed: 0 } : undefined;
  if (command.kind !== 'simple') return undefined;
  const assignment = command.words.length === 0 ? command.assignments[0] : undefined;
  const variable = assignment && /^([A-Za-z_]\w*)=(.*)$/.exec(assignment.text);
  if (variable?.[1] !== undefined && STATUS.test(variable[2] ?? '')) return { variable: variable[1], consumed: 1 };
  const [name, argument] = command.words;
  if (name?.text === 'exit' && argument && STATUS.test(argument.text)) return { variable: '?', consumed: 0 };
  if (name && TESTS.has(name.text) && command.words.some(word => STATUS.test(word.text)))
    return { variable: '?', consumed: 0 };
  return undefined;
}

/** `n` of a `${PIPESTATUS[n]}` that is kept or raised by this item. */
function positionOf(item: Item | undefined): number | undefined {
  const command = soleCommand(item);
  if (command?.kind !== 'simple') return undefined;
  const text = [...command.assignments, ...command.words]
    .map(word => /\$\{PIPESTATUS\[(\d+)\]\}/.exec(word.text)?.[1])
    .find(found => found !== undefined);
  return text === undefined ? undefined : Number(text);
}

const STATUS = /^\$(?:\?|\{\?\}|\{PIPESTATUS\[\d+\]\})$/;
const TESTS: ReadonlySet<string> = new Set(['[', '[[', 'test']);

/** Whether a kept status is raised again further down: by `exit $rc`, or by a test of it that exits. */
function raised(variable: string, after: readonly Item[], context: Context): Fate | undefined {
  const pattern = variable === '?' ? STATUS : new RegExp(`^\\$(?:${variable}|\\{${variable}\\})$`);
  for (const item of after) {
    const [name, argument] = simpleWords(item);
    if ((name === 'exit' || name === 'return') && pattern.test(argument ?? '')) return context.exit;
    const command = soleCommand(item);
    if (command?.kind === 'if' && mentions(command.branches[0]?.test, pattern))
      return decided(command, pattern, context);
    const [test, then] = item.andOr.parts;
    if (
      test &&
      then &&
      isTest(test) &&
      wordsOf(test).some(word => pattern.test(word)) &&
      endOfPipeline(then) === 'exit'
    ) {
      const comparison = comparisonOf(wordsOf(test));
      const raises = item.andOr.operators[0] === '&&' ? comparison === 'failed' : comparison === 'succeeded';
      return raises ? context.exit : { blocking: 'unknown', swallowed: [] };
    }
  }
  return undefined;
}

function decided(command: Extract<Command, { kind: 'if' }>, pattern: RegExp, context: Context): Fate | undefined {
  const [first] = command.branches;
  const words = first ? first.test.items.flatMap(item => item.andOr.parts.flatMap(wordsOf)) : [];
  const comparison = words.some(word => pattern.test(word)) ? comparisonOf(words) : 'unknown';
  const failing = comparison === 'failed' ? first?.body : comparison === 'succeeded' ? command.otherwise : undefined;
  if (comparison === 'unknown') return { blocking: 'unknown', swallowed: [] };
  if (!failing) return undefined;
  const ending = endOfList(failing);
  if (ending === 'exit' || ending === 'failure') return context.exit;
  return ending === 'unknown' ? { blocking: 'unknown', swallowed: [] } : undefined;
}

/** Which way a test of a status reads: `$rc -ne 0` holds when the command failed. */
function comparisonOf(words: readonly string[]): 'failed' | 'succeeded' | 'unknown' {
  if (!words.includes('0')) return 'unknown';
  if (words.includes('-ne') || words.includes('!=') || words.includes('-gt')) return 'failed';
  if (words.includes('-eq') || words.includes('=') || words.includes('==')) return 'succeeded';
  return 'unknown';
}

function isTest(pipeline: Pipeline | undefined): boolean {
  return pipeline !== undefined && TESTS.has(wordsOf(pipeline)[0] ?? '');
}

function wordsOf(pipeline: Pipeline): readonly string[] {
  const [command] = pipeline.commands;
  return pipeline.commands.length === 1 && command?.kind === 'simple' ? command.words.map(word => word.text) : [];
}

function simpleWords(item: Item): readonly string[] {
  const [pipeline] = item.andOr.parts;
  return pipeline && item.andOr.parts.length === 1 ? wordsOf(pipeline) : [];
}

function soleCommand(item: Item | undefined): Command | undefined {
  const [pipeline] = item?.andOr.parts ?? [];
  return item?.andOr.parts.length === 1 && pipeline?.commands.length === 1 ? pipeline.commands[0] : undefined;
}

function mentions(list: List | undefined, pattern: RegExp): boolean {
  return (
    list?.items.some(item => item.andOr.parts.some(part => wordsOf(part).some(word => pattern.test(word)))) ?? false
  );
}

function spanOf(list: List): { readonly start: number; readonly end: number } {
  return { start: list.items[0]?.start ?? 0, end: list.items.at(-1)?.end ?? 0 };
}

function no(span: { readonly start: number; readonly end: number }, what: string): Fate {
  return { blocking: 'no', swallowed: [{ start: span.start, end: span.end, what }] };
}
