import { ts } from 'ts-morph';
import type { ExportBinding, Expr, Statement } from '../../core/program.ts';
import { classNode } from './classes.ts';
import { assignedExports } from './commonjs-exports.ts';
import { expression } from './expressions.ts';
import { functionNode } from './functions.ts';
import { bindingPattern, boundNames } from './patterns.ts';
import { at, giveDoc, type Source } from './source.ts';

/** The names that a module gives to others: ES exports in source order, then those that CommonJS assigns. */
export function exportsOf(
  source: Source,
  nodes: readonly ts.Statement[],
  body: readonly Statement[],
): readonly ExportBinding[] {
  return [...nodes.flatMap(node => exportedBy(source, node)), ...assignedExports(body)];
}

function exportedBy(source: Source, node: ts.Statement): readonly ExportBinding[] {
  if (ts.isExportDeclaration(node)) return exportDeclaration(source, node);
  if (ts.isExportAssignment(node)) {
    giveDoc(source, node, node.expression);
    const exported = node.isExportEquals ? '*' : 'default';
    return [{ kind: 'value', at: at(source, node), exported, value: expression(source, node.expression) }];
  }
  if (!ts.canHaveModifiers(node) || !hasModifier(node, ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isVariableStatement(node)) {
    return node.declarationList.declarations.flatMap(declaration =>
      boundNames(bindingPattern(source, declaration.name)).map(name => local(source, declaration.name, name, name)),
    );
  }
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) return exportedDeclaration(source, node);
  if (
    ts.isEnumDeclaration(node) ||
    ts.isImportEqualsDeclaration(node) ||
    (ts.isModuleDeclaration(node) && ts.isIdentifier(node.name))
  ) {
    return [local(source, node.name, node.name.text, node.name.text)];
  }
  return [];
}

function exportedDeclaration(
  source: Source,
  node: ts.FunctionDeclaration | ts.ClassDeclaration,
): readonly ExportBinding[] {
  const isDefault = hasModifier(node, ts.SyntaxKind.DefaultKeyword);
  // An overload has no body; the implementation that follows it is exported too.
  if (ts.isFunctionDeclaration(node) && !node.body) return [];
  if (node.name) return [local(source, node.name, isDefault ? 'default' : node.name.text, node.name.text)];
  const place = at(source, node);
  const value: Expr = ts.isFunctionDeclaration(node)
    ? { kind: 'function', at: place, fn: functionNode(source, node) }
    : { kind: 'class', at: place, cls: classNode(source, node) };
  return [{ kind: 'value', at: place, exported: 'default', value }];
}

function exportDeclaration(source: Source, node: ts.ExportDeclaration): readonly ExportBinding[] {
  const module =
    node.moduleSpecifier && ts.isStringLiteralLike(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
  const { exportClause } = node;
  if (!exportClause) return module === undefined ? [] : [{ kind: 'all-from', at: at(source, node), module }];
  if (ts.isNamespaceExport(exportClause)) {
    if (module === undefined) return [];
    return [{ kind: 'from', at: at(source, exportClause), exported: exportClause.name.text, imported: '*', module }];
  }
  return exportClause.elements.map(element => {
    const name = (element.propertyName ?? element.name).text;
    const exported = element.name.text;
    if (module === undefined) return local(source, element, exported, name);
    return { kind: 'from', at: at(source, element), exported, imported: name, module };
  });
}

function local(source: Source, node: ts.Node, exported: string, name: string): ExportBinding {
  return { kind: 'local', at: at(source, node), exported, local: name };
}

function hasModifier(node: ts.HasModifiers, kind: ts.SyntaxKind): boolean {
  return node.modifiers?.some(modifier => modifier.kind === kind) ?? false;
}
