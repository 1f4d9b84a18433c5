/** Which function of a library a call is of, and what it is given. */
import type { CallExpr, Expr, FunctionNode } from '../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../src/parse/program-file.ts';
import { valueOf } from './bindings.ts';
import { type Option, optionIn } from './constants.ts';

type Inside = readonly FunctionNode[];

/** `jwt.decode`, `jose.jwt.decode`, `requests.Session`: the dotted name that an expression has in its library, however imported. */
export function dottedName(file: ProgramFile, expr: Expr): string | undefined {
  const origin = file.originOf(expr);
  return origin && [origin.module, ...origin.path.filter(part => part !== '*' && part !== 'default')].join('.');
}

/** The library's name of a class or function whose call made what a method is called on; `made` is that call. */
export function makerOf(
  file: ProgramFile,
  receiver: Expr | undefined,
  inside: Inside,
): { readonly name: string; readonly made: CallExpr } | undefined {
  const value = receiver && madeBy(file, receiver, inside);
  const name = value?.kind === 'call' ? dottedName(file, value.callee) : undefined;
  return value?.kind === 'call' && name !== undefined ? { name, made: value } : undefined;
}

/** `self.session` is what some method of the file's classes put there, where only one does. */
function madeBy(file: ProgramFile, receiver: Expr, inside: Inside): Expr | undefined {
  if (receiver.kind !== 'member' || receiver.of.kind !== 'self') return valueOf(file, receiver, inside);
  const given = file.functions.flatMap(({ body }) =>
    body.flatMap(statement =>
      statement.kind === 'assign' &&
      statement.target.kind === 'member' &&
      statement.target.of.kind === 'self' &&
      statement.target.name === receiver.name
        ? [statement.value]
        : [],
    ),
  );
  return given.length === 1 ? given[0] : undefined;
}

/** An argument by name, or at a position. `unknown` where `*args` or `**options` made elsewhere may hold it. */
export function argument(
  file: ProgramFile,
  call: CallExpr,
  inside: Inside,
  { name, index }: { readonly name?: string; readonly index?: number },
): Option {
  let isOpen = false;
  for (const [position, arg] of call.args.entries()) {
    if (arg.kind === 'named') {
      if (arg.name === name) return { kind: 'given', value: arg.value };
      continue;
    }
    if (arg.kind !== 'spread') {
      if (position === index && !isOpen) return { kind: 'given', value: arg };
      continue;
    }
    if (arg.isNamed && name !== undefined) {
      const given = optionIn(file, arg.value, name, inside);
      if (given.kind === 'given') return given;
      isOpen ||= given.kind === 'unknown';
    } else if (!arg.isNamed && index !== undefined) isOpen = true;
  }
  return { kind: isOpen ? 'unknown' : 'absent' };
}

/** A number that is written, also as a product (`60 * 24`), whose factors the program form does not keep apart. */
export function numberOf(file: ProgramFile, expr: Expr, inside: Inside): number | undefined {
  const value = valueOf(file, expr, inside);
  if (value.kind === 'number') return value.value;
  if (value.kind !== 'operation' || value.operator !== 'arithmetic') return undefined;
  const written = sourceOf(file, value.at);
  if (!/^[\d_. *()]{1,60}$/.test(written) || written.includes('**')) return undefined;
  const factors = written
    .replace(/[()_\s]/g, '')
    .split('*')
    .map(Number);
  return factors.some(Number.isNaN) ? undefined : factors.reduce((product, factor) => product * factor, 1);
}

/** The text of a file at a place. */
export function sourceOf(file: ProgramFile, at: Expr['at']): string {
  const lines = file.text.split('\n').slice(at.line - 1, at.endLine);
  const last = lines.length - 1;
  return lines
    .map((line, index) => line.slice(index === 0 ? at.column - 1 : 0, index === last ? at.endColumn - 1 : undefined))
    .join('\n');
}

export function isFalse(expr: Expr | undefined): boolean {
  return expr?.kind === 'boolean' && !expr.value;
}

export function isTrue(expr: Expr | undefined): boolean {
  return expr?.kind === 'boolean' && expr.value;
}

/** Functions around a call, as practice facts name them. */
export function placesOf({ inside }: CallSite): readonly Expr['at'][] {
  return inside.map(({ at }) => at);
}
