import type { Expr } from '../../../../src/core/program.ts';
import { type LocalValues, memberOf, optionOf } from '../values.ts';

/** The path in `app.service(path)`, or in a constant of the file that holds it. */
export function serviceOf(expr: Expr, local: LocalValues): Expr | undefined {
  const value = local.valueOf(expr);
  if (value.kind !== 'call' || value.callee.kind !== 'member' || value.callee.name !== 'service') return undefined;
  return value.args.length === 1 ? value.args[0] : undefined;
}

/**
 * What runs before a method of a service (`all` for each of them): hooks `around` and `before` it.
 * Source: Feathers, Hooks.
 */
export function guardsOf(hooks: Expr, method: string, local: LocalValues): readonly Expr[] {
  return ['around', 'before'].flatMap(stage => {
    const ofStage = optionOf(hooks, stage, local);
    const value = ofStage && local.valueOf(ofStage);
    if (!ofStage || !value) return [];
    // `around: [first, second]` is for all methods.
    if (value.kind === 'list') return method === 'all' ? [value] : [];
    if (value.kind === 'record') return optionsIn(value, method, local);
    return [memberOf(ofStage, method)];
  });
}

function optionsIn(value: Expr, method: string, local: LocalValues): readonly Expr[] {
  const given = optionOf(value, method, local);
  return given ? [given] : [];
}
