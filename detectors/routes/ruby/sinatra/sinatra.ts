import type { DrawingWord } from '../../../../src/core/facts/drawing.ts';
import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { VERBS, drawnIn, hasBlock } from '../application-words.ts';
import { isBare } from '../receivers.ts';
import { RUBY_FILES } from '../source-files.ts';

const WORDS: ReadonlyMap<string, DrawingWord> = new Map<string, DrawingWord>([
  ...VERBS.map(verb => [verb, verb] as const),
  ['link', 'link'],
  ['unlink', 'unlink'],
  ['route', 'route'],
  ['namespace', 'namespace'],
  ['before', 'before'],
  ['use', 'use'],
]);

export const sinatra = defineDetector({
  id: 'sinatra',
  title: 'Sinatra and Rack',
  kind: 'framework',
  docs: 'https://sinatrarb.com/intro.html',
  reads: 'ruby',
  files: RUBY_FILES,
  words: ['sinatra', ...WORDS.keys(), 'run', 'map'],
  emits: ['drawing', 'enables'],
  limits: [
    'Conditions of an application (`set(:auth) { … }`) that are named for who calls are unknown.',
    'Middleware of Rack other than applications of the tree is not followed.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...drawnIn(file, 'sinatra', WORDS, isMeant),
    ...file.calls.flatMap(site => rackOf(file, site)),
    ...classicIn(file),
  ],
});

/** A route has a path and a block; other calls of these names are look-ups and requests. */
function isMeant(site: CallSite, word: DrawingWord): boolean {
  const [first] = site.call.args;
  if (word === 'use') return first?.kind === 'name';
  if (!hasBlock(site)) return false;
  if (word === 'before') return true;
  return (
    first?.kind === 'text' ||
    first?.kind === 'pattern' ||
    first?.kind === 'concat' ||
    first?.kind === 'name' ||
    first?.kind === 'list'
  );
}

/** `map '/path' do use Other; run App end` of Rack: what is used answers what it knows, before what is run. */
function rackOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly FactBody[] {
  // `App.run!`, and `run! if app_file == $0` in its class.
  if (name === 'run!') return [{ kind: 'drawing', at: call.nameAt, framework: 'sinatra', site: call, word: 'run' }];
  const isRack = file.path.endsWith('.ru') && isBare(receiver);
  if (!isRack || (name !== 'map' && name !== 'run' && name !== 'use')) return [];
  return [{ kind: 'drawing', at: call.nameAt, framework: 'sinatra', site: call, word: name === 'map' ? 'map' : 'run' }];
}

/** `require 'sinatra'`: routes stand at the top of files. */
function classicIn(file: ProgramFile): readonly FactBody[] {
  return file.module.body.flatMap((statement): readonly FactBody[] => {
    const load = statement.kind === 'evaluate' && statement.value.kind === 'load' ? statement.value : undefined;
    const isClassic =
      load?.module.kind === 'text' && (load.module.value === 'sinatra' || load.module.value === 'sinatra/reloader');
    return load && isClassic
      ? [{ kind: 'enables', at: load.module.at, framework: 'sinatra', site: load, what: 'sinatra-classic' }]
      : [];
  });
}
