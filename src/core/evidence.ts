import type { Location } from './location.ts';
import { digest } from './operation.ts';

/** Strength of evidence: model/conventions §0.1. */
export type Tier = 'E0' | 'E1' | 'E2' | 'E3' | 'E4' | 'E5';

export type Plane = 'repo' | 'ci' | 'host' | 'gwx' | 'run' | 'att';

export type Scope = 'organisation' | 'repository' | 'api' | 'operation';

export type Subject = { readonly scope: Scope; readonly id: string };

export type Polarity = 'supports' | 'contradicts';

/** Kinds that show the same control to have no effect: scoring §D.4. */
export type NullifierKind = 'enforcement' | 'effect' | 'existence';

export type EvidenceFact = { readonly at: Location; readonly excerpt: string; readonly what: string };

/** The answer to one signal for one subject, with the facts that support it. */
export type Evidence = {
  readonly id: string;
  /** Id of a signal in `models/signals`. */
  readonly signal: string;
  readonly subject: Subject;
  readonly polarity: Polarity;
  readonly tier: Tier;
  /** One sentence a person reads first. */
  readonly summary: string;
  readonly plane: Plane;
  readonly confidence: number;
  readonly facts: readonly EvidenceFact[];
  /** Date of what was seen, `YYYY-MM-DD`, when it has one. */
  readonly observedAt?: string;
  /** Day and change that brought it in: many records of one recent change are new, not yet exercised (G19). */
  readonly introduced?: { readonly at: string; readonly by: string };
  /** MinHash signature of a document's text, hexadecimal: near-identical texts over many APIs count once (G15). */
  readonly likeness?: string;
  /** Nobody saw it: it was assumed, to see what it would change. */
  readonly assumed?: true;
  /** Rules that rejected it: it is shown and not counted. */
  readonly rejected: readonly { readonly rule: string; readonly why: string }[];
  /** Evidence that takes its effect away, and how far. */
  readonly nullifiedBy: readonly {
    readonly kind: NullifierKind;
    readonly why: string;
    readonly at?: Location;
    /** The softened step really runs and its result is kept somewhere: an enforcement nullifier then caps at E3, not at E2. */
    readonly isRecorded?: boolean;
  }[];
};

/**
 * The answer to "could it be seen at all": for every plane, whether it was readable and for what.
 * `not-given` is not `no`: nobody tried.
 */
export type Visibility = {
  readonly plane: Plane;
  readonly subject: string;
  readonly readable: 'yes' | 'no' | 'not-given';
  readonly why: string;
};

/**
 * How far one signal was looked for: `supported` signals without evidence are absent only where their plane was readable;
 * the others are listed, and can only widen an interval.
 */
export type SignalCoverage = {
  readonly signal: string;
  readonly status: 'supported' | 'not-supported';
  /** Where it was looked for, in words, or why it was not. */
  readonly why: string;
  /** Repositories that hold no place where it would stand: an absence there is unknown. */
  readonly withoutPlace: readonly string[];
};

/** Content-derived, so that two scans of one tree agree: signal, subject, polarity and the places of its facts. */
export function evidenceId(evidence: Omit<Evidence, 'id'>): string {
  const places = evidence.facts.map(fact => `${fact.at.file}:${fact.at.line}:${fact.at.column}:${fact.what}`).join('|');
  return `ev-${digest(`${evidence.signal}#${evidence.subject.scope}:${evidence.subject.id}#${evidence.polarity}#${evidence.tier}#${evidence.summary}#${places}`)}`;
}
