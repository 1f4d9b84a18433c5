/** Calls of functions and methods of libraries, as rows of a table name them. */
import type { Expr } from '../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../src/parse/program-file.ts';
import { argument, dottedName } from './calls.ts';
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
export function isCallOf(file: ProgramFile, { call, name, receiver }: CallSite, row: LibraryCall): boolean {
  if (row.calls) {
    const own = dottedName(file, call.callee) ?? writtenName(call.callee);
    if (own !== undefined && row.calls.includes(own)) return true;
  }
  return receiver !== undefined && row.methods?.includes(name) === true && importsOne(file, row.modules ?? []);
}

/** `Faraday.get`, `Net::HTTP.get`: names and members as they stand there. */
function writtenName(expr: Expr): string | undefined {
  if (expr.kind === 'name') return expr.name;
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
