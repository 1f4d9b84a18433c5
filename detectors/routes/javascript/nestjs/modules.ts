import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../origins.ts';
import { type LocalValues, optionOf, textAt } from '../values.ts';

/** `consumer.apply(A, B).exclude('health').forRoutes({ path: 'cats', method: RequestMethod.GET }, DogsController)`. */
export function middlewareOf({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  if (name !== 'forRoutes' || !receiver) return [];
  const except: Expr[] = [];
  let expr: Expr = receiver;
  while (expr.kind === 'call' && expr.callee.kind === 'member') {
    const { name: step, of } = expr.callee;
    if (step === 'exclude') except.push(...expr.args);
    if (step === 'apply') {
      return [
        {
          kind: 'middleware',
          at: call.nameAt,
          framework: 'nestjs',
          site: call,
          on: of,
          guards: expr.args,
          routes: call.args,
          except,
        },
      ];
    }
    expr = of;
  }
  return [];
}

/** How deep the trees of `RouterModule` are read. */
const MOST_LEVELS = 20;

/** `RouterModule.register([{ path, module, children }])`: a prefix for the controllers of each module, parents' first. */
export function moduleRouteFacts(
  file: ProgramFile,
  call: CallExpr,
  local: LocalValues,
): readonly Extract<FactBody, { kind: 'base-path' | 'unresolved' }>[] {
  const name = exportOf(file.originOf(call.callee), '@nestjs/core');
  const [routes] = call.args;
  if (name !== 'RouterModule.register' || !routes) return [];
  return prefixesIn(call, routes, [], local);
}

type Prefixed = Extract<FactBody, { kind: 'base-path' | 'unresolved' }>;

function prefixesIn(call: CallExpr, routes: Expr, above: readonly Expr[], local: LocalValues): readonly Prefixed[] {
  const list = local.valueOf(routes);
  if (list.kind !== 'list' || above.length > MOST_LEVELS) {
    return [{ kind: 'unresolved', at: routes.at, reason: 'computed-prefix', what: 'routes of RouterModule' }];
  }
  return list.items.flatMap((item): readonly Prefixed[] => {
    const route = local.valueOf(item);
    // Among children, a module alone stands for itself under the prefix of its parents.
    if (route.kind === 'name') return above.length > 0 ? [prefixFor(call, route, above)] : [];
    if (route.kind !== 'record') {
      return [{ kind: 'unresolved', at: item.at, reason: 'computed-prefix', what: 'routes of RouterModule' }];
    }
    const path = optionOf(route, 'path', local);
    const module = optionOf(route, 'module', local);
    const children = optionOf(route, 'children', local);
    const prefix = path ? [...above, path] : above;
    return [
      ...(module && prefix.length > 0 ? [prefixFor(call, module, prefix)] : []),
      ...(children ? prefixesIn(call, children, prefix, local) : []),
    ];
  });
}

function prefixFor(site: CallExpr, on: Expr, paths: readonly Expr[]): Prefixed {
  const last = paths.at(-1) ?? on;
  const parts = paths.flatMap((path, index) => (index === 0 ? [path] : [textAt(path.at, '/'), path]));
  const prefix: Expr = parts.length === 1 ? last : { kind: 'concat', at: last.at, parts };
  return { kind: 'base-path', at: last.at, framework: 'nestjs', site, on, prefix };
}
