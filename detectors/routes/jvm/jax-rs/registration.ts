/** What code registers with a runtime: filters, and the features that make it look at annotations. */
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { annotationOf, elementOf, isOf } from '../annotation-elements.ts';
import { FRAMEWORK } from './marks.ts';

const JERSEY_FEATURES = ['org.glassfish.jersey.server.filter'];
const DROPWIZARD_AUTH = ['io.dropwizard.auth'];
const MICROPROFILE_AUTH = ['org.eclipse.microprofile.auth'];

/** Names of methods that register components. Source: Jakarta REST, `Configurable`; Jersey, `ResourceConfig`. */
const REGISTERS: ReadonlySet<string> = new Set([
  'register',
  'registerClasses',
  'registerInstances',
  'registerProvider',
]);

const RUNTIMES = ['ws.rs.', 'io.dropwizard', 'org.glassfish.jersey', 'org.jboss.resteasy'];

export function registrationFacts(file: ProgramFile): readonly ProgramFact[] {
  // Many libraries have a method of this name.
  const runsRest = RUNTIMES.some(name => file.text.includes(name));
  return [
    ...file.calls.flatMap(({ call, name, inside }): readonly ProgramFact[] =>
      runsRest && REGISTERS.has(name) && !inside.some(isFeature) && call.args.length > 0 && !call.isNew
        ? [{ kind: 'filter-use', at: call.nameAt, framework: FRAMEWORK, site: call, filters: call.args }]
        : [],
    ),
    ...enforcers(file),
  ];
}

/** What a feature registers holds for the operation that it is asked about. */
function isFeature({ parameters }: FunctionNode): boolean {
  return parameters.some(({ pattern }) => pattern.kind === 'name' && pattern.type?.name === 'ResourceInfo');
}

/**
 * What makes the runtime look at access annotations: Jersey's feature; Dropwizard's, by which `@PermitAll` asks for a caller,
 * too; `@LoginConfig` of MicroProfile. Sources: Jersey, Securing JAX-RS resources; Dropwizard, `AuthDynamicFeature`;
 * MicroProfile JWT, Mapping to Jakarta annotations.
 */
function enforcers(file: ProgramFile): readonly ProgramFact[] {
  const named = file.module.imports.flatMap((binding): readonly ProgramFact[] => {
    const origin = { module: binding.module, path: [binding.imported] };
    const site: Expr = { kind: 'text', at: binding.at, value: binding.imported };
    const base = { kind: 'access-annotations', at: binding.at, framework: FRAMEWORK, site, isEnforced: true } as const;
    if (isFrom(origin, JERSEY_FEATURES, 'RolesAllowedDynamicFeature')) return [base];
    const isDropwizard =
      isFrom(origin, DROPWIZARD_AUTH, 'AuthDynamicFeature') ||
      isFrom(origin, DROPWIZARD_AUTH, 'PolymorphicAuthDynamicFeature');
    return isDropwizard ? [{ ...base, open: 'required' }] : [];
  });
  const configured = file.classes.flatMap(cls =>
    cls.decorators.flatMap((decorator): readonly ProgramFact[] => {
      const annotation = annotationOf(decorator);
      const method = elementOf(annotation, 'authMethod');
      if (!isOf(file, annotation, MICROPROFILE_AUTH, 'LoginConfig')) return [];
      if (method?.kind !== 'text' || method.value !== 'MP-JWT') return [];
      const site: Expr = { kind: 'text', at: annotation.at, value: 'LoginConfig' };
      return [
        {
          kind: 'access-annotations',
          at: annotation.at,
          framework: FRAMEWORK,
          site,
          isEnforced: true,
          mechanism: 'jwt',
        },
      ];
    }),
  );
  return [...named, ...configured];
}
