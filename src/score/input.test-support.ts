/** Small believable inputs for tests of the scorer: one line an operation or a record. */
import {
  evidenceId,
  type Evidence,
  type Plane,
  type Polarity,
  type Scope,
  type SignalCoverage,
  type Tier,
  type Visibility,
} from '../core/evidence.ts';
import type { Api, Operation, OperationMethod, RiskClass } from '../core/operation.ts';
import { startOf } from '../core/location.ts';
import type { Models } from '../../models/schema.ts';
import type { RepositoryScope, ScoreInput } from './input.ts';

export type OperationSketch = Partial<Omit<Operation, 'id' | 'method' | 'path'>>;

/** `op('POST /carts')`: implemented, described, guarded, of medium risk, in the API `api`. */
export function op(name: string, sketch: OperationSketch = {}): Operation {
  const [method = 'GET', path = '/'] = name.split(' ');
  return {
    id: `op:${sketch.api ?? 'api'}:${name}`,
    // A sketch names methods as operations write them.
    method: method as OperationMethod,
    path,
    protocol: 'http',
    component: 'service',
    api: 'api',
    state: 'matched',
    documented: 'yes',
    implemented: 'yes',
    exposed: 'unknown',
    reasons: [],
    sources: [{ kind: 'code', at: startOf('src/app.ts'), what: 'express', excerpt: name }],
    auth: { status: 'required', reason: '', mechanisms: ['jwt'], scopes: [], chain: [], source: 'code' },
    parameters: [],
    dataClasses: [],
    deprecated: false,
    risk: 'medium',
    tests: [],
    ...sketch,
  };
}

export function api(id: string, risk: RiskClass = 'medium', component = 'service'): Api {
  return {
    id,
    title: id,
    version: '1',
    protocol: 'http',
    component,
    risk: { class: risk, reasons: [] },
    descriptions: [],
  };
}

export type EvidenceSketch = {
  readonly signal: string;
  readonly on: `${Scope}:${string}`;
  readonly tier: Tier;
  readonly polarity?: Polarity;
  readonly plane?: Plane;
  readonly confidence?: number;
  readonly observedAt?: string;
  readonly rejected?: Evidence['rejected'];
  readonly nullifiedBy?: Evidence['nullifiedBy'];
};

export function record(sketch: EvidenceSketch): Evidence {
  const at = sketch.on.indexOf(':');
  const scope = sketch.on.slice(0, at);
  const draft: Omit<Evidence, 'id'> = {
    signal: sketch.signal,
    // The type of `on` holds a scope before the first colon.
    subject: { scope: scope as Scope, id: sketch.on.slice(at + 1) },
    polarity: sketch.polarity ?? 'supports',
    tier: sketch.tier,
    summary: `${sketch.signal} on ${sketch.on} (${sketch.plane ?? 'repo'})`,
    plane: sketch.plane ?? 'repo',
    confidence: sketch.confidence ?? 0.85,
    facts: [{ at: startOf('src/app.ts'), excerpt: '', what: sketch.signal }],
    ...(sketch.observedAt === undefined ? {} : { observedAt: sketch.observedAt }),
    rejected: sketch.rejected ?? [],
    nullifiedBy: sketch.nullifiedBy ?? [],
  };
  return { id: evidenceId(draft), ...draft };
}

export type InputSketch = {
  readonly apis?: readonly Api[];
  readonly operations?: readonly Operation[];
  readonly evidence?: readonly Evidence[];
  /** Planes that were read; the repository alone when left out. */
  readonly planes?: readonly Plane[];
  /** Signals with a detector; all when left out. */
  readonly supported?: (signal: string) => boolean;
  readonly coverage?: readonly SignalCoverage[];
  readonly repositories?: readonly RepositoryScope[];
  readonly isOrganisation?: boolean;
};

export const TODAY = '2026-06-01';
const PLANES: readonly Plane[] = ['repo', 'ci', 'host', 'gwx', 'run', 'att'];

/** One repository `shop` of the organisation `acme`, scored by all models. */
export function inputOf(models: Models, sketch: InputSketch = {}): ScoreInput {
  const apis = sketch.apis ?? [api('api')];
  const read = sketch.planes ?? ['repo'];
  const visibility: readonly Visibility[] = PLANES.map(plane => ({
    plane,
    subject: 'shop',
    readable: read.includes(plane) ? 'yes' : 'not-given',
    why: `${plane} was not given`,
  }));
  const supported = sketch.supported ?? (() => true);
  return {
    models: models.models,
    signals: models.catalogue,
    evidence: sketch.evidence ?? [],
    coverage:
      sketch.coverage ??
      [...models.catalogue.keys()].map(signal => ({
        signal,
        status: supported(signal) ? 'supported' : 'not-supported',
        why: '',
      })),
    inventory: { components: [], apis, operations: sketch.operations ?? [], descriptions: [], diagnostics: [] },
    visibility,
    today: TODAY,
    organisation: 'acme',
    isOrganisation: sketch.isOrganisation ?? false,
    repositories: sketch.repositories ?? [{ id: 'shop', apis: apis.map(each => each.id), isScanned: true }],
  };
}
