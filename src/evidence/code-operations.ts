/** What handlers do, on the operations whose handler they are: told by the place that the linker found for it. */
import type { Practice } from '../core/facts/practice.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Location } from '../core/location.ts';
import type { Operation } from '../core/operation.ts';
import { type PracticeSeen, places, practicesOf, READ_CONFIDENCE } from './code-practices.ts';
import type { Deriver, EvidenceDraft } from './deriver.ts';
import { controlsOf, served } from './route-controls.ts';

/** The flow of values is followed within one function only. */
const HEURISTIC_CONFIDENCE = 0.6;

export const handlerDerivers: readonly Deriver[] = [
  // An answer that is made elsewhere is neither shaped nor a stored object: that none was seen says nothing.
  { signal: 'route.response.dto', derive: responses, looks: () => [] },
  // Bodies and callers that are handed to a service are not followed: that none was seen says nothing either.
  { signal: 'route.mass-assignment', derive: boundBodies, looks: () => [] },
  { signal: 'route.authz.object-level', derive: owned, looks: () => [] },
];

type Handled = { readonly operation: Operation; readonly seen: readonly PracticeSeen[] };

function handled(input: EvidenceInput, practice: Practice): readonly Handled[] {
  const facts = practicesOf(input, practice);
  const byFunction = new Map<string, PracticeSeen[]>();
  for (const fact of facts) {
    for (const at of fact.inside ?? []) {
      const known = byFunction.get(placeKey(at));
      if (known) known.push(fact);
      else byFunction.set(placeKey(at), [fact]);
    }
  }
  const declared = facts.filter(({ covers, isEverywhere }) => covers !== undefined || isEverywhere);
  return input.inventory.operations
    .filter(({ implemented }) => implemented === 'yes')
    .map(operation => ({
      operation,
      seen: [
        ...(operation.handler ? (byFunction.get(placeKey(operation.handler)) ?? []) : []),
        ...declared.filter(fact => isDeclaredFor(fact, operation)),
      ],
    }))
    .filter(({ seen }) => seen.length > 0);
}

