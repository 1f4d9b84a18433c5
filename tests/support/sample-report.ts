/** A small believable report, for suites that need one: a bookshop with two components. Every list is given unsorted. */
import type {
  ActivityAssessment,
  Assessment,
  MeasureAssessment,
  Proof,
  Sensitivity,
} from '../../src/core/assessment.ts';
import { evidenceId } from '../../src/core/evidence.ts';
import type { Evidence } from '../../src/core/evidence.ts';
import type { Location } from '../../src/core/location.ts';
import type { Report } from '../../src/core/report.ts';
import { operationId } from '../../src/core/operation.ts';
import type { Operation, OperationAuth } from '../../src/core/operation.ts';
import { reportState, sealReport, type ModelAssessment } from '../../src/report/build-report.ts';
import type { ReportParts } from '../../src/report/build-report.ts';

export function at(file: string, line: number, column = 1, length = 10): Location {
  return { file, line, column, endLine: line, endColumn: column + length };
}

const guarded: OperationAuth = {
  status: 'required',
  reason: 'requireUser refuses requests without a session',
  mechanisms: ['session'],
  scopes: ['stock:write'],
  chain: [
    {
      at: at('shop/src/app.ts', 12),
      what: 'requireUser (mount /v1)',
      effect: 'required',
      why: 'answers 401 when there is no session',
    },
  ],
  source: 'code',
  described: 'required',
};

const open: OperationAuth = {
  status: 'none',
  reason: 'no guard on the whole chain',
  mechanisms: [],
  scopes: [],
  chain: [],
  source: 'code',
};

export function operation(
  method: Operation['method'],
  path: string,
  line: number,
  rest: Partial<Operation> = {},
): Operation {
  return {
    id: operationId('shop', method, path),
    method,
    path,
    protocol: 'http',
    component: 'shop',
    api: 'api-shop',
    state: 'matched',
    documented: 'yes',
    implemented: 'yes',
    exposed: 'unknown',
    reasons: ['no gateway configuration was found'],
    sources: [
      { kind: 'description', at: at('shop/openapi.yaml', line + 100), what: 'Shop', excerpt: `${path}:` },
      {
        kind: 'code',
        at: at('shop/src/routes.ts', line),
        what: 'express',
        excerpt: `router.${method.toLowerCase()}('${path}', handler)`,
      },
    ],
    auth: guarded,
    parameters: [],
    dataClasses: [],
    deprecated: false,
    risk: 'medium',
    tests: [],
    ...rest,
  };
}

export const removeCart = operation('DELETE', '/v1/carts/{id}', 41, {
  state: 'shadow',
  documented: 'no',
  auth: open,
  risk: 'high',
  parameters: [{ name: 'id', in: 'path' }],
});
export const addCoupon = operation('POST', '/v1/coupons', 52, { state: 'shadow', documented: 'no', auth: open });
export const listBooks = operation('GET', '/v1/books', 20, {
  auth: { ...open, described: 'none' },
  tests: [{ at: at('shop/test/books.test.ts', 9), test: 'books › lists', aspects: ['status-code'] }],
});
export const addBook = operation('POST', '/v1/books', 24);
export const oldBooks = operation('GET', '/books', 77, {
  state: 'zombie',
  deprecated: true,
  sunset: '2026-01-31',
  auth: { ...open, status: 'unknown', reason: 'legacyGuard could not be followed' },
});
export const refund = operation('POST', '/v1/refunds', 30, {
  state: 'phantom',
  implemented: 'no',
  sources: [{ kind: 'description', at: at('shop/openapi.yaml', 130), what: 'Shop', excerpt: '/v1/refunds:' }],
  auth: {
    ...open,
    status: 'unknown',
    source: 'description',
    described: 'required',
    reason: 'only the description claims it',
  },
});

function evidence(draft: Omit<Evidence, 'id'>): Evidence {
  return { ...draft, id: evidenceId(draft) };
}

export const zapRuns = evidence({
  signal: 'ci.dast.gating',
  subject: { scope: 'repository', id: 'acme/shop' },
  polarity: 'supports',
  tier: 'E2',
  summary: 'ZAP runs nightly but cannot fail the build',
  plane: 'repo',
  confidence: 0.87654321,
  facts: [
    {
      at: at('.github/workflows/zap.yml', 31, 9),
      excerpt: 'uses: zaproxy/action-api-scan@v0.9.0',
      what: 'zap-api-scan in job dast',
    },
  ],
  rejected: [{ rule: 'G5', why: 'fail_action is false by default' }],
  nullifiedBy: [{ kind: 'enforcement', why: 'continue-on-error: true', at: at('.github/workflows/zap.yml', 33, 9) }],
});

export const described = evidence({
  signal: 'spec.openapi.present',
  subject: { scope: 'api', id: 'api-shop' },
  polarity: 'supports',
  tier: 'E1',
  summary: 'OpenAPI 3.1.0 describes Shop',
  plane: 'repo',
  confidence: 1,
  facts: [{ at: at('shop/openapi.yaml', 1), excerpt: 'openapi: 3.1.0', what: 'Shop 1.0.0' }],
  observedAt: '2026-10-30',
  rejected: [],
  nullifiedBy: [],
});

