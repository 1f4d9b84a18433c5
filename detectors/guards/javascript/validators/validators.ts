import type { ProgramFact } from '../../../../src/core/facts/program.ts';
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
    'A schema counts for the operation although it may check one field of its body only.',
  ],
  version: 2,
  detect: file => {
    const local = localValues(file.module);
    return [...guardsIn(file, 'validators', VALIDATORS), ...file.calls.flatMap(site => described(file, site, local))];
  },
});

/** `OpenApiValidator.middleware({ apiSpec, validateSecurity: { handlers } })`: the handlers authenticate, by the description. */
function described(file: ProgramFile, { call }: CallSite, local: LocalValues): readonly ProgramFact[] {
  if (exportOf(file.originOf(call.callee), 'express-openapi-validator') !== 'middleware') return [];
  const base = { kind: 'guard-kind', at: call.nameAt, framework: 'validators', site: call } as const;
  const security = optionOf(call.args[0], 'validateSecurity', local);
  const isOff = security === undefined || security.kind === 'boolean';
  if (isOff) return [{ ...base, effect: 'none', why: 'express-openapi-validator checks the form of requests' }];
  return [
    {
      ...base,
      effect: 'unknown',
      why: 'express-openapi-validator with security handlers, which guard by the description',
    },
  ];
}
