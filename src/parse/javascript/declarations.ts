/** Declarations that only TypeScript has and that leave a value: enums, namespaces, import aliases. */
import { ts } from 'ts-morph';
import { idAt } from '../../core/location.ts';
import type { Expr, RecordEntry, Statement } from '../../core/program.ts';
import { expression } from './expressions.ts';
import { staticKey } from './literals.ts';
import { at, deeper, unknown, type Source } from './source.ts';
import { nameOf, statements } from './statements.ts';

/** An enum as a record of its members, numbered as TypeScript does. The way back from number to name is left out. */
export function enumDeclaration(source: Source, node: ts.EnumDeclaration): Statement {
  const place = at(source, node);
  const known = new Map<string, Expr>();
  const entries: RecordEntry[] = [];
  let next: number | undefined = 0;
  for (const member of node.members) {
    const key = staticKey(member.name) ?? member.name.getText(source.tree);
    const value = memberValue(source, member, known, next);
    next = value.kind === 'number' ? value.value + 1 : undefined;
    known.set(key, value);
    entries.push({ kind: 'entry', at: at(source, member), key, keyAt: at(source, member.name), value });
  }
  return {
    kind: 'declare',
    at: place,
    pattern: nameOf(source, node.name),
    value: { kind: 'record', at: place, entries },
  };
}

function memberValue(
  source: Source,
  member: ts.EnumMember,
  known: ReadonlyMap<string, Expr>,
  next: number | undefined,
): Expr {
  if (!member.initializer)
    return next === undefined ? unknown(source, member, []) : { kind: 'number', at: at(source, member), value: next };
  const value = expression(source, member.initializer);
  // Inside an enum, its members go by their bare names.
  return (value.kind === 'name' ? known.get(value.name) : undefined) ?? value;
}

/** `import a = b.c` is a constant; `import a = require('x')` is an import, and read there. */
export function importAlias(source: Source, node: ts.ImportEqualsDeclaration): readonly Statement[] {
  if (node.isTypeOnly || ts.isExternalModuleReference(node.moduleReference)) return [];
  const entity = node.moduleReference;
  const value = deeper(source, entity, () => entityValue(source, entity)) ?? unknown(source, entity, []);
  return [{ kind: 'declare', at: at(source, node), pattern: nameOf(source, node.name), value }];
}

function entityValue(source: Source, node: ts.EntityName): Expr {
  if (ts.isIdentifier(node)) return { kind: 'name', at: at(source, node), name: node.text };
  const of = deeper(source, node, () => entityValue(source, node.left)) ?? unknown(source, node.left, []);
  return { kind: 'member', at: at(source, node), of, name: node.right.text, nameAt: at(source, node.right) };
}

/**
 * A namespace as a record of what it exports, where it holds nothing but exported constants, functions, classes, enums and
 * namespaces; else an unknown value that keeps its statements in a function. One without values (types alone) says nothing.
 */
export function namespaceDeclaration(source: Source, node: ts.ModuleDeclaration): readonly Statement[] {
  if (!node.body || !ts.isIdentifier(node.name)) return [];
  const place = at(source, node);
  const body = deeper(source, node, () => namespaceBody(source, node.body)) ?? [];
  if (body.length === 0) return [];
  const isSimple = !ts.isModuleBlock(node.body) || node.body.statements.every(isExportedOrType);
  const entries = isSimple ? entriesOf(body) : undefined;
  const value: Expr = entries
    ? { kind: 'record', at: place, entries }
    : unknown(source, node, [kept(source, node, body)]);
  return [{ kind: 'declare', at: place, pattern: nameOf(source, node.name), value }];
}

/** `namespace a.b {}` is a namespace in a namespace. */
function namespaceBody(source: Source, body: ts.ModuleDeclaration['body']): readonly Statement[] {
  if (body && ts.isModuleBlock(body)) return statements(source, body.statements);
  return body && ts.isModuleDeclaration(body) ? namespaceDeclaration(source, body) : [];
}

function isExportedOrType(node: ts.Statement): boolean {
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  return (
    ts.canHaveModifiers(node) &&
    (node.modifiers?.some(modifier => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
}

function entriesOf(body: readonly Statement[]): readonly RecordEntry[] | undefined {
  const entries: RecordEntry[] = [];
  for (const item of body) {
    if (item.kind !== 'declare' || item.pattern.kind !== 'name' || !item.value) return undefined;
    entries.push({ kind: 'entry', at: item.at, key: item.pattern.name, keyAt: item.pattern.at, value: item.value });
  }
  return entries;
}

function kept(source: Source, node: ts.ModuleDeclaration, body: readonly Statement[]): Expr {
  const place = at(source, node);
  const fn = {
    id: idAt(place),
    at: place,
    parameters: [],
    body,
    isAsync: false,
    bindsSelf: false,
    decorators: [],
    doc: '',
  };
  return { kind: 'function', at: place, fn };
}
