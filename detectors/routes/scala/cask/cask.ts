import type { Mark } from '../../../../src/core/facts/mark.ts';
import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { ClassMember, ClassNode, Decorator, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { SCALA_FILES } from '../source-files.ts';

export const cask = defineDetector({
  id: 'cask',
  title: 'Cask',
  kind: 'framework',
  docs: 'https://com-lihaoyi.github.io/cask/',
  reads: 'scala',
  files: SCALA_FILES,
  words: ['cask.'],
  emits: ['mark'],
  limits: [
    'Decorators of the application are reported as unknown, where they speak of callers and cannot be followed.',
  ],
  version: 2,
  detect: (file): readonly ProgramFact[] =>
    file.classes.flatMap(cls => {
      const bases = [...(cls.extends ? [cls.extends] : []), ...(cls.others ?? [])];
      if (!bases.some(isRoutes)) return [];
      const marks = cls.members.flatMap(member =>
        member.kind === 'method' ? member.decorators.flatMap(decorator => markOf(file, decorator)) : [],
      );
      const around = cls.members.flatMap(member => aroundAll(cls, member));
      const controller: Mark = { kind: 'controller', rules: RULES, isFound: true };
      return marks.length === 0
        ? []
        : [{ kind: 'mark', at: cls.nameAt, framework: FRAMEWORK, site: cls, mark: controller }, ...marks, ...around];
    }),
});

const FRAMEWORK = 'cask';
const RULES: RouterRules = { syntax: 'express', guards: 'always' };

/** `extends cask.MainRoutes`. */
function isRoutes(base: Expr): boolean {
  return (
    base.kind === 'member' &&
    base.of.kind === 'name' &&
    base.of.name === 'cask' &&
    /^(?:MainRoutes|Routes|Main)$/.test(base.name)
  );
}

/** `override def decorators = Seq(new loggedIn())`: before all routes of the class. Source: Cask, Extending Endpoints with Decorators. */
function aroundAll(cls: ClassNode, member: ClassMember): readonly ProgramFact[] {
  if (member.kind === 'constructor' || member.name !== 'decorators') return [];
  const last = member.kind === 'method' ? member.fn.body.at(-1) : undefined;
  const list = member.kind === 'field' ? member.value : last?.kind === 'return' ? last.value : undefined;
  if (list?.kind !== 'list') return [];
  const guards = list.items.map(item => (item.kind === 'call' ? item.callee : item));
  return guards.length === 0
    ? []
    : [{ kind: 'mark', at: list.at, framework: FRAMEWORK, site: cls, mark: { kind: 'guard', guards } }];
}

const METHODS: ReadonlyMap<string, Method> = new Map([
  ['get', 'GET'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['delete', 'DELETE'],
  ['patch', 'PATCH'],
  ['options', 'OPTIONS'],
  ['postJson', 'POST'],
  ['postForm', 'POST'],
  ['getJson', 'GET'],
]);

/** `@cask.get("/user/:name")`; any other annotation stands before the route. */
function markOf(file: ProgramFile, { expression, at }: Decorator): readonly ProgramFact[] {
  const callee = expression.kind === 'call' ? expression.callee : expression;
  const fact = (mark: Mark, place: Expr['at']): ProgramFact => ({
    kind: 'mark',
    at: place,
    framework: FRAMEWORK,
    site: expression,
    mark,
  });
  const isOfCask = callee.kind === 'member' && callee.of.kind === 'name' && callee.of.name === 'cask';
  const method = isOfCask ? METHODS.get(callee.name) : undefined;
  const [path] = expression.kind === 'call' ? expression.args : [];
  if (method && path) return [fact({ kind: 'route', methods: [method], path }, path.at)];
  if (isOfCask || expression.kind !== 'call') return [];
  const name = callee.kind === 'name' ? callee.name : '';
  return /^(?:deprecated|throws|inline|tailrec|nowarn|unused)$/.test(name) || file.originOf(callee)?.module === 'scala'
    ? []
    : [fact({ kind: 'guard', guards: [callee] }, at)];
}
