/**
 * What runs when a package is imported: its `init` functions, which put what the package offers into lists and registers
 * before anything that imports it runs. Source: The Go Programming Language Specification, Package initialization.
 */
import type { Module, Statement } from '../core/program.ts';

type Modules = ReadonlyMap<string, Module>;

/** Files with such functions, by folder; a tree is looked through once. */
const KNOWN = new WeakMap<Modules, ReadonlyMap<string, readonly string[]>>();

/** The files that run when a package is imported of which `file` is one. */
export function startsOf(modules: Modules, file: string): readonly string[] {
  const known = KNOWN.get(modules) ?? startsIn(modules);
  KNOWN.set(modules, known);
  return known.get(folderOf(file)) ?? [];
}

function startsIn(modules: Modules): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of [...modules.keys()].toSorted()) {
    if (modules.get(file)?.body.some(isStart) !== true) continue;
    const folder = folderOf(file);
    found.set(folder, [...(found.get(folder) ?? []), file]);
  }
  return found;
}

/** A function that is called where it stands. */
function isStart(statement: Statement): boolean {
  return statement.kind === 'evaluate' && statement.value.kind === 'call' && statement.value.callee.kind === 'function';
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
