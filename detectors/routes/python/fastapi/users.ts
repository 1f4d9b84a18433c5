import type { Method, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentOf, isFalse, madeAt } from '../arguments.ts';
import { RULES } from '../starlette/rules.ts';

type Served = readonly [Method, string, 'open' | 'required'];

/** Routers that an object of FastAPI Users makes. Source: FastAPI Users, Routers. */
const ROUTERS: ReadonlyMap<string, readonly Served[]> = new Map<string, readonly Served[]>([
  [
    'get_auth_router',
    [
      ['POST', '/login', 'open'],
      ['POST', '/logout', 'required'],
    ],
  ],
  ['get_register_router', [['POST', '/register', 'open']]],
  [
    'get_verify_router',
    [
      ['POST', '/request-verify-token', 'open'],
      ['POST', '/verify', 'open'],
    ],
  ],
  [
    'get_reset_password_router',
    [
      ['POST', '/forgot-password', 'open'],
      ['POST', '/reset-password', 'open'],
    ],
  ],
  [
    'get_users_router',
    [
      ['GET', '/me', 'required'],
      ['PATCH', '/me', 'required'],
      ['GET', '/{id}', 'required'],
      ['PATCH', '/{id}', 'required'],
      ['DELETE', '/{id}', 'required'],
    ],
  ],
  [
    'get_oauth_router',
    [
      ['GET', '/authorize', 'open'],
      ['GET', '/callback', 'open'],
    ],
  ],
  [
    'get_oauth_associate_router',
    [
      ['GET', '/authorize', 'required'],
      ['GET', '/callback', 'required'],
    ],
  ],
]);

/** What an object of FastAPI Users gives: routers, and dependencies that refuse strangers unless they are optional. */
export function routersOfUsers(file: ProgramFile): readonly ProgramFact[] {
  return file.calls.flatMap(({ call, name, receiver }): readonly ProgramFact[] => {
    if (!receiver) return [];
    const of = { value: receiver, modules: ['fastapi_users', 'fastapi_users.fastapi_users'] };
    const base = { at: call.nameAt, framework: 'fastapi' } as const;
    const served = ROUTERS.get(name);
    if (served) {
      const guard = madeAt(call.nameAt, '');
      return [
        {
          kind: 'router',
          ...base,
          site: call,
          role: 'router',
          rules: RULES,
          of,
          routes: served.map(([method, path, effect]) => ({
            at: call.nameAt,
            methods: [method],
            path: madeAt(call.nameAt, path),
            chain: [],
            ...(effect === 'required' && { guards: [guard] }),
          })),
        },
        refusal(guard, 'its routes ask for an active user'),
      ];
    }
    if (name !== 'current_user' && name !== 'current_user_token') return [];
    return [{ ...refusal(call, `${name}() asks the authentication backends`), ...optional(call), site: call, of }];
  });
}

type GuardKind = Extract<ProgramFact, { kind: 'guard-kind' }>;

function refusal(site: Expr, why: string): GuardKind {
  return {
    kind: 'guard-kind',
    at: site.kind === 'call' ? site.nameAt : site.at,
    framework: 'fastapi',
    site,
    effect: 'required',
    mechanism: 'bearer',
    why: `fastapi-users: ${why}`,
  };
}

function optional(call: CallExpr): Partial<GuardKind> {
  const given = argumentOf(call, 'optional');
  if (!given || isFalse(given)) return {};
  return { effect: given.kind === 'boolean' ? 'optional' : 'unknown' };
}
