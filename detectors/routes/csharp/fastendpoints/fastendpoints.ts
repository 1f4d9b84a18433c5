import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Expr, FunctionNode } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { authorizeGuard, anonymousGuard } from '../aspnetcore/authorization.ts';
import { assignmentsTo, CSHARP_FILES, lastName, madeAt, textAt, typeNamed } from '../names.ts';
import { ROOT } from '../rules.ts';

const FRAMEWORK = 'fastendpoints';

export const fastendpoints = defineDetector({
  id: 'fastendpoints',
  title: 'FastEndpoints',
  kind: 'framework',
  docs: 'https://fast-endpoints.com/docs/get-started',
  reads: 'c-sharp',
  files: CSHARP_FILES,
  words: ['Configure', 'RoutePrefix'],
  emits: ['route', 'router', 'mark', 'guard-kind', 'base-path', 'auth-provider'],
  limits: [
    'Endpoints that are configured by attributes instead of `Configure()` are not read.',
    'Versions are put at the end of paths, which is where they are by default.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => [
    ...file.classes.flatMap(cls => [...endpointOf(file, cls), ...groupOf(file, cls)]),
    ...settingsOf(file),
  ],
});

const VERBS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['Get', 'GET'],
  ['Post', 'POST'],
  ['Put', 'PUT'],
  ['Delete', 'DELETE'],
  ['Patch', 'PATCH'],
  ['Head', 'HEAD'],
]);

/** A call on the endpoint itself, `Get("/x")`, in the order in which they stand. */
type Own = { readonly site: CallSite; readonly name: string };

function endpointOf(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const configure = cls.extends && methodOf(cls, 'Configure');
  if (!configure) return [];
  const own = file.calls.flatMap((site): readonly Own[] =>
    site.inside.includes(configure) && (!site.receiver || site.receiver.kind === 'self')
      ? [{ site, name: site.name }]
      : [],
  );
  const routes = routesOf(own);
  if (routes.length === 0) return [];
  const handler = ['HandleAsync', 'ExecuteAsync', 'Handle'].find(name => methodOf(cls, name));
  const group = own.find(({ name, site }) => name === 'Group' && site.call.typeArguments.length === 1);
  const { guards, facts } = guardsOf(own, group);
  return [
    ...facts,
    ...(group ? groupRouter(group) : []),
    ...routes.map(({ site, method, path }): ProgramFact => ({
      kind: 'route',
      at: path.at,
      framework: FRAMEWORK,
      site: site.call,
      ...(group ? { on: group.site.call } : { implicit: ROOT }),
      methods: [method],
      path: own.some(({ name }) => name === 'RoutePrefixOverride') ? madeAt(path.at) : versioned(path, own),
      chain: handler ? [selfMember(path.at, handler)] : [],
      guards: guards(method),
    })),
  ];
}

/** `Version(2)`: `/v2` at the end of the path. Source: FastEndpoints, API versioning. */
function versioned(path: Expr, own: readonly Own[]): Expr {
  const [version] = own.find(({ name }) => name === 'Version')?.site.call.args ?? [];
  if (version?.kind !== 'number' || version.value < 1) return path;
  return { kind: 'concat', at: path.at, parts: [path, textAt(path.at, `/v${version.value}`)] };
}

function methodOf(cls: ClassNode, name: string): FunctionNode | undefined {
  const member = cls.members.find(one => one.kind === 'method' && one.name === name && !one.isStatic);
  return member?.kind === 'method' ? member.fn : undefined;
}

function selfMember(at: Expr['at'], name: string): Expr {
  return { kind: 'member', at, of: { kind: 'self', at }, name, nameAt: at };
}

type Route = { readonly site: CallSite; readonly method: Method; readonly path: Expr };

/** `Get("/a", "/b")`; or `Verbs(Http.GET, Http.HEAD)` with `Routes("/a")`. */
function routesOf(own: readonly Own[]): readonly Route[] {
  const direct = own.flatMap(({ site, name }): readonly Route[] => {
    const method = VERBS.get(name);
    return method ? texts(site).map(path => ({ site, method, path })) : [];
  });
  const verbs = own.filter(({ name }) => name === 'Verbs').flatMap(({ site }) => site.call.args.flatMap(verbOf));
  const methods: readonly Method[] = verbs.length > 0 ? verbs : ['ANY'];
  const routes = own
    .filter(({ name }) => name === 'Routes')
    .flatMap(({ site }) => texts(site).flatMap(path => methods.map((method): Route => ({ site, method, path }))));
  return [...direct, ...routes];
}

function texts({ call }: CallSite): readonly Expr[] {
  return call.args.filter(arg => arg.kind !== 'named' && arg.kind !== 'function');
}

/** `Http.GET`, `"GET"`. */
function verbOf(arg: Expr): readonly Method[] {
  const name = (arg.kind === 'text' ? arg.value : lastName(arg)).toUpperCase();
  const method = [...VERBS.values()].find(one => one === name);
  return method ? [method] : [];
}

const SCOPES: ReadonlySet<string> = new Set(['Roles', 'Policies', 'Permissions', 'PermissionsAll', 'Scopes', 'Claims']);