function placeKey({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}

function isDeclaredFor({ covers, isEverywhere, component }: PracticeSeen, operation: Operation): boolean {
  if (isEverywhere) return component === operation.component;
  return covers !== undefined && operation.sources.some(source => source.kind === 'code' && holds(covers, source.at));
}

function holds(outer: Location, inner: Location): boolean {
  if (outer.file !== inner.file) return false;
  const startsBefore = outer.line < inner.line || (outer.line === inner.line && outer.column <= inner.column);
  const endsAfter =
    outer.endLine > inner.endLine || (outer.endLine === inner.endLine && outer.endColumn >= inner.endColumn);
  return startsBefore && endsAfter;
}

function nameOf({ method, path }: Operation): string {
  return `${method} ${path}`;
}

/** A schema before the handler shapes whatever it sends; else every answer must be known. */
function responses(input: EvidenceInput): readonly EvidenceDraft[] {
  return [...sentResponses(input), ...declaredResponses(input)];
}

/** Types that a handler declares, where these say what an answer may hold. */
function declaredResponses(input: EvidenceInput): readonly EvidenceDraft[] {
  return served(input).flatMap((operation): readonly EvidenceDraft[] => {
    const stored = controlsOf(input, operation.id, 'stored-answer');
    const seen = stored.length > 0 ? stored : controlsOf(input, operation.id, 'declared-answer');
    const [first] = seen;
    if (!first) return [];
    return [
      {
        signal: 'route.response.dto',
        subject: { scope: 'operation', id: operation.id },
        polarity: stored.length > 0 ? 'contradicts' : 'supports',
        tier: 'E3',
        plane: 'repo',
        confidence: READ_CONFIDENCE,
        summary: `${nameOf(operation)}: ${first.what}`,
        facts: seen.map(({ at, what }) => ({ at, excerpt: '', what })),
      },
    ];
  });
}

/**
 * Whether the model that a place names takes every field there is, which another file says of it; `*` is said of all models. One of
 * which a third file says that its fields are named is not open.
 */
function openModels(input: EvidenceInput, practice: Practice): (place: PracticeSeen) => boolean {
  const said = practicesOf(input, practice).filter(({ model, inside }) => model !== undefined && inside === undefined);
  const open = said.filter(({ standing }) => standing !== 'sound');
  const named = said.filter(({ standing }) => standing === 'sound');
  return ({ model, component }) =>
    model !== undefined &&
    open.some(one => (one.model === model || one.model === '*') && one.component === component) &&
    !named.some(one => one.model === model && one.component === component);
}

function sentResponses(input: EvidenceInput): readonly EvidenceDraft[] {
  const takesAll = openModels(input, 'response');
  return handled(input, 'response').flatMap(({ operation, seen }): readonly EvidenceDraft[] => {
    const base = {
      signal: 'route.response.dto',
      subject: { scope: 'operation', id: operation.id },
      tier: 'E3',
      plane: 'repo',
    } as const;
    const schemas = seen.filter(({ isDeclared }) => isDeclared);
    if (schemas.length > 0)
      return [
        {
          ...base,
          polarity: 'supports',
          confidence: READ_CONFIDENCE,
          summary: `${nameOf(operation)}: ${schemas[0]?.what}`,
          facts: places(schemas),
        },
      ];
    const unsound = seen.filter(fact => fact.standing === 'unsound' || takesAll(fact));
    if (unsound.length === 0 && seen.some(({ standing }) => standing === 'partial')) return [];
    return [
      {
        ...base,
        polarity: unsound.length > 0 ? 'contradicts' : 'supports',
        confidence: HEURISTIC_CONFIDENCE,
        summary: `${nameOf(operation)}: ${unsound.length > 0 ? 'the answer is a stored object as it is' : 'every answer names its fields'}`,
        facts: places(unsound.length > 0 ? unsound : seen),
      },
    ];
  });
}

/** A schema that stands before the handler may strip what it does not know: such operations are left out. */
function boundBodies(input: EvidenceInput): readonly EvidenceDraft[] {
  return [...storedBodies(input), ...typedBodies(input)];
}

/** A body that is read as a stored class may set each of its fields, also where it is validated. */
function typedBodies(input: EvidenceInput): readonly EvidenceDraft[] {
  return served(input).flatMap((operation): readonly EvidenceDraft[] => {
    const seen = controlsOf(input, operation.id, 'stored-body');
    const [first] = seen;
    if (!first) return [];
    return [
      {
        signal: 'route.mass-assignment',
        subject: { scope: 'operation', id: operation.id },
        polarity: 'contradicts',
        tier: 'E3',
        plane: 'repo',
        confidence: READ_CONFIDENCE,
        summary: `${nameOf(operation)}: ${first.what}`,
        facts: seen.map(({ at, what }) => ({ at, excerpt: '', what })),
      },
    ];
  });
}

function storedBodies(input: EvidenceInput): readonly EvidenceDraft[] {
  const takesAll = openModels(input, 'body-binding');
  return handled(input, 'body-binding')
    .filter(({ operation }) => input.linked.get(operation.id)?.validation === undefined)
    .map(({ operation, seen }) => ({
      operation,
      seen: seen.filter(fact => fact.standing === 'unsound' || takesAll(fact)),
    }))
    .filter(({ seen }) => seen.length > 0)
    .map(({ operation, seen }) => ({
      signal: 'route.mass-assignment',
      subject: { scope: 'operation', id: operation.id },
      polarity: 'contradicts',
      tier: 'E3',
      plane: 'repo',
      confidence: HEURISTIC_CONFIDENCE,
      summary: `${nameOf(operation)}: the body of the request is stored as it is`,
      facts: places(seen),
    }));
}

/** Only operations that take the id of an object. */
function owned(input: EvidenceInput): readonly EvidenceDraft[] {
  return handled(input, 'ownership')
    .filter(({ operation }) => /\{[^{}?*][^{}]*\}/.test(operation.path))
    .map(({ operation, seen }) => ({
      signal: 'route.authz.object-level',
      subject: { scope: 'operation', id: operation.id },
      polarity: 'supports',
      tier: 'E3',
      plane: 'repo',
      confidence: HEURISTIC_CONFIDENCE,
      summary: `${nameOf(operation)}: ${seen[0]?.what ?? ''}`,
      facts: places(seen),
    }));
}
