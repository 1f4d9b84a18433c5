import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr, Statement } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { PHP_FILES, entryOf, noHandler, textAt } from '../values.ts';
import { VERBS } from '../verbs.ts';
import { segmentTemplates, specTemplate } from './paths.ts';

export const laminas = defineDetector({
  id: 'laminas',
  title: 'Laminas MVC',
  kind: 'framework',
  docs: 'https://docs.laminas.dev/laminas-router/routing/',
  reads: 'php',
  files: PHP_FILES,
  words: ['child_routes', "'router'", '"router"'],
  emits: ['route', 'guard-kind'],
  limits: [
    'Routes that name no method answer every one: what a REST controller has members for is not followed.',
    'Who may call is decided by listeners of events and by controllers, which are not followed: authentication is unknown.',
    'Hosts and schemes of routes are left out.',
  ],
  version: 1,
  detect: file =>
    file.text.includes('router') && file.text.includes('routes')
      ? configurations(file).flatMap(config => {
          const routes = entryOf(entryOf(config, 'router'), 'routes');
          return routes ? routesIn(routes, { paths: [[]], methods: undefined }, 0) : [];
        })
      : [],
});

const RULES: RouterRules = { syntax: 'braces', guards: 'always' };

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
type Around = { readonly paths: readonly (readonly Expr[])[]; readonly methods: readonly Method[] | undefined };

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
  const own = below || entryOf(route, 'options') ? matched(route, around) : undefined;
  if (!own) return [];
  const answers = !below || (mayEnd?.kind === 'boolean' && mayEnd.value);
  return [...(answers ? operation(route, own) : []), ...(below ? routesIn(below, own, depth + 1) : [])];
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

function operation(spec: Expr, { paths, methods }: Around): readonly ProgramFact[] {
  const at = paths[0]?.at(-1)?.at ?? spec.at;
  const guard = textAt(at, 'listeners and controllers');
  return [
    {
      kind: 'guard-kind',
      at,
      framework: 'laminas',
      site: guard,
      effect: 'unknown',
      why: 'listeners and controllers of Laminas say who may call, and are not followed',
    },
    {
      kind: 'route',
      at,
      framework: 'laminas',
      site: textAt(at, 'route'),
      rules: RULES,
      methods: methods ?? ['ANY'],
      path: { kind: 'list', at, items: paths.map(parts => ({ kind: 'concat', at, parts })) },
      chain: [noHandler(at)],
      guards: [guard],
    },
  ];
}
