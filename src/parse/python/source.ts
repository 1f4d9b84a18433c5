/** What the front end of Python knows of a file while it translates it. */
import type { Expr } from '../../core/program.ts';
import { placeOf, textOf, type SyntaxSource } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import type { ImportPlan } from './import-plan.ts';

/** A scope of names. Classes are seen from their own statements only, not from the functions inside them. */
export type Scope = {
  readonly kind: 'module' | 'function' | 'class';
  /** The names that belong to it. */
  readonly names: ReadonlySet<string>;
  /** Those of them that a statement before the present one declared. */
  readonly declared: Set<string>;
  /** The first parameter of a method, which stands for what it is called on. */
  readonly self?: string;
};

export type PythonSource = SyntaxSource & {
  readonly plan: ImportPlan;
  /** Around the present node, outermost first. */
  readonly scopes: Scope[];
  /** Links of chains, and choices that hold a side twice, around the present node. */
  readonly counts: { links: number; shared: number };
};

/** Runs a translation with one more scope around it. */
export function inScope<T>(source: PythonSource, scope: Scope, translate: () => T): T {
  source.scopes.push(scope);
  const result = translate();
  source.scopes.pop();
  return result;
}

/** What a name means where it stands: the object of the method, an attribute of the class around it, or the name. */
export function nameExpr(source: PythonSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const name = textOf(source, node);
  // Beyond a method, `self` is that of the method: the one of a method around it has no form.
  let isOwn = true;
  for (let index = source.scopes.length - 1; index >= 0; index--) {
    const scope = source.scopes[index];
    if (!scope) break;
    if (scope.self === name && isOwn) return { kind: 'self', at };
    if (scope.kind === 'class') {
      if (index === source.scopes.length - 1 && scope.declared.has(name))
        return { kind: 'member', at, of: { kind: 'self', at }, name, nameAt: at };
      isOwn = false;
    } else if (scope.names.has(name)) break;
    if (scope.self !== undefined) isOwn = false;
  }
  return { kind: 'name', at, name };
}

/** Whether a function around the present node has a name of its own, or the class whose body this is. */
export function isLocal(source: PythonSource, name: string): boolean {
  const last = source.scopes.length - 1;
  return source.scopes.some(
    (scope, index) =>
      (scope.kind === 'function' && (scope.names.has(name) || scope.self === name)) ||
      (scope.kind === 'class' && index === last && scope.declared.has(name)),
  );
}

/** The scope of the present statement. */
export function scopeAt(source: PythonSource): Scope {
  const scope = source.scopes.at(-1);
  if (!scope) throw new Error('a statement stands in a scope');
  return scope;
}

/** What stands under parentheses. */
export function bare(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.type === 'parenthesized_expression' || inner.type === 'type') {
    const only = inner.children.find(child => child.isNamed);
    if (!only) break;
    inner = only;
  }
  return inner;
}
