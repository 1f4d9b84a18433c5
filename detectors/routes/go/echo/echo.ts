import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { type GoRouters, registrationsIn, routersIn, wordsOf } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { verbsWith, versionsOf } from '../verbs.ts';

/**
 * What an application uses stands before all of its routes, whenever they were added; a group puts its own before those that
 * are added to it afterwards, and they are put on a group first. A path is put behind the prefix of a group as it is. Source:
 * Echo, `Echo.ServeHTTP` and `Group.Add`.
 */
const ECHO: GoRouters = {
  framework: 'echo',
  modules: versionsOf('github.com/labstack/echo', 5),
  rules: { syntax: 'httprouter', guards: 'always', handlersDecide: 'by-asking', joinsText: true },
  makers: new Map([
    ['New', 'application'],
    ['NewWithConfig', 'application'],
  ]),
  types: new Map([
    ['Echo', 'application'],
    ['Group', 'router'],
  ]),
  verbs: verbsWith(['Any', 'ANY']),
  takes: 'handler-first',
  byMethod: new Set(['Add', 'Match']),
  groups: new Set(['Group']),
  uses: new Set(['Use', 'Pre']),
};

export const echo = defineDetector({
  id: 'echo',
  title: 'Echo',
  kind: 'framework',
  docs: 'https://echo.labstack.com/docs/routing',
  reads: 'go',
  files: GO_FILES,
  words: [...wordsOf(ECHO), '.Host('],
  emits: ['router', 'route', 'guard'],
  limits: ['Hosts are not part of paths.', 'Static files are no operations.'],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...routersIn(file, ECHO),
    ...registrationsIn(file, ECHO),
    ...file.calls.flatMap(hostGroup),
  ],
});

/** `e.Host("api.example.com")` is a group without a path. */
function hostGroup({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [first, ...guards] = call.args;
  if (name !== 'Host' || !receiver || !first) return [];
  const { framework, rules } = ECHO;
  const shared = { at: call.nameAt, framework, site: call, role: 'router', rules, from: receiver } as const;
  return [{ kind: 'router', ...shared, ...(guards.length > 0 ? { guards } : {}) }];
}
