import type { Mechanism, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { argumentOf } from '../arguments.ts';

/** The option of a handler that lets it be called without authentication. */
export const EXEMPT = 'exclude_from_auth';

const SCHEMES: readonly (readonly [string, Mechanism])[] = [
  ['JWTAuth', 'jwt'],
  ['JWTCookieAuth', 'jwt'],
  ['OAuth2PasswordBearerAuth', 'oauth2'],
  ['SessionAuth', 'session'],
];
const MODULES = [
  'litestar.security.jwt',
  'litestar.security.session_auth',
  'litestar.contrib.jwt',
  'starlite.contrib.jwt',
];

/**
 * `JWTAuth[User](exclude=['/login'])` refuses whoever has no valid token, but on paths that match an expression, and on
 * handlers that say so. Source: Litestar, Security backends.
 */
export function authGuard(file: ProgramFile, call: CallExpr): readonly ProgramFact[] {
  const { callee } = call;
  const origin = file.originOf(callee.kind === 'index' ? callee.of : callee);
  const mechanism = SCHEMES.find(([name]) => isFrom(origin, MODULES, name))?.[1];
  if (!mechanism) return [];
  const exclude = argumentOf(call, 'exclude');
  const except = exclude && patterns(exclude);
  const isRenamed = argumentOf(call, 'exclude_opt_key') !== undefined;
  return [
    {
      kind: 'guard-kind',
      at: call.at,
      framework: 'litestar',
      site: call,
      effect: isRenamed ? 'unknown' : 'required',
      mechanism,
      exemptBy: EXEMPT,
      ...(except && { except }),
      why: 'litestar: the backend refuses requests without a valid credential',
    },
  ];
}

/** Paths to exclude are regular expressions. */
function patterns(exclude: Expr): Expr {
  if (exclude.kind === 'text') return { kind: 'pattern', at: exclude.at, source: exclude.value, flags: '' };
  return exclude.kind === 'list' ? { ...exclude, items: exclude.items.map(patterns) } : exclude;
}

/** `on_app_init=[auth.on_app_init]`: what initialises the application puts the guard that it is of on it. */
export function initialisers(given: Expr | undefined): readonly Expr[] {
  const items = given?.kind === 'list' ? given.items : given ? [given] : [];
  return items.flatMap(item => (item.kind === 'member' && item.name === 'on_app_init' ? [item.of] : []));
}
