/** Requests of tests to the operations that they call. */
import type { Fact, FactOf } from '../core/fact.ts';
import { factsOf } from '../core/fact.ts';
import type { TestAspect } from '../core/facts/test.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import { compareLocations } from '../core/location.ts';
import type { Operation, OperationTest } from '../core/operation.ts';
import { normalisePath } from '../core/operation.ts';

export type Link = {
  readonly operation: Operation;
  readonly fact: FactOf<'test-assertion'>;
  /** Aspects that hold for this operation: a refusal by one that asks for no credential is about something else. */
  readonly aspects: readonly TestAspect[];
  /** What makes the test prove nothing about this operation; undefined for a test that counts. */
  readonly theatre?: FactOf<'test-theatre'>;
};

/**
 * Tests by operation id, for the inventory: those that run, assert something and reach the real operation.
 *
 * A path whose base is computed (`{?}/x`) is possibly linked and not counted; so is one that fits operations of several
 * components none of which is the test's own.
 */
export function linkTests(
  operations: readonly Operation[],
  facts: readonly Fact[],
): ReadonlyMap<string, readonly OperationTest[]> {
  const counted = linksOf(operations, facts).filter(link => link.theatre === undefined);
  const byOperation = Map.groupBy(counted, link => link.operation.id);
  return new Map(
    [...byOperation]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, links]) => [
        id,
        links
          .toSorted((a, b) => compareLocations(a.fact.at, b.fact.at))
          .map(({ fact, aspects }) => ({ at: fact.at, test: fact.test, aspects })),
      ]),
  );
}

const linked = new WeakMap<EvidenceInput, readonly Link[]>();

/** The links of an input; every signal of tests asks for them. */
export function linksIn(input: EvidenceInput): readonly Link[] {
  const known = linked.get(input) ?? linksOf(input.inventory.operations, input.facts);
  linked.set(input, known);
  return known;
}

function linksOf(operations: readonly Operation[], facts: readonly Fact[]): readonly Link[] {
  const served = operations.filter(operation => operation.protocol === 'http' && !operation.path.includes('{?}'));
  const bySize = Map.groupBy(
    served.map(operation => ({ operation, segments: segmentsOf(operation.path) })),
    one => (one.segments.at(-1) === '{*}' ? -1 : one.segments.length),
  );
  const theatre = Map.groupBy(factsOf(facts, 'test-theatre'), fact => fact.at.file);
  return factsOf(facts, 'test-assertion').flatMap((fact): readonly Link[] => {
    if (fact.path.includes('{?}')) return [];
    const segments = segmentsOf(fact.path);
    const candidates = [...(bySize.get(segments.length) ?? []), ...(bySize.get(-1) ?? [])].filter(
      ({ operation, segments: template }) =>
        (operation.method === fact.method || operation.method === 'ANY') && fits(template, segments),
    );
    const operation = chosen(candidates, fact.component);
    if (!operation) return [];
    const against = (theatre.get(fact.at.file) ?? []).find(mark => weakens(mark, fact, operation));
    const aspects =
      operation.auth.status === 'none' ? fact.aspects.filter(aspect => aspect !== 'authn-negative') : fact.aspects;
    return [{ operation, fact, aspects, ...(against === undefined ? {} : { theatre: against }) }];
  });
}

type Candidate = { readonly operation: Operation; readonly segments: readonly string[] };

/** The most literal template wins; of equal ones in several components, the one of the test's own component. */
function chosen(candidates: readonly Candidate[], component: string): Operation | undefined {
  const weight = ({ segments, operation }: Candidate): number =>
    segments.filter(segment => !segment.includes('{')).length * 4 +
    (segments.at(-1) === '{*}' ? 0 : 2) +
    (operation.method === 'ANY' ? 0 : 1);
  const best = Math.max(...candidates.map(weight));
  const equal = candidates.filter(candidate => weight(candidate) === best).map(candidate => candidate.operation);
  const own = equal.filter(operation => operation.component === component);
  return own[0] ?? (new Set(equal.map(operation => operation.component)).size === 1 ? equal[0] : undefined);
}

function segmentsOf(path: string): readonly string[] {
  return normalisePath(path).split('/').slice(1);
}

/** A written value fits a parameter; a computed one fits nothing else. */
function fits(template: readonly string[], sent: readonly string[]): boolean {
  if (template.at(-1) === '{*}')
    return (
      sent.length >= template.length - 1 &&
      template.slice(0, -1).every((segment, index) => fitsSegment(segment, sent[index] ?? ''))
    );
  return template.length === sent.length && template.every((segment, index) => fitsSegment(segment, sent[index] ?? ''));
}

function fitsSegment(template: string, sent: string): boolean {
  if (template === sent || template === '{}') return true;
  if (!template.includes('{}')) return false;
  const [before = '', ...after] = template.split('{}');
  return (
    sent.startsWith(before) && sent.endsWith(after.at(-1) ?? '') && sent.length > template.length - 2 * after.length
  );
}

function weakens(mark: FactOf<'test-theatre'>, fact: FactOf<'test-assertion'>, operation: Operation): boolean {
  if (mark.why !== 'guard-mocked') return mark.test === fact.test;
  // Only what the missing guard would have decided is proved by nothing.
  if (!fact.aspects.some(aspect => aspect === 'authn-negative' || aspect === 'authz-role' || aspect === 'authz-object'))
    return false;
  return mark.what !== undefined && guards(mark.what, operation);
}

/** Whether a replaced module, class or package stands in the chain of guards of an operation. */
function guards(what: string, operation: Operation): boolean {
  const isPackage = !what.includes('/') && what === what.toLowerCase();
  if (isPackage) return operation.auth.chain.length > 0;
  const path = what.replace(/^[@~#]\//, '');
  return operation.auth.chain.some(link => {
    const file = link.at.file.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '');
    return file === path || file.endsWith(`/${path}`) || link.what.split(/\W+/).includes(what);
  });
}
