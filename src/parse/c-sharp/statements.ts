import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { deeper, placeOf, unknownStatement } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { classNode, isType, typeName } from './classes.ts';
import { expression, expressionIn, inner } from './expressions.ts';
import { blockOf, functionNode, namePattern } from './functions.ts';
import { assignment, isUpdate, update } from './operators.ts';
import { bare, type CSharpSource, isValue, nameText, valueIn } from './source.ts';
import { select } from './switches.ts';
import { tryStatement } from './tries.ts';
import { typeOf } from './types.ts';

/** Statements of one block; its functions come first, as they may be called before they are written. */
export function statements(source: CSharpSource, nodes: readonly SyntaxNode[]): readonly Statement[] {
  const plain = nodes.map(node => (node.type === 'global_statement' ? (namedChildren(node)[0] ?? node) : node));
  const isFirst = (node: SyntaxNode): boolean => node.type === 'local_function_statement' || isType(node);
  return [...plain.filter(isFirst), ...plain.filter(node => !isFirst(node))].flatMap(node => statement(source, node));
}

/** One statement; several where it declares several names, none where it says nothing. */
export function statement(source: CSharpSource, node: SyntaxNode): readonly Statement[] {
  const around = source.declared.names;
  source.declared.names = [];
  const own = deeper(source, node, () => translate(source, node)) ?? [unknownStatement(source, node)];
  const all = source.declared.names.length === 0 ? own : [...source.declared.names, ...own];
  source.declared.names = around;
  return all;
}

/** The statements in the place of one: a block's own, without a block around them. */
export function nested(source: CSharpSource, node: SyntaxNode | undefined): readonly Statement[] {
  if (!node) return [];
  return node.type === 'block' ? blockOf(source, node) : statement(source, node);
}

function translate(source: CSharpSource, node: SyntaxNode): readonly Statement[] {
  const at = placeOf(source, node);
  switch (node.type) {
    case 'expression_statement': {
      const value = valueIn(node);
      return value ? effects(source, value, node) : [];
    }
    case 'local_declaration_statement': {
      const declaration = childOfType(node, 'variable_declaration');
      return declaration ? variables(source, declaration) : [unknownStatement(source, node)];
    }
    case 'local_function_statement': {
      const name = childNamed(node, 'name');
      const fn = functionNode(source, node, { name: nameText(source, name), bindsSelf: false });
      if (!name) return [unknownStatement(source, node)];
      return [{ kind: 'declare', at, pattern: namePattern(source, name), value: { kind: 'function', at, fn } }];
    }
    case 'return_statement': {
      const value = valueIn(node);
      return [{ kind: 'return', at, ...(value && { value: expression(source, value) }) }];
    }
    case 'yield_statement': {
      const value = valueIn(node);
      return value ? [{ kind: 'evaluate', at, value: expression(source, value) }] : [{ kind: 'return', at }];
    }
    case 'if_statement':
      return [
        {
          kind: 'branch',
          at,
          test: expressionIn(source, node, 'condition', 'test'),
          then: nested(source, childNamed(node, 'consequence')),
          otherwise: nested(source, childNamed(node, 'alternative')),
        },
      ];
    case 'block':
      return [{ kind: 'block', at, body: blockOf(source, node) }];
    case 'throw_statement': {
      const value = valueIn(node);
      return [{ kind: 'throw', at, ...(value && { value: expression(source, value) }) }];
    }
    case 'try_statement':
      return [tryStatement(source, node)];
    case 'switch_statement':
      return [select(source, node)];
    case 'foreach_statement':
    case 'for_statement':
    case 'while_statement':
    case 'do_statement':
      return [loop(source, node)];
    case 'break_statement':
    case 'continue_statement':
    case 'goto_statement':
      return [{ kind: 'leave', at }];
    case 'labeled_statement': {
      const labelled = namedChildren(node).at(-1);
      return labelled && labelled.type !== 'identifier' ? statement(source, labelled) : [];
    }
    case 'using_statement':
    case 'lock_statement':
    case 'fixed_statement':
    case 'unsafe_statement':
    case 'checked_statement':
      return [held(source, node)];
    case 'empty_statement':
    case 'using_directive':
    case 'extern_alias_directive':
    case 'global_attribute':
    case 'delegate_declaration':
      return [];
    case 'ERROR':
      return brokenStatements(source, node);
    default:
      if (isType(node)) return typeDeclaration(source, node);
      return effects(source, node, node);
  }
}

/** A type, declared by its name. */
export function typeDeclaration(source: CSharpSource, node: SyntaxNode): readonly Statement[] {
  const at = placeOf(source, node);
  const name = childNamed(node, 'name');
  if (!name) return [unknownStatement(source, node)];
  const cls = deeper(source, node, () => classNode(source, node));
  if (!cls) return [unknownStatement(source, node)];
  const pattern = { ...namePattern(source, name), name: typeName(source, node) };
  return [{ kind: 'declare', at, pattern, value: { kind: 'class', at, cls } }];
}

