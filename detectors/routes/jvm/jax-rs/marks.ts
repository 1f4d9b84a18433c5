/** Annotations of Jakarta REST on classes, methods and parameters. */
import type { Mark } from '../../../../src/core/facts/mark.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Decorator, Expr, Parameter } from '../../../../src/core/program.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Annotation, annotationOf, elementOf, isOf, placeOf } from '../annotation-elements.ts';
import { type InputNames, inputFacts } from '../inputs.ts';

export const FRAMEWORK = 'jax-rs';
export const RULES: RouterRules = { syntax: 'braces', guards: 'always' };

const REST = ['jakarta.ws.rs', 'javax.ws.rs'];
const PROVIDERS = ['jakarta.ws.rs.ext', 'javax.ws.rs.ext'];
export const CONTAINERS = ['jakarta.ws.rs.container', 'javax.ws.rs.container'];
const SECURITY = ['jakarta.annotation.security', 'javax.annotation.security'];
const QUARKUS_SECURITY = ['io.quarkus.security'];
const DROPWIZARD_AUTH = ['io.dropwizard.auth'];

const VERBS: ReadonlyMap<string, Method> = new Map([
  ['GET', 'GET'],
  ['POST', 'POST'],
  ['PUT', 'PUT'],
  ['DELETE', 'DELETE'],
  ['PATCH', 'PATCH'],
  ['HEAD', 'HEAD'],
  ['OPTIONS', 'OPTIONS'],
]);

const INPUTS: readonly InputNames[] = [
  {
    modules: REST,
    places: new Map([
      ['PathParam', 'path'],
      ['QueryParam', 'query'],
      ['HeaderParam', 'header'],
      ['CookieParam', 'cookie'],
      ['FormParam', 'body'],
    ]),
  },
  {
    modules: ['org.jboss.resteasy.reactive'],
    places: new Map([
      ['RestPath', 'path'],
      ['RestQuery', 'query'],
      ['RestHeader', 'header'],
      ['RestCookie', 'cookie'],
      ['RestForm', 'body'],
    ]),
  },
];

export function markFacts(file: ProgramFile): readonly ProgramFact[] {
  return [...file.classes.flatMap(cls => factsOfClass(file, cls)), ...filterBases(file)];
}

function factsOfClass(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  // A client of MicroProfile is a class that is called, and never one that answers.
  const isClient = cls.decorators.some(decorator =>
    isOf(file, annotationOf(decorator), ['org.eclipse.microprofile.rest.client.inject'], 'RegisterRestClient'),
  );
  if (isClient) return [];
  const mark = (decorator: Decorator, isOfClass: boolean): readonly ProgramFact[] =>
    markOf(file, annotationOf(decorator), isOfClass, cls);
  return [
    ...cls.decorators.flatMap(decorator => mark(decorator, true)),
    ...cls.members.flatMap(member =>
      member.kind === 'method'
        ? [
            ...member.decorators.flatMap(decorator => mark(decorator, false)),
            ...member.fn.parameters.flatMap(parameter => [
              ...callerOf(file, parameter),
              ...inputFacts(file, parameter, FRAMEWORK, ...INPUTS),
            ]),
          ]
        : [],
    ),
  ];
}

