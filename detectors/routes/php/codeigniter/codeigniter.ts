import type { Implicit, Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { PHP_FILES, entryOf, guardsIn, isWhole, itemsOf, noHandler, textAt, textsIn } from '../values.ts';
import { VERBS } from '../verbs.ts';
import { automaticFacts } from './automatic.ts';
import { filterFacts } from './filters.ts';
import { handlerOf, pathOf } from './paths.ts';
import { CODEIGNITER_RULES } from './rules.ts';

export const codeigniter = defineDetector({
  id: 'codeigniter',
  title: 'CodeIgniter 4',
  kind: 'framework',
  docs: 'https://codeigniter.com/user_guide/incoming/routing.html',
  reads: 'php',
  files: PHP_FILES,
  words: ['CodeIgniter', '$routes->', 'Filters', 'Controller', 'autoRoute'],
  emits: ['router', 'route', 'mount', 'property', 'guard', 'guard-names', 'guard-export', 'enables'],
  limits: [
    'Automatic routes are listed in dashed letters, as `translateUriToCamelCase` has them; those of modules are not.',
    'What constructors of controllers ask of callers is not followed: it leaves authentication unknown.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => [
    ...(isRouting(file) ? file.calls.flatMap(site => registered(site)) : []),
    ...filterFacts(file),
    ...automaticFacts(file),
  ],
});

/** Files of routes: those of the application and of its modules, and what names the collection. */
function isRouting(file: ProgramFile): boolean {
  return (
    /(?:^|\/)Config\/Routes(?:\/[^/]+)?\.php$/.test(file.path) ||
    file.text.includes('CodeIgniter\\Router\\RouteCollection')
  );
}

const IMPLICIT: Implicit = { otherwise: 'root', rules: CODEIGNITER_RULES };

function registered(site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  if (receiver?.kind !== 'name' || (receiver.name !== 'routes' && receiver.name !== 'route')) return [];
  const [first, second, third] = call.args;
  if (!first) return [];
  switch (name) {
    case 'group':
      return group(site, first, call.args.slice(1));
    case 'environment': {
      const isDeployed = textsIn(first).some(text => text === 'production');
      return isDeployed && second ? group(site, undefined, [second]) : [];
    }
    case 'match':
      return second && third ? [route(call, methodsIn(first), second, { handler: third, options: call.args[3] })] : [];
    case 'add':
      return second ? [route(call, ['ANY'], first, { handler: second, options: third })] : [];
    case 'addRedirect':
      return second ? [route(call, ['ANY'], first, { handler: noHandler(call.nameAt), options: undefined })] : [];
    case 'view':
      return second ? [route(call, ['GET'], first, { handler: noHandler(call.nameAt), options: third })] : [];
    case 'resource':
    case 'presenter':
      return resource(site, name, first, second);
    default: {
      const method = VERBS.get(name);
      return method && second ? [route(call, [method], first, { handler: second, options: third })] : [];
    }
  }
}

type Given = { readonly handler: Expr; readonly options: Expr | undefined };

function route(
  call: CallSite['call'],
  methods: readonly Method[] | Expr,
  path: Expr,
  { handler, options }: Given,
): ProgramFact {
  const filters = filtersIn(options);
  return {
    kind: 'route',
    at: path.at,
    framework: 'codeigniter',
    site: call,
    implicit: IMPLICIT,
    methods,
    path: pathOf(path),
    chain: [handlerOf(handler)],
    ...(filters.length > 0 && { guards: filters }),
  };
}

function filtersIn(options: Expr | undefined): readonly Expr[] {
  const filter = entryOf(options, 'filter');
  return filter ? guardsIn([filter]) : [];
}

function group({ call }: CallSite, prefix: Expr | undefined, rest: readonly Expr[]): readonly ProgramFact[] {
  const options = rest.find(one => one.kind === 'record');
  const routes = rest.at(-1);
  if (!routes || routes === options) return [];
  const base = { at: call.nameAt, framework: 'codeigniter', site: call } as const;
  const guards = filtersIn(options);
  const namespace = entryOf(options, 'namespace');
  return [
    {
      kind: 'router',
      ...base,
      role: 'router',
      rules: CODEIGNITER_RULES,
      implicit: IMPLICIT,
      ...(prefix && { prefix: pathOf(prefix) }),
      ...(guards.length > 0 && { guards }),
    },
    ...(namespace
      ? [
          {
            kind: 'property' as const,
            ...base,
            on: call,
            name: textAt(call.nameAt, 'namespace'),
            value: absolute(namespace),
          },
        ]
      : []),
    // Facts of one site fire in the order of their places: what is said of the group comes before its routes.
    { kind: 'mount', ...base, at: routes.at, on: call, chain: [routes], calls: 'self' },
  ];
}

/** The namespace of a group takes the place of that around it. */
function absolute(namespace: Expr): Expr {
  return namespace.kind === 'text' ? textAt(namespace.at, `\\${namespace.value.replace(/^\\/, '')}`) : namespace;
}

function methodsIn(methods: Expr): readonly Method[] | Expr {
  const words = itemsOf(methods).map(item => (item.kind === 'text' ? VERBS.get(item.value.toLowerCase()) : undefined));
  return words.every(word => word !== undefined) ? words : methods;
}

type Action = readonly [member: string, methods: readonly Method[], below: string];

/** Source: CodeIgniter, RESTful Resource Handling. */
const RESOURCE: readonly Action[] = [
  ['index', ['GET'], ''],
  ['new', ['GET'], '/new'],
  ['create', ['POST'], ''],
  ['edit', ['GET'], '/{id}/edit'],
  ['show', ['GET'], '/{id}'],
  ['update', ['PUT', 'PATCH'], '/{id}'],
  ['delete', ['DELETE'], '/{id}'],
];
const PRESENTER: readonly Action[] = [
  ['index', ['GET'], ''],
  ['show', ['GET'], '/show/{id}'],
  ['new', ['GET'], '/new'],
  ['create', ['POST'], '/create'],
  ['edit', ['GET'], '/edit/{id}'],
  ['update', ['POST'], '/update/{id}'],
  ['remove', ['GET'], '/remove/{id}'],
  ['delete', ['POST'], '/delete/{id}'],
  ['show', ['GET'], '/{id}'],
  ['create', ['POST'], ''],
];

function resource(
  { call }: CallSite,
  kind: 'resource' | 'presenter',
  path: Expr,
  options: Expr | undefined,
): readonly ProgramFact[] {
  if (path.kind !== 'text') return [route(call, ['ANY'], path, { handler: textAt(path.at, ''), options })];
  const name = path.value.replace(/^\/+|\/+$/g, '');
  const given = entryOf(options, 'controller');
  const last = name.split('/').at(-1) ?? name;
  const controller =
    given ??
    textAt(
      path.at,
      last.replace(/(?:^|[-_])(\w)/g, (_, letter: string) => letter.toUpperCase()),
    );
  const websafe: readonly Action[] = entryOf(options, 'websafe')
    ? [
        ['delete', ['POST'], '/{id}/delete'],
        ['update', ['POST'], '/{id}'],
      ]
    : [];
  const [only, except] = [entryOf(options, 'only'), entryOf(options, 'except')];
  return [...(kind === 'resource' ? RESOURCE : PRESENTER), ...websafe]
    .filter(([member]) => !only || !isWhole(only) || wordsOf(only).includes(member))
    .filter(([member]) => !except || !wordsOf(except).includes(member))
    .map(([member, methods, below]) =>
      route(call, methods, textAt(path.at, `${name}${below}`), { handler: memberOf(controller, member), options }),
    );
}

function wordsOf(list: Expr): readonly string[] {
  return textsIn(list).flatMap(text => text.split(/\s*,\s*/));
}

function memberOf(cls: Expr, member: string): Expr {
  if (cls.kind === 'text') return textAt(cls.at, `${cls.value}::${member}`);
  return { kind: 'list', at: cls.at, items: [cls, textAt(cls.at, member)] };
}
