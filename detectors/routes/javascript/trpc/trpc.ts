import type { Method, Procedures, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { JAVASCRIPT_FILES } from '../source-files.ts';
import { localValues } from '../values.ts';
import { adapterFacts } from './adapters.ts';
import { RULES } from './rules.ts';

export const trpc = defineDetector({
  id: 'trpc',
  title: 'tRPC',
  kind: 'framework',
  docs: 'https://trpc.io/docs/server/procedures',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['trpc', 'outer('],
  emits: ['router', 'alias', 'mount'],
  limits: [
    'Routers are found where the function that makes one has `router` in its name, however it is called otherwise.',
    'Batched calls, `a.b,c.d`, and the REST paths of `trpc-openapi` are not listed.',
    'Adapters for SvelteKit, Nuxt and WebSockets are not read: what they serve is listed without its prefix.',
  ],
  version: 1,
  detect: file => {
    const local = localValues(file.module);
    return file.calls.flatMap(site => [...routerOf(site), ...adapterFacts(file, site, local)]);
  },
});

const PACKAGES: readonly string[] = ['@trpc/server'];

const ENDS: ReadonlyMap<string, Method> = new Map([
  ['query', 'GET'],
  ['mutation', 'POST'],
  ['subscription', 'GET'],
]);

const PROCEDURES: Omit<Procedures, 'of'> = {
  ends: ENDS,
  guards: ['use', 'unstable_pipe', 'concat', 'unstable_concat'],
  guardMakers: ['middleware', 'experimental_standaloneMiddleware'],
  validates: ['input'],
};

/**
 * `router({ … })`, `mergeRouters(a, b)`: whatever the function is called here, it counts only when it comes from tRPC.
 * Source: tRPC, Define Routers, Merging Routers.
 */
function routerOf({ call, name }: CallSite): readonly ProgramFact[] {
  const isMaker = /router$/i.test(name) && call.args.length === 1 && mayHoldProcedures(call.args);
  const isMerger = /routers$/i.test(name) && call.args.length > 0;
  if (call.isNew || !(isMaker || isMerger)) return [];
  return [
    {
      kind: 'router',
      at: call.nameAt,
      framework: 'trpc',
      site: call,
      role: 'router',
      rules: RULES,
      procedures: { ...PROCEDURES, of: isMaker ? call.args.slice(0, 1) : call.args },
      of: { value: call.callee, modules: PACKAGES },
    },
  ];
}

/** Written out, or a name of something that is. */
function mayHoldProcedures([given]: readonly Expr[]): boolean {
  return given !== undefined && ['record', 'name', 'member', 'call', 'index'].includes(given.kind);
}
