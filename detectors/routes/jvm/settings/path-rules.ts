/** Access rules for paths that name no order of their own: the narrowest comes first. */
import type { AccessEffect, Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { Expr } from '../../../../src/core/program.ts';

export type PathRule = {
  readonly at: Location;
  /** In Ant's syntax. */
  readonly pattern: string;
  /** Undefined: all. */
  readonly methods?: readonly Method[];
  readonly effect: AccessEffect;
  readonly scopes?: readonly Expr[];
};

/** Rules in the order in which they decide: exact paths before longer ones before shorter ones; with methods before those without. */
export function byNarrowness(rules: readonly PathRule[]): readonly PathRule[] {
  const weight = ({ pattern, methods }: PathRule): readonly number[] => [
    /[*?]/.test(pattern) ? 1 : 0,
    -pattern.replace(/\/?\*+$/, '').length,
    methods ? 0 : 1,
  ];
  return rules.toSorted((a, b) => {
    const [left, right] = [weight(a), weight(b)];
    for (const [index, value] of left.entries()) {
      const difference = value - (right[index] ?? 0);
      if (difference !== 0) return difference;
    }
    return 0;
  });
}

export function ruleFacts(framework: string, list: string, rules: readonly PathRule[]): readonly ProgramFact[] {
  return rules.map(({ at, pattern, methods, effect, scopes }, rank) => ({
    kind: 'access-rule',
    at,
    framework,
    site: { kind: 'text', at, value: pattern },
    list,
    match: [{ paths: { kind: 'text', at, value: pattern }, syntax: 'ant', ...(methods ? { methods } : {}) }],
    effect,
    rank,
    ...(scopes ? { scopes } : {}),
  }));
}
