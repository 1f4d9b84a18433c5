import type { Control } from '../../../../src/core/facts/program.ts';
import type { GuardRow } from '../guard-table.ts';

/** Middleware that checks requests against a schema. Sources: the README of each package. */
export const VALIDATORS: readonly GuardRow[] = [
  ...validators(['celebrate'], ['celebrate', 'Celebrator']),
  ...validators(
    ['express-validator'],
    ['body', 'check', 'checkSchema', 'checkExact', 'cookie', 'header', 'oneOf', 'param', 'query'],
    // What they find is kept on the request until `validationResult()` asks for it.
    'validation-rule',
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
  ...pipes('class-validation', ['@nestjs/common'], ['ValidationPipe']),
  ...pipes('class-validation', ['nestjs-zod'], ['ZodValidationPipe']),
  ...pipes(
    'parameter-validation',
    ['@nestjs/common'],
    [
      'ParseArrayPipe',
      'ParseBoolPipe',
      'ParseDatePipe',
      'ParseEnumPipe',
      'ParseFilePipe',
      'ParseFloatPipe',
      'ParseIntPipe',
      'ParseUUIDPipe',
    ],
  ),
];

function validators(
  modules: readonly string[],
  names: readonly string[],
  control: Control = 'validation',
): readonly GuardRow[] {
  return names.map(name => ({
    modules,
    name,
    as: 'call',
    effect: 'none',
    controls: [control],
    does: 'checks the form of requests',
  }));
}

/** Classes of pipes, which Nest makes itself or is handed an instance of. */
function pipes(control: Control, modules: readonly string[], names: readonly string[]): readonly GuardRow[] {
  return names.map(name => ({
    modules,
    name,
    as: 'value',
    effect: 'none',
    controls: [control],
    does: 'checks the parameters of handlers',
  }));
}
