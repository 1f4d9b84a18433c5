/** Annotations of Java and Kotlin, and their attributes. */
import type { CallExpr, Decorator, Expr } from '../../../src/core/program.ts';
import { givenAs } from './annotation-elements.ts';
import { isFrom, type ProgramFile } from '../../../src/parse/program-file.ts';

export const JVM_FILES: readonly string[] = ['**/*.{java,kt}'];

/** An annotation of a package that is known: its simple name, and its attributes where it has some. */
export type Annotation = { readonly name: string; readonly expression: Expr; readonly call?: CallExpr };

/** The annotation that an expression is, if it is one of these names of one of these packages. */
export function annotationOf(
  file: ProgramFile,
  expression: Expr,
  packages: readonly string[],
  names: ReadonlySet<string>,
): Annotation | undefined {
  const callee = expression.kind === 'call' ? expression.callee : expression;
  const name = callee.kind === 'name' || callee.kind === 'member' ? callee.name : undefined;
  if (name === undefined) return undefined;
  const origin = file.originOf(callee);
  // An alias of an import goes by the name that it has where it comes from.
  const original = origin?.path.at(-1) ?? name;
  if (!names.has(original) || !isFrom(origin, packages, original)) return undefined;
  return { name: original, expression, ...(expression.kind === 'call' ? { call: expression } : {}) };
}

/** The one of these annotations that stands in a list of them. */
export function findAnnotation(
  file: ProgramFile,
  decorators: readonly Decorator[],
  packages: readonly string[],
  ...names: readonly string[]
): Annotation | undefined {
  const wanted = new Set(names);
  for (const { expression } of decorators) {
    const found = annotationOf(file, expression, packages, wanted);
    if (found) return found;
  }
  return undefined;
}

/** An attribute by the first of these names that is given; `value` is also what is given without a name. */
export function attributeOf(annotation: Annotation, ...names: readonly string[]): Expr | undefined {
  return givenAs(annotation.call?.args ?? [], names);
}
