/** Small believable inputs for tests of the scorer: one line an operation or a record. */
import type { Plane, Polarity, Scope, Tier } from '../core/evidence.ts';
import { digest, type RiskClass } from '../core/operation.ts';
import type { Report, ReportApi, ReportEndpoint, ReportEvidence } from '../core/report.ts';
import type { Models } from '../../models/schema.ts';
import type { RepositoryScope, ScoreInput } from './input.ts';

export type OperationSketch = Partial<Omit<ReportEndpoint, 'id' | 'method' | 'path'>>;

/** `op('POST /carts')`: implemented, described, guarded, of medium risk, in the API `api`. */
export function op(name: string, sketch: OperationSketch = {}): ReportEndpoint {
  const [method = 'GET', path = '/'] = name.split(' ');
  return {
    id: `op:${sketch.api ?? 'api'}:${name}`,
    method,
    path,
    protocol: 'http',
    component: 'service',
    api: 'api',
    state: 'matched',
    documented: 'yes',
    implemented: 'yes',
    exposed: 'unknown',
    reasons: [],
    sources: [{ kind: 'code', file: 'src/app.ts', line: 1, column: 1, what: 'express', excerpt: name }],
    auth: {
      status: 'required',
      reason: '',
      mechanisms: ['jwt'],
      scopes: [],
      chain: [],
      source: 'code',
      described: null,
    },
    parameters: [],
    dataClasses: [],
    deprecated: false,
    sunset: null,
    risk: 'medium',
    tests: [],
    conditional: null,
    handler: null,
    responseType: null,
    ...sketch,
  };
}

export function api(id: string, risk: RiskClass = 'medium', component = 'service'): ReportApi {
  return {
    id,
    title: id,
    version: '1',
    protocol: 'http',
    component,
    repository: 'shop',
    owner: null,
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
  readonly introduced?: NonNullable<ReportEvidence['introduced']>;
  readonly likeness?: string;
  readonly rejected?: ReportEvidence['rejected'];
  readonly nullifiedBy?: readonly (Pick<ReportEvidence['nullifiedBy'][number], 'kind' | 'why'> &
    Partial<ReportEvidence['nullifiedBy'][number]>)[];
};

export function record(sketch: EvidenceSketch): ReportEvidence {
  const at = sketch.on.indexOf(':');
  const scope = sketch.on.slice(0, at);
  return {
    id: `ev-${digest(JSON.stringify(sketch))}`,
    signal: sketch.signal,
    // The type of `on` holds a scope before the first colon.
    subject: { scope: scope as Scope, id: sketch.on.slice(at + 1) },
    polarity: sketch.polarity ?? 'supports',
    tier: sketch.tier,
    summary: `${sketch.signal} on ${sketch.on} (${sketch.plane ?? 'repo'})`,
    plane: sketch.plane ?? 'repo',
    confidence: sketch.confidence ?? 0.85,
    facts: [{ file: 'src/app.ts', line: 1, column: 1, excerpt: '', what: sketch.signal }],
    observedAt: sketch.observedAt ?? null,
    introduced: sketch.introduced ?? null,
    likeness: sketch.likeness ?? null,
    assumed: false,
    rejected: sketch.rejected ?? [],
    nullifiedBy: (sketch.nullifiedBy ?? []).map(each => ({ at: null, isRecorded: false, ...each })),
  };
}

export type InputSketch = {
  readonly apis?: readonly ReportApi[];
  readonly components?: ScoreInput['components'];
  readonly operations?: readonly ReportEndpoint[];
  readonly evidence?: readonly ReportEvidence[];
  /** Planes that were read; the repository alone when left out. */
  readonly planes?: readonly Plane[];
  /** Signals with a detector; all when left out. */
  readonly supported?: (signal: string) => boolean;
  readonly coverage?: Report['signals'];
  readonly repositories?: readonly RepositoryScope[];
  readonly isOrganisation?: boolean;
};

export const TODAY = '2026-06-01';
const PLANES: readonly Plane[] = ['repo', 'ci', 'host', 'gwx', 'run', 'att'];

/** One repository `shop` of the organisation `acme`, scored by all models. */
export function inputOf(models: Models, sketch: InputSketch = {}): ScoreInput {
  const apis = sketch.apis ?? [api('api')];
  const read = sketch.planes ?? ['repo'];
  const visibility: Report['visibility'] = PLANES.map(plane => ({
    plane,
    subject: 'shop',
    readable: read.includes(plane) ? 'yes' : 'not-given',
    why: `${plane} was not given`,
  }));
  const supported = sketch.supported ?? (() => true);
  const repositories = sketch.repositories ?? [{ id: 'shop', apis: apis.map(each => each.id), isScanned: true }];
  const isOrganisation = sketch.isOrganisation ?? false;
  return {
    models: models.models,
    signals: models.catalogue,
    parameters: models.parameters,
    evidence: sketch.evidence ?? [],
    coverage:
      sketch.coverage ??
      [...models.catalogue.keys()].map(signal => ({
        signal,
        status: supported(signal) ? 'supported' : 'not-supported',
        why: '',
        withoutPlace: [],
      })),
    apis,
    components: sketch.components ?? [],
    operations: sketch.operations ?? [],
    visibility,
    today: TODAY,
    organisation: 'acme',
    isOrganisation,
    reading: {
      scanned: repositories.filter(each => each.isScanned).length,
      isWhole: isOrganisation && repositories.every(each => each.isScanned),
    },
    limits: undefined,
    repositories,
  };
}
