import type { FactBody } from '../../../../src/core/fact.ts';
import type { Mechanism, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { type GoRouters, loads, routersIn } from '../routers.ts';
import { GO_FILES } from '../source-files.ts';
import { TITLE_VERBS } from '../verbs.ts';

const MODULE = 'goyave.dev/goyave/v5';
const AUTH = `${MODULE}/auth`;

/** What a router holds is looked up when a request comes, for itself and all routers below. Source: Goyave, Middleware. */
const RULES: RouterRules = { syntax: 'braces', guards: 'always', handlersDecide: 'by-asking' };

const GOYAVE: GoRouters = {
  framework: 'goyave',
  modules: [MODULE],
  rules: RULES,
  makers: new Map([['New', 'application']]),
  types: new Map([['Router', 'router']]),
  verbs: TITLE_VERBS,
  takes: 'handler',
};

export const goyave = defineDetector({
  id: 'goyave',
  title: 'Goyave',
  kind: 'framework',
  docs: 'https://goyave.dev/basics/routing.html',
  reads: 'go',
  files: GO_FILES,
  words: [MODULE],
  emits: ['router', 'route', 'mount', 'guard', 'guard-kind', 'alias'],
  limits: [
    'Version 5 alone is read.',
    'Static files are no operations.',
    'Where metadata of authentication is removed again, or computed, it is not known who may call.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] =>
    loadsGoyave(file)
      ? [
          ...routersIn(file, GOYAVE),
          ...file.calls.flatMap(site => [...ofRouter(file, site), ...middlewareIn(file, site)]),
        ]
      : [],
});

function loadsGoyave(file: ProgramFile): boolean {
  return loads(file, GOYAVE.modules) || loads(file, [AUTH]);
}

/** Methods of a route that give the route back, and say nothing of who may call. Source: Goyave, `Route`. */
const REFINES: ReadonlySet<string> = new Set(['Name', 'ValidateBody', 'ValidateQuery', 'CORS']);

/** What a call on a server, a router or a route does. All of them give back what they were called on, or a part of it. */
function ofRouter(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  if (!receiver || call.isNew) return [];
  const [first, second, third] = call.args;
  const base = { at: call.nameAt, framework: GOYAVE.framework, site: call } as const;
  const below = { kind: 'router', ...base, role: 'router', rules: RULES, from: receiver } as const;
  const same: ProgramFact = { kind: 'alias', ...base, value: receiver };
  const verb = TITLE_VERBS.get(name);
  // A route can be given middleware and metadata of its own, later, as a router is.
  if (verb && first && second && !third)
    return [
      below,
      { kind: 'route', ...base, at: first.at, on: call, methods: [verb], path: pathOf(first), chain: [second] },
    ];
  if (REFINES.has(name) && call.args.length === 1) return [same];
  switch (name) {
    case 'Route':
      return first && second && third
        ? [
            below,
            { kind: 'route', ...base, at: second.at, on: call, methods: first, path: pathOf(second), chain: [third] },
          ]
        : [];
    case 'Subrouter':
      return first ? [{ ...below, prefix: pathOf(first) }] : [];
    case 'Group':
      return first ? [] : [below];
    case 'Controller':
      return first
        ? [same, { kind: 'mount', ...base, on: receiver, chain: [first], calls: 'self', members: ['RegisterRoutes'] }]
        : [];
    case 'RegisterRoutes':
      // The function is given the server and its router.
      return first && !second
        ? [{ kind: 'alias', ...base, value: { ...call, callee: first, args: [receiver, receiver] } }]
        : [];
    case 'Middleware':
    case 'GlobalMiddleware':
      return first && !isFrom(file.originOf(call.callee), AUTH, name)
        ? [
            same,
            {
              kind: 'guard',
              ...base,
              on: receiver,
              guards: call.args,
              ...(name === 'GlobalMiddleware' ? { isEverywhere: true } : {}),
            },
          ]
        : [];
    case 'SetMeta':
    case 'RemoveMeta':
      return first ? [same, ...metadata(file, call, receiver)] : [];
    default:
      return [];
  }
}

/** Routers take `/` for nothing. Source: Goyave, Routing, Sub-routers. */
function pathOf(path: Expr): Expr {
  return path.kind === 'text' && path.value === '/' ? { ...path, value: '' } : path;
}

const SECURED = 'goyave.require-auth';

/** `SetMeta(auth.MetaAuth, true)`: the innermost counts, and only where middleware looks at it. Source: Goyave, Authentication. */
function metadata(file: ProgramFile, call: CallExpr, on: Expr): readonly ProgramFact[] {
  const [key, value] = call.args;
  const isAuth = key?.kind === 'text' ? key.value === SECURED : key && isFrom(file.originOf(key), AUTH, 'MetaAuth');
  if (!isAuth) return [];
  const base = { at: call.nameAt, framework: GOYAVE.framework } as const;
  const site: Expr = { kind: 'nothing', at: call.nameAt };
  // What is removed leaves what routers above say, as far as it was not set again.
  const isKnown = value?.kind === 'boolean';
  return [
    { kind: 'guard', ...base, site: call, on, guards: [site], slot: SECURED },
    {
      kind: 'guard-kind',
      ...base,
      site,
      effect: isKnown ? 'none' : 'unknown',
      ...(isKnown && value.value ? { marks: SECURED } : {}),
      why: isKnown ? 'metadata of a route' : 'whether authentication is asked for is not written out',
    },
  ];
}

const AUTHENTICATES: ReadonlySet<string> = new Set([
  'Middleware',
  'MiddlewareWithRealm',
  'ConfigBasicAuth',
  'ConfigBasicAuthWithRealm',
]);

/** Authentication asks for a credential where metadata says so; the other middleware of the framework asks for none. */
function middlewareIn(file: ProgramFile, { call, name }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  const base = { kind: 'guard-kind', at: call.nameAt, framework: GOYAVE.framework, site: call } as const;
  if (AUTHENTICATES.has(name) && isFrom(origin, AUTH, name)) return authentication(file, call, name);
  const isOwn = call.isNew && OWN.some(folder => isFrom(origin, `${MODULE}/${folder}`, name));
  return isOwn ? [{ ...base, effect: 'none', why: `${name} of Goyave does not look at who calls` }] : [];
}

const OWN: readonly string[] = ['middleware/parse', 'middleware/compress', 'log'];

/** Authenticators of the tree, and those that may be set to be optional elsewhere, may let strangers pass. */
function authentication(file: ProgramFile, call: CallExpr, name: string): readonly ProgramFact[] {
  const base = {
    kind: 'guard-kind',
    at: call.nameAt,
    framework: GOYAVE.framework,
    site: call,
    onlyFor: SECURED,
  } as const;
  const why = `auth.${name} refuses requests without valid credentials`;
  if (name.startsWith('Config')) return [{ ...base, effect: 'required', mechanism: 'basic', why }];
  const [authenticator] = call.args;
  const [mechanism, ...others] = new Set(mechanismsIn(file));
  const known: readonly ProgramFact[] =
    authenticator && mechanism && !file.text.includes('Optional')
      ? [
          {
            ...base,
            effect: 'required',
            mechanism: others.length === 0 ? mechanism : 'custom',
            of: { value: authenticator, modules: [AUTH] },
            why,
          },
        ]
      : [];
  return [
    ...known,
    {
      ...base,
      effect: 'unknown',
      why: `auth.${name} leaves it to its authenticator whether requests without credentials are refused`,
    },
  ];
}

/** What the authenticators read that a file makes. */
function mechanismsIn(file: ProgramFile): readonly Mechanism[] {
  return file.calls.flatMap(({ call }) => {
    const origin = file.originOf(call.callee);
    return AUTHENTICATORS.flatMap(([name, mechanism]) => (isFrom(origin, AUTH, name) ? [mechanism] : []));
  });
}

const AUTHENTICATORS: readonly (readonly [string, Mechanism])[] = [
  ['NewJWTAuthenticator', 'jwt'],
  ['NewBasicAuthenticator', 'basic'],
];
