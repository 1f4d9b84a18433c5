import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { Location } from '../../../../src/core/location.ts';
import { exportOf } from '../../../routes/javascript/origins.ts';
import type { LocalValues } from '../../../routes/javascript/values.ts';
import type { GuardRow } from '../guard-table.ts';

/** Middleware that checks requests against a schema. Sources: the README of each package. */
export const VALIDATORS: readonly GuardRow[] = [
  ...validators(['celebrate'], ['celebrate', 'Celebrator']),
  ...validators(
    ['express-validator'],
    ['body', 'check', 'checkSchema', 'checkExact', 'cookie', 'header', 'oneOf', 'param', 'query'],
  ),
  ...validators(['express-validation', 'express-json-validator-middleware'], ['validate']),
  ...validators(
    ['zod-express-middleware', 'zod-express'],
    [
      'validateRequest',
      'validateRequestBody',
      'validateRequestParams',
      'validateRequestQuery',
      'processRequest',
      'processRequestBody',
      'processRequestParams',
      'processRequestQuery',
    ],
  ),
  ...validators(['@hono/zod-validator'], ['zValidator']),
  ...validators(['@hono/valibot-validator'], ['vValidator']),
  ...validators(['@hono/typebox-validator'], ['tbValidator']),
  ...validators(['@hono/standard-validator'], ['sValidator']),
  ...validators(['@hono/arktype-validator'], ['arktypeValidator']),
  ...validators(['hono/validator', '@hono/hono/validator'], ['validator']),
  ...validators(['hono-openapi', 'hono-openapi/zod'], ['validator']),
];

function validators(modules: readonly string[], names: readonly string[]): readonly GuardRow[] {
  return names.map(name => ({ modules, name, as: 'call', effect: 'none', does: 'checks the form of requests' }));
}

/** The place of the first validator among the functions of a route, as far as its file tells. */
export function validatorIn(
  file: ProgramFile,
  chain: readonly Expr[],
  local: LocalValues,
): { readonly validated?: Location } {
  const found = chain
    .flatMap(item => {
      const value = local.valueOf(item);
      return value.kind === 'list' ? value.items : [item];
    })
    .find(item => isValidator(file, local.valueOf(item)));
  return found ? { validated: found.at } : {};
}

/** How far a chain of rules is followed to where it starts: `body('email').isEmail().notEmpty()`. */
const MOST_STEPS = 50;

function isValidator(file: ProgramFile, value: Expr): boolean {
  let expr = value;
  for (let step = 0; step < MOST_STEPS && expr.kind === 'call'; step++) {
    const origin = file.originOf(expr.callee);
    if (VALIDATORS.some(({ modules, name }) => exportOf(origin, modules) === name)) return true;
    if (expr.callee.kind !== 'member') return false;
    expr = expr.callee.of;
  }
  return false;
}
