import { type SyntaxNode } from '../syntax/syntax-tree.ts';

/**
 * Puts right what the grammar misreads among statements.
 *
 * `@A @B("x")` above the first declaration of a file comes apart: the annotations stand alone, on an expression in
 * parentheses. They are given back to the declaration that follows.
 */
export function repaired(nodes: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const result: SyntaxNode[] = [];
  let waiting: SyntaxNode | undefined;
  for (const node of nodes) {
    if (waiting) result.push(DECLARATIONS.has(node.type) ? annotated(waiting, node) : waiting);
    if (waiting && DECLARATIONS.has(node.type)) {
      waiting = undefined;
      continue;
    }
    waiting = isStray(node) ? node : undefined;
    if (!waiting) result.push(node);
  }
  return waiting ? [...result, waiting] : result;
}

const DECLARATIONS: ReadonlySet<string> = new Set([
  'class_declaration',
  'object_declaration',
  'function_declaration',
  'property_declaration',
  'type_alias',
]);

function isStray(node: SyntaxNode): boolean {
  let inner = node;
  while (inner.type === 'annotated_expression') {
    const next = inner.children.at(-1);
    if (!next) return false;
    inner = next;
  }
  return node.type === 'annotated_expression' && inner.type === 'parenthesized_expression';
}

function annotated(stray: SyntaxNode, declaration: SyntaxNode): SyntaxNode {
  const annotations: SyntaxNode[] = [];
  let inner = stray;
  while (inner.type === 'annotated_expression') {
    annotations.push(...inner.children.slice(0, -1));
    const next = inner.children.at(-1);
    if (!next) break;
    inner = next;
  }
  const last = annotations.pop();
  if (last) annotations.push(withArguments(last, inner));
  const [first, ...rest] = declaration.children;
  const hasModifiers = first?.type === 'modifiers';
  const modifiers: SyntaxNode = {
    type: 'modifiers',
    isNamed: true,
    field: undefined,
    start: stray.start,
    end: stray.end,
    children: [...annotations, ...(hasModifiers ? first.children : [])],
    isError: false,
  };
  const others = hasModifiers ? rest : declaration.children;
  return { ...declaration, start: stray.start, children: [modifiers, ...others] };
}

/** `@B` and `("x")` as `@B("x")`. */
function withArguments(annotation: SyntaxNode, parenthesized: SyntaxNode): SyntaxNode {
  const children = annotation.children.map(child => {
    if (child !== annotation.children.at(-1)) return child;
    const given = parenthesized.children.map(part => (part.isNamed ? argument(part) : part));
    const list: SyntaxNode = { ...parenthesized, type: 'value_arguments', children: given };
    return { ...child, type: 'constructor_invocation', end: parenthesized.end, children: [child, list] };
  });
  return { ...annotation, end: parenthesized.end, children };
}

function argument(node: SyntaxNode): SyntaxNode {
  return { ...node, type: 'value_argument', children: [node] };
}

/**
 * `get<Item> { … }` as a call: without parentheses the grammar takes it for two comparisons, of which the last one is with
 * a lambda. Any other node is given back.
 */
export function regrouped(node: SyntaxNode): SyntaxNode {
  if (node.type !== 'binary_expression') return node;
  const [compared, closing, lambda] = node.children;
  if (closing?.type !== '>' || lambda?.type !== 'lambda_literal' || compared?.type !== 'binary_expression') return node;
  const [callee, opening, type] = compared.children;
  if (!callee || opening?.type !== '<' || !type) return node;
  const { start } = opening;
  const types: SyntaxNode = { ...compared, type: 'type_arguments', start, end: closing.end, children: [type] };
  const last: SyntaxNode = { ...lambda, type: 'annotated_lambda', children: [lambda] };
  return { ...node, type: 'call_expression', children: [callee, types, last] };
}
