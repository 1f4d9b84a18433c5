/** Annotations of Micronaut on classes, methods and parameters. */
import type { Mark } from '../../../../src/core/facts/mark.ts';
import type { AccessEffect, Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Decorator, Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Annotation, annotationOf, elementOf, isOf, placeOf } from '../annotation-elements.ts';
import { inputFacts, type InputNames } from '../inputs.ts';

export const FRAMEWORK = 'micronaut';
/** Paths may hold `{?query}` and `{/optional}` of RFC 6570. */
export const RULES: RouterRules = { syntax: 'rfc6570', guards: 'always' };

const HTTP = ['io.micronaut.http.annotation'];
const SECURITY = ['jakarta.annotation.security', 'javax.annotation.security'];

const VERBS: ReadonlyMap<string, Method> = new Map([
  ['Get', 'GET'],
  ['Post', 'POST'],
  ['Put', 'PUT'],
  ['Delete', 'DELETE'],
  ['Patch', 'PATCH'],
  ['Head', 'HEAD'],
  ['Options', 'OPTIONS'],
  ['Trace', 'TRACE'],
  ['Query', 'QUERY'],
]);

const INPUTS: InputNames = {
  modules: HTTP,
  places: new Map([
    ['PathVariable', 'path'],
    ['QueryValue', 'query'],
    ['Header', 'header'],
    ['CookieValue', 'cookie'],
    ['Body', 'body'],
    ['Part', 'body'],
  ]),
};

export function markFacts(file: ProgramFile): readonly ProgramFact[] {
  return file.classes.flatMap(cls => {
    // A declared client is called, and never answers; what it and a controller share is an interface without it.
    if (cls.decorators.some(one => isOf(file, annotationOf(one), ['io.micronaut.http.client.annotation'], 'Client')))
      return [];
    return [
      ...cls.decorators.flatMap(decorator => markOf(file, decorator, true)),
      ...cls.members.flatMap(member =>
        member.kind === 'method'
          ? [
              ...member.decorators.flatMap(decorator => markOf(file, decorator, false)),
              ...member.fn.parameters.flatMap(parameter => inputFacts(file, parameter, FRAMEWORK, INPUTS)),
            ]
          : [],
      ),
    ];
  });
}

function markOf(file: ProgramFile, decorator: Decorator, isOfClass: boolean): readonly ProgramFact[] {
  const annotation = annotationOf(decorator);
  const fact = (mark: Mark, given?: Expr): readonly ProgramFact[] => [
    { kind: 'mark', at: placeOf(annotation, given), framework: FRAMEWORK, site: annotation.site, mark },
  ];
  if (isOf(file, annotation, HTTP, 'Controller') && isOfClass) {
    const prefix = elementOf(annotation, 'value');
    return fact({ kind: 'controller', ...(prefix ? { prefix } : {}), rules: RULES, isFound: true }, prefix);
  }
  const path = elementOf(annotation, 'uris', 'uri', 'value');
  for (const [verb, method] of VERBS)
    if (!isOfClass && isOf(file, annotation, HTTP, verb))
      return fact({ kind: 'route', methods: [method], ...(path ? { path } : {}) }, path);
  if (isOf(file, annotation, HTTP, 'CustomHttpMethod')) {
    const methods = elementOf(annotation, 'method');
    return methods ? fact({ kind: 'route', methods, ...(path ? { path } : {}) }, path) : [];
  }
  const access = accessOf(file, annotation);
  if (access) return fact(access, elementOf(annotation, 'value'));
  return file.text.includes('io.micronaut') && isOf(file, annotation, ['java.lang', 'kotlin'], 'Deprecated')
    ? fact({ kind: 'deprecated' })
    : [];
}

/** An annotation decides before the settings do. Source: Micronaut Security, `SecurityRule` and its order. */
function accessOf(file: ProgramFile, annotation: Annotation): Mark | undefined {
  const value = elementOf(annotation, 'value');
  if (isOf(file, annotation, ['io.micronaut.security.annotation'], 'Secured')) {
    const effect = effectOf(value);
    return { kind: 'access', effect, isEnforced: true, replaces: true, ...(value ? { scopes: [value] } : {}) };
  }
  const decides = { kind: 'access', replaces: true } as const;
  if (isOf(file, annotation, SECURITY, 'RolesAllowed'))
    return { ...decides, effect: 'required', scopes: value ? [value] : [] };
  if (isOf(file, annotation, SECURITY, 'PermitAll')) return { ...decides, effect: 'open' };
  return isOf(file, annotation, SECURITY, 'DenyAll') ? { ...decides, effect: 'denied' } : undefined;
}

/** `SecurityRule.IS_ANONYMOUS`, `"isAnonymous()"`, roles; of several, any will do. An expression is not followed. */
function effectOf(value: Expr | undefined): AccessEffect {
  const items = value?.kind === 'list' ? value.items : value ? [value] : [];
  const words = items.map(wordOf);
  if (words.includes('isAnonymous()') || words.includes('IS_ANONYMOUS')) return 'open';
  if (words.includes('denyAll()') || words.includes('DENY_ALL')) return words.length === 1 ? 'denied' : 'required';
  return words.length === 0 || words.some(word => word === undefined || word.startsWith('#{')) ? 'unknown' : 'required';
}

function wordOf(expr: Expr): string | undefined {
  if (expr.kind === 'text') return expr.value;
  return expr.kind === 'member' || expr.kind === 'name' ? expr.name : undefined;
}
