import type { DrawingWord } from '../../../../src/core/facts/drawing.ts';
import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { VERBS, drawnIn, hasBlock } from '../application-words.ts';
import { RUBY_FILES } from '../source-files.ts';

const WORDS: ReadonlyMap<string, DrawingWord> = new Map<string, DrawingWord>([
  ...VERBS.map(verb => [verb, verb] as const),
  ['controllers', 'controllers'],
  ['controller', 'controllers'],
  ['before', 'before'],
]);

export const padrino = defineDetector({
  id: 'padrino',
  title: 'Padrino',
  kind: 'framework',
  docs: 'https://padrinorb.com/guides/controllers/',
  reads: 'ruby',
  files: RUBY_FILES,
  words: ['Padrino', ...WORDS.keys()],
  emits: ['drawing'],
  limits: ['Filters for actions by their names leave it unknown which of them they stand before.'],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...drawnIn(file, 'padrino', WORDS, site => hasBlock(site)),
    ...file.calls.flatMap(site => onApplication(file, site)),
  ],
});

/** `Shop.controllers :orders do … end`, `Padrino.mount('admin').to('/admin')`. */
function onApplication(file: ProgramFile, site: CallSite): readonly FactBody[] {
  const { call, name, receiver } = site;
  const fact = (word: DrawingWord): FactBody => ({
    kind: 'drawing',
    at: call.nameAt,
    framework: 'padrino',
    site: call,
    word,
  });
  if ((name === 'controllers' || name === 'controller') && receiver?.kind === 'name' && hasBlock(site))
    return [fact('controllers')];
  const isMount =
    name === 'to' &&
    receiver?.kind === 'call' &&
    receiver.callee.kind === 'member' &&
    receiver.callee.name === 'mount' &&
    isFrom(file.originOf(receiver.callee.of), 'Padrino');
  return isMount ? [fact('mount-to')] : [];
}
