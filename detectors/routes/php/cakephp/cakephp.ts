import type { Implicit, Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { chainsIn, type Step } from '../chains.ts';
import { PHP_FILES, entryOf, isWhole, itemsOf, noHandler, textAt, textsIn } from '../values.ts';
import { VERBS } from '../verbs.ts';
import { CAKEPHP_RULES, actionFacts, camelized, dashed, fallbackFacts, handlerOf } from './controllers.ts';
import { middlewareFacts } from './middleware.ts';

export const cakephp = defineDetector({
  id: 'cakephp',
  title: 'CakePHP',
  kind: 'framework',
  docs: 'https://book.cakephp.org/5/en/development/routing.html',
  reads: 'php',
  files: PHP_FILES,
  words: ['Cake\\Routing', 'RouteBuilder', 'MiddlewareQueue', 'Controller'],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind', 'guard-names', 'property', 'enables'],
  limits: [
    'Routes of plugins that are installed, and what components of the application’s own ask of callers, are not followed.',
    'What policies refuse (the Authorization plugin) is not taken for a guard.',
  ],
  version: 1,
  detect: file => {
    const beside = [...actionFacts(file), ...middlewareFacts(file)];
    // Builders go by names that other things have, too.
    if (!/Cake\\Routing|RouteBuilder/.test(file.text)) return beside;
    const chains = chainsIn(file.calls);
    return [...beside, ...file.calls.flatMap(site => registered(file, site, chains(site.call)))];
  },
});

const IMPLICIT: Implicit = { otherwise: 'root', rules: CAKEPHP_RULES };

function registered(file: ProgramFile, site: CallSite, after: readonly Step[]): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  if (!receiver || !isBuilder(file, receiver)) return [];
  const [first, second, third] = call.args;
  if (name === 'fallbacks') return fallbackFacts(site, file.calls);
  if (!first) return [];
  switch (name) {
    case 'registerMiddleware':
      return second ? [namedMiddleware(first, second)] : [];
    case 'applyMiddleware':
      return [applied(call)];
    case 'scope':
      return group(site, first, [second, third]);
    case 'prefix':
      return group(
        site,
        pathIn(second) ?? (first.kind === 'text' ? textAt(first.at, `/${dashed(first.value)}`) : first),
        [second, third],
        first.kind === 'text' ? camelized(first.value.replace(/^\/+/, '')) : undefined,
      );
    case 'plugin':
      return group(
        site,
        pathIn(second) ?? (first.kind === 'text' ? textAt(first.at, `/${dashed(first.value)}`) : first),
        [second, third],
        first.kind === 'text' ? `\\${first.value.replaceAll('/', '\\')}\\Controller` : undefined,
      );
    case 'connect':
      return second || after.length > 0 ? route(call, methodsIn(second, after), first, handlerOf(second)) : [];
    case 'redirect':
      return second ? route(call, ['ANY'], first, noHandler(call.nameAt)) : [];
    case 'resources':
      return resources(site, first, [second, third]);
    default: {
      const method = VERBS.get(name);
      return method && second ? route(call, [method], first, handlerOf(second)) : [];
    }
  }
}

/** The builder goes by its habitual names; the facade by its own. */
function isBuilder(file: ProgramFile, receiver: Expr): boolean {
  if (receiver.kind !== 'name') return false;
  return (
    /^(?:routes|builder|r|route)$/.test(receiver.name) || isFrom(file.originOf(receiver), 'Cake\\Routing', 'Router')
  );
}

/** `{id}`, `:id` and the star that takes all that follows. */
function pathOf(path: Expr): Expr {
  if (path.kind !== 'text') return path;
  return textAt(path.at, path.value.replace(/(^|\/):(\w+)/g, '$1{$2}').replace(/\/\*\*?$/, '/{*}'));
}

function route(
  call: CallSite['call'],
  methods: readonly Method[] | Expr,
  path: Expr,
  handler: Expr | undefined,
): readonly ProgramFact[] {
  return [
    {
      kind: 'route',
      at: path.at,
      framework: 'cakephp',
      site: call,
      implicit: IMPLICIT,
      methods,
      path: pathOf(path),
      chain: [handler ?? { kind: 'unknown', at: call.nameAt, text: 'a controller that is not named here', parts: [] }],
    },
  ];
}

