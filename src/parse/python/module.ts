import type { ExportBinding, Module } from '../../core/program.ts';
import { placeOf, type SyntaxSource } from '../syntax/source.ts';
import { importPlan } from './import-plan.ts';
import type { PythonSource } from './source.ts';
import { scopeBody } from './statements.ts';

/**
 * The module of a Python file. Its body is in the order of the text: functions and classes are made where they stand.
 *
 * Every name that it binds is exported. `from m import *` is an `all-from` export, and an import with the local name `*`: a free
 * name is looked up in such modules before it is taken for a built-in one. `import a.b.c` imports `a`, and `a.b` and `a.b.c` as
 * names with dots; members along it are written as that one name.
 */
export function pythonModuleOf(syntax: SyntaxSource): Module {
  const plan = importPlan(syntax);
  const source: PythonSource = { ...syntax, plan, scopes: [], counts: { links: 0, shared: 0 } };
  const exports: ExportBinding[] = [...plan.bound].map(([name, { node }]) => ({
    kind: 'local',
    at: placeOf(source, node === source.tree.root ? { ...node, end: node.start } : node),
    exported: name,
    local: name,
  }));
  return {
    file: source.file,
    language: 'python',
    imports: plan.bindings,
    exports: [...exports, ...plan.stars],
    body: scopeBody(source, source.tree.root.children, { kind: 'module', bound: plan.bound }),
  };
}
