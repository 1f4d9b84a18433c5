/**
 * Classes whose public methods are actions: the paths of their attributes, or those of the conventional routes of the program.
 * Source: ASP.NET Core, Routing to controller actions.
 */
import type { ActionRules } from '../core/facts/mark.ts';
import { HTTP_METHODS, type Method as HttpMethod } from '../core/facts/program.ts';
import type { ClassMember, Decorator } from '../core/program.ts';
import { classesAbove, lineOf } from './ancestors.ts';
import { askedBefore, attributeGuards, attributeNames, attributesOfTree, givenToBase, insideOf } from './attributes.ts';
import { type Marked, UNMARKED, markedBy, methodsIn } from './classes.ts';
import { opaqueInstance } from './calling.ts';
import { type Convention, type Tokens, beginning, conventionalPath, conventionsFor, verbOf } from './conventions.ts';
import { push } from './events.ts';
import { type Machine, under } from './machine.ts';
import { closureOf, memberOf } from './members.ts';
import { pathsOf } from './path-values.ts';
import type { PathValue, Router } from './router.ts';
import { type ClassValue, NOTHING, type Scope, type Value, flatten } from './value.ts';

/** Keys of metadata that say something of a class or an action; others are the framework's own. */
const AREA = 'area';
const NAME = 'action-name';
const NO_ACTION = 'no-action';
/** Every operation of a class has it, for guards that are asked for those alone. */
export const OF_CONTROLLER = 'controller';

type Action = Extract<ClassMember, { kind: 'method' }>;
/** A method of a class, with those of its bases that it overrides, the nearest first. */
type Overriding = readonly { readonly cls: ClassValue; readonly member: Action }[];

/** What is said of a class and of those above it, the nearest first. */
type Level = { readonly marked: Marked; readonly cls: ClassValue; readonly decorators: readonly Decorator[] };

/** Puts the actions of a class, and of the classes that it extends, on its router. */
export function addActions(machine: Machine, router: Router, cls: ClassValue, rules: ActionRules): void {
  const levels = classesAbove(cls)
    .filter(above => above.cls.form !== 'interface')
    .map((above): Level => levelOf(machine, above, above.scope, above.cls.decorators));
  const area = textOf(levels, AREA);
  const prefixes = levels.map(level => templatesOf(machine, level)).find(templates => templates.length > 0) ?? [];
  const name = nameOf(cls, rules);
  const isPathless = prefixes.length === 0 && actionsOf(cls).every(one => !hasPath(machine, one));
  for (const overriding of actionsOf(cls))
    addAction(machine, { router, cls, rules, levels, prefixes, name, area, isPathless }, overriding);
}

type Controller = {
  readonly router: Router;
  readonly cls: ClassValue;
  readonly rules: ActionRules;
  readonly levels: readonly Level[];
  readonly prefixes: readonly PathValue[];
  readonly name: string;
  readonly area: string | undefined;
  /** Nothing on the class or its actions says a path. */
  readonly isPathless: boolean;
};

function hasPath(machine: Machine, overriding: Overriding): boolean {
  return overriding.some(({ cls, member }) => {
    const level = levelOf(machine, cls, insideOf(cls), member.decorators);
    return selectorsOf(machine, level).some(({ paths }) => paths !== undefined);
  });
}

function levelOf(machine: Machine, cls: ClassValue, scope: Scope, decorators: readonly Decorator[]): Level {
  return { cls, decorators, marked: decorators.length === 0 ? UNMARKED : markedBy(machine, scope, decorators) };
}

function nameOf({ cls }: ClassValue, { suffix }: ActionRules): string {
  const name = cls.name ?? '';
  return name.endsWith(suffix) && name !== suffix ? name.slice(0, -suffix.length) : name;
}

/** Methods of one class that may serve. */
const MEMBER_LIMIT = 2_000;

/** What the framework's own base classes let their heirs override; it serves nothing. */
const NO_ACTIONS: ReadonlySet<string> = new Set([
  'Dispose',
  'DisposeAsync',
  'Equals',
  'GetHashCode',
  'GetType',
  'ToString',
  'OnActionExecuted',
  'OnActionExecuting',
  'OnActionExecutionAsync',
  'OnAuthorization',
  'OnException',
  'OnResultExecuted',
  'OnResultExecuting',
]);

function actionsOf(cls: ClassValue): readonly Overriding[] {
  const found = new Map<string, { cls: ClassValue; member: Action }[]>();
  for (const above of classesAbove(cls)) {
    if (above.cls.form === 'interface') continue;
    for (const member of above.cls.members) {
      if (member.kind !== 'method' || member.isStatic || member.isHidden || member.accessor) continue;
      if (NO_ACTIONS.has(member.name) || found.size > MEMBER_LIMIT) continue;
      const types = member.fn.parameters.map(({ pattern }) => pattern.type?.text ?? '');
      const signature = `${member.name}(${types.join()})`;
      const known = found.get(signature);
      if (known) known.push({ cls: above, member });
      else found.set(signature, [{ cls: above, member }]);
    }
  }
  return [...found.values()].filter(overriding => overriding.some(({ member }) => member.isAbstract !== true));
}

