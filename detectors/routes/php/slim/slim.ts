import type { Method, NamedRules, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { chainsIn, type Chains } from '../chains.ts';
import { PHP_FILES, argumentAt, guardExpr, itemsOf, noHandler } from '../values.ts';
import { VERBS } from '../verbs.ts';

export const slim = defineDetector({
  id: 'slim',
  title: 'Slim',
  kind: 'framework',
  docs: 'https://www.slimframework.com/docs/v4/objects/routing.html',
  reads: 'php',
  files: PHP_FILES,
  words: ['Slim', '$app->', '$group->'],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind', 'base-path'],
  limits: [
    'Middleware that a container knows by name is unknown, and so is Tuupola’s where it is for some paths alone.',
  ],
  version: 1,
  detect: file => {
    if (!/Slim|\$app->|\$group->/.test(file.text)) return [];
    const chains = chainsIn(file.calls);
    return [
      ...file.calls.flatMap(site => [...made(file, site), ...registered(site, chains), ...guardKinds(file, site)]),
      ...declared(file),
    ];
  },
});

const NAMED: NamedRules = { guards: [], namespace: '', harmlessBases: ['Slim\\', 'Psr\\'] };
const RULES: RouterRules = { syntax: 'fastroute', guards: 'always', named: NAMED };

/** `AppFactory::create()`, `new App()`, and what PHP-DI makes. Sources: Slim, Installation; PHP-DI, Slim bridge. */
function made(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const isFactory =
    (name === 'create' || name === 'createFromContainer') &&
    receiver !== undefined &&
    (isFrom(file.originOf(receiver), 'Slim\\Factory', 'AppFactory') ||
      isFrom(file.originOf(receiver), 'DI\\Bridge\\Slim', 'Bridge'));
  const isNew = call.isNew && ['App', 'Slim'].some(one => isFrom(file.originOf(call.callee), 'Slim', one));
  if (!isFactory && !isNew) return [];
  return [{ kind: 'router', at: call.nameAt, framework: 'slim', site: call, role: 'application', rules: RULES }];
}

/** Parameters that are declared as applications or groups. */
function declared(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] => {
    const origin = file.originOfType(type);
    const isOne =
      isFrom(origin, 'Slim', 'App') ||
      ['RouteCollectorProxy', 'RouteCollectorProxyInterface'].some(name =>
        isFrom(origin, ['Slim\\Routing', 'Slim\\Interfaces'], name),
      );
    return isOne ? [{ kind: 'router', at: type.at, framework: 'slim', site: type, role: 'router', rules: RULES }] : [];
  });
}

/** Calls that register a route; what is chained on them is for that route. */
const ROUTES: ReadonlySet<string> = new Set([...VERBS.keys(), 'any', 'map', 'redirect']);

function registered({ call, name, receiver }: CallSite, chains: Chains): readonly ProgramFact[] {
  if (!receiver) return [];
  const base = { at: call.nameAt, framework: 'slim', site: call } as const;
  const [first, second, third] = call.args;
  if (name === 'group' && first && second)
    return [
      { kind: 'router', ...base, role: 'router', rules: RULES, from: receiver, prefix: first },
      { kind: 'mount', ...base, on: call, chain: [second], calls: 'self' },
    ];
  if (name === 'setBasePath' && first)
    return [{ kind: 'base-path', ...base, on: receiver, prefix: first, isOfInstallation: true }];
  if (name === 'add' || name === 'addMiddleware')
    return first && !isOnRoute(receiver) ? [{ kind: 'guard', ...base, on: receiver, guards: [guardExpr(first)] }] : [];
  const after = chains(call);
  const guards = after.flatMap(step =>
    step.name === 'add' || step.name === 'addMiddleware' ? step.args.map(guardExpr) : [],
  );
  const named = after.find(step => step.name === 'setName')?.args[0];
  const route = (methods: readonly Method[] | Expr, path: Expr, handler: Expr): ProgramFact => ({
    kind: 'route',
    ...base,
    at: path.at,
    on: receiver,
    methods,
    path,
    chain: [handler],
    ...(guards.length > 0 && { guards }),
    ...(named && { name: named }),
  });

  if (name === 'map' && first && second && third) {
    const words = itemsOf(first).map(item => (item.kind === 'text' ? VERBS.get(item.value.toLowerCase()) : undefined));
    return [route(words.every(word => word !== undefined) ? words : first, second, third)];
  }
  if (name === 'redirect' && first && second) return [route(['GET'], first, noHandler(call.nameAt))];
  if (name === 'any' && first && second) return [route(['ANY'], first, second)];
  // Names of methods are those of any letters. Source: PHP manual, Classes and Objects (The Basics).
  const method = VERBS.get(name.toLowerCase());
  return method && first && second ? [route([method], first, second)] : [];
}

/** `$app->get('/x', f)->setName('x')->add(…)`: what it is put on is a route. */
function isOnRoute(receiver: Expr): boolean {
  let link = receiver;
  while (link.kind === 'call' && link.callee.kind === 'member') {
    if (ROUTES.has(link.callee.name)) return true;
    if (link.callee.name === 'group') return false;
    link = link.callee.of;
  }
  return false;
}

/** Middleware of packages. Sources: tuupola/slim-jwt-auth; tuupola/slim-basic-auth. */
function guardKinds(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  if (!call.isNew) return [];
  const origin = file.originOf(call.callee);
  const isJwt = isFrom(origin, ['Tuupola\\Middleware', 'JimTools\\JwtAuth\\Middleware'], 'JwtAuthentication');
  const isBasic = isFrom(origin, ['Tuupola\\Middleware', 'Slim\\Middleware'], 'HttpBasicAuthentication');
  if (!isJwt && !isBasic) return [];
  const options = argumentAt(call, 0);
  const isPartial =
    options?.kind !== 'record' ||
    options.entries.some(one => one.kind !== 'entry' || /^(?:path|ignore|passthrough|rules|before)$/.test(one.key));
  return [
    {
      kind: 'guard-kind',
      at: call.nameAt,
      framework: 'slim',
      site: call,
      effect: isPartial ? 'unknown' : 'required',
      mechanism: isJwt ? 'jwt' : 'basic',
      why: isPartial
        ? 'which paths it is for is said by its options'
        : `it refuses who sends no ${isJwt ? 'valid token' : 'credentials'}`,
    },
  ];
}
