/** Ktor's routes: verbs, blocks that put something before them, and what may stand in their way. */
import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import {
  callsAround,
  callsWithin,
  lambdaOf,
  madeAt,
  namedArgument,
  type ownersOf,
  positional,
  typeNamed,
} from '../lambdas.ts';
import { authenticateGuard } from './authentication.ts';
import { ROUTING, RULES, imports } from './packages.ts';

type Owners = ReturnType<typeof ownersOf>;

const VERBS: ReadonlyMap<string, readonly Method[]> = new Map([
  ['get', ['GET']],
  ['post', ['POST']],
  ['put', ['PUT']],
  ['patch', ['PATCH']],
  ['delete', ['DELETE']],
  ['head', ['HEAD']],
  ['options', ['OPTIONS']],
  ['query', ['QUERY']],
  ['webSocket', ['GET']],
  ['webSocketRaw', ['GET']],
  ['sse', ['GET']],
]);

/** Blocks whose routes lie below a path, behind authentication, or answer only some requests. */
const BLOCKS: ReadonlySet<string> = new Set([
  'route',
  'resource',
  'location',
  'authenticate',
  'method',
  'header',
  'param',
  'optionalParam',
  'accept',
  'contentType',
  'host',
  'port',
  'localPort',
  'rateLimit',
  'createChild',
]);

/** Blocks that describe a route for a document: their calls name parameters as routes are named. */
const DESCRIPTIONS: ReadonlySet<string> = new Set([
  'describe',
  'parameters',
  'responses',
  'requestBody',
  'request',
  'response',
]);

/** What one call does to a router. */
export function routingOf(file: ProgramFile, owners: Owners, site: CallSite): readonly ProgramFact[] {
  const { call, name } = site;
  if (name === 'embeddedServer') return serverOf(file, site);
  if (!isRouting(file, site)) return [];
  if (callsAround(owners, site).some(isSetUp)) return [];
  const base = { at: call.nameAt, framework: 'ktor', site: call } as const;
  const where = whereOf(site, 'assumed');
  if (name === 'routing' || isRoutingPlugin(site)) {
    const block = call.args.at(-1);
    return block
      ? [{ kind: 'mount', ...base, ...whereOf(site, 'root'), implicit: ROOT, chain: [block], calls: 'child' }]
      : [];
  }
  const methods = name === 'handle' ? methodsAround(owners, site) : VERBS.get(name);
  if (methods) return routeOf(site, methods, where);
  if (BLOCKS.has(name)) return blockOf(site);
  if (name === 'intercept') return interceptor(file, site);
  return name === 'install' ? installed(site) : [];
}

/** Inside such a block, calls of these names set something up, describe it, write a page or call someone else. */
function isSetUp(around: CallSite): boolean {
  if (VERBS.has(around.name) || around.name === 'handle' || /html/i.test(around.name)) return true;
  return DESCRIPTIONS.has(around.name) || (around.name === 'install' && !isRoutingPlugin(around));
}

/** `install(Routing) { … }`, which is `routing { … }`. */
function isRoutingPlugin({ call, name }: CallSite): boolean {
  const [plugin] = call.args;
  return name === 'install' && plugin?.kind === 'name' && plugin.name === 'Routing' && call.args.length > 1;
}

const ROOT = { otherwise: 'root', rules: RULES } as const;

/** A plain call builds on the route around it; one on something, on that. */
function whereOf({ receiver }: CallSite, otherwise: 'root' | 'assumed'): Pick<Route, 'on' | 'implicit'> {
  return receiver ? { on: receiver } : { implicit: { otherwise, rules: RULES } };
}

type Route = Extract<ProgramFact, { kind: 'route' }>;

/** What routes have themselves, so that nothing has to be imported for it. */
const MEMBERS: ReadonlySet<string> = new Set(['handle', 'createChild', 'intercept', 'install']);

/** A plain call of a function of Ktor; or a call of that name on something, in a file that builds routes. */
function isRouting(file: ProgramFile, { call, name, receiver }: CallSite): boolean {
  if (!receiver) {
    // `for (method in methods) method(method) { … }`: a variable of the name is no function.
    const isShadowed = name === 'method' && lambdaOf(call.args.at(-1)) !== undefined && imports(file, ROUTING);
    return (
      isShadowed || (MEMBERS.has(name) && imports(file, ROUTING)) || isFrom(file.originOf(call.callee), ROUTING, name)
    );
  }
  // `client.get("/x") { … }` is told apart by what it is called on.
  return imports(file, ROUTING) && file.originOf(receiver) === undefined;
}

function routeOf(
  site: CallSite,
  methods: readonly Method[] | Expr,
  where: Pick<Route, 'on' | 'implicit'>,
): readonly ProgramFact[] {
  const { call } = site;
  const plain = positional(site);
  const handler = namedArgument(site, 'body') ?? plain.at(-1);
  if (!handler || !mayHandle(handler)) return [];
  const given = namedArgument(site, 'path') ?? (plain.length > 1 ? plain[0] : undefined);
  const [type] = call.typeArguments;
  const typed = !given && type !== undefined ? typeNamed(type, call.nameAt) : undefined;
  const path = (given && pathOf(given)) ?? typed;
  return [
    {
      kind: 'route',
      at: given?.at ?? call.nameAt,
      framework: 'ktor',
      site: call,
      ...where,
      methods,
      ...(path ? { path } : {}),
      chain: [handler],
    },
  ];
}

