import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../../../routes/javascript/origins.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { localValues, type LocalValues, optionOf } from '../../../routes/javascript/values.ts';
import { type GuardRow, guardsIn, wordsOf } from '../guard-table.ts';

/** Packages whose `clerkMiddleware` may be given a function that decides. */
const WITH_HANDLER: readonly string[] = ['@clerk/nextjs/server', '@clerk/astro/server'];

/** Source: Clerk documentation, SDK references. */
const ROWS: readonly GuardRow[] = [
  {
    modules: ['@clerk/express'],
    name: 'requireAuth',
    as: 'call',
    effect: 'required',
    mechanism: 'session',
    does: 'sends requests without a session to sign in',
  },
  {
    modules: ['@clerk/clerk-sdk-node'],
    name: 'ClerkExpressRequireAuth',
    as: 'call',
    effect: 'required',
    mechanism: 'session',
    does: 'refuses requests without a session',
  },
  {
    modules: ['@clerk/clerk-sdk-node'],
    name: 'ClerkExpressWithAuth',
    as: 'call',
    effect: 'optional',
    mechanism: 'session',
    does: 'attaches a session and refuses nobody',
  },
  {
    modules: ['@clerk/express', '@clerk/hono', '@hono/clerk-auth'],
    name: 'clerkMiddleware',
    as: 'call',
    effect: 'optional',
    mechanism: 'session',
    does: 'attaches a session and refuses nobody',
  },
];

export const clerk = defineDetector({
  id: 'clerk',
  title: 'Clerk',
  kind: 'guard',
  docs: 'https://clerk.com/docs/references/express/overview',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: [...wordsOf(ROWS), ...WITH_HANDLER],
  emits: ['guard-kind', 'alias'],
  limits: [
    'The old `authMiddleware` is unknown when it has `ignoredRoutes`, `beforeAuth`, `afterAuth` or `apiRoutes`.',
  ],
  version: 1,
  detect: file => {
    const local = localValues(file.module);
    return [...guardsIn(file, 'clerk', ROWS), ...file.calls.flatMap(site => withHandler(file, site, local))];
  },
});

/**
 * `clerkMiddleware(function)` does what the function does; without one it refuses nobody. The `authMiddleware` before it
 * refused everywhere but on `publicRoutes`, unless functions were given that decide.
 */
function withHandler(file: ProgramFile, { call }: CallSite, local: LocalValues): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  const base = { at: call.nameAt, framework: 'clerk', site: call } as const;
  const [first] = call.args;
  if (exportOf(origin, WITH_HANDLER) === 'clerkMiddleware') {
    const isOptions = first === undefined || local.valueOf(first).kind === 'record';
    return isOptions
      ? [
          {
            kind: 'guard-kind',
            ...base,
            effect: 'optional',
            mechanism: 'session',
            why: 'clerkMiddleware attaches a session and refuses nobody',
          },
        ]
      : [{ kind: 'alias', ...base, value: first }];
  }
  if (exportOf(origin, ['@clerk/nextjs', '@clerk/nextjs/server']) !== 'authMiddleware') return [];
  const decides = ['ignoredRoutes', 'beforeAuth', 'afterAuth', 'apiRoutes'].some(option =>
    optionOf(first, option, local),
  );
  const why = 'authMiddleware sends requests without a session to sign in';
  if (decides)
    return [
      {
        kind: 'guard-kind',
        ...base,
        effect: 'unknown',
        mechanism: 'session',
        why: `${why}, but for options that decide`,
      },
    ];
  const except = optionOf(first, 'publicRoutes', local);
  return [{ kind: 'guard-kind', ...base, effect: 'required', mechanism: 'session', ...(except && { except }), why }];
}
