import type { DrawingWord } from '../../../src/core/facts/drawing.ts';
import type { FactBody } from '../../../src/core/fact.ts';
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';
import { isBare } from './receivers.ts';

/** Methods of HTTP that classes of applications have as calls. */
export const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'options', 'head'] as const;

/**
 * Calls in the body of an application that draw its routes. Whether the class really is one is not known here: it may derive from
 * a class of another file, which the linker evaluates.
 */
export function drawnIn(
  file: ProgramFile,
  framework: string,
  words: ReadonlyMap<string, DrawingWord>,
  isMeant: (site: CallSite, word: DrawingWord) => boolean,
): readonly FactBody[] {
  // Tables of Rails have calls of the same names.
  if (/(?:^|\/)config\/routes(?:\/[^/]+)*\.rb$/.test(file.path) && framework !== 'hanami') return [];
  return file.calls.flatMap((site): readonly FactBody[] => {
    const word = words.get(site.name);
    if (!word || site.call.isNew || !isBare(site.receiver) || !isMeant(site, word)) return [];
    return [{ kind: 'drawing', at: site.call.nameAt, framework, site: site.call, word }];
  });
}

/** Whether a call is given a block. */
export function hasBlock({ call }: CallSite): boolean {
  return call.args.some(arg => arg.kind === 'named' && arg.name === '&');
}
