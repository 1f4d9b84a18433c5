import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { PYTHON_FILES } from '../../../routes/python/source-files.ts';

/** Which frameworks register a handler of failures by a method of this name; the exception comes first, then the handler. */
const REGISTERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['errorhandler', ['flask', 'quart']],
  ['app_errorhandler', ['flask', 'quart']],
  ['register_error_handler', ['flask', 'quart']],
  ['exception_handler', ['fastapi', 'starlette']],
  ['add_exception_handler', ['fastapi', 'starlette']],
]);

export const errorHandlersPython = defineDetector({
  id: 'error-handlers-python',
  title: 'Handlers of every failure in Flask, Quart, FastAPI and Starlette',
  kind: 'guard',
  docs: 'https://fastapi.tiangolo.com/tutorial/handling-errors/',
  reads: 'python',
  files: PYTHON_FILES,
  words: [...REGISTERS.keys()],
  emits: ['guard'],
  limits: [
    'Handlers of one class of exceptions, or of one status but 500, map a part of all failures and are not counted.',
    'Handlers that are given to the application as a dictionary are not read.',
  ],
  version: 1,
  detect: file => file.calls.flatMap(handlersAt),
});

/** `@app.errorhandler(Exception)` on a function, and `app.register_error_handler(Exception, answer)`. */
function handlersAt({ call }: CallSite): readonly ProgramFact[] {
  const registering = call.isDecorator && call.callee.kind === 'call' ? call.callee : call;
  const { callee } = registering;
  if (callee.kind !== 'member') return [];
  const frameworks = REGISTERS.get(callee.name);
  const handler = registering === call ? call.args[1] : call.args[0];
  const [caught] = registering.args;
  if (!frameworks || !handler || !caught || !isEverything(caught)) return [];
  return frameworks.map(framework => ({
    kind: 'guard',
    at: registering.nameAt,
    framework,
    site: call,
    on: callee.of,
    guards: [handler.kind === 'named' ? handler.value : handler],
    stage: 'error',
  }));
}

/** Whatever nobody else handles is answered as 500. */
function isEverything(caught: Expr): boolean {
  if (caught.kind === 'number') return caught.value === 500;
  return (
    (caught.kind === 'name' || caught.kind === 'member') && /^(?:Exception|InternalServerError)$/.test(caught.name)
  );
}
