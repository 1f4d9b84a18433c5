import type { FactBody } from '../../../../src/core/fact.ts';
import type { Implicit, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { type GoRouters, routersIn } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { verbsWith } from '../verbs.ts';

export const pocketbase = defineDetector({
  id: 'pocketbase',
  title: 'PocketBase',
  kind: 'framework',
  docs: 'https://pocketbase.io/docs/go-routing/',
  reads: 'go',
  files: GO_FILES,
  words: ['github.com/pocketbase/pocketbase'],
  emits: ['router', 'route', 'guard', 'alias'],
  limits: ['The operations that it serves for collections by itself are not in the code.'],
  version: 1,
  detect: (file): readonly FactBody[] => {
    // What it has methods of is found in many other packages, too.
    if (!file.module.imports.some(({ module }) => module.startsWith('github.com/pocketbase/pocketbase'))) return [];
    const further = new Map(file.calls.flatMap(site => (site.receiver ? [[site.receiver, site] as const] : [])));
    return [...routersIn(file, POCKETBASE), ...file.calls.flatMap(site => factsOf(site, further))];
  },
});

/** Prefixes and paths stand behind each other as they are. Source: PocketBase, `Router.loadMux`. */
const RULES: RouterRules = { syntax: 'braces', guards: 'always', handlersDecide: 'by-asking', joinsText: true };

const POCKETBASE: GoRouters = {
  framework: 'pocketbase',
  modules: ['github.com/pocketbase/pocketbase/tools/router'],
  rules: RULES,
  makers: new Map([['NewRouter', 'application']]),
  types: new Map([
    ['Router', 'application'],
    ['RouterGroup', 'router'],
  ]),
  verbs: verbsWith(['Any', 'ANY']),
  takes: 'handler',
};

/** The router of a `core.ServeEvent` is the one of the application. */
const IMPLICIT: Implicit = { otherwise: 'root', rules: RULES };

function factsOf(
  { call, name, receiver, inside }: CallSite,
  further: ReadonlyMap<Expr, CallSite>,
): readonly ProgramFact[] {
  const [first, second] = call.args;
  if (!receiver) return [];
  const base = { at: call.nameAt, framework: POCKETBASE.framework, site: call } as const;
  const place = isServed(receiver, inside) ? { implicit: IMPLICIT } : { on: receiver };
  const verb = POCKETBASE.verbs.get(name);
  if (verb && first && second) {
    // Functions that are bound to a route stand before it alone.
    const guards = boundTo(call, further);
    const route = {
      kind: 'route',
      ...base,
      ...place,
      at: first.at,
      methods: [verb],
      path: first,
      chain: [second],
    } as const;
    return [guards.length > 0 ? { ...route, guards } : route];
  }
  if (name === 'Group' && first && call.args.length === 1) {
    const shared = { kind: 'router', ...base, role: 'router', rules: RULES, prefix: first } as const;
    return ['implicit' in place ? { ...shared, ...place } : { ...shared, from: receiver }];
  }
  if (name === 'Unbind' && isGroupChain(receiver)) return [{ kind: 'alias', ...base, value: receiver }];
  const isOfRoute =
    receiver.kind === 'call' &&
    receiver.callee.kind === 'member' &&
    /^(?:[A-Z]+|Any|Bind|BindFunc)$/.test(receiver.callee.name);
  if ((name === 'Bind' || name === 'BindFunc') && first && (!isOfRoute || isGroupChain(receiver)))
    return [{ kind: 'guard', ...base, ...place, guards: call.args }];
  return [];
}

/** `se.Router`, of a parameter that is declared as a `ServeEvent`. */
function isServed(receiver: Expr, inside: CallSite['inside']): boolean {
  if (receiver.kind !== 'member' || receiver.name !== 'Router' || receiver.of.kind !== 'name') return false;
  const { name } = receiver.of;
  const parameter = inside
    .flatMap(({ parameters }) => parameters)
    .find(({ pattern }) => pattern.kind === 'name' && pattern.name === name);
  return parameter?.pattern.type?.name === 'ServeEvent';
}

/** Calls of one chain that are looked at. */
const LINKS = 20;

function boundTo(call: Expr, further: ReadonlyMap<Expr, CallSite>): readonly Expr[] {
  const guards: Expr[] = [];
  let next = further.get(call);
  for (let link = 0; link < LINKS && next && /^(?:Bind|BindFunc|Unbind)$/.test(next.name); link++) {
    if (next.name !== 'Unbind') guards.push(...next.call.args);
    next = further.get(next.call);
  }
  return guards;
}

/** `g.Group("/x").Bind(a).Bind(b)`: what is bound is bound to the group. */
function isGroupChain(receiver: Expr): boolean {
  let of = receiver;
  for (let link = 0; link < LINKS && of.kind === 'call' && of.callee.kind === 'member'; link++) {
    if (of.callee.name === 'Group') return true;
    if (!/^(?:Bind|BindFunc|Unbind)$/.test(of.callee.name)) return false;
    of = of.callee.of;
  }
  return false;
}