function mayHandle(expr: Expr): boolean {
  return expr.kind === 'function' || expr.kind === 'name' || expr.kind === 'member' || expr.kind === 'call';
}

/** `Regex("/users/(?<id>\\d+)")` is a pattern; its named groups are parameters. */
function pathOf(expr: Expr): Expr {
  const [text] = expr.kind === 'call' ? expr.args : [];
  const isRegex = expr.kind === 'call' && expr.callee.kind === 'name' && expr.callee.name === 'Regex';
  return isRegex && text?.kind === 'text' ? { kind: 'pattern', at: expr.at, source: text.value, flags: '' } : expr;
}

/** A block: a route of its own, whose function is called with it. */
function blockOf(site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const [first] = positional(site);
  const path =
    name === 'route' ? (namedArgument(site, 'path') ?? (first && !lambdaOf(first) ? first : undefined)) : undefined;
  const [type] = call.typeArguments;
  const isTyped = name === 'resource' || name === 'location';
  const prefix = path ? pathOf(path) : isTyped && type !== undefined ? typeNamed(type, call.nameAt) : undefined;
  const at = path?.at ?? call.nameAt;
  const base = { at, framework: 'ktor', site: call } as const;
  const block = namedArgument(site, 'build') ?? positional(site).at(-1);
  const isBlock = block !== undefined && block !== path && (block.kind === 'function' || block.kind === 'name');
  return [
    {
      kind: 'router',
      ...base,
      role: 'router',
      rules: RULES,
      ...(receiver ? { from: receiver } : { implicit: { otherwise: 'assumed', rules: RULES } }),
      ...(prefix ? { prefix } : {}),
    },
    ...(name === 'authenticate' ? authenticateGuard(site) : []),
    ...(isBlock ? [{ kind: 'mount', ...base, on: call, chain: [block], calls: 'self' } as const] : []),
  ];
}

/** `handle { }` answers what the blocks around it let through: `method(HttpMethod.Get)`, `route("/x", HttpMethod.Post)`. */
function methodsAround(owners: Owners, site: CallSite): readonly Method[] | Expr {
  for (const around of callsAround(owners, site)) {
    if (around.name !== 'method' && around.name !== 'route') continue;
    const plain = positional(around).filter(arg => !lambdaOf(arg));
    const given = namedArgument(around, 'method') ?? plain[around.name === 'method' ? 0 : 1];
    if (given) return methodNamed(given) ?? given;
  }
  return ['ANY'];
}

function methodNamed(expr: Expr): readonly Method[] | undefined {
  const isMethod = expr.kind === 'member' && expr.of.kind === 'name' && expr.of.name === 'HttpMethod';
  return isMethod ? VERBS.get(expr.name.toLowerCase()) : undefined;
}

/** `embeddedServer(Netty, port = 8080, module = Application::module)` starts the application of the component. */
function serverOf(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  if (!isFrom(file.originOf(site.call.callee), ['io.ktor.server.engine'], 'embeddedServer')) return [];
  const module = namedArgument(site, 'module') ?? positional(site).at(-1);
  if (!module || (module.kind !== 'function' && module.kind !== 'member' && module.kind !== 'name')) return [];
  const { call } = site;
  return [
    { kind: 'mount', at: call.nameAt, framework: 'ktor', site: call, implicit: ROOT, chain: [module], calls: 'self' },
  ];
}

/** What runs before handlers and may refuse: said to be unknown where it speaks of refusals. */
function interceptor(file: ProgramFile, site: CallSite): readonly ProgramFact[] {
  const block = lambdaOf(site.call.args.at(-1));
  const speaks =
    block !== undefined &&
    callsWithin(file, block).some(({ call, name }) => /auth|principal|token/i.test(name) || call.args.some(isRefusal));
  return speaks ? unknownGuard(site, 'an interceptor', 'it may refuse requests, by what was not followed') : [];
}

function isRefusal(expr: Expr): boolean {
  return expr.kind === 'member' && (expr.name === 'Unauthorized' || expr.name === 'Forbidden');
}

/** A plugin of the application on a route, whose name speaks of who may call. */
function installed(site: CallSite): readonly ProgramFact[] {
  const [plugin] = site.call.args;
  const name = plugin?.kind === 'name' || plugin?.kind === 'member' ? plugin.name : '';
  if (!/auth|role|permission|token|api_?key/i.test(name) || OF_KTOR.has(name)) return [];
  return unknownGuard(site, `the plugin ${name}`, `what the plugin ${name} does to a request was not followed`);
}

/** Plugins that set something up and refuse nobody by themselves. */
const OF_KTOR: ReadonlySet<string> = new Set(['Authentication', 'Authorization', 'AuthorizationPlugin']);

function unknownGuard(site: CallSite, what: string, why: string): readonly ProgramFact[] {
  const { call } = site;
  const guard = madeAt(call.nameAt);
  const base = { at: call.nameAt, framework: 'ktor' } as const;
  return [
    { kind: 'guard-kind', ...base, site: guard, effect: 'unknown', why: `${what}: ${why}` },
    { kind: 'guard', ...base, site: call, ...whereOf(site, 'assumed'), guards: [guard] },
  ];
}
