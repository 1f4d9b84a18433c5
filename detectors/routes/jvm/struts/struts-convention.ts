import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Decorator, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Annotation, annotationOf, elementOf, isOf } from '../annotation-elements.ts';
import { JVM_FILES } from '../annotations.ts';
import { FRAMEWORK, RULES } from './rules.ts';

const CONVENTION = ['org.apache.struts2.convention.annotation'];

export const strutsConvention = defineDetector({
  id: 'struts-convention',
  title: 'Annotations of Struts 2',
  kind: 'framework',
  docs: 'https://struts.apache.org/plugins/convention/',
  reads: 'jvm',
  files: JVM_FILES,
  words: ['struts2.convention.annotation'],
  emits: ['mark'],
  limits: [
    'Actions that are found by their names and packages alone, and `@Namespace` of whole packages, are not listed.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => file.classes.flatMap(cls => factsOf(file, cls)),
});

/** `@Namespace("/admin")` on the class, `@Action("users")` on its methods. A path that begins with a slash is whole. */
function factsOf(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const annotations = cls.decorators.map(annotationOf);
  const namespaces = annotations.flatMap(annotation =>
    isOf(file, annotation, CONVENTION, 'Namespace') || isOf(file, annotation, CONVENTION, 'Namespaces')
      ? valuesIn(annotation)
      : [],
  );
  const routes = cls.members.flatMap(member =>
    member.kind === 'method' ? member.decorators.flatMap(decorator => routeOf(file, decorator, namespaces)) : [],
  );
  if (routes.length === 0 || cls.isAbstract) return [];
  const mark = { kind: 'controller', rules: RULES, isFound: true } as const;
  return [{ kind: 'mark', at: cls.nameAt, framework: FRAMEWORK, site: cls, mark }, ...routes];
}

/** `@Actions({@Action("a"), @Action("b")})` and `@Action("a")`. */
function routeOf(file: ProgramFile, decorator: Decorator, namespaces: readonly Expr[]): readonly ProgramFact[] {
  const annotation = annotationOf(decorator);
  if (!isOf(file, annotation, CONVENTION, 'Actions') && !isOf(file, annotation, CONVENTION, 'Action')) return [];
  const [first, ...others] = valuesIn(annotation);
  if (!first) return [];
  const items = [first, ...others].flatMap(path => {
    const isWhole = path.kind === 'text' && path.value.startsWith('/');
    return isWhole || namespaces.length === 0
      ? [path]
      : namespaces.map((namespace): Expr => {
          const slash: Expr = { kind: 'text', at: path.at, value: '/' };
          return { kind: 'concat', at: path.at, parts: [namespace, slash, path] };
        });
  });
  return [
    {
      kind: 'mark',
      at: first.at,
      framework: FRAMEWORK,
      site: annotation.site,
      mark: { kind: 'route', methods: ['ANY'], path: { kind: 'list', at: first.at, items } },
    },
  ];
}

/** What an annotation is given, or the annotations in it. */
function valuesIn(annotation: Annotation): readonly Expr[] {
  const value = elementOf(annotation, 'value');
  const items = value?.kind === 'list' ? value.items : value ? [value] : [];
  return items.flatMap(item =>
    item.kind === 'call' ? (elementOf(annotationOf({ at: item.at, expression: item }), 'value') ?? []) : [item],
  );
}
