/** Calls of functions and methods of libraries, as rows of a table name them. */
import type { Expr } from '../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../src/parse/program-file.ts';
import { argument } from './calls.ts';
import { isGlobal } from './bindings.ts';
import type { Option } from './constants.ts';

/** A function or method of a library. At least one of `calls` and `methods` is given. */
export type LibraryCall = {
  /**
   * Dotted names: module and export, however imported (`net/http.Get`), or, where names are global, as written (`Faraday.get`).
   */
  readonly calls?: readonly string[];
  /** Methods of what the library makes, by name; they count in files that import one of `modules`. */
  readonly methods?: readonly string[];
  /** Modules by their name or what it begins with, up to a `/` or `.` or `\`. */
  readonly modules?: readonly string[];
};

/** Whether a call is one of a row. */
export function isCallOf(file: ProgramFile, { call, name, receiver, inside }: CallSite, row: LibraryCall): boolean {
  const { calls } = row;
  if (calls && libraryNames(file, call.callee, inside).some(one => calls.includes(one))) return true;
  return receiver !== undefined && row.methods?.includes(name) === true && importsOne(file, row.modules ?? []);
}

/**
 * The dotted names that an expression may have in its library. Where a name may come from several modules (`using A; using B;`,
 * or a module around it), it has one name in each; in that without a name it goes by its own.
 */
export function libraryNames(file: ProgramFile, expr: Expr, inside: CallSite['inside']): readonly string[] {
  const origin = file.originOf(expr);
  if (origin) {
    const path = origin.path.filter(part => part !== '*' && part !== 'default');
    return origin.module.split(',').map(module => [...(module === '' ? [] : [module]), ...path].join('.'));
  }
  const written = writtenName(expr);
  const [root = ''] = written?.split('.') ?? [];
  return written !== undefined && isGlobal(file, root, inside) ? [written] : [];
}

/** `Faraday.get`, `Net::HTTP.get`: names and members as they stand there. */
function writtenName(expr: Expr): string | undefined {
  if (expr.kind === 'name') return expr.name;
  // A method of whatever it is: `self.use`, of a class body or block of Ruby.
  if (expr.kind === 'self') return 'self';
  if (expr.kind !== 'member') return undefined;
  const of = writtenName(expr.of);
  return of === undefined ? undefined : `${of}.${expr.name}`;
}

/** Whether a file imports something of one of these modules. */
export function importsOne(file: ProgramFile, modules: readonly string[]): boolean {
  return file.module.imports.some(({ module }) =>
    module
      .split(',')
      .some(one =>
        modules.some(known => one === known || (one.startsWith(known) && /^[/.\\:]/.test(one.slice(known.length)))),
      ),
  );
}

/** The argument of a call that a row tells by name or position. */
export function argumentAt(file: ProgramFile, { call, inside }: CallSite, at: number | string): Option {
  return argument(file, call, inside, typeof at === 'number' ? { index: at } : { name: at });
}
