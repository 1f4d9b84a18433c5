/** Test cases of a file: their names with the suites before them, their bodies, and whether they run. */
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
  readonly state: 'runs' | 'skipped';
};

const CASES: ReadonlySet<string> = new Set(['it', 'test', 'specify', 'fit', 'xit', 'xtest', 'xspecify']);
const SUITES: ReadonlySet<string> = new Set(['describe', 'context', 'suite', 'fdescribe', 'xdescribe', 'xcontext']);
const SKIPS: ReadonlySet<string> = new Set(['skip', 'todo', 'fixme', 'ignore']);

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
    const skipped =
      chain.some(block => block.isSkipped) ||
      (isFocused && !chain.some(block => block.isOnly)) ||
      skipsItself(file, one.body);
    return {
      name: chain
        .toReversed()
        .map(block => block.name)
        .filter(name => name !== '')
        .join(' > '),
      at: one.at,
      body: one.body,
      suites: around.map(block => block.body),
      state: skipped ? 'skipped' : 'runs',
    };
  });
}

type Block = {
  readonly name: string;
  readonly at: Location;
  readonly body: FunctionNode;
  readonly isSuite: boolean;
  readonly isSkipped: boolean;
  readonly isOnly: boolean;
};

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
  const option = (key: string): boolean =>
    options?.kind === 'record' &&
    options.entries.some(
      entry => entry.kind === 'entry' && entry.key === key && !(entry.value.kind === 'boolean' && !entry.value.value),
    );
  return {
    name: nameOf(title, call),
    at: title?.at ?? call.nameAt,
    body,
    isSuite: SUITES.has(first) || marks.includes('describe'),
    isSkipped:
      first.startsWith('x') ||
      marks.some(mark => SKIPS.has(mark)) ||
      option('skip') ||
      option('todo') ||
      option('ignore'),
    isOnly: first === 'fit' || first === 'fdescribe' || marks.includes('only') || option('only'),
  };
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

/** `this.skip()`, `t.skip()`, `ctx.skip()` as a statement of the body itself: it always skips. */
function skipsItself(file: ProgramFile, body: FunctionNode): boolean {
  return body.body.some(
    statement =>
      statement.kind === 'evaluate' &&
      statement.value.kind === 'call' &&
      statement.value.callee.kind === 'member' &&
      statement.value.callee.name === 'skip' &&
      file.calls.some(site => site.call === statement.value),
  );
}