/** `using (x) { … }`, `lock (x) { … }`: what is in the parentheses, then the body. */
function held(source: CSharpSource, node: SyntaxNode): Statement {
  const at = placeOf(source, node);
  const body = childNamed(node, 'body') ?? node.children.findLast(child => child.isNamed);
  const before = node.children
    .filter(isValue)
    .filter(child => child !== body)
    .flatMap((child): readonly Statement[] =>
      child.type === 'variable_declaration' ? variables(source, child) : effects(source, child, child),
    );
  return { kind: 'block', at, body: [...before, ...nested(source, body)] };
}

/** What stands where the text is not understood: its statements as such, what else it holds as parts of an unknown value. */
function brokenStatements(source: CSharpSource, node: SyntaxNode): readonly Statement[] {
  const parts = namedChildren(node).filter(child => child.type.endsWith('_statement') || child.type === 'block');
  return [...statements(source, parts), unknownStatement(source, node, inner(source, node))];
}

/** An expression for its effects. */
export function effects(source: CSharpSource, written: SyntaxNode, holder: SyntaxNode): readonly Statement[] {
  const node = bare(written);
  const at = placeOf(source, node);
  if (node.type === 'assignment_expression') return assigned(source, node);
  if (isUpdate(node)) return [{ kind: 'assign', at, ...update(source, node) }];
  return [{ kind: 'evaluate', at: placeOf(source, holder), value: expression(source, node) }];
}

/** `a = b`; `(int a, var b) = c` declares. */
function assigned(source: CSharpSource, node: SyntaxNode): readonly Statement[] {
  const at = placeOf(source, node);
  const left = childNamed(node, 'left');
  const declared = left?.type === 'tuple_expression' ? tupleNames(source, left) : undefined;
  if (declared) return [{ kind: 'declare', at, pattern: declared, value: expressionIn(source, node, 'right') }];
  return [{ kind: 'assign', at, ...assignment(source, node) }];
}

function tupleNames(source: CSharpSource, node: SyntaxNode): Pattern | undefined {
  const items = namedChildren(node).map(argument => {
    const written = namedChildren(argument).at(-1);
    const name = written?.type === 'declaration_expression' ? childNamed(written, 'name') : undefined;
    return written && name ? namePattern(source, name, typeOf(source, childNamed(written, 'type'))) : undefined;
  });
  return items.some(item => item !== undefined) ? { kind: 'list', at: placeOf(source, node), items } : undefined;
}

/** `int a = 1, b`, `var (a, b) = c`. */
export function variables(source: CSharpSource, node: SyntaxNode): readonly Statement[] {
  const type = childNamed(node, 'type');
  return node.children
    .filter(child => child.type === 'variable_declarator')
    .map((declarator): Statement => {
      const value = valueOf(declarator);
      return {
        kind: 'declare',
        at: placeOf(source, declarator),
        pattern: declaredBy(source, declarator, type),
        ...(value && { value: valueTyped(source, value, type) }),
      };
    });
}

/** `Foo x = new(1)` makes a `Foo`. */
export function valueTyped(source: CSharpSource, value: SyntaxNode, type: SyntaxNode | undefined): Expr {
  if (value.type !== 'implicit_object_creation_expression' || !type || type.type === 'implicit_type')
    return expression(source, value);
  return expression(source, {
    ...value,
    children: [...value.children.slice(0, 1), { ...type, field: 'type' }, ...value.children.slice(1)],
  });
}

/** What a declarator or a property is set to. */
export function valueOf(node: SyntaxNode): SyntaxNode | undefined {
  const equals = node.children.findIndex(child => child.type === '=');
  return equals === -1 ? undefined : node.children[equals + 1];
}

function declaredBy(source: CSharpSource, node: SyntaxNode, type: SyntaxNode | undefined): Pattern {
  const tuple = childOfType(node, 'tuple_pattern');
  if (tuple) return tuplePattern(source, tuple);
  return namePattern(source, childNamed(node, 'name') ?? node, typeOf(source, type));
}

function tuplePattern(source: CSharpSource, node: SyntaxNode): Pattern {
  const items = node.children
    .filter(child => child.isNamed)
    .map(child => (child.type === 'identifier' ? namePattern(source, child) : undefined));
  return { kind: 'list', at: placeOf(source, node), items };
}

function loop(source: CSharpSource, node: SyntaxNode): Statement {
  const at = placeOf(source, node);
  const body = nested(source, childNamed(node, 'body'));
  if (node.type === 'foreach_statement') {
    const left = childNamed(node, 'left');
    const pattern =
      left?.type === 'tuple_pattern'
        ? tuplePattern(source, left)
        : namePattern(source, left ?? node, typeOf(source, childNamed(node, 'type')));
    return { kind: 'each', at, pattern, over: expressionIn(source, node, 'right'), of: 'items', body };
  }
  const condition = childNamed(node, 'condition');
  const updates = node.children
    .filter(child => child.field === 'update' && isValue(child))
    .flatMap(one => effects(source, one, one));
  const repeat: Statement = {
    kind: 'repeat',
    at,
    ...(condition && { test: expression(source, condition, 'test') }),
    body: [...body, ...updates],
  };
  const before = node.children
    .filter(child => child.field === 'initializer' && isValue(child))
    .flatMap(one => (one.type === 'variable_declaration' ? variables(source, one) : effects(source, one, one)));
  return before.length === 0 ? repeat : { kind: 'block', at, body: [...before, repeat] };
}
