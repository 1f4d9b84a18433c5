import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { isFrom } from '../../../../src/parse/program-file.ts';
import { methodsOf } from '../methods.ts';
import { entryOf, type LocalValues, mayHandle, optionOf } from '../values.ts';

/**
 * `app.openapi(route, handler)` of `@hono/zod-openapi`. The route is what `createRoute({ method, path, middleware,
 * request })` was given; one that is made in another file is left to be evaluated, member by member.
 */
export function openapiRoute(file: ProgramFile, call: CallExpr, on: Expr, local: LocalValues): readonly ProgramFact[] {
  const [route, handler] = call.args;
  if (!route || !handler || !mayHandle(handler)) return [];
  const definition = definitionOf(file, route, local);
  const method = optionOf(definition, 'method', local);
  const path = optionOf(definition, 'path', local);
  if (!method || !path) return [];
  const middleware = optionOf(definition, 'middleware', local);
  const value = local.valueOf(definition);
  const request = value.kind === 'record' ? entryOf(value, 'request') : undefined;
  const isEmpty = request?.value.kind === 'record' && request.value.entries.length === 0;
  return [
    {
      kind: 'route',
      // A path that is made elsewhere stands where the route is named.
      at: path.at,
      framework: 'hono',
      site: call,
      on,
      methods: methodsOf(method),
      path,
      chain: [handler],
      ...(middleware && { guards: [middleware] }),
      ...(request && !isEmpty && { validated: request.keyAt }),
      rules: { syntax: 'openapi', guards: 'after', mounts: 'copy' },
    },
  ];
}

/** What `createRoute` was given, where that is in the same file. */
function definitionOf(file: ProgramFile, route: Expr, local: LocalValues): Expr {
  const value = local.valueOf(route);
  const isMade = value.kind === 'call' && isFrom(file.originOf(value.callee), '@hono/zod-openapi', 'createRoute');
  return (isMade ? value.args[0] : undefined) ?? route;
}

/** `createRoute(definition)` gives its definition. */
export function createdRoute(file: ProgramFile, call: CallExpr): readonly ProgramFact[] {
  const [definition] = call.args;
  if (!definition || !isFrom(file.originOf(call.callee), '@hono/zod-openapi', 'createRoute')) return [];
  return [{ kind: 'alias', at: call.nameAt, framework: 'hono', site: call, value: definition }];
}
