import type { ProgramFact, RouterRules } from '../../src/core/facts/program.ts';
import type { ClassMember, Expr } from '../../src/core/program.ts';

/**
 * A method that a framework hands every failure of what it serves. The rules are those of the framework's routes: whichever
 * fact comes first makes their root.
 */
export function errorMapper(
  framework: string,
  rules: RouterRules,
  { nameAt: at, name, fn }: Extract<ClassMember, { kind: 'method' }>,
): ProgramFact {
  const guard: Expr = { kind: 'function', at, fn: { ...fn, name } };
  return { kind: 'guard', at, framework, site: { kind: 'nothing', at }, rules, guards: [guard], stage: 'error' };
}
