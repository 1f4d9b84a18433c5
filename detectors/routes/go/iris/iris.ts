import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { type GoRouters, registeredBy, routersIn } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { TITLE_VERB_WORDS, verbsWith, versionsOf } from '../verbs.ts';

export const iris = defineDetector({
  id: 'iris',
  title: 'Iris',
  kind: 'framework',
  docs: 'https://www.iris-go.com/docs/#/?id=using-get-post-put-patch-delete-and-options',
  reads: 'go',
  files: GO_FILES,
  words: ['github.com/kataras/iris', '.Party(', '.PartyFunc(', '.HandleMany(', '.UseRouter(', ...TITLE_VERB_WORDS],
  emits: ['router', 'route', 'mount', 'guard'],
  limits: ['Controllers of its MVC package are not read.', 'Subdomains are not part of paths.'],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...routersIn(file, IRIS),
    ...file.calls.flatMap(site => (isSubdomain(site) ? subdomain(site) : [...registeredBy(site, IRIS), ...many(site)])),
  ],
});

/** Functions run where they are registered before a route. Source: Iris, Using middleware. */
const IRIS: GoRouters = {
  framework: 'iris',
  modules: [...versionsOf('github.com/kataras/iris', 12), 'github.com/kataras/iris/v12/core/router'],
  rules: { syntax: 'braces', guards: 'after', staysInside: true },
  makers: new Map([
    ['New', 'application'],
    ['Default', 'application'],
  ]),
  types: new Map([
    ['Application', 'application'],
    ['Party', 'router'],
  ]),
  verbs: verbsWith(['Any', 'ANY']),
  takes: 'handlers',
  byMethod: new Set(['Handle']),
  groups: new Set(['Party']),
  blocks: new Set(['PartyFunc']),
  uses: new Set(['Use', 'UseRouter', 'UseGlobal']),
};

/** `app.HandleMany("GET POST", "/x", show)`. */
function many({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [methods, path, ...chain] = call.args;
  if (name !== 'HandleMany' || !receiver || methods?.kind !== 'text' || !path || chain.length === 0) return [];
  const items = methods.value
    .split(/[\s,]+/)
    .filter(word => word !== '')
    .map((value): Expr => ({ kind: 'text', at: methods.at, value }));
  const list: Expr = { kind: 'list', at: methods.at, items };
  return [{ kind: 'route', at: path.at, framework: 'iris', site: call, on: receiver, methods: list, path, chain }];
}

/** `app.Party("admin.")` is a host, and no path. */
function isSubdomain({ call, name }: CallSite): boolean {
  const [first] = call.args;
  return name === 'Party' && first?.kind === 'text' && /^[\w*-]+\.$/.test(first.value);
}

function subdomain({ call, receiver }: CallSite): readonly ProgramFact[] {
  const guards = call.args.slice(1);
  const shared = { framework: 'iris', site: call, role: 'router', rules: IRIS.rules } as const;
  if (!receiver) return [];
  return [{ kind: 'router', at: call.nameAt, ...shared, from: receiver, ...(guards.length > 0 ? { guards } : {}) }];
}
