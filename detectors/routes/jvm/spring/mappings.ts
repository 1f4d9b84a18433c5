/** What annotations of Spring MVC and WebFlux say of classes, methods and parameters. */
import type { Mark } from '../../../../src/core/facts/mark.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Decorator, Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Annotation, annotationOf, attributeOf, findAnnotation } from '../annotations.ts';

export const FRAMEWORK = 'spring';

/** Filters and interceptors stand before all routes, wherever they are declared. */
export const RULES: RouterRules = {
  syntax: 'braces',
  guards: 'always',
  placeholders: true,
  baseSettings: [
    ['server.servlet.context-path', 'server.context-path', 'spring.webflux.base-path'],
    ['spring.mvc.servlet.path', 'server.servlet.path', 'server.servlet-path'],
  ],
};

const WEB = ['org.springframework.web.bind.annotation'];
const STEREOTYPES = ['org.springframework.stereotype', ...WEB];
const CLIENTS = [
  'org.springframework.cloud.openfeign',
  'org.springframework.cloud.netflix.feign',
  'org.springframework.web.service.annotation',
];
const VALIDATION = ['javax.validation', 'jakarta.validation', 'org.springframework.validation.annotation'];

const MAPPINGS: ReadonlyMap<string, Method | undefined> = new Map([
  ['RequestMapping', undefined],
  ['GetMapping', 'GET'],
  ['PostMapping', 'POST'],
  ['PutMapping', 'PUT'],
  ['PatchMapping', 'PATCH'],
  ['DeleteMapping', 'DELETE'],
]);
const MAPPING_NAMES: ReadonlySet<string> = new Set(MAPPINGS.keys());

/** Marks of every class and member of a file. */
export function mappingFacts(file: ProgramFile): readonly ProgramFact[] {
  return file.classes.flatMap(cls => [
    ...classFacts(file, cls),
    ...cls.members.flatMap(member =>
      member.kind === 'method' && !isClient(file, cls)
        ? [...memberFacts(file, member.decorators), ...parameterFacts(file, member.fn)]
        : member.kind === 'field'
          ? valueFacts(file, member.decorators)
          : member.kind === 'constructor'
            ? member.fn.parameters.flatMap(({ decorators }) => valueFacts(file, decorators))
            : [],
    ),
  ]);
}

/** `@Value("${name}")` on fields and parameters. */
function valueFacts(file: ProgramFile, decorators: readonly Decorator[]): readonly ProgramFact[] {
  const value = findAnnotation(file, decorators, ['org.springframework.beans.factory.annotation'], 'Value');
  const text = value && attributeOf(value, 'value');
  return value && text ? [markAt(value, { kind: 'setting', text })] : [];
}

/** A declarative client is written with the annotations of a controller; nothing of it is served. */
function isClient(file: ProgramFile, cls: ClassNode): boolean {
  return findAnnotation(file, cls.decorators, CLIENTS, 'FeignClient', 'HttpExchange') !== undefined;
}

function classFacts(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  if (isClient(file, cls)) return [];
  const facts: ProgramFact[] = [];
  const controller = findAnnotation(file, cls.decorators, STEREOTYPES, 'RestController', 'Controller');
  if (controller) facts.push(markAt(controller, { kind: 'controller', rules: RULES, isFound: true }));
  for (const { expression } of cls.decorators) {
    const mapping = annotationOf(file, expression, WEB, MAPPING_NAMES);
    if (mapping) {
      const methods = methodsOf(mapping);
      const path = pathOf(mapping);
      facts.push(
        markAt(mapping, {
          kind: 'prefix',
          prefix: path ?? { kind: 'text', at: mapping.expression.at, value: '' },
          ...(methods === 'any' ? {} : { methods }),
        }),
      );
      // On an annotation of the tree it may be for classes or for methods.
      if (cls.form === 'annotation') facts.push(routeMark(mapping));
    }
    facts.push(...deprecation(expression));
  }
  if (cls.form === 'annotation') facts.push(...attributeFacts(file, cls));
  return facts;
}

