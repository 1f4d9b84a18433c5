import type { GuardEffect, Mechanism, ProgramFact, RouteOfRouter } from '../../../../src/core/facts/program.ts';
import type { CallExpr, ClassNode, Expr, FunctionNode, Parameter, TypeRef } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { FRAMEWORK, RULES } from '../../jvm/play/rules.ts';
import { casesOf } from '../case-routes.ts';
import { SCALA_FILES, imports, isGiven, sidesOf, textAt } from '../source-files.ts';
import { routesSyntax, sirdPattern } from './sird.ts';

export const playScala = defineDetector({
  id: 'play-scala',
  title: 'Play (Scala)',
  kind: 'framework',
  docs: 'https://www.playframework.com/documentation/3.0.x/ScalaActionsComposition',
  reads: 'scala',
  files: SCALA_FILES,
  words: ['play.api', 'silhouette', 'deadbolt', 'pac4j'],
  emits: ['alias', 'compose', 'router', 'guard', 'guard-kind'],
  limits: [
    'Whom an action builder of the application refuses is reported as unknown, unless a library made it.',
    'Filters that the settings alone put in use are not seen.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => {
    if (!imports(file, PACKAGES)) return [];
    return [
      ...file.calls.flatMap(({ call }) => actionFacts(file, call)),
      ...file.functions.flatMap(fn => routerOf(file, fn)),
      ...file.classes.flatMap(cls => filtersOf(file, cls)),
    ];
  },
});

const PLAY: readonly string[] = ['play.api'];
const PACKAGES: readonly string[] = [
  'play.api',
  'com.mohiva.play.silhouette',
  'play.silhouette',
  'be.objectify.deadbolt',
  'org.pac4j.play',
];

/** `Action { … }`, `Action.async(parse.json) { request => … }`, `authenticated { … }`: the block answers. */
function actionFacts(file: ProgramFile, call: CallExpr): readonly ProgramFact[] {
  const joined = sidesOf(call, 'andThen');
  if (joined) return joinedBuilders(file, call, joined);
  const [block, ...others] = call.args;
  if (block?.kind !== 'function' || others.length > 0 || call.isNew) return [];
  const builder = builderOf(call.callee);
  if (!builder) return [];
  const at = call.nameAt;
  const known = knownBuilder(file, builder);
  if (known) {
    return [
      { kind: 'guard-kind', at: known.at, framework: FRAMEWORK, site: builder, ...known.guard },
      { kind: 'compose', at, framework: FRAMEWORK, site: call, guards: [builder], of: block, rules: RULES },
    ];
  }
  if (isPlain(file, builder)) return [{ kind: 'alias', at, framework: FRAMEWORK, site: call, value: block }];
  return isBuilderName(call.callee, builder) || isDeclaredBuilder(file, builder)
    ? [{ kind: 'compose', at, framework: FRAMEWORK, site: call, guards: [builder], of: block, rules: RULES }]
    : [];
}

/** `userAction andThen adminFilter`: one after the other stands before the block. */
function joinedBuilders(file: ProgramFile, call: CallExpr, sides: readonly Expr[]): readonly ProgramFact[] {
  if (!imports(file, PLAY) || sides.some(({ kind }) => kind === 'function')) return [];
  const builders = sides.filter(side => !isPlain(file, side));
  const known = builders.flatMap((builder): readonly ProgramFact[] => {
    const found = knownBuilder(file, builder);
    return found ? [{ kind: 'guard-kind', at: found.at, framework: FRAMEWORK, site: builder, ...found.guard }] : [];
  });
  const list: Expr = { kind: 'list', at: call.at, items: builders };
  return [...known, { kind: 'alias', at: call.nameAt, framework: FRAMEWORK, site: call, value: list }];
}

/** What makes the action: `x` in `x { … }`, `x.async { … }`, `x(parse.json) { … }` and `x.async(parse.json) { … }`. */
function builderOf(callee: Expr): Expr | undefined {
  let builder = callee;
  while (true) {
    if (builder.kind === 'call' && isOfAction(builder)) builder = builder.callee;
    else if (builder.kind === 'member' && (builder.name === 'async' || builder.name === 'apply')) builder = builder.of;
    else return builder.kind === 'name' || builder.kind === 'member' || builder.kind === 'call' ? builder : undefined;
  }
}

/** Whether a call only says how the body is read. */
function isOfAction({ args, callee }: CallExpr): boolean {
  const isParser = (arg: Expr): boolean =>
    (arg.kind === 'member' || arg.kind === 'call' || arg.kind === 'name') &&
    /\b(?:parse|[pP]arser|bodyParser)/.test(nameIn(arg));
  return args.length === 1 && args.every(isParser) && callee.kind !== 'call';
}

