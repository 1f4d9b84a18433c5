import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { DecoratedMethod, Named } from '../decorated-classes.ts';
import { methodsOf } from '../methods.ts';
import { type LocalValues, optionOf, textAt } from '../values.ts';
import { authOf } from './authentication.ts';

const RULES: RouterRules = { syntax: 'openapi', guards: 'always' };

const METHODS: ReadonlyMap<string, Method> = new Map([
  ['get', 'GET'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['patch', 'PATCH'],
  ['del', 'DELETE'],
]);

/** The operations of a controller's method. The boot loader finds controllers by itself, so that each of them serves. */
export function routesOf({ member, onClass, onMethod }: DecoratedMethod, local: LocalValues): readonly ProgramFact[] {
  const routes = onMethod.flatMap(routeOf);
  if (routes.length === 0) return [];
  const auth = authOf(onClass, onMethod, local);
  const prefix = basePathOf(onClass, local);
  const handler: Expr = { kind: 'function', at: member.at, fn: member.fn };
  return [
    ...routes.map(({ methods, path }): ProgramFact => ({
      kind: 'route',
      at: path.at,
      framework: 'loopback',
      site: path,
      methods,
      path: prefix ? { kind: 'concat', at: path.at, parts: [prefix, path] } : path,
      guards: auth.guards,
      chain: [handler],
      rules: RULES,
    })),
    ...auth.facts,
  ];
}

/** `@get('/users/{id}')`, `@operation('get', '/users/{id}')`. */
function routeOf({
  name,
  call,
}: Named): readonly { readonly methods: readonly Method[] | Expr; readonly path: Expr }[] {
  const [first, second] = call?.args ?? [];
  const method = METHODS.get(name);
  if (method && first) return [{ methods: [method], path: first }];
  return name === 'operation' && first && second ? [{ methods: methodsOf(first), path: second }] : [];
}

/** `@api({ basePath: '/v1' })`. */
function basePathOf(onClass: readonly Named[], local: LocalValues): Expr | undefined {
  const api = onClass.find(({ name }) => name === 'api')?.call?.args[0];
  const path = optionOf(api, 'basePath', local);
  return path?.kind === 'text' ? textAt(path.at, path.value.replace(/\/$/, '')) : path;
}
