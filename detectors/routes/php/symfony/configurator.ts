/** Routes in PHP: `$routes->add('name', '/path')->controller([X::class, 'm'])`. Source: Symfony, Routing (Creating Routes in PHP). */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import type { Chains } from '../chains.ts';
import { argumentAt, entryOf, rootOf, textAt } from '../values.ts';
import { methodsIn, wideIn } from './attributes.ts';
import { pathOf } from './paths.ts';
import { SYMFONY_NAMED_RULES } from './rules.ts';

const CONFIGURATORS = 'Symfony\\Component\\Routing\\Loader\\Configurator';

export function configuredFacts(
  file: ProgramFile,
  { call, name, inside, receiver }: CallSite,
  chains: Chains,
): readonly ProgramFact[] {
  if (name !== 'add' || !receiver) return [];
  const [first, second] = call.args;
  if (!first || !second) return [];
  const made = second.kind === 'call' && second.isNew ? second : undefined;
  // `$collection->add('name', new Route('/path', [...]))`
  if (made && isFrom(file.originOf(made.callee), 'Symfony\\Component\\Routing', 'Route')) {
    const path = argumentAt(made, 0, 'path');
    const defaults = argumentAt(made, 1, 'defaults');
    const methods = argumentAt(made, 6, 'methods');
    const handler = entryOf(defaults, '_controller');
    const requirements = argumentAt(made, 2, 'requirements');
    return path ? [routeOf(call, { on: receiver, path, methods, handler, requirements })] : [];
  }
  const root = rootOf(receiver);
  const isConfigured =
    root.kind === 'name' &&
    inside.some(fn =>
      fn.parameters.some(
        ({ pattern }) =>
          pattern.kind === 'name' &&
          pattern.name === root.name &&
          pattern.type &&
          isFrom(file.originOfType(pattern.type), CONFIGURATORS, 'RoutingConfigurator'),
      ),
    );
  if (!isConfigured || made) return [];
  const after = chains(call);
  const given = (step: string): Expr | undefined => after.find(one => one.name === step)?.args[0];
  return [
    routeOf(call, {
      path: second,
      methods: given('methods'),
      handler: given('controller'),
      requirements: given('requirements'),
    }),
  ];
}

type Given = {
  /** The collection; the one that is configured goes without saying. */
  readonly on?: Expr;
  readonly path: Expr;
  readonly methods: Expr | undefined;
  readonly handler: Expr | undefined;
  readonly requirements: Expr | undefined;
};

function routeOf(call: CallSite['call'], { on, path, methods, handler, requirements }: Given): ProgramFact {
  return {
    kind: 'route',
    at: path.at,
    framework: 'symfony',
    site: call,
    ...(on && { on }),
    implicit: { otherwise: 'root', rules: SYMFONY_NAMED_RULES },
    methods: methodsIn(methods),
    path: pathOf(path, new Set(), wideIn(requirements)),
    chain: [handler ?? textAt(call.nameAt, '')],
  };
}
