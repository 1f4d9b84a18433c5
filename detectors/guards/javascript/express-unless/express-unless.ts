import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { type LocalValues, localValues, optionOf } from '../../../routes/javascript/values.ts';

export const expressUnless = defineDetector({
  id: 'express-unless',
  title: 'express-unless and koa-unless',
  kind: 'guard',
  docs: 'https://github.com/jfromaniello/express-unless',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['.unless'],
  emits: ['alias', 'guard-kind'],
  limits: [
    'Exceptions other than `path` (`method`, `ext`, `custom`) make the guard unknown, and so does a guard from another file.',
  ],
  version: 1,
  detect: file => {
    const local = localValues(file.module);
    return file.calls.flatMap(site => exceptionOf(site, local));
  },
});

/** `guard.unless({ path: ['/login', { url: '/users', methods: ['POST'] }] })`: the guard, but not on these paths. */
function exceptionOf({ call, name, receiver }: CallSite, local: LocalValues): readonly ProgramFact[] {
  const [options] = call.args;
  if (name !== 'unless' || !receiver || !options || call.args.length !== 1) return [];
  const base = { at: call.nameAt, framework: 'express-unless', site: call } as const;
  const except = optionOf(options, 'path', local);
  const hasOthers = ['method', 'ext', 'custom'].some(option => optionOf(options, option, local)?.kind !== undefined);
  // Exceptions of a guard that is a function of the application, or comes from another file, could get lost on the way.
  const isReadable = local.valueOf(options).kind === 'record' && !hasOthers && local.valueOf(receiver).kind === 'call';
  if (except && isReadable) return [{ kind: 'alias', ...base, value: receiver, except }];
  return [{ kind: 'guard-kind', ...base, effect: 'unknown', why: 'a guard with exceptions that are not paths alone' }];
}
