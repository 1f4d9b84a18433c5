import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { type GoRouters, registrationsIn, routersIn, wordsOf } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { verbsWith, versionsOf } from '../verbs.ts';

/** Functions run where they are registered before a route. Sources: Iris, Using middleware; `APIBuilder.Party`, for how paths are joined. */
const IRIS: GoRouters = {
  framework: 'iris',
  modules: [...versionsOf('github.com/kataras/iris', 12), 'github.com/kataras/iris/v12/core/router'],
  rules: { syntax: 'braces', guards: 'after', handlersDecide: 'by-asking', staysInside: true, joinsText: true },
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
  blocks: new Set(['PartyFunc', 'Party']),
  uses: new Set(['Use', 'UseRouter', 'UseGlobal']),
};

export const iris = defineDetector({
  id: 'iris',
  title: 'Iris',
  kind: 'framework',
  docs: 'https://www.iris-go.com/docs/#/?id=using-get-post-put-patch-delete-and-options',
  reads: 'go',
  files: GO_FILES,
  words: [...wordsOf(IRIS), '.HandleMany('],
  emits: ['router', 'route', 'mount', 'guard'],
  limits: ['Controllers of its MVC package are not read.', 'Subdomains are not part of paths.'],
  version: 1,
  detect: (file): readonly FactBody[] => [
    ...routersIn(file, IRIS),
    ...registrationsIn(file, IRIS).filter(fact => fact.kind !== 'router' || !isHost(fact.prefix)),
    ...file.calls.flatMap(site => [...subdomain(site), ...many(site)]),
  ],
});

/** `app.HandleMany("GET POST", "/x", show)`. */
function many({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [methods, path, ...chain] = call.args;
  if (name !== 'HandleMany' || !receiver || methods?.kind !== 'text' || !path || chain.length === 0) return [];
  const items = methods.value
    .split(/[\s,]+/)
    .filter(word => word !== '')
    .map((value): Expr => ({ kind: 'text', at: methods.at, value }));
  const list: Expr = { kind: 'list', at: methods.at, items };
  // Several paths stand beside each other.
  const paths = path.kind === 'text' ? path.value.split(/\s+/).filter(word => word !== '') : [];
  const each = paths.length > 1 ? paths.map((value): Expr => ({ kind: 'text', at: path.at, value })) : [path];
  const base = {
    kind: 'route',
    at: path.at,
    framework: 'iris',
    site: call,
    on: receiver,
    methods: list,
    chain,
  } as const;
  return each.map(one => ({ ...base, path: one }));
}

/** `app.Party("admin.")` is a host, and no path. */
function isHost(path: Expr | undefined): boolean {
  return path?.kind === 'text' && /^[\w*-]+\.$/.test(path.value);
}

function subdomain({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [first, ...guards] = call.args;
  if (name !== 'Party' || !isHost(first)) return [];
  const shared = { framework: 'iris', site: call, role: 'router', rules: IRIS.rules } as const;
  if (!receiver) return [];
  return [{ kind: 'router', at: call.nameAt, ...shared, from: receiver, ...(guards.length > 0 ? { guards } : {}) }];
}
