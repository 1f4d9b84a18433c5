import { expect, test } from 'vitest';
import { DETECTORS } from '../../detectors/index.ts';
import { answers, inputOf } from '../../tests/support/evidence-of.ts';
import type { Estate } from '../../tests/support/evidence-of.ts';
import { governanceDerivers } from './governance.ts';

const detectors = DETECTORS.filter(({ kind }) => kind === 'governance' || kind === 'gateway');
const orders = {
  operations: { orders: ['GET /orders', 'GET /orders/{id}'] },
  descriptions: { orders: 'orders/openapi.yaml' },
};

async function say(
  signal: string,
  files: Readonly<Record<string, string>>,
  more: Partial<Estate> = {},
): Promise<readonly string[]> {
  return answers(governanceDerivers, signal, await inputOf({ detectors, files, ...orders, ...more }));
}

test('the last matching line of CODEOWNERS decides whether a description has an owner', async () => {
  const signal = 'repo.codeowners-covers-spec';
  expect(await say(signal, { CODEOWNERS: '* @acme/shop\n' })).toEqual([
    '+E2 repository acme/shop: CODEOWNERS names owners for all 1 description and gateway file(s); whether they must approve is not in the tree.',
  ]);
  expect(await say(signal, { CODEOWNERS: '* @acme/shop\n/orders/\n' })).toEqual([
    '+E2 repository acme/shop: CODEOWNERS leaves description or gateway files without an owner. [rejected by last-match]',
  ]);
  expect(await say(signal, { CODEOWNERS: '* @your-team\n' })).toEqual([
    '+E2 repository acme/shop: CODEOWNERS leaves description or gateway files without an owner. [rejected by G16]',
  ]);
  expect(await say(signal, { '.github/CODEOWNERS': '/x @acme/shop\n', CODEOWNERS: '* @acme/shop\n' })).toEqual([
    '+E2 repository acme/shop: CODEOWNERS leaves description or gateway files without an owner. [rejected by last-match]',
  ]);
});

test('an update bot that is switched off is shown and not counted', async () => {
  expect(await say('repo.dependency-updates', { 'renovate.json': '{ "enabled": false }' })).toEqual([
    '+E2 repository acme/shop: renovate is configured and switched off. [rejected by updates-off]',
  ]);
  expect(
    await say('repo.dependency-updates', {
      '.github/dependabot.yml': 'version: 2\nupdates: [{ package-ecosystem: npm }]\n',
    }),
  ).toEqual(['+E2 repository acme/shop: dependabot is configured for npm; that it merges is not in the tree.']);
});

const entry = (name: string, spec: string): string =>
  `apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: { name: ${name} }\nspec: { type: openapi, ${spec} }\n`;

test('a catalogue entry counts for the API that it describes, with owner and lifecycle', async () => {
  const signal = 'repo.catalog-entry';
  expect(
    await say(signal, {
      'orders/catalog-info.yaml': entry(
        'anything',
        'owner: shop, lifecycle: production, definition: { $text: ./openapi.yaml }',
      ),
    }),
  ).toEqual([
    '+E1 api api:orders: The catalogue lists anything, owned by shop, production; whether the owner exists is not in the tree.',
  ]);
  expect(await say(signal, { 'catalog-info.yaml': entry('orders', 'owner: team-a, lifecycle: production') })).toEqual([
    '+E1 api api:orders: The catalogue lists orders, owned by team-a, production; whether the owner exists is not in the tree. [rejected by G16]',
  ]);
  expect(await say(signal, { 'catalog-info.yaml': entry('invoices', 'owner: shop') })).toEqual([
    '+E1 repository acme/shop: The catalogue lists invoices, owned by shop; whether the owner exists is not in the tree. [rejected by incomplete, unmatched]',
  ]);
});

