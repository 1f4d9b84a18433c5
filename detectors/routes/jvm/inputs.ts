/** Annotations on parameters that say which part of a request they hold. */
import type { Mark } from '../../../src/core/facts/mark.ts';
import type { ProgramFact } from '../../../src/core/facts/program.ts';
import type { Parameter } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { annotationOf, elementOf, isOf } from './annotation-elements.ts';

type Place = Extract<Mark, { kind: 'input' }>['in'];

export type InputNames = { readonly modules: readonly string[]; readonly places: ReadonlyMap<string, Place> };

export function inputFacts(
  file: ProgramFile,
  parameter: Parameter,
  framework: string,
  ...known: readonly InputNames[]
): readonly ProgramFact[] {
  return parameter.decorators.flatMap((decorator): readonly ProgramFact[] => {
    const annotation = annotationOf(decorator);
    const base = { kind: 'mark', at: annotation.at, framework, site: annotation.site } as const;
    for (const { modules, places } of known)
      for (const [word, place] of places)
        if (isOf(file, annotation, modules, word)) {
          const name = elementOf(annotation, 'value', 'name');
          return [{ ...base, mark: { kind: 'input', in: place, ...(name ? { name } : {}) } }];
        }
    // Beside annotations of other frameworks, theirs say what is validated.
    const isOwn = known.some(({ modules }) => modules.some(module => file.text.includes(module)));
    return isOwn && isOf(file, annotation, ['jakarta.validation', 'javax.validation'], 'Valid')
      ? [{ ...base, mark: { kind: 'validated' } }]
      : [];
  });
}
