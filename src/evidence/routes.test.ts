import { expect, test } from 'vitest';
import { code, reconciled } from '../../tests/support/reconciled.ts';
import type { Fact } from '../core/fact.ts';
import type { LimitsNothing } from '../core/facts/program.ts';
import type { EvidenceInput } from '../core/inventory.ts';
import type { CodeOperation } from '../core/operation.ts';
import { routeDerivers } from './routes.ts';

const at = { file: 'app.ts', line: 7, column: 9, endLine: 7, endColumn: 18 };

/** `supports E3 | summary`, with what rejects and nullifies it. */
function say(signal: string, operations: readonly CodeOperation[], facts: readonly Fact[] = []): readonly string[] {
  const { inventory, linked } = reconciled({ code: operations });
  const input: EvidenceInput = {
    repository: 'org/shop',
    organisation: 'org',
    facts,
    inventory,
    linked,
    visibility: [],
    today: '2026-01-01',
    changedAt: () => undefined,
  };
  return routeDerivers
    .filter(deriver => deriver.signal === signal)
    .flatMap(deriver => deriver.derive(input))
    .map(({ polarity, tier, summary, rejected = [], nullifiedBy = [] }) => {
      const marks = [
        ...rejected.map(({ rule }) => ` [${rule}]`),
        ...nullifiedBy.map(({ kind, at: place }) => ` {${kind} at ${place?.line}}`),
      ];
      return `${polarity} ${tier} | ${summary}${marks.join('')}`;
    });
}

test.each([
  ['required', ['supports E3 | GET /a is guarded: guards say required']],
  ['optional', ['supports E2 | GET /a reads a credential and lets requests without pass [G11]']],
  ['none', ['contradicts E3 | GET /a answers without credentials: guards say none']],
  ['unknown', []],
] as const)('a guard that is %s', (status, expected) => {
  expect(say('route.auth.middleware', [code('GET /a', { status })])).toEqual(expected);
});

function limiter(limitsNothing?: LimitsNothing): Fact {
  return {
    kind: 'guard-kind',
    at,
    framework: 'limiters',
    site: { kind: 'name', at, name: 'rateLimit' },
    effect: 'none',
    limiter: true,
    ...(limitsNothing ? { limitsNothing } : {}),
    why: 'limits',
    detector: 'limiters',
    fileRole: 'product',
    component: '.',
    excerpt: '',
  };
}

test.each([
  [undefined, 'supports E3 | GET /a is behind a rate limiter'],
  [{ kind: 'absurd', why: 'x' } as const, 'supports E2 | GET /a is behind a rate limiter that stops nobody [G23]'],
  [
    { kind: 'keyless', why: 'x' } as const,
    'supports E2 | GET /a is behind a rate limiter that stops nobody {effect at 7}',
  ],
  [
    { kind: 'skipped', why: 'x' } as const,
    'supports E2 | GET /a is behind a rate limiter that stops nobody {effect at 7}',
  ],
])('a limiter of which the detector says %j', (nothing, expected) => {
  const limited = [code('GET /a', { limiter: at })];
  expect(say('route.rate-limit.in-code', limited, [limiter(nothing)])).toEqual([expected]);
});
