import type { FactBody } from '../../../../src/core/fact.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { type GoRouters, routersIn } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';

export const gorillaMux = defineDetector({
  id: 'gorilla-mux',
  title: 'gorilla/mux',
  kind: 'framework',
  docs: 'https://pkg.go.dev/github.com/gorilla/mux',
  reads: 'go',
  files: GO_FILES,
  words: [
    'github.com/gorilla/mux',
    ...['Use', 'Handle', 'HandleFunc', 'Subrouter', 'PathPrefix', 'Methods', 'Handler', 'HandlerFunc'].map(
      name => `.${name}(`,
    ),
  ],
  emits: ['router', 'route', 'guard', 'alias'],
  limits: ['Hosts, schemes and headers that a route asks for are not part of it.', 'Static files are no operations.'],
  version: 2,
  detect: (file): readonly FactBody[] => {
    const further = furtherCalls(file);
    return [...routersIn(file, MUX), ...file.calls.flatMap(site => factsOf(site, further))];
  },
});

/** What a router uses stands before all that it matches. Source: gorilla/mux, Middleware. */
const RULES: RouterRules = { syntax: 'braces', guards: 'always', handlersDecide: 'by-asking', mountsHandlers: true };

const MUX: GoRouters = {
  framework: 'gorilla-mux',
  modules: ['github.com/gorilla/mux'],
  rules: RULES,
  makers: new Map([['NewRouter', 'application']]),
  types: new Map([['Router', 'application']]),
  verbs: new Map(),
  takes: 'handler',
};

/** Calls by what they are called on: in `r.HandleFunc(…).Methods(…)`, the first leads to the second. */
function furtherCalls(file: ProgramFile): ReadonlyMap<Expr, CallSite> {
  return new Map(file.calls.flatMap(site => (site.receiver ? [[site.receiver, site] as const] : [])));
}

/** What the calls of one chain say together of a route. */
type Said = {
  readonly on: Expr;
  readonly path: Expr | undefined;
  readonly isPrefix: boolean;
  readonly methods: readonly Expr[];
  /** Names in the query that a request must have. */
  readonly queries: readonly string[];
};

const ANY: readonly Method[] = ['ANY'];
/** Links of one chain that are looked at. */
const LINKS = 20;

/** Calls that a route is refined by. Source: https://pkg.go.dev/github.com/gorilla/mux#Route. */
const REFINES: ReadonlySet<string> = new Set(
  'BuildOnly Methods Path PathPrefix Host Headers HeadersRegexp Queries Schemes Name NewRoute MatcherFunc BuildVarsFunc StrictSlash'.split(
    ' ',
  ),
);

/** Whether the calls that follow say that the route is there for making addresses alone. */
function isBuildOnly(call: CallExpr, further: ReadonlyMap<Expr, CallSite>): boolean {
  let next = further.get(call);
  for (let link = 0; link < LINKS && next && REFINES.has(next.name); link++) {
    if (next.name === 'BuildOnly') return true;
    next = further.get(next.call);
  }
  return false;
}

function factsOf(site: CallSite, further: ReadonlyMap<Expr, CallSite>): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  if (!receiver || isBuildOnly(call, further)) return [];
  const base = { framework: MUX.framework, site: call } as const;
  const [first, second] = call.args;
  switch (name) {
    case 'Use':
      return first ? [{ kind: 'guard', ...base, at: call.nameAt, on: receiver, guards: call.args }] : [];
    case 'Subrouter': {
      const { on, path } = before(receiver);
      return [
        {
          kind: 'router',
          ...base,
          at: call.nameAt,
          role: 'router',
          rules: RULES,
          from: on,
          ...(path && { prefix: path }),
        },
      ];
    }
    case 'Handle':
    case 'HandleFunc': {
      if (!first || !second) return [];
      const said = before(receiver);
      return [route(call, { ...together(said, after(call, further)), path: joined(said.path, first) }, second)];
    }
    case 'Handler':
    case 'HandlerFunc': {
      const said = before(receiver);
      if (!first || call.args.length > 1 || said.on === receiver) return [];
      return [route(call, together(said, after(call, further)), first)];
    }
    // Settings of a router give it back.
    case 'StrictSlash':
    case 'SkipClean':
    case 'UseEncodedPath':
      return [{ kind: 'alias', ...base, at: call.nameAt, value: receiver }];
    default:
      return [];
  }
}

function together(said: Said, then: Further): Said {
  return { ...said, methods: [...said.methods, ...then.methods], queries: [...said.queries, ...then.queries] };
}

function route(call: CallExpr, { on, path, isPrefix, methods, queries }: Said, handler: Expr): ProgramFact {
  const at = path?.at ?? call.nameAt;
  const rest: Expr = { kind: 'text', at, value: '/{rest...}' };
  const whole: Expr | undefined = isPrefix && path ? { kind: 'concat', at, parts: [path, rest] } : path;
  return {
    kind: 'route',
    at,
    framework: MUX.framework,
    site: call,
    on,
    methods: methods.length > 0 ? { kind: 'list', at: call.nameAt, items: methods } : ANY,
    ...(whole && { path: whole }),
    chain: [handler],
    ...(queries.length > 0 ? { takes: queries.map(name => ({ name, in: 'query' as const })) } : {}),
  };
}

/** `Queries("type", "{type}", "page", "{page}")`: names, each with what it is to be. Source: gorilla/mux, `Route.Queries`. */
function queriesIn({ args }: CallExpr): readonly string[] {
  return args.flatMap((arg, index) => (index % 2 === 0 && arg.kind === 'text' ? [arg.value] : []));
}

function joined(prefix: Expr | undefined, path: Expr): Expr {
  return prefix ? { kind: 'concat', at: path.at, parts: [prefix, path] } : path;
}

/** What the calls say that a call is made on, and the router that they begin at. */
function before(receiver: Expr): Said {
  let on = receiver;
  let path: Expr | undefined;
  let isPrefix = false;
  const methods: Expr[] = [];
  const queries: string[] = [];
  for (let link = 0; link < LINKS && on.kind === 'call' && on.callee.kind === 'member'; link++) {
    const { name, of } = on.callee;
    if (!REFINES.has(name)) break;
    const [first] = on.args;
    if (name === 'Methods') methods.unshift(...on.args);
    if (name === 'Queries') queries.unshift(...queriesIn(on));
    if ((name === 'Path' || name === 'PathPrefix') && first) {
      isPrefix ||= path === undefined && name === 'PathPrefix';
      path = path ? joined(first, path) : first;
    }
    on = of;
  }
  return { on, path, isPrefix, methods, queries };
}

type Further = Pick<Said, 'methods' | 'queries'>;

/** What the calls say which follow on a call. */
function after(call: CallExpr, further: ReadonlyMap<Expr, CallSite>): Further {
  const methods: Expr[] = [];
  const queries: string[] = [];
  let next = further.get(call);
  for (let link = 0; link < LINKS && next && REFINES.has(next.name); link++) {
    if (next.name === 'Methods') methods.push(...next.call.args);
    if (next.name === 'Queries') queries.push(...queriesIn(next.call));
    next = further.get(next.call);
  }
  return { methods, queries };
}
