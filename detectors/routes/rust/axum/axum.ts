import type { FactBody } from '../../../../src/core/fact.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { lastName, linksOf, namedValue, namesIn, plainArguments } from '../chains.ts';
import { methodOfName, VERBS } from '../verbs.ts';

export const axum = defineDetector({
  id: 'axum',
  title: 'axum',
  kind: 'framework',
  docs: 'https://docs.rs/axum/latest/axum/struct.Router.html',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['axum', 'Router', 'loco_rs', 'utoipa'],
  emits: ['router', 'route', 'mount', 'compose'],
  limits: [
    'A fallback of the whole application answers what nothing else does, and is no operation; below a prefix it is one, unless it refuses everybody.',
    'Routers that are kept in fields of structs are followed only where the struct is made in the same function.',
    'Services that are no routers are followed no further: what `nest_service` mounts is reported as one operation for all below it, where it is known to serve files.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] =>
    /axum|Router|loco_rs|utoipa/.test(file.text) ? file.calls.flatMap(site => factsOf(file, site)) : [],
});

/** A layer stands before what was added before it, and before nothing else: each is a router around those so far. */
const RULES: RouterRules = { syntax: 'rust', guards: 'always', handlersDecide: 'by-credentials' };
const PACKAGES: ReadonlySet<string> = new Set([
  'axum',
  'axum_extra',
  'aide',
  'utoipa_axum',
  'loco_rs',
  'axum_routing_htmx',
]);

const ROUTERS: ReadonlySet<string> = new Set([
  'Router::new',
  'Router::default',
  'Router::with_openapi',
  'ApiRouter::new',
  'ApiRouter::default',
  'OpenApiRouter::new',
  'OpenApiRouter::default',
  'OpenApiRouter::with_openapi',
  'MethodRouter::new',
]);

function factsOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const base = { at: call.nameAt, framework: 'axum', site: call } as const;
  const names = namesIn(file, call.callee, PACKAGES);
  if (names) {
    const made = ROUTERS.has(names.slice(-2).join('::'));
    if (made) return [{ kind: 'router', ...base, role: 'router', rules: RULES }];
    const last = names.at(-1) ?? '';
    if (last === 'serve' && call.args[1]) return serving(site, call.args[1]);
    if (last === 'routes!') return handlersOf(site);
    if (names.includes('routing') || names.length <= 2) {
      const route = methodRoute(site, last);
      if (route)
        return [{ kind: 'router', ...base, role: 'router', rules: RULES, routes: [{ at: base.at, ...route }] }];
    }
  }
  const described = describedHandler(file, site);
  if (described) return described;
  return receiver && !names ? onReceiver(file, site, receiver, name) : [];
}

// Handlers by method

type Answer = { readonly methods: readonly Method[] | Expr; readonly chain: readonly Expr[] };

/** `get(handler)`, `post_with(handler, docs)`, `on(MethodFilter::GET, handler)`, `any(handler)`. */
function methodRoute({ call }: CallSite, name: string): Answer | undefined {
  const [first, second] = call.args;
  const plain = name.replace(/_(?:with|service)$/, '').replace(/_service$/, '');
  if (plain === 'on' && first && second) return { methods: filtered(first), chain: [second] };
  const methods: readonly Method[] | undefined = plain === 'any' ? ['ANY'] : methodsNamed(plain);
  return methods && first ? { methods, chain: [first] } : undefined;
}

function methodsNamed(name: string): readonly Method[] | undefined {
  const method = VERBS.get(name);
  return method && [method];
}

/** `MethodFilter::GET.or(MethodFilter::POST)`, `MethodFilter::GET | MethodFilter::POST`. */
function filtered(filter: Expr): readonly Method[] | Expr {
  const found: Method[] = [];
  const open: Expr[] = [filter];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.kind === 'operation') open.push(...next.operands);
    else if (next.kind === 'call' && next.callee.kind === 'member') open.push(next.callee.of, ...next.args);
    else {
      const method = next.kind === 'member' ? methodOfName(next.name) : undefined;
      if (!method) return filter;
      found.push(method);
    }
  }
  return found.toReversed();
}

/**
 * `#[utoipa::path(get, path = "/pets/{id}")]` says where `routes!(handler)` serves the function below it. What it makes stands
 * beside the function, which may be a handler elsewhere as if nothing was said of it.
 */
function describedHandler(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] | undefined {
  const { callee } = call;
  const [handler] = call.args;
  if (call.isDecorator !== true || callee.kind !== 'call' || !handler) return undefined;
  if (namesIn(file, callee.callee, UTOIPA)?.join('::') !== 'path!') return undefined;
  const path = namedValue(callee, 'path');
  const methods = plainArguments(callee).flatMap((arg): readonly Method[] => {
    const words =
      arg.kind === 'call' && arg.callee.kind === 'name' && lastName(arg.callee.name) === 'method' ? arg.args : [arg];
    return words.flatMap(word => (word.kind === 'name' ? (methodOfName(lastName(word.name)) ?? []) : []));
  });
  if (methods.length === 0 || saysItsPlace(handler)) return undefined;
  const at = path?.at ?? callee.nameAt;
  const routes = [{ at, methods, chain: [handler], ...(path ? { path } : {}) }];
  return [{ kind: 'router', at, framework: 'axum', site: callee, role: 'router', rules: RULES, routes, isOffer: true }];
}

