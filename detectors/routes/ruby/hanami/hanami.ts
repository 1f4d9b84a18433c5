import type { DrawingWord } from '../../../../src/core/facts/drawing.ts';
import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { VERBS, drawnIn } from '../application-words.ts';
import { isBare } from '../receivers.ts';
import { RUBY_FILES } from '../source-files.ts';

const WORDS: ReadonlyMap<string, DrawingWord> = new Map<string, DrawingWord>([
  ...VERBS.map(verb => [verb, verb] as const),
  ['link', 'link'],
  ['unlink', 'unlink'],
  ['root', 'root'],
  ['scope', 'scope'],
  ['slice', 'slice'],
  ['resources', 'resources'],
  ['resource', 'resource'],
]);

export const hanami = defineDetector({
  id: 'hanami',
  title: 'Hanami',
  kind: 'framework',
  docs: 'https://guides.hanamirb.org/v2.2/routing/overview/',
  reads: 'ruby',
  files: RUBY_FILES,
  words: ['Hanami::Routes', 'before '],
  emits: ['drawing', 'callback'],
  limits: [
    'Routes of Hanami 1 are not read.',
    'Rack applications are mounted without operations.',
    'Middleware is not followed.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...(file.text.includes('Hanami::Routes') ? drawnIn(file, 'hanami', WORDS, () => true) : []),
    ...file.calls.flatMap(callbackOf),
  ],
});

/** `before :authenticate!` in the class of an action. */
function callbackOf({ call, name, receiver }: CallSite): readonly FactBody[] {
  const [first] = call.args;
  const isMeant = name === 'before' && isBare(receiver) && first?.kind === 'text' && !first.value.startsWith('/');
  return isMeant ? [{ kind: 'callback', at: call.nameAt, framework: 'hanami', site: call, does: 'put' }] : [];
}
