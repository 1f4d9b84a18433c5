import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import { HTTP_METHODS } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Decorator, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { annotationOf, elementOf, isOf, placeOf, type Annotation } from '../annotation-elements.ts';
import { inputFacts } from '../inputs.ts';
import { JVM_FILES } from '../annotations.ts';

const FRAMEWORK = 'quarkus-routes';
const WEB = ['io.quarkus.vertx.web'];
/** Paths are those of Vert.x: `/users/:id`. */
const RULES: RouterRules = { syntax: 'express', guards: 'always' };

export const quarkusRoutes = defineDetector({
  id: 'quarkus-routes',
  title: 'Reactive routes of Quarkus',
  kind: 'framework',
  docs: 'https://quarkus.io/guides/reactive-routes',
  reads: 'jvm',
  files: JVM_FILES,
  words: ['io.quarkus.vertx.web'],
  emits: ['mark'],
  limits: ['Routes that code adds to the router are those of Vert.x.'],
  version: 1,
  detect: (file): readonly ProgramFact[] => file.classes.flatMap(cls => factsOf(file, cls)),
});

function factsOf(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const methods = cls.members.flatMap(member => (member.kind === 'method' ? [member] : []));
  const routes = methods.flatMap(member => member.decorators.flatMap(decorator => routeOf(file, decorator)));
  if (routes.length === 0) return [];
  return [
    controllerOf(file, cls),
    ...routes,
    ...methods.flatMap(member =>
      member.fn.parameters.flatMap(parameter =>
        inputFacts(file, parameter, FRAMEWORK, {
          modules: WEB,
          places: new Map([
            ['Param', 'query'],
            ['Header', 'header'],
            ['Body', 'body'],
          ]),
        }),
      ),
    ),
  ];
}

/** The class is found because of its methods: `@RouteBase`, a scope or nothing at all stands on it. */
function controllerOf(file: ProgramFile, cls: ClassNode): ProgramFact {
  const base = cls.decorators.map(annotationOf).find(annotation => isOf(file, annotation, WEB, 'RouteBase'));
  const path = base && elementOf(base, 'path', 'value');
  const mark = { kind: 'controller', ...(path ? { prefix: path } : {}), rules: RULES, isFound: true } as const;
  return { kind: 'mark', at: path?.at ?? cls.nameAt, framework: FRAMEWORK, site: cls, mark };
}

function routeOf(file: ProgramFile, decorator: Decorator): readonly ProgramFact[] {
  const annotation = annotationOf(decorator);
  if (!isOf(file, annotation, WEB, 'Route') || isFailure(annotation)) return [];
  const path = elementOf(annotation, 'path') ?? elementOf(annotation, 'regex');
  return [
    {
      kind: 'mark',
      at: placeOf(annotation, path),
      framework: FRAMEWORK,
      site: annotation.site,
      mark: { kind: 'route', methods: methodsOf(elementOf(annotation, 'methods')), ...(path ? { path } : {}) },
    },
  ];
}

/** `type = FAILURE` answers failures of other routes. */
function isFailure(annotation: Annotation): boolean {
  const type = elementOf(annotation, 'type');
  return (type?.kind === 'name' || type?.kind === 'member') && type.name === 'FAILURE';
}

function methodsOf(given: Expr | undefined): readonly Method[] | Expr {
  const items = given?.kind === 'list' ? given.items : given ? [given] : [];
  const methods = items.flatMap(item =>
    item.kind === 'member' || item.kind === 'name' ? HTTP_METHODS.filter(method => method === item.name) : [],
  );
  if (!given) return ['ANY'];
  return methods.length === items.length ? methods : given;
}