/** `$routes->registerMiddleware('auth', new X())`, `$routes->applyMiddleware('auth')`. Source: CakePHP, Routing (Scoped Middleware). */
function namedMiddleware(name: Expr, value: Expr): ProgramFact {
  const names: Expr =
    name.kind === 'text'
      ? {
          kind: 'record',
          at: name.at,
          entries: [{ kind: 'entry', at: name.at, key: name.value, keyAt: name.at, value }],
        }
      : { kind: 'record', at: name.at, entries: [] };
  return { kind: 'guard-names', at: name.at, framework: 'cakephp', site: names, names };
}

function applied(call: CallSite['call']): ProgramFact {
  return {
    kind: 'guard',
    at: call.nameAt,
    framework: 'cakephp',
    site: call,
    implicit: IMPLICIT,
    guards: call.args,
    onlyRefusals: true,
  };
}

/** `['_method' => 'POST']` among the defaults, and `->setMethods(['PUT'])` behind. */
function methodsIn(defaults: Expr | undefined, after: readonly Step[]): readonly Method[] | Expr {
  const given = after.find(({ name }) => name === 'setMethods')?.args[0] ?? entryOf(defaults, '_method');
  if (!given) return ['ANY'];
  const words = itemsOf(given).map(item => (item.kind === 'text' ? VERBS.get(item.value.toLowerCase()) : undefined));
  return words.every(word => word !== undefined) ? words : given;
}

function group(
  { call }: CallSite,
  prefix: Expr,
  rest: readonly (Expr | undefined)[],
  namespace?: string,
): readonly ProgramFact[] {
  const routes = rest.findLast(one => one !== undefined && one.kind !== 'record');
  if (!routes) return [];
  const base = { at: call.nameAt, framework: 'cakephp', site: call } as const;
  return [
    { kind: 'router', ...base, role: 'router', rules: CAKEPHP_RULES, implicit: IMPLICIT, prefix: pathOf(prefix) },
    ...(namespace === undefined
      ? []
      : [
          {
            kind: 'property' as const,
            ...base,
            on: call,
            name: textAt(call.nameAt, 'namespace'),
            value: textAt(call.nameAt, namespace),
          },
        ]),
    // Facts of one site fire in the order of their places: what is said of the group comes before its routes.
    {
      kind: 'mount',
      ...base,
      ...(namespace !== undefined && { at: routes.at }),
      on: call,
      chain: [routes],
      calls: 'self',
    },
  ];
}

function pathIn(options: Expr | undefined): Expr | undefined {
  return entryOf(options, 'path');
}

type Action = readonly [name: string, methods: readonly Method[], isItem: boolean, member: string];

/** Source: CakePHP, Creating RESTful Routes. */
const ACTIONS: readonly Action[] = [
  ['index', ['GET'], false, 'index'],
  ['view', ['GET'], true, 'view'],
  ['create', ['POST'], false, 'add'],
  ['update', ['PUT', 'PATCH'], true, 'edit'],
  ['delete', ['DELETE'], true, 'delete'],
];

function resources(site: CallSite, name: Expr, rest: readonly (Expr | undefined)[]): readonly ProgramFact[] {
  const { call } = site;
  const options = rest.find(one => one?.kind === 'record' || one?.kind === 'list');
  const nested = rest.find(one => one?.kind === 'function');
  const written = entryOf(options, 'path');
  if (name.kind !== 'text') return route(call, ['ANY'], name, undefined);
  const plain = written?.kind === 'text' ? written.value.replace(/^\/+/, '') : dashed(name.value);
  const given = entryOf(options, 'controller');
  const controller = camelized(given?.kind === 'text' ? given.value : name.value);
  const only = entryOf(options, 'only');
  const kept = ACTIONS.filter(([action]) => !only || !isWhole(only) || textsIn(only).includes(action));
  const below = `${plain.replace(/ies$/, 'y').replace(/s$/, '').replaceAll('-', '_')}_id`;
  return [
    ...kept.flatMap(([action, methods, isItem, member]) => {
      const renamed = entryOf(entryOf(options, 'actions'), action);
      const called = renamed?.kind === 'text' ? renamed.value : member;
      const handler = textAt(name.at, `${controller}Controller::${called}`);
      return route(call, methods, textAt(name.at, `/${plain}${isItem ? '/{id}' : ''}`), handler);
    }),
    ...(nested ? group(site, textAt(name.at, `/${plain}/{${below}}`), [nested]) : []),
  ];
}
