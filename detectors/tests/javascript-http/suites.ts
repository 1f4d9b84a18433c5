/** Test cases of a file: their names with the suites before them, their bodies, and whether they run. */
import type { Tristate } from '../../../src/core/operation.ts';
import type { Location } from '../../../src/core/location.ts';
import type { CallExpr, Expr, FunctionNode } from '../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';

export type TestCase = {
  readonly name: string;
  /** The name of the test as written. */
  readonly at: Location;
  readonly body: FunctionNode;
  /** Suites around it, innermost first. */
  readonly suites: readonly FunctionNode[];
  readonly state: State;
};

/** `may-be-skipped`: a condition decides. `inverted`: it passes when its assertion fails. */
export type State = 'runs' | 'skipped' | 'may-be-skipped' | 'inverted';

const CASES: ReadonlySet<string> = new Set(['it', 'test', 'specify', 'fit', 'xit', 'xtest', 'xspecify']);
const SUITES: ReadonlySet<string> = new Set(['describe', 'context', 'suite', 'fdescribe', 'xdescribe', 'xcontext']);
const SKIPS: ReadonlySet<string> = new Set(['skip', 'todo', 'fixme', 'ignore']);
/** `it.skipIf(condition)(…)` and `it.runIf(condition)(…)` of Vitest and Bun. */
const CONDITIONS: ReadonlySet<string> = new Set(['skipIf', 'runIf', 'if', 'todoIf']);
/** `test.fails` of Vitest, `test.failing` of Jest, `test.fail` of Playwright. */
const INVERSIONS: ReadonlySet<string> = new Set(['fails', 'failing', 'fail']);

export function testCasesOf(file: ProgramFile): readonly TestCase[] {
  const suites = new Map<FunctionNode, Block>();
  const cases: (Block & { readonly inside: readonly FunctionNode[] })[] = [];
  for (const site of file.calls) {
    const block = blockOf(site);
    if (!block) continue;
    if (block.isSuite) suites.set(block.body, block);
    else cases.push({ ...block, inside: site.inside });
  }
  const isFocused = [...suites.values(), ...cases].some(block => block.isOnly);
  return cases.map(one => {
    const around = one.inside.flatMap(fn => suites.get(fn) ?? []);
    const chain = [one, ...around];
    const isSkipped = chain.some(block => block.isSkipped) || (isFocused && !chain.some(block => block.isOnly));
    return {
      name: chain
        .toReversed()
        .map(block => block.name)
        .filter(name => name !== '')
        .join(' > '),
      at: one.at,
      body: one.body,
      suites: around.map(block => block.body),
      state: isSkipped ? 'skipped' : stateOf(file, one, chain),
    };
  });
}

type Block = {
  readonly name: string;
  readonly at: Location;
  readonly body: FunctionNode;
  readonly isSuite: boolean;
  readonly isSkipped: boolean;
  readonly isConditional: boolean;
  readonly isInverted: boolean;
  readonly isOnly: boolean;
};

function stateOf(file: ProgramFile, one: Block, chain: readonly Block[]): State {
  const own = skipsItself(file, one.body);
  if (own === 'yes') return 'skipped';
  if (own === 'unknown' || chain.some(block => block.isConditional)) return 'may-be-skipped';
  return one.isInverted ? 'inverted' : 'runs';
}

function blockOf({ call }: CallSite): Block | undefined {
  const words = calleeWords(call.callee);
  const [first = ''] = words;
  const isDeno = first === 'Deno' && words[1] === 'test';
  // `t.test('…')` is a test inside a test of node:test and tap.
  const isInner = words.length === 2 && first === 't' && (words[1] === 'test' || words[1] === 'it');
  if (!isDeno && !isInner && !CASES.has(first) && !SUITES.has(first)) return undefined;
  const marks = words.slice(1);
  const body = bodyOf(call);
  const [title] = call.args;
  if (!body || marks.some(mark => HOOKS.has(mark))) return undefined;
  const options = call.args.find(arg => arg.kind === 'record');
  const option = (key: string): Tristate => {
    const entry =
      options?.kind === 'record' ? options.entries.find(one => one.kind === 'entry' && one.key === key) : undefined;
    return entry?.kind === 'entry' ? certainty(entry.value) : 'no';
  };
  const skips = [option('skip'), option('todo'), option('ignore')];
  return {
    name: nameOf(title, call),
    at: title?.at ?? call.nameAt,
    body,
    isSuite: SUITES.has(first) || marks.includes('describe'),
    isSkipped:
      first.startsWith('x') ||
      marks.some(mark => SKIPS.has(mark)) ||
      skips.includes('yes') ||
      conditionOf(call.callee) === 'yes',
    isConditional: skips.includes('unknown') || conditionOf(call.callee) === 'unknown',
    isInverted: marks.some(mark => INVERSIONS.has(mark)),
    isOnly: first === 'fit' || first === 'fdescribe' || marks.includes('only') || option('only') !== 'no',
  };
}

