import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadModels } from '../models/load.ts';
import type { Models } from '../models/schema.ts';
import type { ReportDomains, ReportState } from './core/report.ts';
import { scoreReport } from './score-report.ts';
import { readSituation, stateOfSituation } from './situation/read.ts';
import { verifyReport } from './verify.ts';
import { parseView, ViewError, viewOf } from './view.ts';

const models = loadModels();
const RUNS = { numRuns: 20 };

/** A JSON document is YAML as well. */
function stateOf(situation: object): ReportState {
  const text = JSON.stringify({
    situation: 1,
    title: 'Acme',
    story: '',
    looks: 'as-it-is',
    is: 'as-it-is',
    today: '2026-06-01',
    organisation: 'acme',
    scope: 'organisation',
    read: ['repo', 'ci', 'host', 'gwx'],
    ...situation,
  });
  return stateOfSituation(readSituation(text, 'situation.yaml'), models.catalogue, '0.1.0');
}

function domainsOf(state: ReportState, by: Models = models): ReportDomains {
  const found = scoreReport(state, by).assessments.find((each): each is ReportDomains => each.kind === 'domains');
  if (found === undefined) throw new Error('there is a model of domains');
  return found;
}

/** Levels of domains and activities: all that a person reads first. */
function levelsOf(state: ReportState, by: Models = models): readonly string[] {
  return domainsOf(state, by).domains.flatMap(domain =>
    [domain, ...domain.activities].map(({ id, level, low, high }) => `${id} ${level} ${low}..${high}`),
  );
}

const TWO_TEAMS = stateOf({
  repositories: [{ id: 'acme/shop' }, { id: 'acme/mono' }, { id: 'acme/dark', scanned: false }],
  unread: [{ plane: 'host', repository: 'acme/mono', why: 'no token' }],
  apis: [
    { id: 'carts', repository: 'acme/shop', owner: 'web', risk: 'low', operations: ['GET /carts'] },
    { id: 'ledger', repository: 'acme/mono', owner: 'money', risk: 'critical', operations: ['POST /ledger'] },
    { id: 'rates', repository: 'acme/mono', owner: 'web', risk: 'medium', operations: ['GET /rates'] },
    { id: 'fees', repository: 'acme/mono', owner: 'web', risk: 'medium', operations: ['GET /fees'] },
  ],
  evidence: [
    { signal: 'org.standard.published', on: 'organisation', tier: 'E1' },
    { signal: 'ci.dast.gating', on: 'repositories', tier: 'E4' },
    { signal: 'spec.openapi.present', on: 'apis', tier: 'E2' },
    { signal: 'route.auth.middleware', on: 'operations', tier: 'E3' },
  ],
});

describe('the view of a team', () => {
  const view = viewOf(TWO_TEAMS, { kind: 'team', name: 'money' }, models);

  test('holds what is of its APIs, and says what of its evidence is inherited', () => {
    const kept = view.evidence.map(({ signal, subject }) => `${signal} on ${subject.scope} ${subject.id}`);
    const inherited = new Set(view.view?.inherited);
    expect({
      apis: view.apis.map(api => api.id),
      operations: view.endpoints.map(({ path }) => path),
      components: view.components.map(({ id }) => id),
      repositories: view.coverage.repositories.map(({ name }) => name),
      evidence: kept.filter(text => !text.startsWith('route.auth.middleware')),
      guards: kept.length,
      inherited: view.evidence.filter(({ id }) => inherited.has(id)).map(({ signal }) => signal),
      whole: view.view?.whole,
    }).toEqual({
      apis: ['ledger'],
      operations: ['/ledger'],
      components: ['acme/mono/ledger'],
      repositories: ['acme/mono'],
      evidence: [
        'org.standard.published on organisation acme',
        'ci.dast.gating on repository acme/mono',
        'spec.openapi.present on api ledger',
      ],
      guards: 4,
      inherited: ['org.standard.published', 'ci.dast.gating'],
      whole: { apis: 4, repositories: 3, scanned: 2, excluded: 0 },
    });
  });

  test('does not inherit what is said of a repository that is its own', () => {
    const own = viewOf(TWO_TEAMS, { kind: 'repository', name: 'acme/mono' }, models);
    const inherited = new Set(own.view?.inherited);
    expect(own.evidence.filter(({ id }) => inherited.has(id)).map(({ signal }) => signal)).toEqual([
      'org.standard.published',
    ]);
  });

  test('is a report that can be verified, and cannot be narrowed again', () => {
    const report = scoreReport(view, models);
    expect(verifyReport(report, models).kind).toBe('verified');
    expect(() => viewOf(view, { kind: 'api', name: 'ledger' }, models)).toThrow(
      new ViewError('this report is already about team money; take the one of the whole it was made from'),
    );
  });

  test('knows of no absence that the whole does not know of', () => {
    const own = viewOf(TWO_TEAMS, { kind: 'team', name: 'web' }, models);
    expect(
      own.visibility.filter(({ plane }) => plane === 'host').map(({ subject, why }) => `${subject}: ${why}`),
    ).toEqual(['acme/mono: no token', 'acme/shop: so given']);
    const shop = viewOf(TWO_TEAMS, { kind: 'repository', name: 'acme/shop' }, models);
    expect(
      shop.visibility.filter(({ plane }) => plane === 'host').map(({ subject, why }) => `${subject}: ${why}`),
    ).toEqual(['acme: acme/mono: no token', 'acme/shop: so given']);
  });
});

