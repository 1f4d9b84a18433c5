import { expect, test } from 'vitest';
import { code, reconciled } from '../../tests/support/reconciled.ts';
import type { Fact } from '../core/fact.ts';

const handler = { file: './app.ts', line: 10, column: 20, endLine: 14, endColumn: 2 };

function header(line: number, sunset?: string, fileRole: Fact['fileRole'] = 'product'): Fact {
  return {
    kind: 'artefact',
    artefact: 'deprecation',
    at: { file: './app.ts', line, column: 3, endLine: line, endColumn: 12 },
    what: sunset === undefined ? 'Deprecation' : 'Sunset',
    ...(sunset === undefined ? {} : { sunset }),
    emitted: 'header',
    detector: 'deprecation-header',
    fileRole,
    component: '.',
    excerpt: '',
  };
}

test.each([
  ['a header set in the handler deprecates the operation', [header(12)], 'shadow', true, undefined],
  [
    'a date that has passed makes a zombie of what is still served',
    [header(11), header(12, '2025-01-31')],
    'zombie',
    true,
    '2025-01-31',
  ],
  ['a date to come does not', [header(12, '2099-01-31')], 'shadow', true, '2099-01-31'],
  ['a header set elsewhere says nothing of it', [header(20, '2025-01-31')], 'shadow', false, undefined],
  ['nor does one in a test', [header(12, '2025-01-31', 'test')], 'shadow', false, undefined],
] as const)('%s', (_, facts, state, deprecated, sunset) => {
  const { inventory } = reconciled({ code: [code('GET /books', { handler })], facts: [...facts] });
  expect(inventory.operations.map(operation => [operation.state, operation.deprecated, operation.sunset])).toEqual([
    [state, deprecated, sunset],
  ]);
});