/** A proof that says a sentence and counts nothing. */
export function proof(text: string, holds: Proof['holds'] = 'no'): Proof {
  return { text, holds, applies: true, coverage: null, threshold: null, isBorderline: false, inside: [] };
}

/** Thresholds that change nothing. */
export function steady<T>(value: T): Sensitivity<T> {
  return { stricter: value, looser: value };
}

function activity(id: string, rest: Partial<ActivityAssessment>): ActivityAssessment {
  return {
    id,
    title: `Question of ${id}?`,
    verdict: 'emerging',
    interval: { low: 'emerging', high: 'emerging' },
    confidence: 0.5,
    rule: 'T-API: 1 of 1 APIs at tier E1 or better',
    coverage: [{ name: 'C_E1', numerator: 1, denominator: 3, unknown: 0, unweighted: 1 / 3, items: 3 }],
    proof: { emerging: proof('1 of 3 APIs at E1', 'yes'), established: proof('1 of 3 APIs at E3') },
    sensitivity: steady({ low: 'emerging', high: 'emerging' }),
    borderline: [],
    weight: 1,
    evidence: [],
    notCounted: [],
    attested: [],
    conflicts: [],
    notSupported: [],
    notObserved: [],
    missing: [],
    ...rest,
  };
}

const weighed = {
  weights: { applicable: 1, known: 1, emerging: 1, established: 0 },
  isBorderline: false,
  thresholds: { known: 0.5, emerging: 0.4, established: 0.7 },
  doubled: [{ activity: 'inventory.accuracy', threat: 'payment', share: 0.6 }],
  sensitivity: steady({ low: 'emerging', high: 'emerging' } as const),
};

const unobserved = { verdict: 'not-observed', interval: { low: 'non-existent', high: 'established' } } as const;

const domains: Assessment = {
  kind: 'domains',
  model: '42crunch',
  modelVersion: '1.0.0',
  title: 'API security maturity',
  headline: {
    verdict: 'emerging',
    interval: { low: 'non-existent', high: 'emerging' },
    rule: 'the lowest of the domains that were observed',
    sensitivity: steady({ low: 'non-existent', high: 'emerging' }),
  },
  domains: [
    {
      id: 'inventory',
      title: 'Inventory',
      verdict: 'emerging',
      interval: { low: 'emerging', high: 'established' },
      rule: 'two of three activities are emerging',
      ...weighed,
      gates: [{ level: 'established', text: 'inventory.accuracy is established', holds: 'no' }],
      activities: [
        activity('inventory.accuracy', {
          evidence: [described.id],
          missing: [{ what: 'describe them', subjects: [removeCart.id], more: 0 }],
        }),
      ],
    },
    {
      id: 'testing',
      title: 'Testing',
      verdict: 'non-existent',
      interval: { low: 'non-existent', high: 'non-existent' },
      rule: 'no gate of emerging holds',
      ...weighed,
      gates: [],
      activities: [
        activity('testing.release-gating', {
          verdict: 'non-existent',
          interval: { low: 'non-existent', high: 'non-existent' },
          notCounted: [zapRuns.id],
        }),
      ],
    },
    {
      id: 'protection',
      title: 'Protection',
      ...unobserved,
      rule: 'nothing could be looked at',
      ...weighed,
      gates: [],
      activities: [
        activity('protection.secure-transport', {
          ...unobserved,
          notObserved: [{ plane: 'gwx', why: 'no gateway configuration was given' }],
          notSupported: ['gateway.tls.min-version'],
        }),
      ],
    },
  ],
  distribution: [
    {
      domain: 'inventory',
      by: 'all',
      value: null,
      weight: 1,
      levels: { established: 0.25, emerging: 0.5, nonExistent: 0.05, unknown: 0.2 },
    },
    {
      domain: 'inventory',
      by: 'exposure',
      value: 'external',
      weight: 0.8,
      levels: { established: 0.3, emerging: 0.55, nonExistent: 0, unknown: 0.15 },
    },
    {
      domain: 'inventory',
      by: 'team',
      value: 'shelves',
      weight: 0.8,
      levels: { established: 0.3, emerging: 0.55, nonExistent: 0, unknown: 0.15 },
    },
    {
      domain: 'inventory',
      by: 'team',
      value: null,
      weight: 0.2,
      levels: { established: 0, emerging: 0.3, nonExistent: 0.25, unknown: 0.45 },
    },
  ],
  roadmap: [
    {
      step: 'Describe 2 operations of shop',
      gain: 'Inventory → established',
      value: 0.4,
      touches: ['shop/openapi.yaml:1'],
      more: 0,
      whatIf: [],
      about: 'inventory.accuracy',
    },
    {
      step: 'Make the job dast required on main',
      gain: 'Testing → emerging',
      value: 0.9,
      touches: ['.github/workflows/zap.yml:31', 'branch rule of main'],
      more: 0,
      whatIf: [],
      about: 'testing.release-gating',
    },
  ],
};

