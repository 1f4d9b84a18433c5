/** What the front end of Ruby knows of a file while it translates it. */
import type { ClassNode, ImportBinding, Statement } from '../../core/program.ts';
import type { SyntaxSource } from '../syntax/source.ts';
import { namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';

/** Local variables of one method, class body or file, with the place where each is first assigned. Blocks share those around them. */
export type Locals = ReadonlyMap<string, number>;

export type RubySource = SyntaxSource & {
  /** Modules and classes around the present node by their full names, outermost first. Source: Ruby, Constants, `Module.nesting`. */
  readonly modules: string[];
  /** Scopes of local variables around the present node, innermost last; those before the last `own` are blocks' outer ones. */
  readonly scopes: { readonly locals: Locals; readonly isBlock: boolean }[];
  /** The method around the present node, for `super`. */
  readonly methods: { readonly name: string; readonly isInitializer: boolean }[];
  /** Constants that the file uses, by their local names. */
  readonly imports: Map<string, ImportBinding>;
  /** Local names of constants by what they may stand for. */
  readonly constantNames: Map<string, string>;
  /** Constants that the file declares, in the order in which they are made, by their full names. */
  readonly declared: Map<string, Statement>;
  /** Classes and modules by their full names: what reopens one adds to it. */
  readonly classes: Map<string, ClassNode>;
  /** Methods that stand at the top of the file. */
  readonly functions: ReadonlySet<string>;
  /** Texts of heredocs, by where the text that names them starts. */
  readonly heredocs: ReadonlyMap<number, SyntaxNode>;
  /** Links of chains, and choices that hold a side twice, around the present node. */
  readonly counts: { links: number; shared: number };
};

/** What stands under parentheses. */
export function bare(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.type === 'parenthesized_statements') {
    const [only, ...others] = namedChildren(inner);
    if (!only || others.length > 0) break;
    inner = only;
  }
  return inner;
}

/** Whether a name is a local variable at a place: one is from its first assignment on. */
export function isLocal(source: RubySource, name: string, start: number): boolean {
  for (let index = source.scopes.length - 1; index >= 0; index--) {
    const scope = source.scopes[index];
    if (!scope) break;
    const from = scope.locals.get(name);
    if (from !== undefined && from <= start) return true;
    if (!scope.isBlock) break;
  }
  return false;
}

/** Runs a translation with one more scope of local variables around it. */
export function inScope<T>(source: RubySource, locals: Locals, isBlock: boolean, translate: () => T): T {
  source.scopes.push({ locals, isBlock });
  const result = translate();
  source.scopes.pop();
  return result;
}
