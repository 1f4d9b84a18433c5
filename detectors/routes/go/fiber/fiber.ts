import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { type GoRouters, registrationsIn, routersIn, wordsOf } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { verbsWith, versionsOf } from '../verbs.ts';

/** Functions run in the order in which they are registered. Source: Fiber, Routing, Middleware and Grouping. */
const FIBER: GoRouters = {
  framework: 'fiber',
  modules: versionsOf('github.com/gofiber/fiber', 3),
  rules: { syntax: 'fiber', guards: 'after', handlersDecide: 'by-asking' },
  makers: new Map([['New', 'application']]),
  types: new Map([
    ['App', 'application'],
    ['Router', 'router'],
    ['Group', 'router'],
  ]),
  verbs: verbsWith(['All', 'ANY']),
  takes: 'handlers',
  byMethod: new Set(['Add']),
  groups: new Set(['Group']),
  blocks: new Set(['Route']),
};

export const fiber = defineDetector({
  id: 'fiber',
  title: 'Fiber',
  kind: 'framework',
  docs: 'https://docs.gofiber.io/guide/routing',
  reads: 'go',
  files: GO_FILES,
  words: [...wordsOf(FIBER), '.Use(', '.Mount('],
  emits: ['router', 'route', 'mount', 'guard'],
  limits: ['Static files are no operations.', 'Constraints of parameters are left out of paths.'],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...routersIn(file, FIBER),
    ...registrationsIn(file, FIBER),
    ...file.calls.flatMap(ofFiber),
  ],
});

/** `app.Use("/admin", guard)`, `app.Use(sub)`, `app.Mount("/api", sub)`. */
function ofFiber({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [first, second] = call.args;
  if (!receiver || !first) return [];
  const base = { at: call.nameAt, framework: FIBER.framework, site: call, on: receiver } as const;
  if (name === 'Use') return [{ kind: 'mount', ...base, chain: call.args, prefixMayLead: true }];
  if (name === 'Mount' && second)
    return [{ kind: 'mount', ...base, at: first.at, prefix: first, chain: [second], onlyRouters: true }];
  return [];
}