function nameIn(expr: Expr): string {
  if (expr.kind === 'call') return nameIn(expr.callee);
  if (expr.kind === 'member') return `${nameIn(expr.of)}.${expr.name}`;
  return expr.kind === 'name' ? expr.name : '';
}

/** `Action` of Play, whoever gives it: a base class, or a controller's components. */
function isPlain(file: ProgramFile, builder: Expr): boolean {
  if (builder.kind === 'name')
    return (builder.name === 'Action' || builder.name === 'defaultActionBuilder') && isGiven(file, builder, PLAY);
  return (
    builder.kind === 'member' &&
    (builder.name === 'Action' || builder.name === 'actionBuilder') &&
    !/silhouette/i.test(nameIn(builder))
  );
}

/** A builder goes by a noun, or is called with something, where what is called is made by the application. */
function isBuilderName(callee: Expr, builder: Expr): boolean {
  const isAsync = callee !== builder;
  const name = nameIn(builder).split('.').at(-1) ?? '';
  return isAsync || /action|auth|secur|login|user|session|permission|role/i.test(name);
}

/** A name whose declaration in the file says that it builds actions: by its type, or by what it is put together of. */
function isDeclaredBuilder(file: ProgramFile, builder: Expr): boolean {
  if (builder.kind !== 'name') return false;
  return file.classes.some(({ members }) =>
    members.some(member => {
      if (member.kind === 'constructor')
        return member.fn.parameters.some(
          ({ pattern }) => pattern.kind === 'name' && pattern.name === builder.name && isBuilderType(pattern.type),
        );
      if (member.name !== builder.name) return false;
      const last = member.kind === 'field' ? member.value : member.fn.body.at(-1);
      const value = last?.kind === 'return' ? last.value : last;
      const type = member.kind === 'field' ? member.type : member.fn.returnType;
      return isBuilderType(type) || (value?.kind === 'call' && sidesOf(value, 'andThen') !== undefined);
    }),
  );
}

function isBuilderType(type: TypeRef | undefined): boolean {
  return /(?:Action|ActionBuilder|ActionFilter|ActionRefiner|ActionFunction)$/.test(type?.name ?? '');
}

type Known = {
  readonly at: Expr['at'];
  readonly guard: { readonly effect: GuardEffect; readonly mechanism?: Mechanism; readonly why: string };
};

/** Builders of Play and of libraries for it. */
function knownBuilder(file: ProgramFile, builder: Expr): Known | undefined {
  const called = builder.kind === 'call' ? builder.callee : builder;
  const name = called.kind === 'member' || called.kind === 'name' ? called.name : '';
  const at = called.kind === 'member' ? called.nameAt : called.at;
  const guard = GUARDS.find(one => one.names.includes(name) && imports(file, one.packages));
  return (
    guard && {
      at,
      guard: { effect: guard.effect, ...(guard.mechanism && { mechanism: guard.mechanism }), why: guard.why },
    }
  );
}

type GuardRow = {
  readonly names: readonly string[];
  readonly packages: readonly string[];
  readonly effect: GuardEffect;
  readonly mechanism?: Mechanism;
  readonly why: string;
};

const SILHOUETTE: readonly string[] = [
  'com.mohiva.play.silhouette',
  'play.silhouette',
  'io.github.honeycombcheesecake.play.silhouette',
];

/** Sources: Silhouette, Endpoints; Deadbolt 2, Action builders; play-pac4j, Security. */
const GUARDS: readonly GuardRow[] = [
  {
    names: ['SecuredAction', 'securedAction'],
    packages: SILHOUETTE,
    effect: 'required',
    why: 'Silhouette refuses who is not authenticated',
  },
  {
    names: ['UserAwareAction', 'userAwareAction'],
    packages: SILHOUETTE,
    effect: 'optional',
    why: 'Silhouette hands on the caller, if there is one',
  },
  {
    names: ['UnsecuredAction', 'unsecuredAction'],
    packages: SILHOUETTE,
    effect: 'none',
    why: 'Silhouette lets strangers alone pass',
  },
  {
    names: [
      'SubjectPresent',
      'SubjectPresentAction',
      'Restrict',
      'RestrictAction',
      'PatternAction',
      'RoleBasedPermissions',
    ],
    packages: ['be.objectify.deadbolt'],
    effect: 'required',
    why: 'Deadbolt refuses who has no subject',
  },
  {
    names: ['SubjectNotPresent', 'SubjectNotPresentAction'],
    packages: ['be.objectify.deadbolt'],
    effect: 'none',
    why: 'Deadbolt lets strangers alone pass',
  },
  {
    names: ['WithAuthRequest', 'WithAuthRequestAction'],
    packages: ['be.objectify.deadbolt'],
    effect: 'optional',
    why: 'Deadbolt hands on the subject, if there is one',
  },
  {
    names: ['Authenticated'],
    packages: ['play.api.mvc.Security', 'play.api.mvc'],
    effect: 'required',
    mechanism: 'session',
    why: 'Play refuses who has no user in the session',
  },
  {
    names: ['Secure'],
    packages: ['org.pac4j.play'],
    effect: 'required',
    why: 'pac4j refuses who is not authenticated',
  },
];