function addAction(machine: Machine, controller: Controller, overriding: Overriding): void {
  const { router, cls, rules, levels } = controller;
  const [nearest] = overriding;
  if (!nearest) return;
  const own = overriding.map(one => levelOf(machine, one.cls, insideOf(one.cls), one.member.decorators));
  if (own.some(({ marked }) => marked.metadata.has(NO_ACTION))) return;
  const routing = own.find(level => selectorsOf(machine, level).length > 0);
  const selectors = routing ? selectorsOf(machine, routing) : [];
  const named = textOf(own, NAME) ?? nearest.member.name.replace(/(?<=.)Async$/, '');
  const all = [...own, ...levels];
  const metadata = new Map<string, Value>([
    [OF_CONTROLLER, { kind: 'boolean', value: true }],
    ...all.flatMap(({ decorators }) => attributeNames(decorators)),
    ...all.toReversed().flatMap(({ marked }) => [...marked.metadata]),
  ]);
  const instance = opaqueInstance(machine, cls);
  const scope: Scope = {
    parent: nearest.cls.scope,
    names: new Map(),
    file: nearest.cls.scope.file,
    self: instance,
    cls: nearest.cls,
  };
  const guards = [
    ...askedBefore(machine, cls, instance),
    ...all.flatMap(level => attributeGuards(machine, level.cls, level.decorators, level.marked)),
  ];
  const common = {
    kind: 'route' as const,
    guards,
    chain: [closureOf(machine, nearest.member.fn, scope, instance)],
    pipes: all.flatMap(({ marked }) => marked.pipes),
    metadata,
    isDeprecated: all.some(({ marked }) => marked.isDeprecated),
  };
  const tokens: Tokens = { controller: controller.name, action: named, area: controller.area };
  const verbs = rules.isVerbNamed ? [verbOf(named)] : (['ANY'] as const);
  const routes = routesOf(controller, selectors, verbs);
  for (const { methods, paths } of routes)
    push(machine, router, {
      ...common,
      at: routing?.marked.marks[0]?.at ?? nearest.member.nameAt,
      methods,
      paths: paths.map(path => withTokens(path, tokens)),
    });
  if (routes.length > 0) return;
  const methods = selectors.flatMap(selector => selector.methods);
  const conventional = conventionsFor(machine, router);
  const serve = (route: Convention): boolean => {
    const path = conventionalPath(route, tokens, nearest.member);
    const plain = route.isVerbNamed ? [verbOf(named)] : (['ANY'] as const);
    route.isServed ||= path !== undefined;
    const own = methods.length > 0 ? methods : plain;
    const answered = route.methods ? narrowedTo(own, route.methods) : own;
    if (path !== undefined && answered.length > 0)
      push(machine, router, {
        ...common,
        at: nearest.member.nameAt,
        methods: answered,
        paths: [{ kind: 'text', text: path }],
      });
    return path !== undefined;
  };
  const isServed = conventional.map(serve).includes(true);
  // What no route leads to may be served by one that stands outside the tree: it is listed where projects begin with it.
  if (isServed) return;
  if (controller.isPathless && isOfViews(cls) && !conventional.some(({ pattern }) => pattern.includes('{controller')))
    under(machine, 'whether a conventional route leads to it, which was not found', () => serve(beginning(router)));
}

/** Of the methods that an action answers, those that a route lets through. */
function narrowedTo(own: readonly HttpMethod[], allowed: readonly HttpMethod[]): readonly HttpMethod[] {
  return own.includes('ANY') ? allowed : own.filter(method => allowed.includes(method));
}

/** Whether a class extends the framework's base of controllers with views, which conventional routes are for. */
function isOfViews(cls: ClassValue): boolean {
  return lineOf(cls).some(above => above.kind === 'external' && above.path.at(-1) === 'Controller');
}

type Selector = { readonly methods: readonly HttpMethod[]; readonly paths?: readonly PathValue[] };

/**
 * An attribute with a path stands for itself; those of a path alone answer the methods of all that have none. Nothing is
 * said of methods: all of them. Source: ASP.NET Core, `DefaultApplicationModelProvider`.
 */
function selectorsOf(machine: Machine, level: Level): readonly Selector[] {
  const { marked } = level;
  const bare: HttpMethod[] = [];
  const selectors: Selector[] = [];
  for (const bound of marked.marks) {
    if (bound.mark.kind !== 'route') continue;
    const methods = methodsIn(bound, bound.mark.methods);
    if (bound.mark.path) selectors.push({ methods, paths: pathsOf(bound.evaluate(bound.mark.path)) });
    else bare.push(...methods);
  }
  const beside = templatesIn(marked);
  const methods = [...new Set(bare)];
  if (beside.length > 0) selectors.push({ methods, paths: beside });
  else if (methods.length > 0) selectors.push({ methods });
  return [...selectors, ...providedSelectors(machine, level)];
}

