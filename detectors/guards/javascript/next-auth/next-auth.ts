import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../../../routes/javascript/origins.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { type LocalValues, localValues, optionOf } from '../../../routes/javascript/values.ts';
import { type GuardRow, guardsIn } from '../guard-table.ts';

const MODULES: readonly string[] = ['next-auth/middleware'];

/** Source: NextAuth.js 4, "Next.js: Middleware". The ready middleware sends requests without a session to sign in. */
const ROWS: readonly GuardRow[] = ['default', 'withAuth'].map(name => ({
  modules: MODULES,
  name,
  as: 'value',
  effect: 'required',
  mechanism: 'session',
  does: 'sends requests without a session to sign in',
}));

export const nextAuth = defineDetector({
  id: 'next-auth',
  title: 'NextAuth.js middleware',
  kind: 'guard',
  docs: 'https://next-auth.js.org/configuration/nextjs#middleware',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: MODULES,
  emits: ['guard-kind', 'guard-export'],
  limits: [
    '`auth()` of Auth.js and `getServerSession()` are read where they are called, in the functions around them.',
  ],
  version: 1,
  detect: file => {
    const local = localValues(file.module);
    return [...guardsIn(file, 'next-auth', ROWS), ...file.calls.flatMap(site => wrapped(file, site, local))];
  },
});

/** `withAuth([middleware], { callbacks: { authorized } })`; `authorized` replaces the check that there is a session. */
function wrapped(file: ProgramFile, { call }: CallSite, local: LocalValues): readonly ProgramFact[] {
  const name = exportOf(file.originOf(call.callee), MODULES);
  if (name !== 'default' && name !== 'withAuth') return [];
  const callbacks = call.args.map(arg => optionOf(arg, 'callbacks', local)).find(found => found !== undefined);
  const authorized = optionOf(callbacks, 'authorized', local);
  const base = {
    kind: 'guard-kind',
    at: call.nameAt,
    framework: 'next-auth',
    site: call,
    mechanism: 'session',
  } as const;
  if (authorized)
    return [{ ...base, effect: 'unknown', why: 'withAuth with an authorized callback, which decides who passes' }];
  return [{ ...base, effect: 'required', why: 'withAuth sends requests without a session to sign in' }];
}
