/** What descriptions say of the operations of the inventory, and how sure evidence from them is. */
import type { EvidenceFact, Polarity, Tier } from '../core/evidence.ts';
import { factsOf, type FactOf } from '../core/fact.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { Location } from '../core/location.ts';
import type { Operation } from '../core/operation.ts';
import type { EvidenceDraft } from './deriver.ts';

export type Claim = {
  readonly operation: Operation;
  readonly fact: FactOf<'description-operation'>;
  /** The description that states it. */
  readonly document: FactOf<'description'>;
  readonly confidence: number;
};

/** Priors of scoring §D.7: a structured document; less for one that its validator refuses; routes recognised in code. */
const STRUCTURED = 0.95;
const INVALID = 0.85;
const ROUTES = 0.85;
/** A claim whose code was not read: rule G4 wants it to exist somewhere, and nobody could look. */
const UNCHECKED = 0.7;

/**
 * What accepted descriptions say of operations that exist, or whose existence could not be looked into (rule G4).
 * An operation that several documents describe has a claim of each.
 */
export function claimsOf(input: EvidenceInput): readonly Claim[] {
  const facts = new Map(factsOf(input.facts, 'description-operation').map(fact => [key(fact.at), fact]));
  const documents = documentsByFile(input);
  return input.inventory.operations.flatMap(operation => {
    if (operation.implemented === 'no') return [];
    return operation.sources.flatMap((source): readonly Claim[] => {
      const fact = source.kind === 'description' ? facts.get(key(source.at)) : undefined;
      const document = fact && documents.get(fact.document);
      if (!fact || !document) return [];
      return [
        {
          operation,
          fact,
          document,
          confidence: round(confidenceOf(document) * (operation.implemented === 'yes' ? 1 : UNCHECKED)),
        },
      ];
    });
  });
}

function key(at: Location): string {
  return `${at.file}:${at.line}:${at.column}`;
}

export function documentsByFile(input: EvidenceInput): ReadonlyMap<string, FactOf<'description'>> {
  return new Map(factsOf(input.facts, 'description').map(fact => [fact.at.file, fact]));
}

export function confidenceOf(document: FactOf<'description'>): number {
  return document.valid === 'no' ? INVALID : STRUCTURED;
}

/** Confidence of a comparison of a description with routes of code. */
export function comparedConfidence(document: FactOf<'description'> | undefined): number {
  return round((document ? confidenceOf(document) : STRUCTURED) * ROUTES);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Claims of one operation are one piece of evidence: the first that holds, in the order of documents. */
export function oncePerOperation(claims: readonly Claim[]): readonly Claim[] {
  const first = new Map<string, Claim>();
  for (const claim of claims) if (!first.has(claim.operation.id)) first.set(claim.operation.id, claim);
  return [...first.values()];
}

export type OperationParts = {
  readonly signal: string;
  readonly operation: Operation;
  readonly polarity?: Polarity;
  readonly tier: Tier;
  /** What follows `GET /orders: `. */
  readonly summary: string;
  readonly confidence: number;
  readonly facts: readonly EvidenceFact[];
  readonly rejected?: readonly { readonly rule: string; readonly why: string }[];
};

export function operationEvidence(parts: OperationParts): EvidenceDraft {
  const { signal, operation, polarity = 'supports', tier, summary, confidence, facts, rejected = [] } = parts;
  return {
    signal,
    subject: { scope: 'operation', id: operation.id },
    polarity,
    tier,
    summary: `${operation.method} ${operation.path}: ${summary}.`,
    plane: 'repo',
    confidence,
    facts,
    ...(rejected.length > 0 ? { rejected } : {}),
  };
}

/** The line of the operation in its description, or of a part of it. */
export function shownClaim(claim: Claim, what: string, at: Location = claim.fact.at): EvidenceFact {
  return {
    at,
    excerpt: at.file === claim.fact.at.file && at.line === claim.fact.at.line ? claim.fact.excerpt : '',
    what,
  };
}

export function shownSources(
  operation: Operation,
  kind: Operation['sources'][number]['kind'],
  what: string,
): readonly EvidenceFact[] {
  return operation.sources.filter(source => source.kind === kind).map(({ at, excerpt }) => ({ at, excerpt, what }));
}

/** Descriptions are looked for in every file of their formats, so that finding none is an answer. */
export function descriptionPlaces(input: EvidenceInput): readonly string[] {
  const files = input.inventory.descriptions.map(({ file }) => file);
  return files.length > 0 ? files.toSorted() : ['every YAML, JSON, GraphQL and .proto file'];
}

/** Files of code whose routes were read; none when no code could be read. */
export function routePlaces(input: EvidenceInput): readonly string[] {
  const files = input.inventory.operations.flatMap(operation =>
    operation.sources.filter(source => source.kind === 'code').map(source => source.at.file),
  );
  return [...new Set(files)].toSorted();
}
