import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouteOfRouter, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, ClassNode, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { lastName, madeAt } from '../chains.ts';
import { VERBS } from '../verbs.ts';

export const routeTables = defineDetector({
  id: 'rust-route-tables',
  title: 'Tables of routes in attributes of Rust',
  kind: 'framework',
  docs: 'https://doc.rust-lang.org/reference/procedural-macros.html#attribute-macros',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['=>'],
  emits: ['router', 'guard-kind'],
  limits: [
    'What a procedural macro makes of its table is not followed: paths are those of the table below where its type is mounted, and an operation whose handler asks for no credential is not called open.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] =>
    file.classes.flatMap(cls => cls.decorators.flatMap(({ expression }) => tableOf(cls, expression))),
});

const RULES: RouterRules = { syntax: 'rust', guards: 'always', handlersDecide: 'by-credentials' };

/** One line of a table: `"/users" => [get(list), post(create)]`. */
type Line = { readonly path: Extract<Expr, { kind: 'text' }>; readonly calls: readonly CallExpr[] };

/** `#[routes("/users" => get(list), "/admin" => sub(AdminApi))] struct Api;`: the type is a router of what the table lists. */
function tableOf(cls: ClassNode, attribute: Expr): readonly ProgramFact[] {
  if (attribute.kind !== 'call') return [];
  const lines = [attribute, ...attribute.args].flatMap(expr => (expr.kind === 'call' ? linesOf(expr) : []));
  const routes = lines.flatMap(({ path, calls }) => calls.flatMap(call => routeOf(path, call)));
  if (routes.length === 0) return [];
  const parts = lines.flatMap(({ path, calls }) =>
    calls.flatMap(call => (VERBS.has(nameOf(call)) ? [] : [{ path, call }])),
  );
  const guard = madeAt(attribute.at);
  const base = { at: cls.nameAt, framework: 'rust-route-tables' } as const;
  const why = 'a macro makes the route of a table, and what it puts before it is not followed';
  return [
    { kind: 'guard-kind', ...base, at: attribute.at, site: guard, effect: 'unknown', why },
    ...parts.map(({ path, call }) => partOf(path, call)),
    {
      kind: 'router',
      ...base,
      site: cls,
      role: 'router',
      rules: RULES,
      isItself: true,
      routes,
      guards: [guard],
      chain: parts.map(({ call }) => call),
    },
  ];
}

/** The lines of a table among the arguments of a macro. A pair of the syntax tree is a list of two. */
function linesOf({ args }: CallExpr): readonly Line[] {
  return args.flatMap((arg): readonly Line[] => {
    if (arg.kind !== 'list' || arg.items.length !== 2) return [];
    const [path, what] = arg.items;
    if (path?.kind !== 'text' || !what || !/^(?:\/[^\s]*)?$/.test(path.value)) return [];
    const listed = what.kind === 'list' ? what.items : [what];
    const calls = listed.flatMap(item => (item.kind === 'call' && item.args.length === 1 ? [item] : []));
    return calls.length === listed.length && calls.length > 0 ? [{ path, calls }] : [];
  });
}

function routeOf(path: Line['path'], call: CallExpr): readonly RouteOfRouter[] {
  const method = VERBS.get(nameOf(call));
  return method ? [{ at: call.nameAt, methods: [method], path, chain: call.args }] : [];
}

/** `"/admin" => sub(AdminApi)`: another type with a table, below a path. */
function partOf(path: Line['path'], call: CallExpr): ProgramFact {
  return {
    kind: 'router',
    at: path.at,
    framework: 'rust-route-tables',
    site: call,
    role: 'router',
    rules: RULES,
    prefix: path,
    chain: call.args,
    isValue: true,
  };
}

function nameOf({ callee }: CallExpr): string {
  return callee.kind === 'name' ? lastName(callee.name) : '';
}