/** `@AliasFor(annotation = RequestMapping.class, attribute = "path")`: what is given here is given to the annotation on this one. */
function attributeFacts(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const members: readonly { readonly name: string; readonly decorators: readonly Decorator[] }[] = cls.members.flatMap(
    member => {
      if (member.kind === 'constructor')
        return member.fn.parameters.flatMap(({ pattern, decorators }) =>
          pattern.kind === 'name' ? [{ name: pattern.name, decorators }] : [],
        );
      return [{ name: member.name, decorators: member.decorators }];
    },
  );
  return members.flatMap(({ name, decorators }): readonly ProgramFact[] => {
    const alias = findAnnotation(file, decorators, ['org.springframework.core.annotation'], 'AliasFor');
    if (!alias) return [];
    const attribute = attributeOf(alias, 'attribute', 'value');
    const of = attribute?.kind === 'text' ? attribute.value : name;
    const gives = of === 'value' || of === 'path' ? 'path' : of === 'method' ? 'methods' : undefined;
    return gives ? [markAt(alias, { kind: 'attribute', gives })] : [];
  });
}

function memberFacts(file: ProgramFile, decorators: readonly Decorator[]): readonly ProgramFact[] {
  return decorators.flatMap(({ expression }) => {
    const mapping = annotationOf(file, expression, WEB, MAPPING_NAMES);
    return mapping ? [routeMark(mapping)] : deprecation(expression);
  });
}

function deprecation(expression: Expr): readonly ProgramFact[] {
  const callee = expression.kind === 'call' ? expression.callee : expression;
  if (callee.kind !== 'name' || callee.name !== 'Deprecated') return [];
  return [markAt({ name: 'Deprecated', expression }, { kind: 'deprecated' })];
}

function routeMark(mapping: Annotation): ProgramFact {
  const path = pathOf(mapping);
  const methods = methodsOf(mapping);
  return markAt(
    mapping,
    { kind: 'route', methods: methods === 'any' ? ['ANY'] : methods, ...(path ? { path } : {}) },
    path,
  );
}

function pathOf(mapping: Annotation): Expr | undefined {
  return attributeOf(mapping, 'value', 'path');
}

function methodsOf(mapping: Annotation): readonly Method[] | Expr | 'any' {
  const fixed = MAPPINGS.get(mapping.name);
  if (fixed) return [fixed];
  const given = attributeOf(mapping, 'method');
  return given && !(given.kind === 'list' && given.items.length === 0) ? given : 'any';
}

/** A GraphQL endpoint is there where some controller has a part of its schema. Source: Spring Boot, Spring for GraphQL. */
export function graphqlFacts(file: ProgramFile): readonly ProgramFact[] {
  for (const cls of file.classes)
    for (const member of cls.members) {
      if (member.kind !== 'method') continue;
      const mapping = findAnnotation(file, member.decorators, GRAPHQL, 'QueryMapping', 'MutationMapping');
      if (!mapping) continue;
      const at = mapping.call?.nameAt ?? mapping.expression.at;
      const path: Expr = { kind: 'text', at, value: '${spring.graphql.http.path:${spring.graphql.path:/graphql}}' };
      const site: Expr = { kind: 'nothing', at };
      return [{ kind: 'route', at, framework: FRAMEWORK, site, methods: ['POST'], path, chain: [], rules: RULES }];
    }
  return [];
}

const GRAPHQL = ['org.springframework.graphql.data.method.annotation'];

const PARAMETERS: ReadonlyMap<string, 'path' | 'query' | 'header' | 'cookie' | 'body'> = new Map([
  ['PathVariable', 'path'],
  ['RequestParam', 'query'],
  ['RequestHeader', 'header'],
  ['CookieValue', 'cookie'],
  ['RequestBody', 'body'],
  ['RequestPart', 'body'],
]);
const PARAMETER_NAMES: ReadonlySet<string> = new Set(PARAMETERS.keys());
const VALIDATION_NAMES: ReadonlySet<string> = new Set(['Valid', 'Validated']);

function parameterFacts(file: ProgramFile, fn: FunctionNode): readonly ProgramFact[] {
  return fn.parameters.flatMap(({ decorators }) =>
    decorators.flatMap(({ expression }): readonly ProgramFact[] => {
      const parameter = annotationOf(file, expression, WEB, PARAMETER_NAMES);
      const from = parameter && PARAMETERS.get(parameter.name);
      if (parameter && from) {
        const name = attributeOf(parameter, 'value', 'name');
        return [markAt(parameter, { kind: 'input', in: from, ...(name ? { name } : {}) })];
      }
      const validated = annotationOf(file, expression, VALIDATION, VALIDATION_NAMES);
      return validated ? [markAt(validated, { kind: 'validated' })] : [];
    }),
  );
}

function markAt(annotation: Annotation, mark: Mark, at?: Expr): ProgramFact {
  return {
    kind: 'mark',
    at: at?.at ?? annotation.call?.nameAt ?? annotation.expression.at,
    framework: FRAMEWORK,
    site: annotation.expression,
    mark,
  };
}
