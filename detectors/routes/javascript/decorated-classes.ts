import type { CallExpr, ClassMember, ClassNode, Decorator } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { exportOf } from './origins.ts';

/** A decorator of a package: the name it is exported under, dotted (`authenticate.skip`), and its call where it is one. */
export type Named = { readonly name: string; readonly call: CallExpr | undefined; readonly at: Decorator['at'] };

export type DecoratedMethod = {
  readonly cls: ClassNode;
  readonly member: Extract<ClassMember, { kind: 'method' }>;
  readonly onClass: readonly Named[];
  readonly onMethod: readonly Named[];
};

/** The methods of a file's classes that decorators of some packages stand on, with those of their class. */
export function decoratedMethods(file: ProgramFile, modules: readonly string[]): readonly DecoratedMethod[] {
  const named = (decorators: readonly Decorator[]): readonly Named[] =>
    decorators.flatMap(({ expression, at }) => {
      const call = expression.kind === 'call' ? expression : undefined;
      const name = exportOf(file.originOf(call?.callee ?? expression), modules);
      return name === undefined ? [] : [{ name, call, at: call?.nameAt ?? at }];
    });
  return file.classes.flatMap(cls => {
    const onClass = named(cls.decorators);
    return cls.members.flatMap((member): readonly DecoratedMethod[] => {
      if (member.kind !== 'method' || member.isStatic) return [];
      const onMethod = named(member.decorators);
      return onMethod.length > 0 ? [{ cls, member, onClass, onMethod }] : [];
    });
  });
}
