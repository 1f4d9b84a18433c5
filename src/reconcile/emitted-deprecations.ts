import { type Fact, factsOf, type FactOf } from '../core/fact.ts';
import type { Location } from '../core/location.ts';
import type { CodeOperation } from '../core/operation.ts';

/** What a handler tells its callers about its end: it sets `Deprecation` or `Sunset` (RFC 9745, RFC 8594). */
export type EmittedDeprecation = { readonly at: Location; readonly sunset?: string };

type Deprecation = Extract<FactOf<'artefact'>, { readonly artefact: 'deprecation' }>;

/** Finds, for the handler of an operation, the deprecation headers that stand in its body. */
export function emittedDeprecations(
  facts: readonly Fact[],
): (operation: CodeOperation) => EmittedDeprecation | undefined {
  const byFile = new Map<string, Deprecation[]>();
  for (const fact of factsOf(facts, 'artefact')) {
    if (fact.artefact !== 'deprecation' || fact.emitted !== 'header' || fact.fileRole !== 'product') continue;
    byFile.set(fact.at.file, [...(byFile.get(fact.at.file) ?? []), fact]);
  }
  return ({ handler }) => {
    const inside = handler ? (byFile.get(handler.file) ?? []).filter(fact => isInside(fact.at, handler)) : [];
    const [first] = inside;
    if (!first) return undefined;
    const sunset = inside.map(fact => fact.sunset).find(date => date !== undefined);
    return { at: first.at, ...(sunset === undefined ? {} : { sunset }) };
  };
}

function isInside(inner: Location, outer: Location): boolean {
  const startsAfter = inner.line > outer.line || (inner.line === outer.line && inner.column >= outer.column);
  const endsBefore = inner.line < outer.endLine || (inner.line === outer.endLine && inner.column < outer.endColumn);
  return startsAfter && endsBefore;
}
