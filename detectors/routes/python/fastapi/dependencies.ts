import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentOf } from '../arguments.ts';

const MODULES = ['fastapi', 'fastapi.params', 'fastapi.param_functions'];

const PARTS = [
  ['Header', 'headers'],
  ['Cookie', 'cookies'],
  ['Query', 'query'],
] as const;

/**
 * `Depends(f)`, `Security(f, scopes=[…])`, and parameters that are parts of the request: `Header()`. The first is refused by
 * nothing but what `f` raises; a part without a default is demanded. Source: FastAPI, Dependencies, Header parameters.
 */
export function suppliedFact(file: ProgramFile, call: CallExpr): ProgramFact | undefined {
  const origin = file.originOf(call.callee);
  if (!origin) return undefined;
  const base = { kind: 'supplied', at: call.nameAt, framework: 'fastapi', site: call } as const;
  if (isFrom(origin, MODULES, 'Depends') || isFrom(origin, MODULES, 'Security')) {
    const needed = argumentOf(call, 'dependency', 0);
    return { ...base, guards: needed ? [needed] : [] };
  }
  const part = PARTS.find(([name]) => isFrom(origin, MODULES, name))?.[1];
  if (!part) return undefined;
  const name = argumentOf(call, 'alias');
  const byDefault = argumentOf(call, 'default', 0) ?? argumentOf(call, 'default_factory');
  return {
    ...base,
    guards: [],
    part: { of: part, isDemanded: !byDefault || isEllipsis(byDefault), ...(name && { name }) },
  };
}

function isEllipsis(expr: Expr): boolean {
  return expr.kind === 'unknown' && expr.text === '...';
}
