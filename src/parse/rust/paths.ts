/** Paths as expressions: the item that a path leads to is one name, what follows it are its members. */
import type { Expr, TypeRef } from '../../core/program.ts';
import { CAPS } from '../parsed.ts';
import { placeOf, textOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { type Target, targetOf } from './scopes.ts';
import { type RustSource } from './source.ts';
import { segmentsOf } from './uses.ts';

/** Where macros come from that a file uses without naming their package: `#[macro_use] extern crate rocket`. */
export const MACRO_USE = '#[macro_use]';

/** A path as the expression that gives what it names. */
export function pathExpr(source: RustSource, node: SyntaxNode): Expr {
  const segments = segmentsOf(source, node);
  const [first] = segments;
  if (first === undefined) return unknownExpr(source, node);
  if (segments.length > CAPS.depth) {
    tooDeep(source, node);
    return unknownExpr(source, node);
  }
  const at = placeOf(source, node);
  if (segments.length === 1) {
    if (first === 'self') return { kind: 'self', at };
    if (first === 'None') return { kind: 'nothing', at };
    if (source.at.locals.has(first)) return { kind: 'name', at, name: first };
  }
  if (first === 'Self' && source.at.self !== undefined)
    return membersOf(source, node, { kind: 'name', at, name: source.at.self }, segments.slice(1));
  const { name, members } = localName(source, node, segments);
  return membersOf(source, node, { kind: 'name', at, name }, members);
}

/** The members of a path, each with its place where the text has it. */
function membersOf(source: RustSource, node: SyntaxNode, root: Expr, names: readonly string[]): Expr {
  if (names.length === 0) return root;
  const places = segmentNodes(node).slice(-names.length);
  return names.reduce<Expr>((of, name, index) => {
    const place = places[index];
    const nameAt = place ? placeOf(source, place) : root.at;
    return {
      kind: 'member',
      at: { ...root.at, endLine: nameAt.endLine, endColumn: nameAt.endColumn },
      of,
      name,
      nameAt,
    };
  }, root);
}

function segmentNodes(path: SyntaxNode): readonly SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  let rest: SyntaxNode | undefined = path;
  while (rest) {
    const name: SyntaxNode | undefined = childNamed(rest, 'name');
    const inner: SyntaxNode | undefined =
      childNamed(rest, 'path') ?? childNamed(rest, 'type') ?? childNamed(rest, 'function');
    if (name) nodes.push(name);
    else if (!inner) nodes.push(rest);
    rest = inner;
  }
  return nodes.toReversed();
}

/** The name in this file of what a path leads to; where nothing else brings it in, an import is made for it. */
function localName(
  source: RustSource,
  node: SyntaxNode,
  segments: readonly string[],
): { readonly name: string; readonly members: readonly string[] } {
  const { scope } = source.at;
  const [first = ''] = segments;
  const target = targetOf(scope, segments);
  // What the file itself imports goes by the name that it has there.
  const isPlain = segments.length - target.members.length === 1 && scope.parent === undefined;
  if (isPlain && target.kind === 'elsewhere' && scope.uses.has(first)) return { name: first, members: target.members };
  return { name: nameOf(source, node, target), members: target.members };
}

function nameOf(source: RustSource, node: SyntaxNode, target: Target, suffix = ''): string {
  if (target.kind === 'here') return target.name;
  if (target.kind === 'free') {
    const globs = PRELUDE.has(target.name) ? [] : target.globs.map(path => path.join('::'));
    if (globs.length > 0)
      addImport(source, node, { local: target.name, imported: target.name, module: globs.join(',') });
    return target.name;
  }
  const module = target.module.join('::');
  const local = `${module}::${target.name}${suffix}`;
  addImport(source, node, { local, imported: `${target.name}${suffix}`, module });
  return local;
}

/** Names that every program has. Source: the documentation of `std`, The Rust Prelude, and the primitive types. */
const PRELUDE: ReadonlySet<string> = new Set(
  `AsMut AsRef Box Clone Copy Default Drop Eq Err Extend Fn FnMut FnOnce From FromIterator Into IntoIterator Iterator None Ok
  Option Ord PartialEq PartialOrd Result Send Sized Some String Sync ToOwned ToString TryFrom TryInto Unpin Vec bool char drop
  f32 f64 i128 i16 i32 i64 i8 isize str u128 u16 u32 u64 u8 usize`.split(/\s+/),
);

