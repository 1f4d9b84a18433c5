import type { Mark } from '../../../../src/core/facts/mark.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { ClassNode, Decorator, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { annotationOf, elementOf, isOf, placeOf } from '../annotation-elements.ts';
import { inputFacts } from '../inputs.ts';
import { JVM_FILES } from '../annotations.ts';

const FRAMEWORK = 'armeria';
const ANNOTATIONS = ['com.linecorp.armeria.server.annotation'];
/** Paths are `/users/{id}`, `/users/:id`, `/files/{*rest}`, or begin with `exact:`, `prefix:`, `glob:` or `regex:`. */
const RULES: RouterRules = { syntax: 'braces', guards: 'always' };

export const armeriaAnnotations = defineDetector({
  id: 'armeria-annotations',
  title: 'Annotated services of Armeria',
  kind: 'framework',
  docs: 'https://armeria.dev/docs/server-annotated-service',
  reads: 'jvm',
  files: JVM_FILES,
  words: ['armeria.server.annotation'],
  emits: ['mark'],
  limits: ['Where a service is mounted is said by the builder of a server; a service that none mounts is unresolved.'],
  version: 1,
  detect: (file): readonly ProgramFact[] => file.classes.flatMap(cls => factsOf(file, cls)),
});

const VERBS: ReadonlyMap<string, Method> = new Map([
  ['Get', 'GET'],
  ['Post', 'POST'],
  ['Put', 'PUT'],
  ['Delete', 'DELETE'],
  ['Patch', 'PATCH'],
  ['Head', 'HEAD'],
  ['Options', 'OPTIONS'],
  ['Trace', 'TRACE'],
]);

function factsOf(file: ProgramFile, cls: ClassNode): readonly ProgramFact[] {
  const methods = cls.members.flatMap(member => (member.kind === 'method' ? [member] : []));
  const routes = methods.flatMap(method => method.decorators.flatMap(decorator => markOf(file, decorator)));
  if (routes.length === 0) return [];
  const prefixed = cls.decorators.map(annotationOf).find(one => isOf(file, one, ANNOTATIONS, 'PathPrefix'));
  const prefix = prefixed && elementOf(prefixed, 'value');
  return [
    {
      kind: 'mark',
      at: prefix?.at ?? cls.nameAt,
      framework: FRAMEWORK,
      site: cls,
      mark: { kind: 'controller', ...(prefix ? { prefix } : {}), rules: RULES },
    },
    ...cls.decorators.flatMap(decorator => markOf(file, decorator)),
    ...routes,
    ...methods.flatMap(method =>
      method.fn.parameters.flatMap(parameter =>
        inputFacts(file, parameter, FRAMEWORK, {
          modules: ANNOTATIONS,
          places: new Map([
            ['Param', 'query'],
            ['Header', 'header'],
            ['RequestObject', 'body'],
          ]),
        }),
      ),
    ),
  ];
}

/** `@Get("/users")`, `@Get` with `@Path("/users")`, and `@Decorator(AuthDecorator.class)` before it. */
function markOf(file: ProgramFile, decorator: Decorator): readonly ProgramFact[] {
  const annotation = annotationOf(decorator);
  const value = elementOf(annotation, 'value');
  const fact = (mark: Mark): readonly ProgramFact[] => [
    { kind: 'mark', at: placeOf(annotation, value), framework: FRAMEWORK, site: annotation.site, mark },
  ];
  for (const [word, method] of VERBS)
    if (isOf(file, annotation, ANNOTATIONS, word))
      return fact({ kind: 'route', methods: [method], ...(value ? { path: plainPath(value) } : {}) });
  if (isOf(file, annotation, ANNOTATIONS, 'Path') && value) return fact({ kind: 'prefix', prefix: plainPath(value) });
  return isOf(file, annotation, ANNOTATIONS, 'Decorator') && value ? fact({ kind: 'guard', guards: [value] }) : [];
}

/** `prefix:/files` is all below it, `exact:/a` that path; `:id` is `{id}`. A glob keeps its stars; an expression is none. */
function plainPath(path: Expr): Expr {
  if (path.kind === 'list') return { ...path, items: path.items.map(plainPath) };
  if (path.kind !== 'text') return path;
  const [, kind, rest = ''] = /^(exact|prefix|glob|regex):(.*)$/s.exec(path.value) ?? [];
  if (kind === 'regex') return { kind: 'pattern', at: path.at, source: rest, flags: '' };
  const plain = kind === undefined ? path.value : kind === 'prefix' ? `${rest.replace(/\/$/, '')}/**` : rest;
  return { ...path, value: plain.replace(/(?<=\/):([A-Za-z_]\w*)/g, '{$1}') };
}
