/** How detectors read C#: names, arguments and attributes. */
import type { Location } from '../../../src/core/location.ts';
import type { CallExpr, Decorator, Expr, Statement } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';

export const CSHARP_FILES: readonly string[] = ['**/*.cs'];

/** The last part of a name; empty for what is none. */
export function lastName(expr: Expr): string {
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}

export type Attribute = {
  /** The node whose evaluation gives it. */
  readonly site: Expr;
  readonly at: Location;
  /** The name without `Attribute`. */
  readonly name: string;
  readonly args: readonly Expr[];
  readonly typeArguments: readonly string[];
};

export function attributeOf({ expression }: Decorator): Attribute {
  const callee = expression.kind === 'call' ? expression.callee : expression;
  const name = lastName(callee).replace(/(?<=.)Attribute(?:`\d+)?$/, '');
  return expression.kind === 'call'
    ? {
        site: expression,
        at: expression.nameAt,
        name,
        args: expression.args,
        typeArguments: expression.typeArguments,
      }
    : { site: expression, at: expression.at, name, args: [], typeArguments: [] };
}

/** What is given by this name, of any of these, or at this place without a name. */
export function argument(
  args: readonly Expr[],
  index: number | undefined,
  ...names: readonly string[]
): Expr | undefined {
  const named = args.find(arg => arg.kind === 'named' && names.includes(arg.name));
  if (named?.kind === 'named') return named.value;
  const positional = args.filter(arg => arg.kind !== 'named');
  return index === undefined ? undefined : positional[index];
}

/** `A.B<C>` as an expression, from the text of a type argument. */
export function typeNamed(text: string | undefined, at: Location): Expr | undefined {
  const names = /^[\w@.]+/.exec(text?.trim() ?? '')?.[0].split('.') ?? [];
  const [first, ...members] = names;
  if (first === undefined || names.includes('')) return undefined;
  return members.reduce<Expr>((of, name) => ({ kind: 'member', at, of, name, nameAt: at }), {
    kind: 'name',
    at,
    name: first,
  });
}

export function textAt(at: Location, value: string): Expr {
  return { kind: 'text', at, value };
}

/** An expression that stands nowhere in the file, for a guard that a call makes beside what it gives. */
export function madeAt(at: Location): Expr {
  return { kind: 'unknown', at, text: '', parts: [] };
}

/** The calls of a chain, the outermost first: `c`, `b` and `a` of `x.a().b().c()`; and what they are made on. */
export function chainOf(expr: Expr): { readonly calls: readonly CallExpr[]; readonly root: Expr } {
  const calls: CallExpr[] = [];
  let root = expr;
  for (;;) {
    if (root.kind === 'call' && !root.isNew) {
      calls.push(root);
      if (root.callee.kind !== 'member') return { calls, root: root.callee };
      root = root.callee.of;
    } else if (root.kind === 'member' && calls.length > 0 && root.of.kind === 'call') root = root.of;
    else return { calls, root };
  }
}

type Member = Extract<Expr, { kind: 'member' }>;
export type Assignment = { readonly target: Member; readonly value: Expr };

/** `x.name = value` in the functions and at the top of a file, also as the whole of a lambda. */
export function assignmentsTo(file: ProgramFile, ...names: readonly string[]): readonly Assignment[] {
  const bodies = [file.module.body, ...file.functions.map(({ body }) => body)];
  return bodies.flatMap(assignmentsIn).filter(({ target }) => names.includes(target.name));
}

function assignmentsIn(body: readonly Statement[]): readonly Assignment[] {
  return body.flatMap((statement): readonly Assignment[] => {
    switch (statement.kind) {
      case 'assign':
        return assignmentOf(statement);
      case 'return':
      case 'evaluate':
        return statement.value?.kind === 'assigned' ? assignmentOf(statement.value) : [];
      case 'block':
        return assignmentsIn(statement.body);
      case 'branch':
        return [...assignmentsIn(statement.then), ...assignmentsIn(statement.otherwise)];
      default:
        return [];
    }
  });
}

function assignmentOf({ target, value }: { readonly target: Expr; readonly value: Expr }): readonly Assignment[] {
  return target.kind === 'member' ? [{ target, value }] : [];
}
