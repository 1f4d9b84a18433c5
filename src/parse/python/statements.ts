import type { Expr, Statement } from '../../core/program.ts';
import { deeper, placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { assignmentStatements, assignName, assignTo, augmentedStatements } from './assignments.ts';
import type { Bound } from './bound-names.ts';
import { attempt, branch, loop, select } from './compound.ts';
import { definitionOf } from './definitions.ts';
import { expression } from './expressions.ts';
import { importStatements } from './imports.ts';
import { bare, inScope, type PythonSource, type Scope } from './source.ts';

type NewScope = {
  readonly kind: 'module' | 'function';
  readonly bound: ReadonlyMap<string, Bound>;
  /** Names that are bound when the body starts: parameters. */
  readonly given?: readonly string[];
  readonly self?: string | undefined;
};

/** The statements of a module or function in a scope of their own; names first bound inside other statements are declared in front. */
export function scopeBody(source: PythonSource, nodes: readonly SyntaxNode[], made: NewScope): readonly Statement[] {
  const given = made.given ?? [];
  const names = new Set(given);
  const declared = new Set(given);
  const before: Statement[] = [];
  for (const [name, { node, first }] of made.bound) {
    if (first === 'import') continue;
    names.add(name);
    if (first !== 'nested' || declared.has(name)) continue;
    declared.add(name);
    const at = placeOf(source, node === source.tree.root ? { ...node, end: node.start } : node);
    before.push({ kind: 'declare', at, pattern: { kind: 'name', at, name } });
  }
  const scope: Scope = { kind: made.kind, names, declared, ...(made.self !== undefined && { self: made.self }) };
  return inScope(source, scope, () => [...before, ...statements(source, nodes, true)]);
}

/** Statements in their order. `isTop`: they are those of the body of a module or function, not inside another statement. */
export function statements(source: PythonSource, nodes: readonly SyntaxNode[], isTop: boolean): readonly Statement[] {
  return nodes.flatMap(node => (node.isNamed || node.isError ? statement(source, node, isTop) : []));
}

/** The statements of a block in another statement. */
export function nested(source: PythonSource, block: SyntaxNode | undefined): readonly Statement[] {
  if (!block) return [];
  return deeper(source, block, () => statements(source, block.children, false)) ?? [lost(source, block)];
}

export function statement(source: PythonSource, node: SyntaxNode, isTop: boolean): readonly Statement[] {
  return deeper(source, node, () => translate(source, node, isTop)) ?? [lost(source, node)];
}

function lost(source: PythonSource, node: SyntaxNode): Statement {
  return { kind: 'evaluate', at: placeOf(source, node), value: unknownExpr(source, node) };
}

function translate(source: PythonSource, node: SyntaxNode, isTop: boolean): readonly Statement[] {
  const at = placeOf(source, node);
  switch (node.type) {
    case 'expression_statement':
      return node.children.flatMap(child => (child.isNamed ? effects(source, child, isTop) : []));
    case 'import_statement':
    case 'import_from_statement':
      return importStatements(source, node, isTop);
    case 'decorated_definition':
    case 'function_definition':
    case 'class_definition': {
      const { name, value } = definitionOf(source, node);
      return name ? assignName(source, { name, value, isTop, at }) : [{ kind: 'evaluate', at, value }];
    }
    case 'return_statement': {
      const [value] = namedChildren(node);
      return [{ kind: 'return', at, ...(value && { value: expression(source, value) }) }];
    }
    case 'raise_statement': {
      const value = node.children.find(child => child.isNamed && child.field !== 'cause');
      return [{ kind: 'throw', at, ...(value && { value: expression(source, value) }) }];
    }
    case 'assert_statement': {
      const [test, message] = namedChildren(node);
      if (!test) return [];
      const value = message && expression(source, message);
      const failed: Statement = { kind: 'throw', at, ...(value && { value }) };
      const not: Expr = {
        kind: 'operation',
        at: placeOf(source, test),
        operator: 'not',
        operands: [expression(source, test, 'test')],
      };
      return [{ kind: 'branch', at, test: not, then: [failed], otherwise: [] }];
    }
    case 'if_statement':
      return [branch(source, node)];
    case 'for_statement':
    case 'while_statement':
      return loop(source, node);
    case 'try_statement':
      return [attempt(source, node)];
    case 'with_statement':
      return withStatements(source, node, isTop);
    case 'match_statement':
      return [select(source, node)];
    case 'break_statement':
    case 'continue_statement':
      return [{ kind: 'leave', at }];
    case 'pass_statement':
    case 'global_statement':
    case 'nonlocal_statement':
    case 'delete_statement':
    case 'future_import_statement':
    case 'comment':
    case 'line_continuation':
      return [];
    case 'type_alias_statement': {
      const name = bare(childNamed(node, 'left') ?? node);
      const right = childNamed(node, 'right');
      if (name.type !== 'identifier' || !right) return [lost(source, node)];
      return assignName(source, { name, value: expression(source, right), isTop, at });
    }
    case 'print_statement':
    case 'exec_statement':
      return [
        {
          kind: 'evaluate',
          at,
          value: unknownExpr(
            source,
            node,
            namedChildren(node).map(child => expression(source, child)),
          ),
        },
      ];
    case 'ERROR':
      return statements(source, node.children, false);
    case 'block':
      return statements(source, node.children, isTop);
    default:
      return STATEMENT_PARTS.has(node.type) ? statements(source, node.children, false) : effects(source, node, isTop);
  }
}

/** Parts of statements that broken code leaves without their statement. */
const STATEMENT_PARTS: ReadonlySet<string> = new Set([
  'elif_clause',
  'else_clause',
  'except_clause',
  'finally_clause',
  'case_clause',
  'decorator',
]);

/** An expression for its effects; assignments and `yield` as what they do. */
function effects(source: PythonSource, node: SyntaxNode, isTop: boolean): readonly Statement[] {
  const inner = bare(node);
  if (inner.type === 'assignment') return assignmentStatements(source, inner, isTop);
  if (inner.type === 'augmented_assignment') return augmentedStatements(source, inner, isTop);
  const at = placeOf(source, inner);
  if (inner.type === 'yield') {
    const [given] = namedChildren(inner);
    return given ? [{ kind: 'evaluate', at, value: expression(source, given) }] : [];
  }
  const value = expression(source, inner);
  if (value.kind === 'assigned') return [{ kind: 'assign', at, target: value.target, value: value.value }];
  return [{ kind: 'evaluate', at, value }];
}

/** `with a as b:` gives `b` the value of `a`; its block runs once, where it stands, and its names outlive it. */
function withStatements(source: PythonSource, node: SyntaxNode, isTop: boolean): readonly Statement[] {
  const items = node.children.flatMap(child => (child.type === 'with_clause' ? withItems(child) : []));
  const before = items.flatMap((item): readonly Statement[] => {
    const held = item.type === 'with_item' ? (childNamed(item, 'value') ?? item) : item;
    const at = placeOf(source, held);
    if (held.type !== 'as_pattern') return [{ kind: 'evaluate', at, value: expression(source, held) }];
    const [manager] = namedChildren(held);
    const target = childNamed(held, 'alias')?.children.find(child => child.isNamed);
    if (!manager) return [lost(source, held)];
    const value = expression(source, manager);
    return target ? assignTo(source, { target, value, isTop, at }) : [{ kind: 'evaluate', at, value }];
  });
  const body = childNamed(node, 'body');
  return [...before, ...(body ? statements(source, body.children, isTop) : [])];
}

function withItems(clause: SyntaxNode): readonly SyntaxNode[] {
  return clause.children.filter(child => child.type === 'with_item');
}
