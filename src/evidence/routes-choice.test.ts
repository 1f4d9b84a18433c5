import { expect, test } from 'vitest';
import { manifestDependencies } from '../../detectors/governance/manifest-dependencies/manifest-dependencies.ts';
import { packageDependencies } from '../../detectors/governance/package-dependencies/package-dependencies.ts';
import { answers, inputOf } from '../../tests/support/evidence-of.ts';
import { choiceDerivers } from './routes-choice.ts';
import { lineOf } from './framework-support.ts';

/** Evidence for an application whose operations this framework serves, with this manifest of npm. */
function choice(manifest: object, framework = 'express', role?: 'example'): Promise<readonly string[]> {
  return choiceIn('package.json', JSON.stringify(manifest), framework, role);
}

async function choiceIn(
  path: string,
  manifest: string,
  framework: string,
  role?: 'example',
): Promise<readonly string[]> {
  const input = await inputOf({
    files: { [path]: manifest },
    detectors: [packageDependencies, manifestDependencies],
    operations: { shop: ['GET /a'] },
  });
  const at = { file: 'app.ts', line: 1, column: 1, endLine: 1, endColumn: 2 };
  const operations = input.inventory.operations.map(operation => ({
    ...operation,
    sources: [{ kind: 'code' as const, at, what: framework, excerpt: '' }],
  }));
  return answers(choiceDerivers, 'code.framework.choice', {
    ...input,
    facts: role ? input.facts.map(fact => ({ ...fact, fileRole: role })) : input.facts,
    inventory: { ...input.inventory, operations },
    linked: new Map(operations.map(({ id }) => [id, {}])),
  });
}

test('a framework in support, and one that is not', async () => {
  expect(await choice({ dependencies: { express: '^4.18.2' } })).toEqual([
    '+E2 repository acme/shop: routes are served by express 4, in support',
  ]);
  expect(await choice({ dependencies: { express: '3.21.2' } })).toEqual([
    '-E2 repository acme/shop: routes are served by express 3, out of support',
  ]);
  expect(await choice({ dependencies: { fastify: '~4.28.0' } }, 'fastify')).toEqual([
    '-E2 repository acme/shop: routes are served by fastify 4, out of support',
  ]);
});

test.each([
  ['is for development alone', { devDependencies: { express: '^3.0.0' } }],
  ['serves nothing', { dependencies: { koa: '^1.0.0' } }],
  ['has a version that stands elsewhere', { dependencies: { express: 'catalog:' } }],
  ['may be of several majors', { dependencies: { express: '>=3' } }],
  ['is of a major that nobody has judged', { dependencies: { express: '^99.0.0' } }],
])('a framework that %s says nothing', async (_, manifest) => expect(await choice(manifest)).toEqual([]));

test('the manifest of an example is not the application', async () => {
  expect(await choice({ dependencies: { express: '3.0.0' } }, 'express', 'example')).toEqual([]);
});

test('frameworks of other languages, by their manifests', async () => {
  expect(await choiceIn('Gemfile', "gem 'rails', '~> 7.1.3'\n", 'rails')).toEqual([
    '-E2 repository acme/shop: routes are served by Rails 7.1, out of support',
  ]);
  expect(await choiceIn('requirements.txt', 'Django==5.2.4\n', 'djangorestframework')).toEqual([
    '+E2 repository acme/shop: routes are served by Django 5.2, in support',
  ]);
  expect(await choiceIn('requirements.txt', 'Django>=4\n', 'django')).toEqual([]);
});

test.each([
  ['^4.18.2', 1, '4'],
  ['5', 1, '5'],
  ['4.x', 1, '4'],
  ['v3.0.0-beta.1', 1, '3'],
  ['latest', 1, undefined],
  ['workspace:*', 1, undefined],
  ['4 || 5', 1, undefined],
  ['*', 1, undefined],
  ['${boot.version}', 2, undefined],
  ['3.5.3', 2, '3.5'],
  ['2.7.18.RELEASE', 2, '2.7'],
  ['~> 7.1.3', 2, '7.1'],
  ['~> 7.1', 2, undefined],
  ['~> 7.1', 1, '7'],
  ['~=5.2.0', 2, '5.2'],
  ['==4.2.*', 2, '4.2'],
  ['7.3.*', 2, '7.3'],
  ['^7.3', 2, undefined],
  ['~7.3', 2, undefined],
  ['~7.3.0', 2, '7.3'],
] as const)('%s, by %s parts, stays on %s', (range, depth, line) => expect(lineOf(range, depth)).toBe(line));
