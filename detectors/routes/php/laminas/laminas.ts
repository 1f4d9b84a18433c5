import type { Method, NamedRules, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr, Statement } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { PHP_FILES, entryOf, textAt } from '../values.ts';
import { VERBS } from '../verbs.ts';
import { segmentTemplates, specTemplate } from './paths.ts';

export const laminas = defineDetector({
  id: 'laminas',
  title: 'Laminas MVC',
  kind: 'framework',
  docs: 'https://docs.laminas.dev/laminas-router/routing/',
  reads: 'php',
  files: PHP_FILES,
  words: ['child_routes', "'router'", '"router"', 'Laminas\\Mvc', 'Zend\\Mvc', 'Rbac', 'BjyAuthorize'],
  emits: ['route', 'guard'],
  limits: [
    'Routes that name no method answer every one: what a REST controller has members for is not followed.',
    'Listeners of events and modules that decide who may call are not followed: where an application has some, authentication is unknown.',
    'What a REST controller does is not followed.',
    'Hosts and schemes of routes are left out.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => [
    ...(file.text.includes('router') && file.text.includes('routes')
      ? configurations(file).flatMap(config => {
          const routes = entryOf(entryOf(config, 'router'), 'routes');
          return routes ? routesIn(routes, { paths: [[]], methods: undefined, target: {} }, 0) : [];
        })
      : []),
    ...listenersIn(file),
  ],
});

const NAMED: NamedRules = {
  guards: [],
  namespace: '',
  harmlessBases: ['Laminas\\', 'Zend\\', 'Psr\\'],
  asks: 'laminas',
};
const RULES: RouterRules = { syntax: 'braces', guards: 'always', handlersDecide: 'by-refusing', named: NAMED };

/** Routes below routes. */
const DEPTH = 12;

/** `return [...]` in `module.config.php`, and in the functions of `Module` and `ConfigProvider`. Source: laminas-modulemanager. */
function configurations(file: ProgramFile): readonly Expr[] {
  const bodies: readonly (readonly Statement[])[] = [file.module.body, ...file.functions.map(({ body }) => body)];
  return bodies.flatMap(body =>
    body.flatMap(statement => (statement.kind === 'return' && statement.value ? [statement.value] : [])),
  );
}

/** What stands before a route: the ways to write its path, in parts, and the methods that are let through. */
type Around = {
  readonly paths: readonly (readonly Expr[])[];
  readonly methods: readonly Method[] | undefined;
  readonly target: Target;
};

/** The controller and the action that answer, as far as defaults name them. */
type Target = { readonly controller?: Expr; readonly action?: Expr };

function routesIn(routes: Expr, around: Around, depth: number): readonly ProgramFact[] {
  if (routes.kind !== 'record' || depth > DEPTH) return [];
  return routes.entries.flatMap(entry => (entry.kind === 'entry' ? routeFacts(entry.value, around, depth) : []));
}

/** Source: laminas-router, `TreeRouteStack::routeFromArray`, `Part`. A route with others below it answers only where it may. */
function routeFacts(spec: Expr, around: Around, depth: number): readonly ProgramFact[] {
  const below = entryOf(spec, 'child_routes');
  const mayEnd = entryOf(spec, 'may_terminate');
  // A `Part` that is written out holds the route itself.
  const inner = entryOf(spec, 'route');
  const route = inner?.kind === 'record' ? inner : spec;
  const matching = below || entryOf(route, 'options') ? matched(route, around) : undefined;
  if (!matching) return [];
  const own: Around = { ...matching, target: targetOf(route, around.target) };
  const answers = !below || (mayEnd?.kind === 'boolean' && mayEnd.value);
  return [...(answers ? operation(route, own) : []), ...(below ? routesIn(below, own, depth + 1) : [])];
}

function targetOf(route: Expr, around: Target): Target {
  const defaults = entryOf(entryOf(route, 'options'), 'defaults');
  const controller = entryOf(defaults, 'controller') ?? around.controller;
  const action = entryOf(defaults, 'action') ?? around.action;
  return { ...(controller && { controller }), ...(action && { action }) };
}

