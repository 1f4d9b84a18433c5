/** Facts about bound objects and services, in the words of a mark. */
import type { Implicit, ProgramFact } from '../../src/core/facts/program.ts';
import type { Said, Words } from './fact-text.ts';

type OfBound = Extract<
  ProgramFact,
  { kind: 'bound-objects' | 'request-route' | 'own-route' | 'service' | 'service-handler' | 'procedure' }
>;

export function boundText(
  fact: OfBound,
  { one, named, implicitText }: Words & { readonly implicitText: (implicit: Implicit | undefined) => string },
): Said {
  switch (fact.kind) {
    case 'bound-objects':
      return {
        words: ['bound-objects', fact.rules.by, fact.objects.map(one).join(', ')],
        details: [
          named('on', fact.on),
          implicitText(fact.implicit),
          named('prefix', fact.prefix),
          fact.methods.join(','),
          named('only', fact.only),
          named('guards', ...(fact.guards ?? [])),
        ],
      };
    case 'service':
      return {
        words: ['service', fact.package === '' ? fact.name : `${fact.package}.${fact.name}`],
        details: [
          fact.methods.join(', '),
          fact.safe.length > 0 ? `safe ${fact.safe.join(', ')}` : '',
          fact.streams.length > 0 ? `streams ${fact.streams.join(', ')}` : '',
        ],
      };
    case 'service-handler':
      return {
        words: ['service-handler', fact.service],
        details: [
          fact.module,
          named('by', fact.implementation),
          named('guards', ...fact.guards),
          (fact.methods ?? []).join(', '),
        ],
      };
    case 'procedure':
      return {
        words: ['procedure', fact.isStream ? 'stream' : '', one(fact.path)],
        details: [named('by', fact.handler), named('guards', ...fact.guards)],
      };
    case 'own-route':
      return {
        words: ['own-route', fact.methods.join(','), one(fact.path)],
        details: [named('on', fact.on), one(fact.handler)],
      };
    case 'request-route':
      return { words: ['request-route', fact.methods.join(','), one(fact.path)], details: [] };
  }
}
