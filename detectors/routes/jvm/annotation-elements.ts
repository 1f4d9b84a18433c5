/** How detectors read annotations of Java and Kotlin. */
import type { Location } from '../../../src/core/location.ts';
import type { Decorator, Expr } from '../../../src/core/program.ts';
import { isFrom, type ProgramFile } from '../../../src/parse/program-file.ts';

/** `@Path("/users")`: what it is of, what it is given, and where it is evaluated. */
export type Annotation = {
  /** The node whose evaluation gives it. */
  readonly site: Expr;
  /** Its name, for places. */
  readonly at: Location;
  readonly name: Expr;
  readonly args: readonly Expr[];
};

export function annotationOf({ expression }: Decorator): Annotation {
  return expression.kind === 'call'
    ? { site: expression, at: expression.nameAt, name: expression.callee, args: expression.args }
    : { site: expression, at: expression.at, name: expression, args: [] };
}

/** Whether it is this type of one of these packages; without a name, any of them. */
export function isOf(file: ProgramFile, annotation: Annotation, modules: readonly string[], name?: string): boolean {
  return isFrom(file.originOf(annotation.name), modules, name);
}

/** The first of these elements that it is given; `value` is also what is given without a name. */
export function elementOf({ args }: Annotation, ...names: readonly string[]): Expr | undefined {
  return givenAs(args, names);
}

export function givenAs(args: readonly Expr[], names: readonly string[]): Expr | undefined {
  for (const name of names) {
    const named = args.find(arg => arg.kind === 'named' && arg.name === name);
    if (named?.kind === 'named') return named.value;
    if (name !== 'value') continue;
    // Kotlin passes what stands without a name as many values of one attribute.
    const bare = args.filter(arg => arg.kind !== 'named');
    const [only] = bare;
    if (only) return bare.length === 1 ? only : { kind: 'list', at: only.at, items: bare };
  }
  return undefined;
}

/** The narrowest place of what it is given, or its name. */
export function placeOf(annotation: Annotation, given: Expr | undefined): Location {
  return given?.at ?? annotation.at;
}

/** A method of a class that settings name with its package, on an instance that a container makes. */
export function methodNamed(at: Location, cls: string, method: string): Expr {
  const callee: Expr = { kind: 'load', at, module: { kind: 'text', at, value: cls } };
  const made: Expr = {
    kind: 'call',
    at,
    nameAt: at,
    callee,
    args: [],
    isNew: true,
    isAwaited: false,
    typeArguments: [],
  };
  return { kind: 'member', at, of: made, name: method, nameAt: at };
}