/** Endpoints ask for an authenticated caller unless they say otherwise. Source: FastEndpoints, Security. */
function guardsOf(
  own: readonly Own[],
  group: Own | undefined,
): { readonly guards: (method: Method) => readonly Expr[]; readonly facts: readonly ProgramFact[] } {
  const [first] = own;
  const at = (own.find(({ name }) => SCOPES.has(name)) ?? own.find(({ name }) => VERBS.has(name)) ?? first)?.site.call
    .nameAt;
  if (!at) return { guards: () => [], facts: [] };
  const anonymous = own.find(({ name }) => name === 'AllowAnonymous');
  const open = anonymous && anonymousGuard(anonymous.site.call.nameAt);
  // `AllowAnonymous(Http.GET)` opens those methods alone.
  const opened = anonymous?.site.call.args.flatMap(verbOf) ?? [];
  const scopes = own.flatMap(({ name, site }) => (SCOPES.has(name) ? texts(site) : []));
  const policies = own.flatMap(({ name, site }) => (name === 'Policies' ? texts(site) : []));
  const asked = authorizeGuard(at, policies.length > 0 ? { policies } : {});
  const [named] = group?.site.call.typeArguments ?? [];
  const groupName = named !== undefined && !anonymous ? groupKey(named.split('.').at(-1) ?? named) : undefined;
  const isPlain = policies.length === 0;
  const required = asked.facts.map(fact =>
    fact.kind === 'guard-kind'
      ? {
          ...fact,
          scopes: [...scopes],
          why: 'FastEndpoints refuses callers that are not authenticated',
          ...(isPlain && fact.optionalProviders
            ? { optionalProviders: [...fact.optionalProviders, textAt(at, DEFAULT)] }
            : {}),
          ...(groupName ? { providers: [...(fact.providers ?? []), textAt(at, groupName)] } : {}),
        }
      : fact,
  );
  return {
    guards: method => {
      const isOpen = open && (opened.length === 0 || opened.includes(method));
      return isOpen ? [open.guard, asked.guard] : [asked.guard];
    },
    facts: [...required, ...(open?.facts ?? [])],
  };
}

/** What a group is known by to its endpoints. */
function groupKey(name: string): string {
  return `fastendpoints group ${name}`;
}

/** `Group<Administration>()`: the endpoint is below the path of that class. */
function groupRouter({ site: { call } }: Own): readonly ProgramFact[] {
  const prefix = typeNamed(call.typeArguments[0], call.nameAt);
  if (!prefix) return [];
  return [
    {
      kind: 'router',
      at: call.nameAt,
      framework: FRAMEWORK,
      site: call,
      role: 'router',
      rules: ROOT.rules,
      implicit: ROOT,
      prefix,
    },
  ];
}

/** `class Administration : Group { public Administration() { Configure("admin", ep => …); } }`. */
function groupOf(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const base = cls.extends ? lastName(cls.extends) : '';
  if (base !== 'Group' && base !== 'SubGroup') return [];
  const made = cls.members.find(member => member.kind === 'constructor');
  const call = made?.kind === 'constructor' ? made.fn.body.flatMap(configureCall)[0] : undefined;
  const [path] = call?.args ?? [];
  if (!call || !path) return [];
  const isOpen = file.calls.some(
    ({ call: { at }, name }) => name === 'AllowAnonymous' && at.line >= cls.at.line && at.line <= cls.at.endLine,
  );
  const isInside = base === 'SubGroup' && !isOpen;
  const opening: ProgramFact = {
    kind: 'auth-provider',
    at: call.nameAt,
    framework: 'aspnetcore',
    site: call,
    name: textAt(call.nameAt, groupKey(cls.name ?? '')),
    effect: isOpen ? 'none' : isInside ? 'unknown' : 'required',
    why: isOpen
      ? 'its group opens it to all'
      : isInside
        ? 'whether the group around its group opens it to all is not known'
        : 'FastEndpoints refuses callers that are not authenticated',
    isPolicy: true,
    ...(isOpen ? { asks: [] } : {}),
  };
  // The path of a group around it stands in another class.
  const prefix = base === 'SubGroup' ? madeAt(path.at) : path;
  return [opening, { kind: 'mark', at: path.at, framework: FRAMEWORK, site: cls, mark: { kind: 'prefix', prefix } }];
}

function configureCall(statement: FunctionNode['body'][number]): readonly Extract<Expr, { kind: 'call' }>[] {
  const value = statement.kind === 'evaluate' ? statement.value : undefined;
  return value?.kind === 'call' && lastName(value.callee) === 'Configure' ? [value] : [];
}

const DEFAULT = 'fastendpoints default';

/** `c.Endpoints.RoutePrefix = "api"`, and a configurator that may open all endpoints. */
function settingsOf(file: ProgramFile): readonly ProgramFact[] {
  const prefixes = assignmentsTo(file, 'RoutePrefix').map(({ value }): ProgramFact => ({
    kind: 'base-path',
    at: value.at,
    framework: FRAMEWORK,
    site: value,
    rules: ROOT.rules,
    prefix: { ...value },
  }));
  const configurators = assignmentsTo(file, 'Configurator').map(({ target, value }): ProgramFact => ({
    kind: 'auth-provider',
    at: target.nameAt,
    framework: 'aspnetcore',
    site: value,
    name: textAt(value.at, DEFAULT),
    effect: 'unknown',
    why: 'the program configures all endpoints by a function of its own',
  }));
  return [...prefixes, ...configurators];
}
