import type { Implicit, Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { chainsIn, type Step } from '../chains.ts';
import { PHP_FILES, entryOf, isWhole, itemsOf, noHandler, textAt, textsIn } from '../values.ts';
import { VERBS } from '../verbs.ts';

export const cakephp = defineDetector({
  id: 'cakephp',
  title: 'CakePHP',
  kind: 'framework',
  docs: 'https://book.cakephp.org/5/en/development/routing.html',
  reads: 'php',
  files: PHP_FILES,
  words: ['Cake\\Routing', 'RouteBuilder'],
  emits: ['router', 'route', 'mount', 'guard-kind'],
  limits: [
    'Routes that fall back to the names of controllers and actions are not listed.',
    'Who may call is decided by components of controllers, which are not followed: authentication is unknown.',
  ],
  version: 1,
  detect: file => {
    // Builders go by names that other things have, too.
    if (!/Cake\\Routing|RouteBuilder/.test(file.text)) return [];
    const chains = chainsIn(file.calls);
    return file.calls.flatMap(site => registered(file, site, chains(site.call)));
  },
});

const RULES: RouterRules = { syntax: 'braces', guards: 'always' };
const IMPLICIT: Implicit = { otherwise: 'root', rules: RULES };

function registered(file: ProgramFile, site: CallSite, after: readonly Step[]): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  if (!receiver || !isBuilder(file, receiver)) return [];
  const [first, second, third] = call.args;
  if (!first) return [];
  switch (name) {
    case 'scope':
      return group(site, first, [second, third]);
    case 'prefix':
      return group(
        site,
        pathIn(second) ?? (first.kind === 'text' ? textAt(first.at, `/${dashed(first.value)}`) : first),
        [second, third],
      );
    case 'plugin':
      return group(
        site,
        pathIn(second) ?? (first.kind === 'text' ? textAt(first.at, `/${dashed(first.value)}`) : first),
        [second, third],
      );
    case 'connect':
      return second || after.length > 0 ? [...route(call, methodsIn(second, after), first)] : [];
    case 'redirect':
      return second ? route(call, ['ANY'], first) : [];
    case 'resources':
      return resources(site, first, [second, third]);
    default: {
      const method = VERBS.get(name);
      return method && second ? route(call, [method], first) : [];
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

function route(call: CallSite['call'], methods: readonly Method[] | Expr, path: Expr): readonly ProgramFact[] {
  const guard = textAt(call.nameAt, 'components of the controller');
  return [
    {
      kind: 'guard-kind',
      at: call.nameAt,
      framework: 'cakephp',
      site: guard,
      effect: 'unknown',
      why: 'controllers of CakePHP say who may call, and are not followed',
    },
    {
      kind: 'route',
      at: path.at,
      framework: 'cakephp',
      site: call,
      implicit: IMPLICIT,
      methods,
      path: pathOf(path),
      chain: [noHandler(call.nameAt)],
      guards: [guard],
    },
  ];
}

/** `['_method' => 'POST']` among the defaults, and `->setMethods(['PUT'])` behind. */
function methodsIn(defaults: Expr | undefined, after: readonly Step[]): readonly Method[] | Expr {
  const given = after.find(({ name }) => name === 'setMethods')?.args[0] ?? entryOf(defaults, '_method');
  if (!given) return ['ANY'];
  const words = itemsOf(given).map(item => (item.kind === 'text' ? VERBS.get(item.value.toLowerCase()) : undefined));
  return words.every(word => word !== undefined) ? words : given;
}

function group({ call }: CallSite, prefix: Expr, rest: readonly (Expr | undefined)[]): readonly ProgramFact[] {
  const routes = rest.findLast(one => one !== undefined && one.kind !== 'record');
  if (!routes) return [];
  const base = { at: call.nameAt, framework: 'cakephp', site: call } as const;
  return [
    { kind: 'router', ...base, role: 'router', rules: RULES, implicit: IMPLICIT, prefix: pathOf(prefix) },
    { kind: 'mount', ...base, on: call, chain: [routes], calls: 'self' },
  ];
}

function pathIn(options: Expr | undefined): Expr | undefined {
  return entryOf(options, 'path');
}

/** `blog-posts` for `BlogPosts`. */
function dashed(name: string): string {
  return name
    .replace(/^\/+/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}

type Action = readonly [name: string, methods: readonly Method[], isItem: boolean];

/** Source: CakePHP, Creating RESTful Routes. */
const ACTIONS: readonly Action[] = [
  ['index', ['GET'], false],
  ['view', ['GET'], true],
  ['create', ['POST'], false],
  ['update', ['PUT', 'PATCH'], true],
  ['delete', ['DELETE'], true],
];

function resources(site: CallSite, name: Expr, rest: readonly (Expr | undefined)[]): readonly ProgramFact[] {
  const { call } = site;
  const options = rest.find(one => one?.kind === 'record' || one?.kind === 'list');
  const nested = rest.find(one => one?.kind === 'function');
  const written = entryOf(options, 'path');
  if (name.kind !== 'text') return route(call, ['ANY'], name);
  const plain = written?.kind === 'text' ? written.value.replace(/^\/+/, '') : dashed(name.value);
  const only = entryOf(options, 'only');
  const kept = ACTIONS.filter(([action]) => !only || !isWhole(only) || textsIn(only).includes(action));
  const below = `${plain.replace(/ies$/, 'y').replace(/s$/, '').replaceAll('-', '_')}_id`;
  return [
    ...kept.flatMap(([, methods, isItem]) =>
      route(call, methods, textAt(name.at, `/${plain}${isItem ? '/{id}' : ''}`)),
    ),
    ...(nested ? group(site, textAt(name.at, `/${plain}/{${below}}`), [nested]) : []),
  ];
}
