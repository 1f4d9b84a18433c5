/** Facts about what a program switches on and is set to, in the words of a mark. */
import type { ProgramFact } from '../../src/core/facts/program.ts';
import type { Said, Words } from './fact-text.ts';

type OfSettings = Extract<
  ProgramFact,
  { kind: 'enables' | 'stored-class' | 'application' | 'class-prefix' | 'configured' }
>;

export function settingText(fact: OfSettings, { one, named }: Words): Said {
  switch (fact.kind) {
    case 'enables':
      return { words: ['enables', fact.what], details: [] };
    case 'stored-class':
      return { words: ['stored-class', one(fact.site)], details: [] };
    case 'application':
      return { words: ['application'], details: [] };
    case 'class-prefix':
      return {
        words: ['class-prefix', one(fact.prefix), fact.isUnknown ? 'of computed classes' : ''],
        details: [...(fact.annotations ?? []), named('packages', ...(fact.packages ?? []))],
      };
    case 'configured':
      return { words: ['configured', fact.name, fact.value], details: [] };
  }
}
