/** Routers that are alike in most frameworks of Go: made by functions of a package, with a method for each verb, groups and `Use`. */
import type { Method, ProgramFact, RouterRules } from '../../../src/core/facts/program.ts';
import type { CallExpr, Expr, TypeRef } from '../../../src/core/program.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../src/parse/program-file.ts';

type Role = 'application' | 'router';

export type GoRouters = {
  readonly framework: string;
  /** Import paths of its packages. */
  readonly modules: readonly string[];
  readonly rules: RouterRules;
  /** Functions that make routers, and types that are some. */
  readonly makers: ReadonlyMap<string, Role>;
  readonly types: ReadonlyMap<string, Role>;
  /** Methods that register a route for the path that is their first argument. */
  readonly verbs: ReadonlyMap<string, Method>;
  /** What follows the path: functions of which the last answers, one that answers with guards behind it, or it alone. */
  readonly takes: 'handlers' | 'handler-first' | 'handler';
  /** Methods whose first argument is the method, or a list of them, and the path the second. */
  readonly byMethod?: ReadonlySet<string>;
  /** Methods that give a router below a path, with guards behind it. */
  readonly groups?: ReadonlySet<string>;
  /** Methods that hand a router below a path to a function; one of these that gives a group does so where it is given one. */
  readonly blocks?: ReadonlySet<string>;
  /** Methods that put guards before all that follows. */
  readonly uses?: ReadonlySet<string>;
};

/** The routers that a file makes, or declares parameters and variables to be. */
export function routersIn(file: ProgramFile, routers: GoRouters): readonly ProgramFact[] {
  const { framework, modules, rules } = routers;
  const typed = file.declaredTypes.flatMap((type): readonly ProgramFact[] => {
    const role = roleOf(file, type, routers);
    return role ? [{ kind: 'router', at: type.at, framework, site: type, role, rules }] : [];
  });
  const made = file.calls.flatMap(({ call }): readonly ProgramFact[] => {
    const origin = file.originOf(call.callee);
    if (!isFrom(origin, modules)) return [];
    const table = call.isNew ? routers.types : routers.makers;
    const [role] = [...table].flatMap(([name, one]) => (isFrom(origin, modules, name) ? [one] : []));
    return role ? [{ kind: 'router', at: call.nameAt, framework, site: call, role, rules }] : [];
  });
  return [...typed, ...made];
}

function roleOf(file: ProgramFile, type: TypeRef, { modules, types }: GoRouters): Role | undefined {
  const role = types.get(type.name);
  return role && isFrom(file.originOfType(type), modules, type.name) ? role : undefined;
}

/** What calls of routers' methods register in a file; nothing for any other call. */
export function registrationsIn(file: ProgramFile, routers: GoRouters): readonly ProgramFact[] {
  const isHome = loads(file, routers.modules);
  return file.calls.flatMap(site => registeredBy(site, routers).filter(fact => isHome || isWrittenOut(fact)));
}

/** Whether a file imports one of these packages. */
export function loads(file: ProgramFile, modules: readonly string[]): boolean {
  return file.module.imports.some(({ module }) => modules.includes(module));
}

/** In a file that does not speak of the framework, a look-up or a call of a client is no route: `cache.Get(ctx, key)`. */
function isWrittenOut(fact: ProgramFact): boolean {
  const path = fact.kind === 'route' ? fact.path : undefined;
  if (path?.kind === 'text') return path.value === '' || path.value.startsWith('/');
  return path?.kind !== 'name' || !NO_PATH.test(path.name);
}

const NO_PATH = /^(?:ctx|c|context|key|k|id|i|r|req|request|w|tx|db|t|u|url|uri|addr|client|name|v|x)$/i;

/** Words by which files that may hold facts of these routers are found. */
export function wordsOf({ modules, verbs, byMethod, groups, blocks, uses }: GoRouters): readonly string[] {
  const names = [...verbs.keys(), ...(byMethod ?? []), ...(groups ?? []), ...(blocks ?? []), ...(uses ?? [])];
  return [...modules, ...names.map(name => `.${name}(`)];
}

/** What one call registers. */
function registeredBy(site: CallSite, routers: GoRouters): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  if (!receiver || call.isNew) return [];
  const base = { at: call.nameAt, framework: routers.framework, site: call, on: receiver } as const;
  const [first, second] = call.args;
  const verb = routers.verbs.get(name);
  if (verb && first && second)
    return [{ kind: 'route', ...base, at: first.at, methods: [verb], path: first, chain: chainOf(call, 1, routers) }];
  if (routers.byMethod?.has(name) && first && second && call.args.length > 2)
    return [{ kind: 'route', ...base, at: second.at, methods: first, path: second, chain: chainOf(call, 2, routers) }];
  const isBlock = routers.blocks?.has(name) === true && (!routers.groups?.has(name) || hasBlock(call));
  if (routers.groups?.has(name) && first && !isBlock)
    return [
      {
        kind: 'router',
        at: call.nameAt,
        framework: routers.framework,
        site: call,
        role: 'router',
        rules: routers.rules,
        from: receiver,
        prefix: first,
        ...(call.args.length > 1 ? { guards: call.args.slice(1) } : {}),
      },
    ];
  // A name for what is registered may stand behind it.
  const last = call.args.slice(1).findLast(arg => arg.kind !== 'text');
  if (isBlock && first && second && last)
    return [{ kind: 'mount', ...base, at: first.at, prefix: first, chain: [last], calls: 'child' }];
  if (routers.uses?.has(name) && first) return [{ kind: 'guard', ...base, guards: call.args }];
  return [];
}

/** Whether the last argument is a function that is handed a router, and nothing that stands before one. */
function hasBlock({ args }: CallExpr): boolean {
  const last = args.length > 1 ? args.at(-1) : undefined;
  const [parameter, ...others] = last?.kind === 'function' ? last.fn.parameters : [];
  return others.length === 0 && /\b(?:Party|Router|RouterGroup|Group)$/.test(parameter?.pattern.type?.text ?? '');
}

function chainOf(call: CallExpr, from: number, { takes }: GoRouters): readonly Expr[] {
  const handlers = call.args.slice(from);
  if (takes === 'handler') return handlers.slice(0, 1);
  const [handler, ...guards] = handlers;
  return takes === 'handler-first' && handler ? [...guards, handler] : handlers;
}
