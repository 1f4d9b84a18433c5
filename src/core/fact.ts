import type { ArtefactFact } from './facts/artefact.ts';
import type { DescriptionFact } from './facts/description.ts';
import type { GatewayFact } from './facts/gateway.ts';
import type { PipelineFact } from './facts/pipeline.ts';
import type { PracticeFact } from './facts/practice.ts';
import type { ProgramFact } from './facts/program.ts';
import type { SwitchFact } from './facts/switch.ts';
import type { TestFact } from './facts/test.ts';
import type { Location } from './location.ts';

/** Why something was seen but not understood. The set is closed; the words for people are in `unresolvedText`. */
export type UnresolvedReason =
  | 'computed-path'
  | 'computed-method'
  | 'computed-prefix'
  | 'unknown-router'
  | 'never-mounted'
  | 'unknown-guard'
  | 'computed-description'
  | 'too-deep'
  | 'too-large';

/** One thing seen at one place by one detector. A closed set of cases; a detector may emit only the kinds it declares. */
export type FactBody =
  | ProgramFact
  | DescriptionFact
  | GatewayFact
  | PipelineFact
  | TestFact
  | ArtefactFact
  | SwitchFact
  | PracticeFact
  /** An API that the code calls: a client, never a route. */
  | {
      readonly kind: 'consumed-api';
      readonly at: Location;
      readonly client: string;
      /** The client is the library of one API: its calls go nowhere else. */
      readonly isSdk?: true;
      readonly host?: string;
      readonly method?: string;
      readonly path?: string;
    }
  /** A hosting setting (branch rule, feature flag), from the platform's API or a saved answer. */
  | { readonly kind: 'setting'; readonly at: Location; readonly name: string; readonly value: string }
  /** A request seen in traffic. */
  | {
      readonly kind: 'observation';
      readonly at: Location;
      readonly method: string;
      readonly path: string;
      readonly status: number;
      readonly count: number;
    }
  | { readonly kind: 'unresolved'; readonly at: Location; readonly reason: UnresolvedReason; readonly what: string };

export type FactKind = FactBody['kind'];

/** What the engine adds to what a detector saw. */
export type FactStamp = {
  /** Id of the detector that saw it. */
  readonly detector: string;
  /** What the file it stands in is for. */
  readonly fileRole: FileRole;
  /** Id of the component that the file belongs to. */
  readonly component: string;
  /** The line of the place, without indentation, secrets redacted, at most 160 characters. */
  readonly excerpt: string;
};

export type Fact = FactBody & FactStamp;

export type FactOf<K extends FactKind> = Extract<FactBody, { kind: K }> & FactStamp;

/** What a file is for. Only `product` files serve operations; `test` files hold tests. */
export type FileRole = 'product' | 'test' | 'example' | 'documentation' | 'vendored' | 'generated';

export function factsOf<K extends FactKind>(facts: readonly Fact[], kind: K): readonly FactOf<K>[] {
  return facts.filter((fact): fact is FactOf<K> => fact.kind === kind);
}
