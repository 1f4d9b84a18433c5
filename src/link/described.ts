/**
 * Routes that an API description of the tree says, served by the functions that its operations name.
 * Source: Connexion, Routing and Security; OpenAPI 3.1.0, Security Requirement Object.
 */
import type { Mechanism, Method, ProgramFact } from '../core/facts/program.ts';
import { HTTP_METHODS } from '../core/facts/program.ts';
import { push } from './events.ts';
import { type Machine, note } from './machine.ts';
import { memberOf } from './members.ts';
import { importedValue } from './modules.ts';
import { pathsOf } from './path-values.ts';
import type { Router } from './router.ts';
import { type KnownGuard, type Value, unknown } from './value.ts';

type Fact = Extract<ProgramFact, { kind: 'described-routes' }>;
type Fields = { readonly [key: string]: unknown };

/** Documents with more paths than this are not read to the end. */
const PATHS = 5_000;

export function describedRoutes(
  machine: Machine,
  router: Router,
  fact: Fact,
  given: { readonly document: Value; readonly prefix: Value | undefined },
): void {
  const { document, prefix } = given;
  const file = document.kind === 'text' ? documentAt(machine, fact.at.file, document.value) : undefined;
  const whole = file === undefined ? undefined : fieldsOf(machine.program.readData(file));
  if (!whole) {
    note(machine, 'plugin-not-followed', fact.at, 'the description that is served here was not found');
    return;
  }
  const base =
    prefix && prefix.kind !== 'nothing' ? pathsOf(prefix) : [{ kind: 'text', text: basePath(whole) } as const];
  for (const [path, item] of Object.entries(fieldsOf(whole['paths']) ?? {}).slice(0, PATHS)) {
    for (const [name, operation] of Object.entries(fieldsOf(item) ?? {})) {
      const method = HTTP_METHODS.find(one => one === name.toUpperCase());
      const said = fieldsOf(operation);
      if (method && said) serve(machine, router, fact, whole, { base, path, method, said, item: fieldsOf(item) ?? {} });
    }
  }
}

type Said = {
  readonly base: ReturnType<typeof pathsOf>;
  readonly path: string;
  readonly method: Method;
  readonly said: Fields;
  readonly item: Fields;
};

function serve(
  machine: Machine,
  router: Router,
  fact: Fact,
  whole: Fields,
  { base, path, method, said, item }: Said,
): void {
  const controller = textIn(said, CONTROLLERS) ?? textIn(item, CONTROLLERS);
  const id = textIn(said, ['operationId']);
  const name = id === undefined ? undefined : controller === undefined ? id : `${controller}.${id}`;
  push(machine, router, {
    kind: 'route',
    at: fact.at,
    methods: [method],
    paths: base.map(one => (one.kind === 'text' ? { kind: 'text', text: `${one.text}/${path}` } : one)),
    guards: guardsOf(machine, fact, whole, said['security'] ?? whole['security']),
    chain: [name === undefined ? unknown('an operation that names no function') : dotted(machine, fact, name)],
    isDeprecated: said['deprecated'] === true,
  });
}

const CONTROLLERS = ['x-openapi-router-controller', 'x-swagger-router-controller'];

/** Requirements are alternatives; the schemes of one must all be met. An empty one is met by everybody. */
function guardsOf(machine: Machine, fact: Fact, whole: Fields, security: unknown): readonly Value[] {
  if (!Array.isArray(security) || security.length === 0) return [];
  const schemes =
    fieldsOf(fieldsOf(whole['components'])?.['securitySchemes']) ?? fieldsOf(whole['securityDefinitions']);
  const alternatives = security.map(one => Object.keys(fieldsOf(one) ?? {}));
  if (alternatives.some(names => names.length === 0))
    return [guardFor(fact, 'optional', undefined, 'the description lets requests without a credential pass')];
  const [first = [], ...others] = alternatives.map(names =>
    names.map(name => schemeGuard(machine, fact, name, fieldsOf(schemes?.[name]) ?? {})),
  );
  return others.length === 0 ? first : [{ kind: 'either', options: [first, ...others].flat() }];
}

/** Connexion refuses requests without a credential, and asks a function whether one that is there is good. */
function schemeGuard(machine: Machine, fact: Fact, name: string, scheme: Fields): KnownGuard {
  const mechanism = mechanismOf(scheme);
  const asked = textIn(scheme, ['x-bearerInfoFunc', 'x-apikeyInfoFunc', 'x-basicInfoFunc', 'x-tokenInfoFunc']);
  const check = asked === undefined ? undefined : dotted(machine, fact, asked);
  if (check?.kind !== 'closure')
    return guardFor(fact, 'unknown', mechanism, `${name}: the function that is asked about it was not found`);
  return { ...guardFor(fact, 'required', mechanism, `${name}: ${asked ?? ''} is asked about what is sent`), check };
}

function mechanismOf(scheme: Fields): Mechanism {
  const type = textIn(scheme, ['type']);
  if (type === 'apiKey') return 'api-key';
  if (type === 'oauth2') return 'oauth2';
  if (type === 'openIdConnect') return 'oidc';
  if (type === 'basic' || textIn(scheme, ['scheme']) === 'basic') return 'basic';
  return textIn(scheme, ['bearerFormat'])?.toUpperCase() === 'JWT' ? 'jwt' : 'bearer';
}

function guardFor(
  { at }: Fact,
  effect: KnownGuard['effect'],
  mechanism: Mechanism | undefined,
  why: string,
): KnownGuard {
  return { kind: 'guard', at, what: why, effect, scopes: [], limiter: false, why, ...(mechanism ? { mechanism } : {}) };
}

/** `package.module.Class.method`, as far as the tree has it. */
function dotted(machine: Machine, { at }: Fact, name: string): Value {
  const parts = name.replace(/:/g, '.').split('.').slice(0, 20);
  for (let length = parts.length - 1; length > 0; length--) {
    const module = parts.slice(0, length).join('.');
    if (machine.program.resolve(at.file, module).kind !== 'file') continue;
    const [first = '', ...members] = parts.slice(length);
    const found = importedValue(machine, at.file, first, module) ?? unknown('no such function', name);
    return members.reduce((of, member) => memberOf(machine, of, member), found);
  }
  return unknown('a function that is not in the tree', name);
}

/** The file of a description: beside the module or in a folder for descriptions, the nearest that ends so. */
function documentAt(machine: Machine, from: string, document: string): string | undefined {
  const name = document.replace(/^\.?\//, '');
  const folder = from.includes('/') ? from.slice(0, from.lastIndexOf('/')) : '';
  const beside = folder === '' ? name : `${folder}/${name}`;
  const found = machine.program
    .filesBelow('')
    .filter(path => path === beside || path === name || path.endsWith(`/${name}`));
  const near = found.filter(path => path.startsWith(folder));
  if (found.includes(beside)) return beside;
  const [only, ...others] = near.length > 0 ? near : found;
  return others.length === 0 ? only : undefined;
}

function basePath(whole: Fields): string {
  const own = whole['basePath'];
  if (typeof own === 'string') return own;
  const servers: readonly unknown[] = Array.isArray(whole['servers']) ? whole['servers'] : [];
  const url = textIn(fieldsOf(servers[0]) ?? {}, ['url']) ?? '';
  return url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
}

function textIn(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string') return value;
  }
  return undefined;
}

function fieldsOf(value: unknown): Fields | undefined {
  // Data of the tree: a mapping, and nothing else has fields.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}
