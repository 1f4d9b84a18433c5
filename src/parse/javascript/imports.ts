import { ts } from 'ts-morph';
import type { Expr, ImportBinding, Pattern, Statement } from '../../core/program.ts';
import { expression } from './expressions.ts';
import { at, type Source } from './source.ts';

/** The names that the statements of a module take from others: ES imports, and `require` in declarations. */
export function importsOf(
  source: Source,
  nodes: readonly ts.Statement[],
  body: readonly Statement[],
): readonly ImportBinding[] {
  return [...nodes.flatMap(node => importedBy(source, node)), ...body.flatMap(requiredBy)];
}

function importedBy(source: Source, node: ts.Statement): readonly ImportBinding[] {
  if (ts.isImportEqualsDeclaration(node)) return importEquals(source, node);
  if (!ts.isImportDeclaration(node) || !node.importClause || !ts.isStringLiteralLike(node.moduleSpecifier)) return [];
  const clause = node.importClause;
  const module = node.moduleSpecifier.text;
  const isTypeOnly = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  const bindings: ImportBinding[] = [];
  if (clause.name)
    bindings.push({ at: at(source, clause.name), local: clause.name.text, imported: 'default', module, isTypeOnly });
  if (!clause.namedBindings) return bindings;
  if (ts.isNamespaceImport(clause.namedBindings)) {
    const { name } = clause.namedBindings;
    return [...bindings, { at: at(source, name), local: name.text, imported: '*', module, isTypeOnly }];
  }
  for (const element of clause.namedBindings.elements) {
    bindings.push({
      at: at(source, element),
      local: element.name.text,
      imported: (element.propertyName ?? element.name).text,
      module,
      isTypeOnly: isTypeOnly || element.isTypeOnly,
    });
  }
  return bindings;
}

function importEquals(source: Source, node: ts.ImportEqualsDeclaration): readonly ImportBinding[] {
  if (!ts.isExternalModuleReference(node.moduleReference)) return [];
  const specifier = node.moduleReference.expression;
  if (!ts.isStringLiteralLike(specifier)) return [];
  return [
    {
      at: at(source, node.name),
      local: node.name.text,
      imported: '*',
      module: specifier.text,
      isTypeOnly: node.isTypeOnly,
    },
  ];
}

/** `import './x'`: loads for effects alone. */
export function effectImports(source: Source, nodes: readonly ts.Statement[]): readonly Statement[] {
  return nodes
    .filter(node => ts.isImportDeclaration(node))
    .filter(node => !node.importClause)
    .map(node => {
      const place = at(source, node);
      return {
        kind: 'evaluate',
        at: place,
        value: { kind: 'load', at: place, module: expression(source, node.moduleSpecifier) },
      };
    });
}

/** `const x = require('y')`, `const { a, b: c } = require('y')`, `const r = require('y').Router`. */
function requiredBy(statement: Statement): readonly ImportBinding[] {
  if (statement.kind !== 'declare' || !statement.value) return [];
  const { pattern, value } = statement;
  if (value.kind === 'load') return bindings(pattern, '*', value);
  if (value.kind === 'member' && value.of.kind === 'load' && pattern.kind === 'name')
    return bindings(pattern, value.name, value.of);
  return [];
}

function bindings(pattern: Pattern, imported: string, load: Extract<Expr, { kind: 'load' }>): readonly ImportBinding[] {
  if (load.module.kind !== 'text') return [];
  const module = load.module.value;
  if (pattern.kind === 'name') return [{ at: pattern.at, local: pattern.name, imported, module, isTypeOnly: false }];
  if (pattern.kind !== 'record') return [];
  return pattern.entries.flatMap(({ key, pattern: taken }) =>
    taken.kind === 'name' ? [{ at: taken.at, local: taken.name, imported: key, module, isTypeOnly: false }] : [],
  );
}
