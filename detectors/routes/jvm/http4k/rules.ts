import { HTTP_METHODS, type Method, type RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';

/** A filter stands before what it is composed with, and before nothing else. Source: http4k, Filters. */
export const RULES: RouterRules = { syntax: 'braces', guards: 'always' };

/** The method that an expression names: `GET` or `Method.GET` of http4k. */
export function isMethod(file: ProgramFile, expr: Expr): readonly Method[] | undefined {
  if (expr.kind !== 'name' && expr.kind !== 'member') return undefined;
  const method = HTTP_METHODS.find(one => one === expr.name);
  const origin = file.originOf(expr);
  const isKnown = ['org.http4k.core.Method', 'org.http4k.core'].some(
    module => isFrom(origin, module, expr.name) || isFrom(origin, module, `Method.${expr.name}`),
  );
  return method && isKnown ? [method] : undefined;
}
