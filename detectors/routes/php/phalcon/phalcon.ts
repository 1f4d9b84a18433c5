import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { chainsIn, type Chains } from '../chains.ts';
import { PHP_FILES, argumentAt, itemsOf, noHandler, textAt } from '../values.ts';
import { VERBS } from '../verbs.ts';
import { ONLY_OWN, PHALCON_RULES, UNFOLLOWED, controllerFacts, handlerOf } from './controllers.ts';

export const phalcon = defineDetector({
  id: 'phalcon',
  title: 'Phalcon',
  kind: 'framework',
  docs: 'https://docs.phalcon.io/latest/routing/',
  reads: 'php',
  files: PHP_FILES,
  words: ['Phalcon\\', '$di->getRouter('],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind', 'base-path', 'enables'],
  limits: [
    'Routes whose controller or action is a parameter are not listed; what the framework’s own lead to is, by the names of controllers.',
    'Classes that derive from `Router\\Group` are not followed.',
    'Events of applications and dispatchers, which say who may call, are not followed: where they are used, authentication is unknown.',
  ],
  version: 1,
  detect: file => {
    if (!file.text.includes('Phalcon\\') && !file.text.includes('$di->getRouter(')) return [];
    const chains = chainsIn(file.calls);
    return [
      ...controllerFacts(file),
      ...file.calls.flatMap(site => [...made(file, site), ...registered(site, chains)]),
    ];
  },
});

const MICRO = 'phalcon-micro';
const ROUTER = 'phalcon';
const RULES: RouterRules = { syntax: 'braces', guards: 'always' };

/** Sources: Phalcon, Micro Application; Routing (Groups). */
function made(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const is = (module: string, cls: string): boolean => isFrom(file.originOf(call.callee), module, cls);
  const one = (framework: string, role: 'application' | 'router'): readonly ProgramFact[] => [
    {
      kind: 'router',
      at: call.nameAt,
      framework,
      site: call,
      role,
      rules: framework === ROUTER ? PHALCON_RULES : RULES,
    },
  ];
  // The container that the tools of Phalcon set up goes by this name.
  if (name === 'getRouter' && receiver?.kind === 'name' && receiver.name === 'di') return one(ROUTER, 'application');
  if (!call.isNew) return [];
  if (is('Phalcon\\Mvc', 'Micro')) return one(MICRO, 'application');
  if (is('Phalcon\\Mvc\\Micro', 'Collection')) return one(MICRO, 'router');
  if (is('Phalcon\\Mvc', 'Router') || is('Phalcon\\Mvc\\Router', 'Annotations')) {
    const [defaults] = call.args;
    const isAlone = defaults?.kind === 'boolean' && !defaults.value;
    const at = call.nameAt;
    return [
      ...one(ROUTER, 'application'),
      ...(isAlone
        ? [{ kind: 'enables' as const, at, framework: ROUTER, site: textAt(at, ONLY_OWN), what: ONLY_OWN }]
        : []),
    ];
  }
  return is('Phalcon\\Mvc\\Router', 'Group') ? one(ROUTER, 'router') : [];
}

function registered(site: CallSite, chains: Chains): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const first = argumentAt(call, 0);
  if (!receiver || !first) return [];
  const both = [MICRO, ROUTER] as const;
  switch (name) {
    case 'setPrefix':
      return both.map(framework => {
        return { kind: 'base-path', at: call.nameAt, framework, site: call, on: receiver, prefix: pathOf(first) };
      });
    case 'mount':
      return both.map(framework => {
        return {
          kind: 'mount',
          at: call.nameAt,
          framework,
          site: call,
          on: receiver,
          chain: [first],
          onlyRouters: true,
        };
      });
    case 'before':
    case 'setEventsManager':
      return [
        {
          kind: 'guard',
          at: call.nameAt,
          framework: MICRO,
          site: call,
          on: receiver,
          guards: [{ kind: 'unknown', at: call.nameAt, text: 'what runs before the handlers', parts: [] }],
        },
      ];
    default:
      return [...microRoute(site, first, chains), ...routerRoute(site, first, chains)];
  }
}

/** `$app->get('/x', f)`, `$app->map('/x', f)->via(['GET', 'POST'])`; collections name members of their handler. */
function microRoute(site: CallSite, path: Expr, chains: Chains): readonly ProgramFact[] {
  const { call, name } = site;
  const method = VERBS.get(name);
  const handler = argumentAt(call, 1);
  if (!handler || !(method || name === 'map')) return [];
  return routeOf(MICRO, site, method ? [method] : via(call, chains), path, handler);
}

/** `$router->addGet('/x', 'Posts::show')`, `$router->add('/x', [...], ['GET'])`. */
function routerRoute(site: CallSite, path: Expr, chains: Chains): readonly ProgramFact[] {
  const { call, name } = site;
  const word = /^add([A-Z][a-z]+)$/.exec(name)?.[1];
  const method = word === undefined ? undefined : VERBS.get(word.toLowerCase());
  if (!(method || name === 'add')) return [];
  const given = argumentAt(call, 2, 'httpMethods');
  const methods = method ? [method] : given ? methodsOf(given) : via(call, chains);
  return routeOf(ROUTER, site, methods, path, handlerOf(argumentAt(call, 1, 'paths')));
}

function via(call: CallSite['call'], chains: Chains): readonly Method[] | Expr {
  const given = chains(call).find(({ name }) => name === 'via' || name === 'setHttpMethods')?.args[0];
  return given ? methodsOf(given) : ['ANY'];
}

function methodsOf(given: Expr): readonly Method[] | Expr {
  if (given.kind === 'nothing') return ['ANY'];
  const words = itemsOf(given).map(item => (item.kind === 'text' ? VERBS.get(item.value.toLowerCase()) : undefined));
  return words.every(word => word !== undefined) ? words : given;
}

function routeOf(
  framework: string,
  { call, receiver }: CallSite,
  methods: readonly Method[] | Expr,
  path: Expr,
  handler: Expr | undefined,
): readonly ProgramFact[] {
  if (!receiver) return [];
  if (path.kind === 'text' && /[:{](?:module|controller|action|namespace)\b/.test(path.value)) return [];
  const isFollowed = handler?.kind === 'function';
  const guard = textAt(call.nameAt, 'events and controllers');
  const route: ProgramFact = {
    kind: 'route',
    at: path.at,
    framework,
    site: call,
    on: receiver,
    methods,
    path: pathOf(path),
    chain: [isFollowed || (framework === ROUTER && handler) ? handler : noHandler(call.nameAt)],
    ...(!isFollowed && { guards: [guard] }),
  };
  if (isFollowed) return [route];
  return [
    {
      kind: 'guard-kind',
      at: call.nameAt,
      framework,
      site: guard,
      effect: 'unknown',
      why: UNFOLLOWED,
    },
    route,
  ];
}

/** `{id:[0-9]+}`, `:int`, `:params` and groups of a regular expression. Source: Phalcon, Routing (Defining Routes). */
function pathOf(path: Expr): Expr {
  if (path.kind !== 'text') return path;
  const template = path.value
    .replace(/\/:params\b/g, '/{*params}')
    .replace(/:int\b/g, '{int}')
    .replace(/\((?:[^(){}]|\{\d*,?\d*\})*\)/g, '{regex}');
  return textAt(path.at, template);
}
