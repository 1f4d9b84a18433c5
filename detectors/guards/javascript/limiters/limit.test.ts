import { expect, test } from 'vitest';
import { javascriptFile } from '../../../../src/parse/javascript.ts';
import { limiters } from './limiters.ts';

function judged(text: string): readonly (string | undefined)[] {
  const parsed = javascriptFile('app.ts', 'product', text, { read: () => undefined });
  const facts = parsed.kind === 'parsed' ? limiters.detect(parsed.file) : [];
  return facts.flatMap(fact => (fact.kind === 'guard-kind' ? [fact.limitsNothing?.kind] : []));
}

test.each([
  ['{ windowMs: 60000, max: 100 }', undefined],
  ['{ windowMs: 60000, limit: 1000000000 }', 'absurd'],
  ['{ windowMs: 1000, max: 50000 }', 'absurd'],
  ['{ windowMs: 15 * 60 * 1000, max: 50000 }', undefined],
  ['{ max: Infinity }', 'absurd'],
  ['{ max: Number.MAX_SAFE_INTEGER }', 'absurd'],
  ['{ max: limitOf }', undefined],
  ['options', undefined],
  ['{ max: 5, keyGenerator: () => "all" }', 'keyless'],
  ['{ max: 5, keyGenerator: req => req.ip }', undefined],
  ['{ max: 5, skip: () => true }', 'skipped'],
  ['{ max: 5, skip: () => false }', undefined],
  ['{ max: 5, skip: req => req.path === "/health" }', undefined],
])('a limiter with %s: %s', (options, expected) => {
  expect(judged(`import rateLimit from 'express-rate-limit';\napp.use(rateLimit(${options}));\n`)).toEqual([expected]);
});

test('the plugin of Fastify is judged likewise', () => {
  const plugin = (options: string): readonly (string | undefined)[] =>
    judged(`import rateLimit from '@fastify/rate-limit';\nfastify.register(rateLimit, ${options});\n`);
  expect([plugin('{ max: 1e9 }'), plugin('{ max: 100, timeWindow: 60000 }')]).toEqual([['absurd'], [undefined]]);
});
