/** A generated estate of the size that scoring is measured on: the same for every run, and scored once. */
import { loadModels } from '../models/load.ts';
import type { Scope } from '../src/core/evidence.ts';
import type { RiskClass } from '../src/core/operation.ts';
import type { ReportApi, ReportEndpoint, ReportEvidence } from '../src/core/report.ts';
import type { ScoreInput } from '../src/score/input.ts';
import { keepHeapTight } from '../src/cli/heap.ts';
import { score } from '../src/score/score.ts';

keepHeapTight();
const [repositories = 2000, records = 100_000] = process.argv.slice(2).map(Number);
const models = loadModels();
const input = estate();
const started = process.hrtime.bigint();
const assessments = score(input);
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
console.log(
  JSON.stringify({
    repositories,
    operations: input.operations.length,
    evidence: input.evidence.length,
    assessments: assessments.length,
    seconds,
  }),
);

function estate(): ScoreInput {
  const names = Array.from({ length: repositories }, (_, at) => `acme/service-${at}`);
  const apis = names.map(apiOf);
  const operations = apis.flatMap((api, at) =>
    Array.from({ length: 5 + (at % 11) }, (_, place) => operationOf(api, place)),
  );
  const signals = [...models.catalogue.values()].filter(
    signal => signal.tiers !== 'none' && signal.polarity !== 'contradicts',
  );
  const subjects: { readonly [S in Scope]: readonly string[] } = {
    operation: operations.map(each => each.id),
    api: apis.map(each => each.id),
    repository: names,
    organisation: ['acme'],
  };
  const evidence = Array.from({ length: records }, (_, at): ReportEvidence => {
    const signal = signals[at % signals.length];
    if (signal === undefined || signal.tiers === 'none') throw new Error('the catalogue has signals with tiers');
    const of = subjects[signal.scope];
    return {
      id: `ev-${at.toString(16).padStart(12, '0')}`,
      signal: signal.id,
      subject: { scope: signal.scope, id: of[(at * 7919) % of.length] ?? '' },
      polarity: signal.polarity === 'either' && at % 23 === 0 ? 'contradicts' : 'supports',
      tier: at % 3 === 0 ? signal.tiers.min : signal.tiers.max,
      summary: `${signal.title} of ${at}`,
      plane: signal.planes[0] ?? 'repo',
      confidence: 0.85,
      facts: [
        {
          file: `src/file-${at % 977}.ts`,
          line: 1 + (at % 400),
          column: 1,
          excerpt: 'router.use(guard)',
          what: signal.id,
        },
      ],
      observedAt: '2026-05-20',
      introduced: null,
      likeness: null,
      assumed: false,
      rejected: [],
      nullifiedBy:
        at % 31 === 0 ? [{ kind: 'enforcement', why: 'continue-on-error', at: null, isRecorded: false }] : [],
    };
  });
  return {
    models: models.models,
    signals: models.catalogue,
    parameters: models.parameters,
    evidence,
    coverage: [...models.catalogue.keys()].map(signal => ({ signal, status: 'supported', why: '', withoutPlace: [] })),
    apis,
    components: names.map((id, at) => ({ id, languages: [at % 3 === 0 ? 'JavaScript' : 'TypeScript'] })),
    operations,
    visibility: names.flatMap(subject =>
      (['repo', 'ci', 'host', 'gwx'] as const).map(plane => ({ plane, subject, readable: 'yes' as const, why: '' })),
    ),
    today: '2026-06-01',
    organisation: 'acme',
    isOrganisation: true,
    reading: { scanned: names.length - Math.ceil(names.length / 50), isWhole: false },
    limits: undefined,
    repositories: names.map((id, at) => ({ id, apis: [`api-${at}`], isScanned: at % 50 !== 0 })),
  };
}

function apiOf(repository: string, at: number): ReportApi {
  const risks: readonly RiskClass[] = ['critical', 'high', 'medium', 'low', 'medium'];
  return {
    id: `api-${at}`,
    title: `Service ${at}`,
    version: '1',
    protocol: 'http',
    component: repository,
    repository,
    owner: `team-${at % 40}`,
    risk: { class: risks[at % risks.length] ?? 'low', reasons: [] },
    descriptions: [],
  };
}

function operationOf(api: ReportApi, place: number): ReportEndpoint {
  const method = ['GET', 'POST', 'DELETE'][place % 3] ?? 'GET';
  const words = ['orders', 'payments', 'tenants/{tenant}/users', 'login', 'items/{id}'];
  const path = `/v1/${words[place % words.length]}/${place}`;
  return {
    id: `op-${api.id}-${place}`,
    method,
    path,
    protocol: 'http',
    component: api.component,
    api: api.id,
    state: place % 9 === 0 ? 'shadow' : 'matched',
    documented: place % 9 === 0 ? 'no' : 'yes',
    implemented: 'yes',
    exposed: place % 2 === 0 ? 'yes' : 'unknown',
    reasons: [],
    sources: [
      {
        kind: 'code',
        file: `${api.component}/src/routes.ts`,
        line: 1 + place,
        column: 1,
        what: 'express',
        excerpt: '',
      },
    ],
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
    dataClasses: place % 4 === 0 ? ['personal'] : [],
    deprecated: false,
    sunset: null,
    risk: api.risk.class,
    tests: [],
    conditional: null,
    handler: null,
    responseType: null,
  };
}