/** The framework's own attributes that say methods or paths, which those of the tree may extend. */
const DERIVED = /^(?:Http(Get|Post|Put|Delete|Patch|Head|Options)|Route)Attribute$/;

/** `class ByIdAttribute : HttpGetAttribute { public ByIdAttribute() : base("{id}") { } }`. */
function derivedSelectors(machine: Machine, cls: ClassValue, verb: string): readonly Selector[] {
  const methods = HTTP_METHODS.filter(method => method === verb.toUpperCase());
  const path = givenToBase(machine, cls);
  if (path) return [{ methods, paths: pathsOf(path) }];
  return methods.length > 0 ? [{ methods }] : [];
}

/** Paths that are said of a class. */
function templatesOf(machine: Machine, level: Level): readonly PathValue[] {
  return [...templatesIn(level.marked), ...providedSelectors(machine, level).flatMap(({ paths }) => paths ?? [])];
}

/** Attributes of the tree that give a path or methods. Source: ASP.NET Core, `IRouteTemplateProvider`, `IActionHttpMethodProvider`. */
function providedSelectors(machine: Machine, { cls, decorators }: Level): readonly Selector[] {
  return attributesOfTree(machine, insideOf(cls), decorators).flatMap((attribute): readonly Selector[] => {
    const names = lineOf(attribute.of).flatMap(above => (above.kind === 'external' ? (above.path.at(-1) ?? '') : []));
    const template = names.includes('IRouteTemplateProvider') ? memberOf(machine, attribute, 'Template') : NOTHING;
    const verbs = names.includes('IActionHttpMethodProvider') ? memberOf(machine, attribute, 'HttpMethods') : NOTHING;
    const methods = flatten(verbs).flatMap(verb =>
      HTTP_METHODS.filter(method => verb.kind === 'text' && verb.value.toUpperCase() === method),
    );
    const derived = DERIVED.exec(names.find(name => DERIVED.test(name)) ?? '');
    if (derived) return derivedSelectors(machine, attribute.of, derived[1] ?? '');
    const paths = pathsOf(template).filter(path => path.kind === 'text' && path.text !== '');
    if (paths.length > 0) return [{ methods, paths }];
    return methods.length > 0 ? [{ methods }] : [];
  });
}

function templatesIn({ marks }: Marked): readonly PathValue[] {
  return marks.flatMap(bound => (bound.mark.kind === 'prefix' ? pathsOf(bound.evaluate(bound.mark.prefix)) : []));
}

type Route = { readonly methods: readonly HttpMethod[]; readonly paths: readonly PathValue[] };

/** What the attributes of an action and of its class say together; nothing where they say nothing of a path. */
function routesOf(
  { prefixes }: Controller,
  selectors: readonly Selector[],
  otherwise: readonly HttpMethod[],
): readonly Route[] {
  const known = selectors.length > 0 ? selectors : prefixes.length > 0 ? [{ methods: otherwise }] : [];
  return known.flatMap(({ methods, paths }: Selector): readonly Route[] => {
    const answered = methods.length > 0 ? methods : otherwise;
    if (!paths) return prefixes.length > 0 ? [{ methods: answered, paths: prefixes }] : [];
    return [{ methods: answered, paths: paths.flatMap(path => belowPrefixes(prefixes, path)) }];
  });
}

/** A path that begins with a slash stands for itself. */
function belowPrefixes(prefixes: readonly PathValue[], path: PathValue): readonly PathValue[] {
  if (path.kind !== 'text') return [path];
  const absolute = /^~?\/(.*)$/s.exec(path.text);
  if (absolute) return [{ kind: 'text', text: absolute[1] ?? '' }];
  if (prefixes.length === 0) return [path];
  return prefixes.map(prefix =>
    prefix.kind === 'text' ? { kind: 'text', text: `${prefix.text.replace(/^~/, '')}/${path.text}` } : prefix,
  );
}

/**
 * `[controller]`, `[action]` and `[area]`; `[[` is a bracket. Parameters of these names stand for what they are of the action, too.
 * Source: ASP.NET Core, Token replacement in route templates; `RoutePatternTransformer.SubstituteRequiredValues`.
 */
function withTokens(path: PathValue, tokens: Tokens): PathValue {
  if (path.kind !== 'text') return path;
  const text = path.text.replaceAll(TOKENS, (whole, token?: string, parameter?: string) => {
    const key = (token ?? parameter)?.toLowerCase();
    if (key === undefined) return whole === '[[' ? '[' : ']';
    return (key === 'controller' ? tokens.controller : key === 'action' ? tokens.action : tokens.area) ?? whole;
  });
  return { kind: 'text', text };
}

const TOKENS = /\[\[|\]\]|\[(controller|action|area)\]|\{(controller|action|area)(?:=\w*)?\??\}/gi;

function textOf(levels: readonly Level[], key: string): string | undefined {
  for (const { marked } of levels) {
    const value = marked.metadata.get(key);
    if (value?.kind === 'text') return value.value;
  }
  return undefined;
}
