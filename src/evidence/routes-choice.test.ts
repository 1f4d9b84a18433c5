import { expect, test } from 'vitest';
import { packageDependencies } from '../../detectors/governance/package-dependencies/package-dependencies.ts';
import { answers, inputOf } from '../../tests/support/evidence-of.ts';
import { choiceDerivers } from './routes-choice.ts';
import { majorOf } from './framework-support.ts';

/** Evidence for an application whose operations this framework serves, with this manifest. */
async function choice(manifest: object, framework = 'express', role?: 'example'): Promise<readonly string[]> {
  const input = await inputOf({
    files: { 'package.json': JSON.stringify(manifest) },
    detectors: [packageDependencies],
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

test.each([
  ['^4.18.2', 4],
  ['5', 5],
  ['4.x', 4],
  ['v3.0.0-beta.1', 3],
  ['latest', undefined],
  ['workspace:*', undefined],
  ['4 || 5', undefined],
  ['*', undefined],
])('%s stays on %s', (range, major) => expect(majorOf(range)).toBe(major));