export function addImport(
  source: RustSource,
  node: SyntaxNode,
  { local, imported, module }: { readonly local: string; readonly imported: string; readonly module: string },
): void {
  if (source.imports.has(local)) return;
  source.imports.set(local, { at: placeOf(source, node), local, imported, module, isTypeOnly: false });
}

/**
 * The name of a macro, which is none of a function or variable: `get!` for `#[get]` and `get!()`. What no `use` brings in comes
 * from one of the file's `*` imports, or from a package whose macros are known everywhere (`MACRO_USE`).
 */
export function macroName(source: RustSource, node: SyntaxNode): string {
  const segments = segmentsOf(source, node);
  const last = segments.at(-1);
  if (last === undefined) return '';
  const { scope } = source.at;
  const [first = ''] = segments;
  // A macro may have the name of an item of the file: only a path or a `use` tells where it comes from.
  const use = segments.length === 1 ? scope.uses.get(first) : undefined;
  if (segments.length === 1 && !use) {
    const target = targetOf(scope, [`${first}!`]);
    if (target.kind === 'here') return target.name;
    const globs = target.kind === 'free' ? target.globs.map(path => path.join('::')) : [];
    const local = `${first}!`;
    addImport(source, node, { local, imported: local, module: [...globs, MACRO_USE].join(',') });
    return local;
  }
  const target = targetOf(scope, use ? use.path : segments);
  return target.kind === 'elsewhere' ? nameOf(source, node, target, '!') : `${last}!`;
}

/** The name by which a type is looked up: a name of the file, or a path for which an import is made. */
export function typeNames(
  source: RustSource,
  node: SyntaxNode,
): { readonly name: string; readonly qualifier: string[] } {
  const segments = segmentsOf(source, node);
  const [first = ''] = segments;
  if (first === 'Self' && segments.length === 1 && source.at.self !== undefined)
    return { name: source.at.self, qualifier: [] };
  const target = targetOf(source.at.scope, segments);
  if (target.kind === 'here') return { name: target.name, qualifier: [] };
  if (target.kind === 'free' || (segments.length === 1 && source.at.scope.parent === undefined)) {
    if (target.kind === 'free') nameOf(source, node, target);
    return { name: segments.at(-1) ?? '', qualifier: segments.slice(0, -1) };
  }
  const qualifier = target.module.filter(name => name !== '');
  addImport(source, node, {
    local: [...qualifier, target.name].join('.'),
    imported: target.name,
    module: qualifier.join('::'),
  });
  return { name: target.name, qualifier: [...qualifier] };
}

/** Types in type arguments below this level are left out: no rule reads them. */
const DEPTH = 8;

const WRAPPERS: ReadonlySet<string> = new Set(['reference_type', 'pointer_type']);

/** A written type. Borrows are dropped; `impl T` and `dyn T` are a T for who asks what it is. */
export function typeRef(source: RustSource, written: SyntaxNode, depth = 0): TypeRef {
  let node = written;
  while (WRAPPERS.has(node.type) || node.type === 'abstract_type' || node.type === 'dynamic_type') {
    const inner: SyntaxNode | undefined = childNamed(node, 'type') ?? childNamed(node, 'trait');
    if (!inner) break;
    node = inner;
  }
  const shared = { at: placeOf(source, written), text: textOf(source, written) };
  const generic = node.type === 'generic_type' ? childNamed(node, 'type_arguments') : undefined;
  const given = generic ? namedChildren(generic) : node.type === 'tuple_type' ? namedChildren(node) : [];
  const args =
    depth < DEPTH ? given.filter(child => isType(child)).map(child => typeRef(source, child, depth + 1)) : [];
  if (!PATHS.has(node.type)) return { ...shared, name: '', qualifier: [], arguments: args };
  const { name, qualifier } = typeNames(source, node);
  return { ...shared, name, qualifier, arguments: args };
}

const PATHS: ReadonlySet<string> = new Set([
  'type_identifier',
  'scoped_type_identifier',
  'generic_type',
  'primitive_type',
  'identifier',
  'scoped_identifier',
]);

function isType(node: SyntaxNode): boolean {
  return node.type.endsWith('_type') || node.type.endsWith('type_identifier');
}