test('where the catalogue of the tree knows its groups, an owner must be one of them (G17)', async () => {
  const groups = (name: string): string =>
    `apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: { name: ${name} }\nspec: { type: team }\n`;
  const files = (owner: string, group = 'shop'): Readonly<Record<string, string>> => ({
    'catalog-info.yaml': entry('orders', `owner: ${owner}, lifecycle: production`),
    'org.yaml': groups(group),
  });
  const owned = async (owner: string): Promise<readonly string[]> => say('repo.catalog-entry', files(owner));
  expect((await owned('group:default/shop'))[0]).not.toMatch(/\[/);
  expect((await owned('Shop'))[0]).not.toMatch(/\[/);
  expect((await owned('gone'))[0]).toMatch(/\[rejected by G17\]$/);
  const person = { ...files('gone'), 'org.yaml': groups('x').replace('Group', 'User') };
  expect((await say('repo.catalog-entry', person))[0]).not.toMatch(/\[/);
});

test('a register is judged by the APIs of the tree, once there is one', async () => {
  const two = { operations: { orders: ['GET /orders'], users: ['GET /users'] } };
  const files = { 'apis.json': '{ "apis": [{ "name": "orders" }, { "name": "billing" }] }' };
  expect(await say('org.api-register.central', files, two)).toEqual([
    '+E1 organisation acme: A machine-readable register lists 2 APIs; what keeps it current is not shown by the file.',
  ]);
  expect(await say('org.api-register.accuracy', files, two)).toEqual([
    '+E3 api api:orders: orders is registered as orders.',
    '-E3 api api:users: users is in no register of the tree.',
  ]);
  expect(await say('org.api-register.accuracy', {}, two)).toEqual([]);
  expect(
    await say('org.api-register.manual', { 'docs/apis.md': '| API | Owner |\n|---|---|\n| orders | shop |\n' }),
  ).toEqual(['+E1 organisation acme: A hand-kept list names 1 APIs.']);
});

test('one class for all of three APIs is a default and no classification', async () => {
  const three = { operations: { orders: [], users: [], carts: [] } };
  const files = (last: string): Readonly<Record<string, string>> => ({
    'catalog-info.yaml': ['orders', 'users', 'carts']
      .map(
        (name, index) =>
          `apiVersion: backstage.io/v1alpha1\nkind: API\nmetadata: { name: ${name}, labels: { tier: "${index === 2 ? last : 'low'}" } }\nspec: { type: openapi }\n`,
      )
      .join('---\n'),
  });
  expect(await say('risk.classification.recorded', files('low'), three)).toEqual(
    ['orders', 'users', 'carts'].map(name => `+E1 api api:${name}: ${name} is recorded as low. [rejected by G16]`),
  );
  expect(await say('risk.classification.recorded', files('high'), three)).toEqual([
    '+E1 api api:orders: orders is recorded as low.',
    '+E1 api api:users: users is recorded as low.',
    '+E1 api api:carts: carts is recorded as high.',
  ]);
});

test('an exception that ended, or that has no reason, contradicts', async () => {
  const table =
    '| Exception | Reason | Owner | Expires |\n|---|---|---|---|\n| a | x | team-a | 2026-12-31 |\n| a | x | ann | 2026-12-31 |\n| b | x | ann | 2026-01-01 |\n| c | | ann | |\n';
  expect(await say('org.exceptions.register', { 'security/exceptions.md': table })).toEqual([
    '-E1 organisation acme: The exception states no owner.',
    '+E1 organisation acme: The exception has a reason, an owner and ends on 2026-12-31.',
    '-E1 organisation acme: The exception ended on 2026-01-01 and is still listed.',
    '-E1 organisation acme: The exception states no reason, no end.',
  ]);
});

test('findings that a scanner passes over count as open without reason, owner and end (G18)', async () => {
  const signal = 'org.exceptions.register';
  const list = '# no fix is released yet\nCVE-1 exp:2026-10-01\n';
  expect(
    await say(signal, { '.trivyignore': `${list}CVE-2\nCVE-3 exp:2026-01-01\n`, CODEOWNERS: '* @acme/shop\n' }),
  ).toEqual([
    '-E1 organisation acme: trivy passes over 3 findings that count as open (G18): 2 without a reason, 1 without an end, 1 past their end.',
  ]);
  expect(await say(signal, { '.trivyignore': list })).toEqual([
    '-E1 organisation acme: trivy passes over 1 findings that count as open (G18): 1 without an owner.',
  ]);
  expect(await say(signal, { '.trivyignore': list, CODEOWNERS: '* @acme/shop\n' })).toEqual([
    '+E1 organisation acme: trivy passes over 1 findings, each with a reason, an owner and an end.',
  ]);
  expect(await say(signal, { 'test/.trivyignore': list })).toEqual([]);
});

test('a standard needs an owner, a section on security and a date that is not ahead', async () => {
  const standard = (date: string, owner: string): Readonly<Record<string, string>> => ({
    'docs/api-guidelines.md': `# API guidelines\n${owner}\nUpdated: ${date}\n## Security\nYou must send tokens.\nYou must not log tokens.\nYou should use TLS.\n`,
  });
  expect(await say('org.standard.published', standard('2026-01-01', 'Owner: platform'))).toEqual([
    '+E1 organisation acme: API guidelines sets rules on security.',
  ]);
  expect((await say('org.standard.published', standard('2026-01-01', 'Owner: TODO')))[0]).toMatch(
    /\[rejected by G17\]$/,
  );
  expect(await say('org.standard.published', standard('2027-01-01', ''))).toEqual([
    '+E1 organisation acme: API guidelines sets rules on security. [rejected by D.6, G17]',
  ]);
});

test('training, tests and assessments without a date are for the scorer to weigh', async () => {
  const training = {
    'docs/training.md':
      '# API security course\n\n## Lesson 1\n\nObject level authorization: check the owner of what is asked for in the handler.\n',
  };
  expect(await say('org.training.api-specific', training)).toEqual([
    '+E1 organisation acme: API security course is course material; who took the course is not recorded here.',
  ]);
});

test('attestations of the future, of nothing and of no API are shown and not counted', async () => {
  expect(
    await say('org.training.api-specific', {
      'training/a.csv': 'course,person,completed\nAPI security,ann,2027-01-01\n',
    }),
  ).toEqual(['+E1 organisation acme: 1 completions are recorded, the last on 2027-01-01. [rejected by D.6]']);
  const report = (scope: string): Readonly<Record<string, string>> => ({
    'security/pentest.md': `# Penetration test\nDate: 2026-03-03\nScope: ${scope} with all that belongs to it, from the outside\nFindings: none of weight\n`,
  });
  expect(await say('org.pentest.attestation', report('GET /orders'))).toEqual([
    '+E1 api api:orders: Penetration test reports on a penetration test of 2026-03-03.',
  ]);
  expect(await say('org.pentest.attestation', report('the network'))).toEqual([
    '+E1 organisation acme: Penetration test reports on a penetration test of 2026-03-03. [rejected by G15]',
  ]);
});

test('what may live outside the tree is not looked for in vain', async () => {
  const input = await inputOf({ detectors, files: {} });
  const looked = governanceDerivers.filter(({ looks }) => looks(input).length > 0).map(({ signal }) => signal);
  expect(looked).toEqual(['repo.codeowners-covers-spec', 'repo.dependency-updates', 'repo.catalog-entry']);
});