function measure(
  id: string,
  satisfaction: MeasureAssessment['satisfaction'],
  evidenceIds: readonly string[] = [],
): MeasureAssessment {
  return {
    id,
    title: `Measure ${id}`,
    ladder: 'documentation',
    satisfaction,
    high: satisfaction === 'unknown' ? 1 : satisfaction === 'not-applicable' ? 0 : satisfaction,
    rule: 'at least a fifth of APIs',
    coverage: [],
    proof: { satisfied: proof('a fifth of APIs'), partial: null },
    borderline: [],
    evidence: evidenceIds,
    notSupported: [],
  };
}

const stages: Assessment = {
  kind: 'stages',
  model: 'salt',
  modelVersion: '1.0.0',
  title: 'Salt API security maturity model',
  fit: {
    practices: 1,
    low: 0,
    high: 2,
    barometer: 2,
    rule: 'the last stage whose practices and all before it hold',
    sensitivity: steady(1),
  },
  nextStage: { stage: 2, satisfied: 1, of: 2 },
  advanceReady: false,
  messages: ['adoption runs ahead of security'],
  ladders: [{ id: 'documentation', rung: 1, high: 2 }],
  stages: [
    {
      stage: 2,
      title: 'API piloting',
      practices: {
        low: 0.5,
        high: 1,
        holds: false,
        measures: [
          measure('stage2.practices.documentation-started', 1, [described.id]),
          measure('stage2.practices.gateway-added', 'unknown'),
        ],
      },
      barometer: { low: 1, high: 1, holds: true, measures: [measure('stage2.barometer.pilot-projects', 0.5)] },
    },
  ],
  matrix: [],
  roadmap: [],
};

export function sampleParts(): ReportParts {
  return {
    toolVersion: '0.1.0',
    rules: 'rules-0123456789ab',
    generatedAt: '2026-11-14T03:00:00Z',
    target: {
      kind: 'tree',
      name: 'acme/shop',
      organisation: 'acme',
      commit: '4f2a91c8d2f5b1c3a4e5f60718293a4b5c6d7e8f',
      committedAt: '2026-11-12T10:00:00Z',
    },
    incompleteBecause: [],
    coverage: {
      files: {
        read: 1204,
        readByRole: { test: 204, product: 1000 },
        excluded: { 'vendored-folder': 12, 'ignored-by-git': 30 },
        failed: [{ file: 'shop/huge.json', why: 'larger than 4 MiB' }],
      },
      repositories: [
        { name: 'acme/shop', status: 'scanned', why: null, commit: '4f2a91c8d2f5b1c3a4e5f60718293a4b5c6d7e8f' },
      ],
      languagesNotRead: [
        { language: 'Python', files: 3 },
        { language: 'Java', files: 12 },
      ],
    },
    visibility: [
      { plane: 'repo', subject: 'acme/shop', readable: 'yes', why: 'the tree was read' },
      { plane: 'run', subject: 'acme/shop', readable: 'not-given', why: 'no traffic file was given' },
      { plane: 'host', subject: 'acme/shop', readable: 'no', why: 'no token for github.com' },
    ],
    inventory: {
      components: [
        {
          id: 'shop',
          path: 'shop',
          name: 'shop',
          manifests: ['package.json'],
          languages: ['TypeScript'],
          dependencies: ['express'],
          developmentDependencies: [],
          frameworks: ['express'],
        },
      ],
      apis: [
        {
          id: 'api-shop',
          title: 'Shop',
          version: '1.0.0',
          protocol: 'http',
          component: 'shop',
          risk: { class: 'high', reasons: ['handles personal data'] },
          descriptions: ['shop/openapi.yaml'],
        },
      ],
      operations: [refund, oldBooks, addCoupon, removeCart, listBooks, addBook],
      descriptions: [{ file: 'shop/openapi.yaml', api: 'api-shop', accepted: true, operations: 3, matched: 2 }],
      diagnostics: [
        {
          code: 'unreadable-yaml',
          at: at('deploy/values.yaml', 14, 3),
          message: 'mapping key repeated; the file was left out of the inventory',
        },
      ],
    },
    signals: [
      { signal: 'spec.openapi.present', status: 'supported', why: '12 YAML and JSON files', withoutPlace: [] },
      { signal: 'ci.dast.gating', status: 'supported', why: '2 workflows', withoutPlace: [] },
      { signal: 'gateway.tls.min-version', status: 'not-supported', why: 'no detector yet', withoutPlace: [] },
    ],
    evidence: [zapRuns, described],
    repositoryOf: new Map([['api-shop', 'acme/shop']]),
    diagnostics: [],
  };
}

export const sampleAssessments: readonly ModelAssessment[] = [stages, domains].map(assessment => ({
  assessment,
  modelDigest: '0123456789abcdef',
}));

/** The report of these parts with the sample's verdicts. */
export function reportOf(parts: ReportParts, assessments = sampleAssessments): Report {
  return sealReport(reportState(parts), assessments);
}

export function sampleReport(change: Partial<ReportParts> = {}): Report {
  return reportOf({ ...sampleParts(), ...change });
}