/** What a route matches, by its type; undefined for something that is no route. */
function matched(spec: Expr, around: Around): Around | undefined {
  const type = typeOf(entryOf(spec, 'type'));
  const options = entryOf(spec, 'options');
  const written = entryOf(options, 'route');
  const below = (path: Expr, templates: readonly string[] | undefined): Around => ({
    ...around,
    paths: around.paths.flatMap(parts =>
      templates ? templates.map(one => [...parts, textAt(path.at, one)]) : [[...parts, path]],
    ),
  });
  switch (type) {
    case undefined:
      return undefined;
    case 'hostname':
    case 'scheme':
    case 'placeholder':
    case 'query':
      return around;
    case 'method': {
      const verb = entryOf(options, 'verb');
      const methods =
        verb?.kind === 'text' ? verb.value.split(',').flatMap(one => VERBS.get(one.trim().toLowerCase()) ?? []) : [];
      return { ...around, methods: methods.length > 0 ? methods : undefined };
    }
    case 'wildcard':
      return below(spec, ['/{*}']);
    case 'regex': {
      const address = entryOf(options, 'spec');
      return address?.kind === 'text' ? below(address, [specTemplate(address.value)]) : below(unknown(spec), undefined);
    }
    case 'literal':
      return written ? below(written, written.kind === 'text' ? [written.value] : undefined) : undefined;
    case 'segment':
      return written
        ? below(written, written.kind === 'text' ? segmentTemplates(written.value) : undefined)
        : undefined;
    default:
      // A route of the application's own, whose paths are its own matter.
      return below(unknown(spec), undefined);
  }
}

/** `Literal::class`, `'Segment'`, `'Laminas\Router\Http\Method'`: the last word, in lower case. */
function typeOf(type: Expr | undefined): string | undefined {
  const name =
    type?.kind === 'text' ? type.value : type?.kind === 'name' || type?.kind === 'member' ? type.name : undefined;
  return name?.split('\\').at(-1)?.toLowerCase();
}

function unknown({ at }: Expr): Expr {
  return { kind: 'unknown', at, text: 'a path that is not written out', parts: [] };
}

/** The method of a controller that answers. Source: laminas-mvc, `AbstractActionController::getMethodFromAction`. */
function handlerOf({ controller, action }: Target, paths: Around['paths'], at: Expr['at']): Expr {
  const isByPath = paths.some(parts => parts.some(part => part.kind === 'text' && part.value.includes('{action}')));
  if (!controller || action?.kind !== 'text' || isByPath)
    return { kind: 'unknown', at, text: 'an action that is not named here', parts: [] };
  const member = action.value.replace(/[-_.](\w)/g, (_, letter: string) => letter.toUpperCase());
  return { kind: 'list', at, items: [controller, textAt(at, `${member}Action`)] };
}

function operation(spec: Expr, { paths, methods, target }: Around): readonly ProgramFact[] {
  const at = paths[0]?.at(-1)?.at ?? spec.at;
  return [
    {
      kind: 'route',
      at,
      framework: 'laminas',
      site: textAt(at, 'route'),
      rules: RULES,
      methods: methods ?? ['ANY'],
      path: { kind: 'list', at, items: paths.map(parts => ({ kind: 'concat', at, parts })) },
      chain: [handlerOf(target, paths, at)],
    },
  ];
}

const MODULES = /['"](?:ZfcRbac|LmcRbac(?:Mvc)?|BjyAuthorize|ZfrOAuth2\w*|Laminas\\ApiTools\\MvcAuth|ZF\\MvcAuth)['"]/;

/** What listens to the way of a request may ask who calls. Source: laminas-mvc, The MvcEvent. */
function listenersIn(file: ProgramFile): readonly ProgramFact[] {
  const listening = /\b(?:Laminas|Zend)\\(?:Mvc|EventManager|ModuleManager)/.test(file.text)
    ? file.calls.filter(({ call, name }) => name === 'attach' && call.args.some(isBeforeAnswer))
    : [];
  const [module] = MODULES.exec(file.text) ?? [];
  const sites = [
    ...listening.map(({ call }) => call.nameAt),
    ...(module === undefined ? [] : file.module.body.slice(0, 1).map(({ at }) => at)),
  ];
  return sites.slice(0, 1).map(at => ({
    kind: 'guard',
    at,
    framework: 'laminas',
    site: textAt(at, 'listeners'),
    rules: RULES,
    guards: [{ kind: 'unknown', at, text: 'what listens before the controllers', parts: [] }],
  }));
}

function isBeforeAnswer(value: Expr): boolean {
  if (value.kind === 'member') return /^EVENT_(?:ROUTE|DISPATCH|BOOTSTRAP)$/.test(value.name);
  return value.kind === 'text' && /^(?:route|dispatch)$/.test(value.value);
}
