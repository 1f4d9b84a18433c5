/** Names of classes, functions and constants: each stands for a full name, which the file imports as if it said so. */
import type { Location } from '../../core/location.ts';
import type { ImportBinding } from '../../core/program.ts';
import { placeOf, textOf, type SyntaxSource } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';

/** The namespace without a name, as a module. */
export const GLOBAL_NAMESPACE = '\\';

export type NameTable = {
  /** The namespace at the present node; empty for the one without a name. */
  namespace: string;
  /** What `use` says, by alias: full names. */
  readonly classes: Map<string, string>;
  readonly functions: Map<string, string>;
  readonly constants: Map<string, string>;
  /** Full names that the file declares. */
  readonly declaredClasses: Set<string>;
  readonly declaredFunctions: Set<string>;
  readonly imports: Map<string, ImportBinding>;
};

export function nameTable(): NameTable {
  return {
    namespace: '',
    classes: new Map(),
    functions: new Map(),
    constants: new Map(),
    declaredClasses: new Set(),
    declaredFunctions: new Set(),
    imports: new Map(),
  };
}

/**
 * The name of a class in the program form, which the file imports unless it declares it: as written where it is one word,
 * else its full name. Source: PHP manual, Name resolution rules.
 */
export function classNameAt(source: SyntaxSource & { readonly names: NameTable }, node: SyntaxNode): string {
  const written = textOf(source, node).replaceAll(/\s+/g, '');
  const full = fullClassName(source.names, written);
  const isWord = !written.includes('\\');
  const dot = full.lastIndexOf('\\');
  const isDeclared = source.names.declaredClasses.has(full);
  const local = isWord || isDeclared ? full.slice(dot + 1) : dot < 0 ? `\\${full}` : full;
  // An alias goes by its own name.
  const name = isWord && !isDeclared ? written : local;
  if (!isDeclared) noteImport(source.names, placeOf(source, node), name, full);
  return name;
}

function fullClassName(names: NameTable, written: string): string {
  if (written.startsWith('\\')) return written.slice(1);
  const [first = '', ...rest] = written.split('\\');
  if (first.toLowerCase() === 'namespace' && rest.length > 0) return joined(names.namespace, rest.join('\\'));
  const used = names.classes.get(first);
  if (used !== undefined) return [used, ...rest].join('\\');
  return joined(names.namespace, written);
}

/**
 * The name of a function in the program form, which begins with a backslash, as variables and functions of one name are
 * different things. One that is no function of its namespace is that of the namespace without a name.
 */
export function functionNameAt(source: SyntaxSource & { readonly names: NameTable }, node: SyntaxNode): string {
  const { names } = source;
  const written = textOf(source, node).replaceAll(/\s+/g, '');
  const parts = written.split('\\');
  const last = parts.at(-1) ?? '';
  const used = parts.length === 1 ? names.functions.get(written) : undefined;
  const isGlobalOrOwn = parts.length === 1 && used === undefined;
  const full = used ?? (isGlobalOrOwn ? joined(names.namespace, written) : fullClassName(names, written));
  if (names.declaredFunctions.has(full)) return `\\${last}`;
  const local = parts.length === 1 ? `\\${written}` : `\\${full}`;
  const dot = full.lastIndexOf('\\');
  const module = dot < 0 ? GLOBAL_NAMESPACE : full.slice(0, dot);
  if (!names.imports.has(local))
    names.imports.set(local, {
      at: placeOf(source, node),
      local,
      imported: full.slice(dot + 1),
      module: isGlobalOrOwn && names.namespace !== '' ? `${module},${GLOBAL_NAMESPACE}` : module,
      isTypeOnly: false,
    });
  return local;
}

/** The name of a constant in the program form: its last part. */
export function constantNameAt(source: SyntaxSource & { readonly names: NameTable }, node: SyntaxNode): string {
  const written = textOf(source, node).replaceAll(/\s+/g, '');
  const used = source.names.constants.get(written);
  if (used !== undefined) noteImport(source.names, placeOf(source, node), written, used);
  return written.slice(written.lastIndexOf('\\') + 1);
}

function noteImport(names: NameTable, at: Location, local: string, full: string): void {
  if (names.imports.has(local)) return;
  const dot = full.lastIndexOf('\\');
  const module = dot < 0 ? GLOBAL_NAMESPACE : full.slice(0, dot);
  names.imports.set(local, { at, local, imported: full.slice(dot + 1), module, isTypeOnly: false });
}

export function joined(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}\\${name}`;
}

/** Notes what a `use` declaration says: `use A\B as C;`, `use function a\b;`, `use A\{B, C as D};`. */
export function noteUses(source: SyntaxSource, names: NameTable, node: SyntaxNode): void {
  const kind = (one: SyntaxNode): string | undefined =>
    one.children.find(child => child.type === 'function' || child.type === 'const')?.type;
  const group = childNamed(node, 'body');
  const prefix = group && node.children.find(child => child.type === 'namespace_name');
  const base = prefix ? plain(textOf(source, prefix)) : '';
  for (const clause of namedChildren(group ?? node)) {
    if (clause.type !== 'namespace_use_clause') continue;
    const alias = childNamed(clause, 'alias');
    const name = clause.children.find(
      child => child !== alias && (child.type === 'qualified_name' || child.type === 'name'),
    );
    if (!name) continue;
    const full = joined(base, plain(textOf(source, name)));
    const local = alias ? textOf(source, alias) : full.slice(full.lastIndexOf('\\') + 1);
    const what = kind(clause) ?? kind(node);
    if (what === 'function') names.functions.set(local, full);
    else if (what === 'const') names.constants.set(local, full);
    else names.classes.set(local, full);
    if (what === undefined) noteImport(names, placeOf(source, clause), local, full);
  }
}

function plain(name: string): string {
  return name.replaceAll(/\s+/g, '').replace(/^\\/, '');
}
