import type { FactBody } from '../../../../src/core/fact.ts';
import type { Implicit, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { type GoRouters, routersIn } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';

export const netHttp = defineDetector({
  id: 'net-http',
  title: 'net/http',
  kind: 'framework',
  docs: 'https://pkg.go.dev/net/http#ServeMux',
  reads: 'go',
  files: GO_FILES,
  words: ['.Handle(', '.HandleFunc(', 'ServeMux', 'StripPrefix(', 'http.Serve', 'http.ListenAndServe'],
  emits: ['router', 'route', 'mount', 'compose'],
  limits: [
    'Hosts are not part of paths.',
    'A pattern without a method stands for all of them, whatever its handler makes of the method.',
    'Static files are no operations.',
  ],
  version: 2,
  detect: (file): readonly FactBody[] => [
    ...routersIn(file, NET_HTTP),
    ...file.calls.flatMap(site => factsOf(file, site)),
  ],
});

/** Patterns are `[METHOD ][HOST]/path`. Source: https://pkg.go.dev/net/http#hdr-Patterns-ServeMux. */
const RULES: RouterRules = {
  syntax: 'servemux',
  guards: 'after',
  handlersDecide: 'by-asking',
  staysInside: true,
  mountsHandlers: true,
};

const NET_HTTP: GoRouters = {
  framework: 'net-http',
  modules: ['net/http'],
  rules: RULES,
  makers: new Map([['NewServeMux', 'application']]),
  types: new Map([['ServeMux', 'application']]),
  verbs: new Map(),
  takes: 'handler',
};

/** `http.HandleFunc` puts a route on the one router that every server has that is given none. */
const IMPLICIT: Implicit = { otherwise: 'root', rules: RULES };

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [first, second] = call.args;
  const base = { framework: 'net-http', site: call } as const;
  const origin = file.originOf(call.callee);
  if (isFrom(origin, 'net/http', 'StripPrefix') && first && second)
    return [{ kind: 'router', ...base, at: call.nameAt, role: 'router', rules: RULES, prefix: first, chain: [second] }];
  const served = servedBy(file, call);
  if (served)
    return [{ kind: 'compose', ...base, at: call.nameAt, guards: [], of: served, rules: RULES, ifBehind: true }];
  if (name === 'ServeHTTP' && receiver && call.args.length === 2 && handsOver(receiver))
    return [{ kind: 'mount', ...base, at: call.nameAt, implicit: DISPATCHED, chain: [receiver], onlyRouters: true }];
  if ((name !== 'Handle' && name !== 'HandleFunc') || !receiver || !first) return [];
  // `mux.Handle(userv1connect.NewUserServiceHandler(users))`: one call gives both.
  const [path, handler] = second
    ? [first, second]
    : first.kind === 'call'
      ? [resultOf(first, 0), resultOf(first, 1)]
      : [];
  if (!path || !handler) return [];
  const route = { kind: 'route', ...base, at: first.at, methods: ['ANY'], path, chain: [handler] } as const;
  if (isFrom(origin, 'net/http', name) || isFrom(origin, 'net/http', `DefaultServeMux.${name}`))
    return [{ ...route, implicit: IMPLICIT }];
  return [{ ...route, on: receiver }];
}

/** `h.users.ServeHTTP(w, r)` in the method by which a type answers: what it hands requests to is served where the type is. */
const DISPATCHED: Implicit = { otherwise: 'none', rules: RULES };

/** What comes after a function that stands before others is no part that it has chosen. */
function handsOver(receiver: Expr): boolean {
  if (receiver.kind === 'call') return receiver.args.length === 2 && receiver.args.every(arg => arg.kind !== 'name');
  return receiver.kind === 'member' && !/^(?:next|handler|inner|wrapped|h)$/i.test(receiver.name);
}

/** The handler of a server: `http.ListenAndServe(":80", h)`, `http.Server{Handler: h}`. */
function servedBy(file: ProgramFile, call: CallExpr): Expr | undefined {
  const origin = file.originOf(call.callee);
  if (call.isNew)
    return isFrom(origin, 'net/http', 'Server')
      ? call.args.flatMap(arg => (arg.kind === 'named' && arg.name === 'Handler' ? [arg.value] : []))[0]
      : undefined;
  return ['ListenAndServe', 'ListenAndServeTLS', 'Serve', 'ServeTLS'].some(name => isFrom(origin, 'net/http', name))
    ? call.args.slice(1).findLast(arg => arg.kind !== 'nothing' && arg.kind !== 'text')
    : undefined;
}

/** One of the results of a call. */
function resultOf(call: Expr, index: number): Expr {
  return { kind: 'index', at: call.at, of: call, key: { kind: 'number', at: call.at, value: index } };
}