test.each([
  ['team:monye', 'no team is called "monye"; nearest: team:money; apiassay explain teams lists them'],
  ['api:cart', 'no API is called "cart"; nearest: api:carts; apiassay explain apis lists them'],
  [
    'component:acme/mono',
    'no component is called "acme/mono"; nearest: component:acme/mono/fees; apiassay explain components lists them',
  ],
  [
    'repository:acme/shopp',
    'no repository is called "acme/shopp"; nearest: repository:acme/shop; apiassay explain repositories lists them',
  ],
  ['squad:web', '"squad:web": a part is KIND:NAME, with KIND one of team, component, api, repository'],
  ['money', '"money": a part is KIND:NAME, with KIND one of team, component, api, repository'],
])('%s names no part', (text, message) => {
  expect(() => viewOf(TWO_TEAMS, parseView(text), models)).toThrow(new ViewError(message));
});

test('a title that two APIs have names neither; their ids do', () => {
  const state = stateOf({
    apis: ['a', 'b'].map(id => ({ id, title: 'Shop', risk: 'low', operations: ['GET /x'] })),
  });
  expect(() => viewOf(state, { kind: 'api', name: 'Shop' }, models)).toThrow(
    new ViewError('several APIs are called "Shop": api:a (acme/a), api:b (acme/b)'),
  );
  expect(viewOf(state, { kind: 'api', name: 'b' }, models).view?.name).toBe('b');
});

test('a text that stands for many APIs counts in the view of one as little as in the whole', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
  const state = stateOf({
    apis: ids.map(id => ({ id, risk: 'medium', operations: [`GET /${id}`] })),
    evidence: [
      { signal: 'design.threat-model.file', on: 'apis', tier: 'E1', text: 'one text', observedAt: '2026-05-01' },
    ],
  });
  const limits = ids.map(name => viewOf(state, { kind: 'api', name }, models).view?.limits.map(({ most }) => most));
  expect(limits.flat()).toEqual(Array.from({ length: ids.length - 1 }, () => 0));
});

test('one good API of little weight does not lift the whole, and the whole does not sink it', () => {
  const state = stateOf({
    repositories: [{ id: 'acme/a' }, { id: 'acme/b' }],
    apis: [
      { id: 'a', repository: 'acme/a', owner: 'good', risk: 'low', exposed: 'yes', operations: ['GET /a', 'POST /a'] },
      {
        id: 'b',
        repository: 'acme/b',
        owner: 'other',
        risk: 'critical',
        exposed: 'yes',
        operations: ['GET /b', 'POST /b'],
      },
    ],
    evidence: [
      { signal: 'route.validation.request', on: 'operations of a', tier: 'E3' },
      { signal: 'test.status-codes', on: 'operations of a', tier: 'E3' },
      { signal: 'test.authn-negative', on: 'operations of a', tier: 'E3' },
      { signal: 'ci.apisec-test.gating', on: 'repository acme/a', tier: 'E4' },
    ],
  });
  const levelOf = (of: ReportState): string | undefined =>
    domainsOf(of)
      .domains.flatMap(domain => domain.activities)
      .find(({ id }) => id === 'testing.authn-bypass')?.level;
  const [good, other] = ['good', 'other'].map(name => viewOf(state, { kind: 'team', name }, models));
  if (good === undefined || other === undefined) throw new Error('there are two teams');
  expect([levelOf(good), levelOf(other), levelOf(state)]).toEqual(['emerging', 'non-existent', 'non-existent']);
});

const OPERATIONS = [
  'GET /carts',
  'POST /carts',
  'DELETE /carts/{id}',
  'POST /login',
  'GET /admin/users',
  'POST /bookings',
];
const NAMES = ['a', 'b', 'c'];
const signals = [...models.catalogue.values()].filter(
  signal => signal.tiers !== 'none' && signal.polarity !== 'contradicts',
);

