import { expect, test } from 'vitest';
import { teamsOf } from './team.ts';

test('an API without owner is of the team that alone owns the others of its repository', () => {
  const apis = [
    { id: 'a', repository: 'shop', owner: 'web' },
    { id: 'b', repository: 'shop', owner: null },
    { id: 'c', repository: 'mono', owner: 'web' },
    { id: 'd', repository: 'mono', owner: 'money' },
    { id: 'e', repository: 'mono', owner: null },
    { id: 'f', repository: 'lost', owner: null },
  ];
  expect(Object.fromEntries(teamsOf(apis))).toEqual({ a: 'web', b: 'web', c: 'web', d: 'money', e: null, f: null });
});
