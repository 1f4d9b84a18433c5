import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../javascript/switches/certain.ts';
import { GO_FILES } from '../../../routes/go/source-files.ts';
import { versionsOf } from '../../../routes/go/verbs.ts';

export const errorMappersGo = defineDetector({
  id: 'error-mappers-go',
  title: 'Error mappers of Echo',
  kind: 'guard',
  docs: 'https://echo.labstack.com/docs/error-handling',
  reads: 'go',
  files: GO_FILES,
  words: ['HTTPErrorHandler'],
  emits: ['guard'],
  limits: [
    'Middleware that recovers from panics (gin.Recovery, Recoverer of chi) is none: it answers none of the errors that handlers return or send.',
    'The error handler of a configuration of Fiber is not read.',
  ],
  version: 1,
  detect: mappers,
});

const ECHO = versionsOf('github.com/labstack/echo', 5);

/** `e.HTTPErrorHandler = answerErrors`: whatever a handler returns as an error is answered by it. */
function mappers(file: ProgramFile): readonly ProgramFact[] {
  if (!file.module.imports.some(({ module }) => ECHO.includes(module))) return [];
  return certainNodes(file.module.body).flatMap((node): readonly ProgramFact[] => {
    if (node.kind !== 'assign' || node.target.kind !== 'member' || node.target.name !== 'HTTPErrorHandler') return [];
    // What stands there is evaluated once as what is assigned, and once as what answers.
    const { target, value } = node;
    const shared = { at: target.nameAt, framework: 'echo', site: value } as const;
    return [{ kind: 'guard', ...shared, on: target.of, guards: [{ ...value }], stage: 'error' }];
  });
}
