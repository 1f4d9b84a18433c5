import { expect, test } from 'vitest';
import { ownerPatternMatches } from './governance-codeowners.ts';

test.each([
  ['*', 'a/b.js', true],
  ['*.js', 'a/b/c.js', true],
  ['/docs/', 'docs/a/b.md', true],
  ['/docs/', 'src/docs/a.md', false],
  ['apps/', 'x/apps/y.js', true],
  ['docs/*', 'docs/a.md', true],
  ['docs/*', 'docs/a/b.md', false],
  ['**/logs', 'build/logs/a', true],
  ['/api/openapi.yaml', 'api/openapi.yaml', true],
  ['/api', 'api/openapi.yaml', true],
  ['api', 'apis/openapi.yaml', false],
  ['/a/**/z.yaml', 'a/b/c/z.yaml', true],
  ['/a/**', 'a/b', true],
  [`${'*a'.repeat(50)}b`, `${'a'.repeat(5000)}`, false],
])('%s matches %s: %s', (pattern, path, expected) => expect(ownerPatternMatches(pattern, path)).toBe(expected));