function markOf(file: ProgramFile, annotation: Annotation, isOfClass: boolean, cls: ClassNode): readonly ProgramFact[] {
  const value = elementOf(annotation, 'value');
  const fact = (mark: Mark, given?: Expr): readonly ProgramFact[] => [
    { kind: 'mark', at: placeOf(annotation, given), framework: FRAMEWORK, site: annotation.site, mark },
  ];
  if (isOf(file, annotation, REST, 'Path')) {
    const prefix = value ?? { kind: 'text', at: annotation.at, value: '' };
    return isOfClass
      ? fact({ kind: 'controller', prefix, rules: RULES, isFound: true, isInherited: true }, value)
      : fact({ kind: 'prefix', prefix }, value);
  }
  if (isOf(file, annotation, REST, 'ApplicationPath'))
    return fact({ kind: 'application', ...(value ? { prefix: value } : {}) }, value);
  if (isOf(file, annotation, REST, 'HttpMethod') && value && cls.form === 'annotation')
    return fact({ kind: 'route', methods: value });
  if (isOf(file, annotation, REST, 'NameBinding')) return fact({ kind: 'binding' });
  if (isOf(file, annotation, PROVIDERS, 'Provider')) return fact({ kind: 'found' });
  for (const [verb, method] of VERBS)
    if (isOf(file, annotation, REST, verb)) return fact({ kind: 'route', methods: [method] });
  const access = accessOf(file, annotation, value);
  if (access) return fact(access, value);
  return file.text.includes('ws.rs') && isOf(file, annotation, ['java.lang', 'kotlin'], 'Deprecated')
    ? fact({ kind: 'deprecated' })
    : [];
}

/**
 * Sources: Jakarta Annotations, Common Security Annotations; Quarkus, Authorization of web endpoints. What stands in
 * `io.quarkus.security` is looked at by Quarkus wherever it is used.
 */
function accessOf(file: ProgramFile, annotation: Annotation, value: Expr | undefined): Mark | undefined {
  const scopes = value ? [value] : [];
  if (isOf(file, annotation, SECURITY, 'RolesAllowed')) return { kind: 'access', effect: 'required', scopes };
  if (isOf(file, annotation, SECURITY, 'PermitAll')) return { kind: 'access', effect: 'open' };
  if (isOf(file, annotation, SECURITY, 'DenyAll')) return { kind: 'access', effect: 'denied' };
  if (isOf(file, annotation, QUARKUS_SECURITY, 'Authenticated'))
    return { kind: 'access', effect: 'required', isEnforced: true };
  if (isOf(file, annotation, QUARKUS_SECURITY, 'PermissionsAllowed'))
    return { kind: 'access', effect: 'required', scopes, isEnforced: true };
  return isOf(file, annotation, ['io.quarkus.vertx.http.security'], 'AuthorizationPolicy')
    ? { kind: 'access', effect: 'unknown', isEnforced: true }
    : undefined;
}

/** `@Auth User user`, and `@Auth Optional<User>`, which takes strangers, too. Source: Dropwizard, Authentication. */
function callerOf(file: ProgramFile, parameter: Parameter): readonly ProgramFact[] {
  return parameter.decorators.flatMap((decorator): readonly ProgramFact[] => {
    const annotation = annotationOf(decorator);
    if (!isOf(file, annotation, DROPWIZARD_AUTH, 'Auth')) return [];
    const { type } = parameter.pattern;
    const isOptional = type?.name === 'Optional' || type?.text.endsWith('?') === true;
    return [
      {
        kind: 'guard-kind',
        at: annotation.at,
        framework: FRAMEWORK,
        site: annotation.site,
        effect: isOptional ? 'optional' : 'required',
        why: isOptional
          ? 'the caller is given when there is one'
          : 'Dropwizard gives the caller, and refuses without one',
      },
    ];
  });
}

/** Request filters, and features that register them, stated where the file names their type. */
function filterBases(file: ProgramFile): readonly ProgramFact[] {
  const bases = file.classes.flatMap(cls => [...(cls.extends ? [cls.extends] : []), ...(cls.others ?? [])]);
  return CONTAINERS.flatMap(module =>
    [...FILTERS].flatMap(([name, member]): readonly ProgramFact[] => {
      const base = bases.find(candidate => isFrom(file.originOf(candidate), module, name));
      if (!base) return [];
      const site: Expr = { kind: 'text', at: base.at, value: name };
      return [{ kind: 'filter-base', at: base.at, framework: FRAMEWORK, site, module, name, member }];
    }),
  );
}

/** Source: Jakarta REST, Filters and Interceptors; Dynamic Binding. */
const FILTERS: ReadonlyMap<string, string> = new Map([
  ['ContainerRequestFilter', 'filter'],
  ['DynamicFeature', 'configure'],
]);
