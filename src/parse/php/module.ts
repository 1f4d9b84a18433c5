import type { ExportBinding, Module, Statement } from '../../core/program.ts';
import { deeper, placeOf, textOf, type SyntaxSource } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { boundNames } from './bound-names.ts';
import { declared, isDeclaration } from './declarations.ts';
import { isType } from './classes.ts';
import { joined, nameTable, noteUses } from './names.ts';
import { nameText, type PhpSource } from './source.ts';
import { statements } from './statements.ts';

/** Branches in branches in which declarations are looked for. */
const DEPTH = 4;

/**
 * The module of a PHP file. Its imports are the names that it uses and does not declare; functions and classes are declared
 * first, also those that stand in a branch (`if (!function_exists('f'))`), and exported. What stands around `<?php` is text.
 */
export function phpModuleOf(syntax: SyntaxSource): Module {
  const names = nameTable();
  const source: PhpSource = {
    ...syntax,
    around: { links: 0, shared: 0 },
    names,
    classes: [],
    declaring: new Set(),
    hoisted: new Set(),
  };
  const found = declarationsIn(source);
  const exports: ExportBinding[] = [];
  const first: Statement[] = [];
  for (const { node, namespace } of found) {
    source.hoisted.add(node);
    names.namespace = namespace;
    const made = deeper(source, node, () => declared(source, node)) ?? [];
    first.push(...made);
    const name = childNamed(node, 'name');
    const [one] = made;
    if (!name || one?.kind !== 'declare' || one.pattern.kind !== 'name') continue;
    exports.push({
      kind: 'local',
      at: placeOf(source, name),
      exported: nameText(source, name),
      local: one.pattern.name,
    });
  }
  names.namespace = '';
  const lines = namedChildren(source.tree.root);
  const unset = [...boundNames(source, lines, new Set())].flatMap(([name, { node, isTop }]): readonly Statement[] => {
    const at = placeOf(source, node);
    return isTop ? [] : [{ kind: 'declare', at, pattern: { kind: 'name', at, name } }];
  });
  const body = statements(source, lines);
  for (const statement of body)
    if (statement.kind === 'declare' && statement.value && statement.pattern.kind === 'name' && isConstant(statement))
      exports.push({
        kind: 'local',
        at: statement.pattern.at,
        exported: statement.pattern.name,
        local: statement.pattern.name,
      });
  return {
    file: source.file,
    language: 'php',
    imports: [...names.imports.values()],
    exports,
    body: [...unset, ...first, ...body],
  };
}

/** At the top of a file, only constants are declared there: variables are assigned. */
function isConstant(statement: Extract<Statement, { kind: 'declare' }>): boolean {
  return statement.value?.kind !== 'function' && statement.value?.kind !== 'class';
}

type Declaration = { readonly node: SyntaxNode; readonly namespace: string };

/** Functions and classes that the file declares, functions first and classes after their bases; notes what it uses on the way. */
function declarationsIn(source: PhpSource): readonly Declaration[] {
  const { names } = source;
  const found: Declaration[] = [];
  let namespace = '';
  const look = (nodes: readonly SyntaxNode[], depth: number): void => {
    for (const node of nodes) {
      if (node.type === 'namespace_use_declaration') noteUses(source, names, node);
      else if (node.type === 'namespace_definition') {
        const name = childNamed(node, 'name');
        const body = childNamed(node, 'body');
        const before = namespace;
        namespace = name ? textOf(source, name).replaceAll(/\s+/g, '') : '';
        if (body) {
          look(namedChildren(body), depth);
          namespace = before;
        }
      } else if (isDeclaration(node)) {
        const full = joined(namespace, nameText(source, childNamed(node, 'name')));
        (isType(node) ? names.declaredClasses : names.declaredFunctions).add(full);
        found.push({ node, namespace });
      } else if (depth < DEPTH && HOLDERS.has(node.type)) look(namedChildren(node), depth + 1);
    }
  };
  look(namedChildren(source.tree.root), 0);
  const isFunction = ({ node }: Declaration): boolean => !isType(node);
  return [
    ...found.filter(isFunction),
    ...afterBases(
      source,
      found.filter(one => !isFunction(one)),
    ),
  ];
}

const HOLDERS: ReadonlySet<string> = new Set([
  'if_statement',
  'else_clause',
  'else_if_clause',
  'compound_statement',
  'colon_block',
  'declare_statement',
  'ERROR',
]);

/** Classes with those first that others of the file extend or use: a class is made with its base at hand. */
function afterBases(source: PhpSource, types: readonly Declaration[]): readonly Declaration[] {
  if (types.length < 2) return types;
  const byName = new Map(types.map(type => [nameText(source, childNamed(type.node, 'name')), type]));
  const ordered = new Set<Declaration>();
  const waiting = new Set<Declaration>();
  const put = (type: Declaration): void => {
    if (ordered.has(type) || waiting.has(type) || waiting.size > 50) return;
    waiting.add(type);
    for (const name of namesAbove(source, type.node)) {
      const base = byName.get(name);
      if (base) put(base);
    }
    waiting.delete(type);
    ordered.add(type);
  };
  for (const type of types) put(type);
  return [...ordered];
}

function namesAbove(source: PhpSource, type: SyntaxNode): readonly string[] {
  const body = childNamed(type, 'body');
  const clauses = [
    ...type.children.filter(child => child.type === 'base_clause' || child.type === 'class_interface_clause'),
    ...(body ? namedChildren(body).filter(child => child.type === 'use_declaration') : []),
  ];
  return clauses.flatMap(clause =>
    namedChildren(clause).map(one => {
      const written = textOf(source, one);
      return written.slice(written.lastIndexOf('\\') + 1);
    }),
  );
}
