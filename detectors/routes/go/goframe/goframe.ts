import type { FactBody } from '../../../../src/core/fact.ts';
import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { type GoRouters, registrationsIn, routersIn, wordsOf } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { verbsWith } from '../verbs.ts';

const MODULES = ['github.com/gogf/gf/frame/g', 'github.com/gogf/gf/net/ghttp'].flatMap(path => [
  path,
  path.replace('/gf/', '/gf/v2/'),
]);

/** Functions of a group stand before all of its routes. Source: GoFrame, Middleware. */
const GOFRAME: GoRouters = {
  framework: 'goframe',
  modules: MODULES,
  rules: { syntax: 'httprouter', guards: 'always' },
  makers: new Map([
    ['Server', 'application'],
    ['GetServer', 'application'],
  ]),
  types: new Map([
    ['Server', 'application'],
    ['RouterGroup', 'router'],
  ]),
  verbs: verbsWith(['ALL', 'ANY']),
  takes: 'handler',
  groups: new Set(['Group']),
  blocks: new Set(['Group']),
  uses: new Set(['Middleware', 'Use']),
};

export const goframe = defineDetector({
  id: 'goframe',
  title: 'GoFrame',
  kind: 'framework',
  docs: 'https://goframe.org/en/docs/web/router',
  reads: 'go',
  files: GO_FILES,
  words: [...wordsOf(GOFRAME), '.BindHandler('],
  emits: ['router', 'route', 'mount', 'guard'],
  limits: ['Objects and controllers that are bound with the paths of their tags are not read.'],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...routersIn(file, GOFRAME),
    ...registrationsIn(file, GOFRAME),
    ...file.calls.flatMap(bound),
  ],
});

/** `s.BindHandler("POST:/users", create)`: the pattern may begin with a method and end with a host. */
function bound({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [pattern, handler] = call.args;
  if (name !== 'BindHandler' || !receiver || !pattern || !handler) return [];
  const { methods, path } = patternOf(pattern);
  const base = { at: pattern.at, framework: GOFRAME.framework, site: call, on: receiver } as const;
  return [{ kind: 'route', ...base, methods, path, chain: [handler] }];
}

function patternOf(pattern: Expr): { readonly methods: readonly Method[]; readonly path: Expr } {
  const [, word, rest] = pattern.kind === 'text' ? (/^(?:([A-Za-z]+):)?([^@]*)/.exec(pattern.value) ?? []) : [];
  if (rest === undefined) return { methods: ['ANY'], path: pattern };
  const method = word === undefined ? undefined : GOFRAME.verbs.get(word.toUpperCase());
  return { methods: [method ?? 'ANY'], path: { kind: 'text', at: pattern.at, value: rest } };
}