/** What stands before everything: `httpFilters` of an application, the filters of an `HttpFilters`. Source: Play, Filters. */
function filtersOf(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  if (!imports(file, PLAY)) return [];
  const guard = (site: Expr, guards: readonly Expr[]): ProgramFact => ({
    kind: 'guard',
    at: site.at,
    framework: FRAMEWORK,
    site,
    isReached: true,
    rules: RULES,
    guards,
  });
  const bases = [...(cls.extends ? [cls.extends] : []), ...(cls.others ?? [])];
  const isHttpFilters = bases.some(
    base => base.kind === 'name' && (base.name === 'HttpFilters' || base.name === 'DefaultHttpFilters'),
  );
  return cls.members.flatMap((member): readonly ProgramFact[] => {
    if (member.kind === 'constructor') {
      const [first] = member.fn.body;
      const call = first?.kind === 'evaluate' && first.value.kind === 'call' ? first.value : undefined;
      const isSuper = call?.callee.kind === 'name' && call.callee.name === 'super';
      const given = call?.args.filter(arg => !isOfPlay(file, arg, member.fn.parameters)) ?? [];
      return isHttpFilters && call && isSuper && given.length > 0 ? [guard(call, given)] : [];
    }
    const isList =
      member.kind === 'method' && (member.name === 'httpFilters' || (isHttpFilters && member.name === 'filters'));
    const last = isList ? member.fn.body.at(-1) : undefined;
    const list = last?.kind === 'return' ? last.value : undefined;
    const filters = list ? filtersIn(list).filter(one => one !== list && !isOfPlay(file, one, [])) : [];
    return list && filters.length > 0 ? [guard(list, filters)] : [];
  });
}

/** Filters that Play brings along, which ask for no caller. Source: Play, Built-in HTTP filters. */
const OF_PLAY = /^(?:CSRF|CORS|CSP|Gzip|SecurityHeaders|AllowedHosts|RedirectHttps|IP|EnabledFilters)(?:Filter)?$/i;

function isOfPlay(file: ProgramFile, filter: Expr, parameters: readonly Parameter[]): boolean {
  const name = nameIn(filter).split('.').at(-1) ?? '';
  if (filter.kind !== 'name') return OF_PLAY.test(name);
  const declared = parameters.find(({ pattern }) => pattern.kind === 'name' && pattern.name === name)?.pattern.type;
  if (!declared) return OF_PLAY.test(name);
  const origin = file.originOfType(declared);
  return OF_PLAY.test(declared.name) && (origin?.module ?? '').includes('play.filters');
}

/** `Seq(a, b)`, `super.httpFilters :+ a`: what is named there. */
function filtersIn(list: Expr): readonly Expr[] {
  const sides = sidesOf(list, '++', ':+', '+:', '::', ':::');
  if (sides) return sides.flatMap(filtersIn);
  if (list.kind === 'list') return list.items;
  const isInherited = list.kind === 'member' && list.of.kind === 'name' && list.of.name === 'super';
  return isInherited ? [] : [list];
}

/** A router of the program: `def routes = { case GET(p"/x") => … }`. */
function routerOf(file: ProgramFile, fn: FunctionNode): readonly ProgramFact[] {
  const last = fn.body.at(-1);
  const inner = last?.kind === 'return' && last.value?.kind === 'function' ? last.value : undefined;
  if (!inner || !imports(file, ['play.api.routing'])) return [];
  const routes = casesOf(inner.fn).flatMap(({ test, handler }): readonly RouteOfRouter[] => {
    const found = sirdPattern(test);
    if (!found || found.path.kind !== 'text') return [];
    return [{ ...found, path: textAt(found.path.at, routesSyntax(found.path.value)), chain: [handler] }];
  });
  if (routes.length === 0) return [];
  return [
    {
      kind: 'router',
      at: fn.at,
      framework: FRAMEWORK,
      site: inner,
      role: 'router',
      rules: RULES,
      routes,
      isValue: true,
    },
  ];
}
