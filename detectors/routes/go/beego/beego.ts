import type { FactBody } from '../../../../src/core/fact.ts';
import type { BindingRules } from '../../../../src/core/facts/binding.ts';
import type { Implicit, Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { GO_FILES } from '../source-files.ts';
import { TITLE_VERBS } from '../verbs.ts';

export const beego = defineDetector({
  id: 'beego',
  title: 'Beego',
  kind: 'framework',
  docs: 'https://beego.wiki/docs/mvc/controller/router/',
  reads: 'go',
  files: GO_FILES,
  words: ['beego'],
  emits: ['router', 'route', 'guard', 'bound-objects'],
  limits: ['Annotated parameters (`@Param`) of routes in comments are not read.'],
  version: 2,
  detect: (file): readonly FactBody[] => file.calls.flatMap(site => factsOf(file, site)),
});

const MODULES = ['github.com/beego/beego/v2/server/web', 'github.com/beego/beego', 'github.com/astaxie/beego'];
const RULES: RouterRules = { syntax: 'httprouter', guards: 'always', handlersDecide: 'by-asking' };
const IMPLICIT: Implicit = { otherwise: 'root', rules: RULES };
const BASE = { framework: 'beego' } as const;

function factsOf(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  const name = origin?.path.at(-1) ?? '';
  if (!isFrom(origin, MODULES, name)) return [];
  const [first, second, third] = call.args;
  const site = { ...BASE, at: call.nameAt, site: call } as const;
  const verb =
    TITLE_VERBS.get(name.replace(/^(?:NS)?(?:Ctrl)?/, '')) ?? (/^(?:NS)?(?:Ctrl)?Any$/.test(name) ? 'ANY' : undefined);
  // What stands in a namespace is a part of it; what stands alone is served at the root.
  const isPart = name.startsWith('NS');
  if (verb && first && second)
    return [
      ...(isPart ? [part(call)] : []),
      { kind: 'route', ...site, at: first.at, ...placeOf(call, isPart), methods: [verb], path: first, chain: [second] },
    ];
  switch (name) {
    case 'Router':
    case 'NSRouter':
      return first && second
        ? [
            ...(isPart ? [part(call)] : []),
            ...controllerRoutes(call, { path: first, controller: second, mapping: third, isPart }),
          ]
        : [];
    case 'NewNamespace':
    case 'NSNamespace':
      return first
        ? [
            {
              kind: 'router',
              ...site,
              role: isPart ? 'router' : 'application',
              rules: RULES,
              prefix: first,
              chain: call.args.slice(1).filter(arg => !isFilter(arg)),
              guards: call.args.slice(1).flatMap(arg => (isFilter(arg) ? arg.args : [])),
            },
          ]
        : [];
    case 'RESTRouter':
      return first && second
        ? [first, oneOf(first)].flatMap(path =>
            controllerRoutes(call, { path, controller: second, mapping: third, isPart }),
          )
        : [];
    case 'Include':
    case 'NSInclude':
      return first
        ? [...(isPart ? [part(call)] : []), bound(call, isPart, { objects: call.args, rules: BY_COMMENT })]
        : [];
    case 'AutoRouter':
    case 'NSAutoRouter':
      return first
        ? [...(isPart ? [part(call)] : []), bound(call, isPart, { objects: call.args, rules: BY_NAME })]
        : [];
    case 'AutoPrefix':
    case 'NSAutoPrefix':
      return first && second
        ? [...(isPart ? [part(call)] : []), bound(call, isPart, { objects: [second], rules: BY_NAME, prefix: first })]
        : [];
    case 'InsertFilter':
      return first && third && isBefore(second)
        ? [
            {
              kind: 'guard',
              ...site,
              at: first.at,
              implicit: IMPLICIT,
              prefix: first,
              covers: 'matching',
              guards: [third],
            },
          ]
        : [];
    default:
      return [];
  }
}

/** Methods of `web.Controller`, and what a controller may have in their place. Source: Beego, `ControllerInterface`. */
const OWN_METHODS = [
  'Init',
  'Prepare',
  'Finish',
  'Render',
  'XSRFToken',
  'CheckXSRFCookie',
  'HandlerFunc',
  'URLMapping',
];
const BY_COMMENT: BindingRules = { by: 'comment', naming: 'lower', without: OWN_METHODS, before: 'Prepare' };
/** `/user/list` of `UserController.List`. Source: Beego, Auto Routing. */
const BY_NAME: BindingRules = { ...BY_COMMENT, by: 'name', afterType: 'Controller' };

function bound(
  site: CallExpr,
  isPart: boolean,
  given: { readonly objects: readonly Expr[]; readonly rules: BindingRules; readonly prefix?: Expr },
): ProgramFact {
  return {
    kind: 'bound-objects',
    ...BASE,
    at: site.nameAt,
    site,
    ...placeOf(site, isPart),
    methods: ['ANY'],
    ...given,
  };
}

function part(call: CallExpr): ProgramFact {
  return { kind: 'router', ...BASE, at: call.nameAt, site: call, role: 'router', rules: RULES };
}

function placeOf(call: Expr, isPart: boolean): { readonly on: Expr } | { readonly implicit: Implicit } {
  return isPart ? { on: call } : { implicit: IMPLICIT };
}

/** `beego.NSBefore(auth)` among the parts of a namespace: it stands before all of it. */
function isFilter(arg: Expr): arg is CallExpr {
  return arg.kind === 'call' && arg.callee.kind === 'member' && arg.callee.name === 'NSBefore';
}

/** `beego.RESTRouter("/users", …)` also answers at `/users/:objectId`. */
function oneOf(path: Expr): Expr {
  return { kind: 'concat', at: path.at, parts: [path, { kind: 'text', at: path.at, value: '/:objectId' }] };
}

/** Filters that run before the controller. Source: Beego, Filters. */
function isBefore(position: Expr | undefined): boolean {
  return position?.kind === 'member' && /^Before(?:Static|Router|Exec)$/.test(position.name);
}

type Controlled = {
  readonly path: Expr;
  readonly controller: Expr;
  readonly mapping: Expr | undefined;
  readonly isPart: boolean;
};

/** `"get:List;post,put:Save"`; without it, the methods of the controller that are named for a verb. `Prepare` runs before each. */
function controllerRoutes(site: Expr, { path, controller, mapping, isPart }: Controlled): readonly ProgramFact[] {
  const member = (name: string): Expr => ({
    kind: 'member',
    at: controller.at,
    of: controller,
    name,
    nameAt: controller.at,
  });
  const base = {
    kind: 'route',
    ...BASE,
    at: path.at,
    site,
    ...placeOf(site, isPart),
    path,
    ifDefined: [member('Prepare')],
  } as const;
  if (mapping?.kind !== 'text')
    return [...TITLE_VERBS].map(([name, method]) => ({
      ...base,
      methods: [method],
      chain: [member(name)],
      onlyIfDefined: true,
    }));
  return mapping.value.split(';').flatMap((one): readonly ProgramFact[] => {
    const [methods = '', name = ''] = one.split(':').map(text => text.trim());
    const known = methods.split(',').flatMap((word): readonly Method[] => methodOf(word.trim()));
    return name === '' || known.length === 0 ? [] : [{ ...base, methods: known, chain: [member(name)] }];
  });
}

function methodOf(word: string): readonly Method[] {
  if (word === '*') return ['ANY'];
  const method = TITLE_VERBS.get(`${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`);
  return method ? [method] : [];
}
