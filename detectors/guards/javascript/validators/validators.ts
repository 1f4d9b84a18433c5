import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../../../routes/javascript/origins.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { type LocalValues, localValues, optionOf } from '../../../routes/javascript/values.ts';
import { guardsIn, wordsOf } from '../guard-table.ts';
import { VALIDATORS } from './rows.ts';

export const validators = defineDetector({
  id: 'validators',
  title: 'Request validators (celebrate, express-validator, zod and OpenAPI validators)',
  kind: 'guard',
  docs: 'https://express-validator.github.io/docs/',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: [...wordsOf(VALIDATORS), 'express-openapi-validator'],
  emits: ['guard-kind', 'guard-export'],
  limits: [
    'Which operations of an API description the security handlers of `express-openapi-validator` guard is not followed.',
    'A contract validator with `ignorePaths`, or with options from elsewhere, is not counted; nor are routers that are made from a description (openapi-backend, fastify-openapi-glue).',
    'A schema counts for the operation although it may check one field of its body only.',
  ],
  version: 3,
  detect: file => {
    const local = localValues(file.module);
    return [...guardsIn(file, 'validators', VALIDATORS), ...file.calls.flatMap(site => described(file, site, local))];
  },
});

/**
 * `OpenApiValidator.middleware({ apiSpec, validateSecurity: { handlers } })`: requests must be as the description says, and
 * the handlers authenticate by it. Requests are validated unless that is switched off; responses only when it is switched on.
 */
function described(file: ProgramFile, { call }: CallSite, local: LocalValues): readonly ProgramFact[] {
  if (exportOf(file.originOf(call.callee), 'express-openapi-validator') !== 'middleware') return [];
  const base = { kind: 'guard-kind', at: call.nameAt, framework: 'validators', site: call } as const;
  const [options] = call.args;
  const controls = enforces(options, local) ? { controls: ['contract'] as const } : {};
  const security = optionOf(options, 'validateSecurity', local);
  const isOff = security === undefined || security.kind === 'boolean';
  const responses = optionOf(options, 'validateResponses', local);
  const also = isSwitchedOn(responses) ? ' and of responses' : '';
  if (isOff)
    return [
      { ...base, ...controls, effect: 'none', why: `express-openapi-validator checks the form of requests${also}` },
    ];
  return [
    {
      ...base,
      ...controls,
      effect: 'unknown',
      why: 'express-openapi-validator with security handlers, which guard by the description',
    },
  ];
}

/** Whether requests are certainly validated: by options that are written out, and that spare no paths. */
function enforces(options: Expr | undefined, local: LocalValues): boolean {
  const record = options && local.valueOf(options);
  if (record?.kind !== 'record' || optionOf(record, 'apiSpec', local) === undefined) return false;
  if (optionOf(record, 'ignorePaths', local) !== undefined) return false;
  const requests = optionOf(record, 'validateRequests', local);
  return requests === undefined || isSwitchedOn(requests);
}

/** `true`, or options for how to: an object. */
function isSwitchedOn(value: Expr | undefined): boolean {
  return value?.kind === 'record' || (value?.kind === 'boolean' && value.value);
}
