import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { deeper, placeOf, unknownExpr, unknownStatement } from '../syntax/source.ts';
import { childNamed, childrenNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { argumentsOf } from './chains.ts';
import { classNode, isType } from './classes.ts';
import { expression, expressionIn, inner } from './expressions.ts';
import { bodyOf, namePattern } from './functions.ts';
import { assignment, update } from './operators.ts';
import { bare, type JavaSource } from './source.ts';
import { select } from './switches.ts';
import { tryStatement } from './tries.ts';
import { typeOf } from './types.ts';

export function statements(source: JavaSource, nodes: readonly SyntaxNode[]): readonly Statement[] {
  return nodes.flatMap(node => statement(source, node));
}

/** One statement; several where it declares several names, none where it says nothing. */
export function statement(source: JavaSource, node: SyntaxNode): readonly Statement[] {
  return deeper(source, node, () => translate(source, node)) ?? [unknownStatement(source, node)];
}

/** The statements in the place of one: a block's own, without a block around them. */
export function nested(source: JavaSource, node: SyntaxNode | undefined): readonly Statement[] {
  if (!node) return [];
  return node.type === 'block' ? bodyOf(source, node) : statement(source, node);
}

function translate(source: JavaSource, node: SyntaxNode): readonly Statement[] {
  const at = placeOf(source, node);
  switch (node.type) {
    case 'expression_statement': {
      const value = node.children.find(child => child.isNamed);
      return value ? effects(source, value, node) : [];
    }
    case 'local_variable_declaration':
      return variables(source, node);
    case 'return_statement':
    case 'yield_statement': {
      // A `yield` ends the function that a `switch` with a value becomes.
      const value = node.children.find(child => child.isNamed);
      return [{ kind: 'return', at, ...(value && { value: expression(source, value) }) }];
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
    case 'constructor_body':
      return [{ kind: 'block', at, body: bodyOf(source, node) }];
    case 'throw_statement': {
      const value = node.children.find(child => child.isNamed);
      return [{ kind: 'throw', at, ...(value && { value: expression(source, value) }) }];
    }
    case 'try_statement':
    case 'try_with_resources_statement':
      return [tryStatement(source, node)];
    case 'switch_expression':
    case 'switch_statement':
      return [select(source, node)];
    case 'enhanced_for_statement':
    case 'for_statement':
    case 'while_statement':
    case 'do_statement':
      return [loop(source, node)];
    case 'break_statement':
    case 'continue_statement':
      return [{ kind: 'leave', at }];
    case 'labeled_statement': {
      const labelled = namedChildren(node).at(-1);
      return labelled && labelled.type !== 'identifier' ? statement(source, labelled) : [];
    }
    case 'synchronized_statement': {
      const lock = node.children.find(child => child.type === 'parenthesized_expression');
      const body: Statement = { kind: 'block', at, body: bodyOf(source, childNamed(node, 'body')) };
      return lock ? [{ kind: 'evaluate', at, value: expression(source, lock) }, body] : [body];
    }
    case 'explicit_constructor_invocation':
      return [{ kind: 'evaluate', at, value: constructorCall(source, node) }];
    case 'assert_statement':
      // Assertions are switched off unless the program is started with them: one that fails stops nothing.
      return [
        unknownStatement(
          source,
          node,
          namedChildren(node).map(child => expression(source, child)),
        ),
      ];
    case ';':
    case 'empty_statement':
    case 'import_declaration':
    case 'package_declaration':
      return [];
    case 'ERROR':
      return brokenStatements(source, node);
    default:
      if (isType(node)) {
        const cls = classNode(source, node);
        const name = childNamed(node, 'name');
        if (!name) return [unknownStatement(source, node)];
        return [{ kind: 'declare', at, pattern: namePattern(source, name), value: { kind: 'class', at, cls } }];
      }
      return effects(source, node, node);
  }
}

/** What stands where the text is not understood: its statements as such, what else it holds as parts of an unknown value. */
function brokenStatements(source: JavaSource, node: SyntaxNode): readonly Statement[] {
  const parts = namedChildren(node).filter(child => child.type.endsWith('_statement') || child.type === 'block');
  return [...statements(source, parts), unknownStatement(source, node, inner(source, node))];
}

/** An expression for its effects. */
export function effects(source: JavaSource, written: SyntaxNode, holder: SyntaxNode): readonly Statement[] {
  const node = bare(written);
  const at = placeOf(source, node);
  if (node.type === 'assignment_expression') return [{ kind: 'assign', at, ...assignment(source, node) }];
  if (node.type === 'update_expression') return [{ kind: 'assign', at, ...update(source, node) }];
  if (node.type === 'switch_expression') return [select(source, node)];
  return [{ kind: 'evaluate', at: placeOf(source, holder), value: expression(source, node) }];
}

/** `int a = 1, b[] = {2}`, and with them the fields of a class. */
export function variables(source: JavaSource, node: SyntaxNode): readonly Statement[] {
  const type = childNamed(node, 'type');
  return childrenNamed(node, 'declarator').map((declarator): Statement => {
    const value = childNamed(declarator, 'value');
    return {
      kind: 'declare',
      at: placeOf(source, declarator),
      pattern: variable(source, declarator, type),
      ...(value && { value: expression(source, value) }),
    };
  });
}

/** What `Type name[]` declares. */
export function variable(source: JavaSource, node: SyntaxNode, type: SyntaxNode | undefined): Pattern {
  return namePattern(source, childNamed(node, 'name') ?? node, typeOf(source, type, childNamed(node, 'dimensions')));
}

function loop(source: JavaSource, node: SyntaxNode): Statement {
  const at = placeOf(source, node);
  const body = nested(source, childNamed(node, 'body'));
  if (node.type === 'enhanced_for_statement') {
    const pattern = variable(source, node, childNamed(node, 'type'));
    return { kind: 'each', at, pattern, over: expressionIn(source, node, 'value'), of: 'items', body };
  }
  const condition = childNamed(node, 'condition');
  const updates = childrenNamed(node, 'update').flatMap(one => effects(source, one, one));
  const repeat: Statement = {
    kind: 'repeat',
    at,
    ...(condition && { test: expression(source, condition, 'test') }),
    body: [...body, ...updates],
  };
  const before = childrenNamed(node, 'init').flatMap(one =>
    one.type === 'local_variable_declaration' ? variables(source, one) : effects(source, one, one),
  );
  return before.length === 0 ? repeat : { kind: 'block', at, body: [...before, repeat] };
}

/** `super(…)` and `this(…)`, first in a constructor. */
function constructorCall(source: JavaSource, node: SyntaxNode): Expr {
  const word = childNamed(node, 'constructor');
  if (!word) return unknownExpr(source, node);
  const callee: Expr = { kind: 'name', at: placeOf(source, word), name: word.type };
  return {
    kind: 'call',
    at: placeOf(source, node),
    nameAt: callee.at,
    callee,
    args: argumentsOf(source, node),
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
}
