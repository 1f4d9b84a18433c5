import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Annotation, annotationOf, elementOf, isOf, placeOf } from '../annotation-elements.ts';
import { JVM_FILES } from '../annotations.ts';
import { FRAMEWORK, RULES, mappedPath } from './rules.ts';

const HTTP = ['jakarta.servlet.http', 'javax.servlet.http'];
const ANNOTATIONS = ['jakarta.servlet.annotation', 'javax.servlet.annotation'];

export const servlet = defineDetector({
  id: 'servlet',
  title: 'Jakarta Servlet',
  kind: 'framework',
  docs: 'https://jakarta.ee/specifications/servlet/6.1/jakarta-servlet-spec-6.1',
  reads: 'jvm',
  files: JVM_FILES,
  words: ['servlet.http', 'servlet.annotation'],
  emits: ['view-base', 'route', 'guard', 'guard-kind'],
  limits: [
    'Servlets and filters that code adds to a context are not seen.',
    'What a filter does is read in its own body; `@ServletSecurity` with constraints for single methods is unknown.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => [...bases(file), ...file.classes.flatMap(cls => mappedBy(file, cls))],
});

/** Servlets of the tree answer with the methods named for HTTP's. Source: Jakarta Servlet, `HttpServlet`. */
function bases(file: ProgramFile): readonly ProgramFact[] {
  return file.classes.flatMap((cls): readonly ProgramFact[] => {
    const base = cls.extends;
    const module = base && HTTP.find(one => isFrom(file.originOf(base), one, 'HttpServlet'));
    if (!base || module === undefined) return [];
    return [
      {
        kind: 'view-base',
        at: base.at,
        framework: FRAMEWORK,
        site: { kind: 'text', at: base.at, value: module },
        module,
        name: 'HttpServlet',
        view: {
          members: [
            { member: 'doGet', methods: ['GET'] },
            { member: 'doPost', methods: ['POST'] },
            { member: 'doPut', methods: ['PUT'] },
            { member: 'doDelete', methods: ['DELETE'] },
            { member: 'doPatch', methods: ['PATCH'] },
            { member: 'doHead', methods: ['HEAD'] },
            { member: 'doOptions', methods: ['OPTIONS'] },
            { member: 'service', methods: ['ANY'] },
          ],
        },
      },
    ];
  });
}

/** `@WebServlet("/users/*")` and `@WebFilter("/api/*")`. */
function mappedBy(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  if (cls.name === undefined || cls.isAbstract) return [];
  const named: Expr = { kind: 'name', at: cls.nameAt, name: cls.name };
  const annotations = cls.decorators.map(annotationOf);
  const secured = annotations.find(annotation => isOf(file, annotation, ANNOTATIONS, 'ServletSecurity'));
  return annotations.flatMap((annotation): readonly ProgramFact[] => {
    const paths = elementOf(annotation, 'urlPatterns', 'value');
    if (!paths) return [];
    const at = placeOf(annotation, paths);
    if (isOf(file, annotation, ANNOTATIONS, 'WebServlet'))
      return [
        {
          kind: 'route',
          at,
          framework: FRAMEWORK,
          site: annotation.site,
          methods: [],
          path: paths,
          chain: [named],
          rules: RULES,
          ...(secured ? { guards: [secured.site] } : {}),
        },
        ...(secured ? [constraint(file, secured)] : []),
      ];
    return isOf(file, annotation, ANNOTATIONS, 'WebFilter')
      ? patternsOf(paths).map(prefix => ({
          kind: 'guard',
          at,
          framework: FRAMEWORK,
          site: annotation.site,
          guards: [named],
          prefix,
          covers: 'matching',
          rules: RULES,
        }))
      : [];
  });
}

function patternsOf(paths: Expr): readonly Expr[] {
  return (paths.kind === 'list' ? paths.items : [paths]).map(path =>
    path.kind === 'text' ? { ...path, value: mappedPath(path.value) } : path,
  );
}

/** `@ServletSecurity(@HttpConstraint(rolesAllowed = "admin"))`. Source: Jakarta Servlet, `@ServletSecurity` Annotation. */
function constraint(file: ProgramFile, annotation: Annotation): ProgramFact {
  const value = elementOf(annotation, 'value');
  const inner = value?.kind === 'call' ? annotationOf({ at: value.at, expression: value }) : undefined;
  const roles =
    inner && isOf(file, inner, ANNOTATIONS, 'HttpConstraint') ? elementOf(inner, 'rolesAllowed') : undefined;
  const isWhole = elementOf(annotation, 'httpMethodConstraints') === undefined;
  return {
    kind: 'guard-kind',
    at: annotation.at,
    framework: FRAMEWORK,
    site: annotation.site,
    effect: isWhole && roles ? 'required' : 'unknown',
    scopes: roles ? [roles] : [],
    why: isWhole && roles ? 'the container asks for these roles' : 'what it asks for could not be told',
  };
}
