import type { DrawingWord } from '../../../../src/core/facts/drawing.ts';
import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { VERBS, drawnIn, hasBlock } from '../application-words.ts';
import { RUBY_FILES } from '../source-files.ts';

const WORDS: ReadonlyMap<string, DrawingWord> = new Map<string, DrawingWord>([
  ...VERBS.map(verb => [verb, verb] as const),
  ['route', 'route'],
  ['namespace', 'namespace'],
  ['group', 'namespace'],
  ['resource', 'namespace'],
  ['resources', 'namespace'],
  ['segment', 'namespace'],
  ['route_param', 'route_param'],
  ['before', 'before'],
  ['before_validation', 'before'],
  ['after_validation', 'before'],
  ['http_basic', 'http_basic'],
  ['mount', 'mount'],
  ['prefix', 'prefix'],
  ['version', 'version'],
  ['use', 'use'],
  ['params', 'params'],
]);

export const grape = defineDetector({
  id: 'grape',
  title: 'Grape',
  kind: 'framework',
  docs: 'https://github.com/ruby-grape/grape/blob/master/README.md',
  reads: 'ruby',
  files: RUBY_FILES,
  words: ['Grape', ...WORDS.keys()],
  emits: ['drawing'],
  limits: [
    'Versions in headers and parameters are not part of paths.',
    'Remountable APIs are read without their configuration.',
  ],
  version: 2,
  detect: (file): readonly FactBody[] => drawnIn(file, 'grape', WORDS, isMeant),
});

function isMeant(site: CallSite, word: DrawingWord): boolean {
  if (word === 'use') return site.call.args[0]?.kind === 'name';
  return word === 'mount' || word === 'prefix' || word === 'version' || hasBlock(site);
}