/** On some of the three, so that each has its own levels; three of four are support at its strongest. */
const record = fc
  .record({
    signal: fc.constantFrom(...signals),
    names: fc.subarray(NAMES, { minLength: 1 }),
    luck: fc.nat({ max: 15 }),
  })
  .map(({ signal, names, luck }) => {
    const on = {
      organisation: ['organisation'],
      repository: names.map(name => `repository acme/${name}`),
      api: names.map(name => `api ${name}`),
      operation: names.map(name => `operations of ${name}`),
    };
    const { min, max } = signal.tiers === 'none' ? { min: 'E0', max: 'E5' } : signal.tiers;
    return {
      signal: signal.id,
      on: on[signal.scope],
      tier: luck === 0 ? min : max,
      polarity: signal.polarity === 'either' ? (luck === 1 ? 'contradicts' : 'supports') : signal.polarity,
      observedAt: '2026-05-20',
      ...(luck === 2 ? { text: 'one text' } : {}),
      ...(luck === 3 ? { introduced: { at: '2026-05-30', by: 'one change' } } : {}),
    };
  });

/** Three APIs, each in a repository of its own, by the owners given; where it is dark, a fourth repository was not read. */
function estate(
  owners: readonly string[],
  isDark: fc.Arbitrary<boolean> = fc.constant(false),
): fc.Arbitrary<ReportState> {
  return fc
    .record({
      risks: fc.tuple(...NAMES.map(() => fc.constantFrom('critical', 'high', 'medium', 'low'))),
      exposed: fc.constantFrom('yes', 'no', 'unknown'),
      operations: fc.tuple(...NAMES.map(() => fc.uniqueArray(fc.constantFrom(...OPERATIONS), { minLength: 1 }))),
      read: fc.subarray(['repo', 'ci', 'host', 'gwx', 'run', 'att'], { minLength: 2 }),
      unread: fc.subarray(['ci', 'host', 'gwx']),
      dark: isDark,
      evidence: fc.array(record, { minLength: 100, maxLength: 400 }),
    })
    .map(({ risks, exposed, operations, read, unread, evidence, dark }) =>
      stateOf({
        read,
        unread: unread.map(plane => ({ plane, repository: 'acme/b', why: 'no token' })),
        repositories: [
          ...NAMES.map(name => ({ id: `acme/${name}` })),
          ...(dark ? [{ id: 'acme/dark', scanned: false }] : []),
        ],
        apis: NAMES.map((id, at) => ({
          id,
          repository: `acme/${id}`,
          owner: owners[at],
          risk: risks[at],
          exposed,
          operations: operations[at],
        })),
        evidence,
      }),
    );
}

describe('for every estate', () => {
  // The tail rule is for the organisation alone; without it the same rules hold for a part.
  const tailless: Models = { ...models, parameters: { ...models.parameters, tail: { critical: 0, unknown: 1 } } };

  test('a view of everything has the levels of the whole, apart from the tail rule', () => {
    fc.assert(
      fc.property(estate(['all', 'all', 'all']), state => {
        const view = viewOf(state, { kind: 'team', name: 'all' }, tailless);
        expect(levelsOf(view, tailless)).toEqual(levelsOf(state, tailless));
      }),
      RUNS,
    );
  });

  test('the distribution says of each API what its view says', () => {
    fc.assert(
      fc.property(estate(NAMES, fc.boolean()), state => {
        const { distribution } = domainsOf(state);
        for (const name of NAMES) {
          const view = domainsOf(viewOf(state, { kind: 'api', name }, models));
          const spread = distribution
            .filter(row => row.by === 'team' && row.value === name)
            .map(({ domain, levels }) => [domain, Object.entries(levels).find(([, share]) => share === 1)?.[0]]);
          expect(spread).toEqual(view.domains.map(({ id, level }) => [id, LEVELS.get(level) ?? 'unknown']));
        }
      }),
      RUNS,
    );
  });

  test('a view verifies', () => {
    fc.assert(
      fc.property(estate(['one', 'one', 'two']), fc.constantFrom('one', 'two'), (state, name) => {
        expect(verifyReport(scoreReport(viewOf(state, { kind: 'team', name }, models), models), models).kind).toBe(
          'verified',
        );
      }),
      { numRuns: 5 },
    );
  });
});

const LEVELS: ReadonlyMap<string, string> = new Map([
  ['established', 'established'],
  ['emerging', 'emerging'],
  ['non-existent', 'nonExistent'],
]);