/** A text is a reason: `{ skip: 'slow' }`. */
function certainty(value: Expr): Tristate {
  if (value.kind === 'boolean') return value.value ? 'yes' : 'no';
  if (value.kind === 'text') return value.value === '' ? 'no' : 'yes';
  return value.kind === 'nothing' ? 'no' : 'unknown';
}

/** Whether the condition of `skipIf` or `runIf` in what is called keeps the test from running. */
function conditionOf(callee: Expr): Tristate {
  if (callee.kind !== 'call' || callee.callee.kind !== 'member' || !CONDITIONS.has(callee.callee.name)) return 'no';
  const [condition] = callee.args;
  const holds = condition ? certainty(condition) : 'unknown';
  if (holds === 'unknown' || /^(?:skip|todo)/.test(callee.callee.name)) return holds;
  return holds === 'yes' ? 'no' : 'yes';
}

const HOOKS: ReadonlySet<string> = new Set([
  'beforeEach',
  'afterEach',
  'beforeAll',
  'afterAll',
  'before',
  'after',
  'use',
  'extend',
  'step',
  'setTimeout',
  'slow',
]);

/** `it.each(rows)` → it, each; `test.describe.only` → test, describe, only. */
function calleeWords(callee: Expr): readonly string[] {
  const words: string[] = [];
  let node: Expr | undefined = callee;
  while (node) {
    if (node.kind === 'call') node = node.callee;
    else if (node.kind === 'member') {
      words.unshift(node.name);
      node = node.of;
    } else {
      if (node.kind === 'name') words.unshift(node.name);
      break;
    }
  }
  return words;
}

function bodyOf(call: CallExpr): FunctionNode | undefined {
  const found = call.args.findLast(arg => arg.kind === 'function');
  if (found?.kind === 'function') return found.fn;
  const options = call.args.find(arg => arg.kind === 'record');
  const entry =
    options?.kind === 'record' ? options.entries.find(one => one.kind === 'entry' && one.key === 'fn') : undefined;
  return entry?.kind === 'entry' && entry.value.kind === 'function' ? entry.value.fn : undefined;
}

function nameOf(title: Expr | undefined, call: CallExpr): string {
  if (title?.kind === 'text') return title.value;
  if (title?.kind === 'concat') return title.parts.map(part => (part.kind === 'text' ? part.value : '…')).join('');
  const options = call.args.find(arg => arg.kind === 'record');
  const entry =
    options?.kind === 'record' ? options.entries.find(one => one.kind === 'entry' && one.key === 'name') : undefined;
  return entry?.kind === 'entry' && entry.value.kind === 'text' ? entry.value.value : '…';
}

/** What a test calls to skip itself: `this.skip()`, `t.skip()`, `test.skip(condition)`. */
const SKIPPERS: ReadonlySet<string> = new Set(['t', 'ctx', 'context', 'test', 'it', 'testInfo']);

/** As a statement of the body itself, and without a condition, it always skips. */
function skipsItself(file: ProgramFile, body: FunctionNode): Tristate {
  const calls = file.calls.filter(
    ({ call, name, receiver, inside }) =>
      (name === 'skip' || name === 'fixme') &&
      inside[0] === body &&
      (receiver?.kind === 'self' || (receiver?.kind === 'name' && SKIPPERS.has(receiver.name))) &&
      !call.args.some(arg => arg.kind === 'function'),
  );
  const isSure = calls.some(
    ({ call: { args }, call }) =>
      (args[0] === undefined || certainty(args[0]) === 'yes') &&
      body.body.some(statement => statement.kind === 'evaluate' && statement.value === call),
  );
  return isSure ? 'yes' : calls.length > 0 ? 'unknown' : 'no';
}