/** Whether an attribute of a framework below says already where the function is served: `#[get("/pets")]`. */
function saysItsPlace(handler: Expr): boolean {
  for (let at: Expr | undefined = handler; at?.kind === 'call' && at.isDecorator === true; at = at.args[0]) {
    const attribute: Expr = at.callee.kind === 'call' ? at.callee.callee : at.callee;
    const name = attribute.kind === 'name' ? lastName(attribute.name) : '';
    if (name === 'route!' || (name.endsWith('!') && VERBS.has(name.slice(0, -1)))) return true;
  }
  return false;
}

const UTOIPA: ReadonlySet<string> = new Set(['utoipa']);

/** `routes!(list, create)`: handlers that say themselves where they are served. */
function handlersOf({ call }: CallSite): readonly ProgramFact[] {
  const base = { at: call.nameAt, framework: 'axum', site: call } as const;
  return [
    { kind: 'router', ...base, role: 'router', rules: RULES },
    { kind: 'mount', ...base, on: call, chain: call.args, onlyRouters: true },
  ];
}

// What is called on a router

function onReceiver(file: ProgramFile, site: CallSite, receiver: Expr, name: string): readonly ProgramFact[] {
  const { call } = site;
  const [first, second] = call.args;
  const base = { at: call.nameAt, framework: 'axum', site: call, on: receiver } as const;
  switch (name) {
    case 'route':
    case 'api_route':
    case 'api_route_with':
      return first && second ? [{ kind: 'mount', ...base, prefix: first, chain: [second], onlyRouters: true }] : [];
    case 'route_service':
      return first && second
        ? [{ kind: 'route', ...base, at: first.at, methods: ['ANY'], path: first, chain: [second] }]
        : [];
    case 'nest':
    case 'nest_api_service':
    case 'nest_service':
      if (!first || !second) return [];
      return servesFiles(file, second)
        ? [{ kind: 'route', ...base, at: first.at, methods: ['ANY'], path: below(first), chain: [second] }]
        : [{ kind: 'mount', ...base, prefix: first, chain: [second], onlyRouters: true }];
    case 'merge':
    case 'routes':
      return first ? [{ kind: 'mount', ...base, chain: [first], onlyRouters: true }] : [];
    case 'fallback':
    case 'fallback_service':
      return first && !servesFiles(file, first)
        ? [{ kind: 'route', ...base, methods: ['ANY'], path: remainder(base.at), chain: [first], isRemainder: true }]
        : [];
    case 'layer':
    case 'route_layer':
      return first ? layered(site, receiver, first) : [];
    case 'serve':
      return first ? serving(site, first) : [];
    // Whoever accepts connections by hand makes a service of the router first.
    case 'into_make_service':
    case 'into_make_service_with_connect_info':
      return serving(site, receiver);
    default: {
      const answer = isMethodChain(file, receiver) ? methodRoute(site, name) : undefined;
      return answer ? [{ kind: 'route', ...base, ...answer }] : [];
    }
  }
}

/** Whether a value starts with `get(handler)` or its like. */
function isMethodChain(file: ProgramFile, receiver: Expr): boolean {
  const [root] = linksOf(receiver);
  if (!root) return false;
  const names = namesIn(file, root.call.callee, PACKAGES);
  return names !== undefined && names.at(-1) !== 'routes!' && !ROUTERS.has(names.slice(-2).join('::'));
}

function layered({ call }: CallSite, receiver: Expr, layer: Expr): readonly ProgramFact[] {
  const base = { at: call.nameAt, framework: 'axum', site: call } as const;
  return [{ kind: 'compose', ...base, guards: [layer], of: receiver, rules: RULES, isClosed: true }];
}

/** What is handed to a server is what the program serves. */
function serving({ call }: CallSite, app: Expr): readonly ProgramFact[] {
  const base = { at: call.nameAt, framework: 'axum', site: call } as const;
  return [{ kind: 'compose', ...base, guards: [], of: app, rules: RULES, role: 'application' }];
}

/** Files of a folder, or one file. Source: tower-http, Module `services`. */
function servesFiles(file: ProgramFile, service: Expr): boolean {
  const [root] = linksOf(service);
  const names = namesIn(file, root ? root.call.callee : service, TOWER);
  return names !== undefined && names.some(name => name === 'ServeDir' || name === 'ServeFile');
}

const TOWER: ReadonlySet<string> = new Set(['tower_http']);

/** All that no other route of a router answers. */
function remainder(at: Expr['at']): Expr {
  return { kind: 'text', at, value: '/{*fallback}' };
}

/** A path and everything below it. */
function below(path: Expr): Expr {
  return { kind: 'concat', at: path.at, parts: [path, { kind: 'text', at: path.at, value: '/*' }] };
}
