import type { DrawingWord } from '../../../../src/core/facts/drawing.ts';
import type { FactBody } from '../../../../src/core/fact.ts';
import type { FunctionNode } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { VERBS, hasBlock } from '../application-words.ts';
import { isBare } from '../receivers.ts';
import { RUBY_FILES } from '../source-files.ts';

const WORDS: ReadonlyMap<string, DrawingWord> = new Map<string, DrawingWord>([
  ...VERBS.map(verb => [verb, verb] as const),
  ['on', 'on'],
  ['is', 'is'],
  ['root', 'root'],
  ['run', 'run'],
]);

export const roda = defineDetector({
  id: 'roda',
  title: 'Roda',
  kind: 'framework',
  docs: 'https://roda.jeremyevans.net/rdoc/files/README_rdoc.html',
  reads: 'ruby',
  files: RUBY_FILES,
  words: ['route', 'hash_branch'],
  emits: ['drawing'],
  limits: [
    'Matchers that plugins or the application define leave what is behind them out.',
    'Routes of Rodauth itself are not listed.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const trees = treesIn(file);
    return [...trees.map(({ fact }) => fact), ...file.calls.flatMap(site => branchOf(site, trees))];
  },
});

type Tree = { readonly fact: FactBody; readonly fn: FunctionNode; readonly request: string };

/** `route do |r| … end`, `hash_branch 'users' do |r| … end`. */
function treesIn(file: ProgramFile): readonly Tree[] {
  return file.calls.flatMap((site): readonly Tree[] => {
    const { call, name, receiver } = site;
    const word = name === 'route' ? 'tree' : name === 'hash_branch' ? 'branch' : undefined;
    const block = call.args.find(arg => arg.kind === 'named' && arg.name === '&');
    const fn = block?.kind === 'named' && block.value.kind === 'function' ? block.value.fn : undefined;
    const [request] = fn?.parameters ?? [];
    if (!word || !isBare(receiver) || !fn || request?.pattern.kind !== 'name') return [];
    if (word === 'tree' && call.args.length > 1) return [];
    const fact: FactBody = { kind: 'drawing', at: call.nameAt, framework: 'roda', site: call, word };
    return [{ fact, fn, request: request.pattern.name }];
  });
}

/** Calls on the request of the tree that they stand in. */
function branchOf(site: CallSite, trees: readonly Tree[]): readonly FactBody[] {
  const { call, name, receiver, inside } = site;
  const word = WORDS.get(name);
  if (!word || receiver?.kind !== 'name' || (word !== 'run' && !hasBlock(site))) return [];
  const isOfTree = trees.some(tree => tree.request === receiver.name && inside.includes(tree.fn));
  return isOfTree ? [{ kind: 'drawing', at: call.nameAt, framework: 'roda', site: call, word }] : [];
}
