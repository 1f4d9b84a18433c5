/** Nodes of a program, whatever they are for: a walk over them, and those that nobody wrote. */
import type { Location } from './location.ts';
import type { CallExpr, Expr, Statement } from './program.ts';

export type Node = Statement | Expr;

/** A call that a program does not write and its form, or a rule, needs. */
export function callAt(at: Location, callee: Expr, args: readonly Expr[] = []): CallExpr {
  return { kind: 'call', at, nameAt: at, callee, args, isNew: false, isAwaited: false, typeArguments: [] };
}

/**
 * Visits every statement and expression below some, functions and classes inside included, unless `enters` says of a node that
 * it is not to be gone into; in no particular order. Does not recurse: depth is the author's.
 */
export function visitNodes(
  roots: readonly Node[],
  visit: (node: Node) => void,
  enters: (node: Node) => boolean = () => true,
): void {
  const waiting: Node[] = [...roots];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    visit(node);
    if (enters(node)) for (const inner of below(node)) waiting.push(inner);
  }
}

function below(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'declare':
    case 'return':
    case 'throw':
      return node.value ? [node.value] : [];
    case 'assign':
    case 'assigned':
      return [node.target, node.value];
    case 'evaluate':
    case 'spread':
    case 'named':
      return [node.value];
    case 'branch':
      return [node.test, ...node.then, ...node.otherwise];
    case 'each':
      return [node.over, ...node.body];
    case 'repeat':
      return node.test ? [node.test, ...node.body] : node.body;
    case 'attempt':
      return [...node.body, ...node.handler, ...node.after];
    case 'select':
      return [
        node.subject,
        ...node.cases.flatMap(({ test, body }): readonly Node[] => (test ? [test, ...body] : body)),
      ];
    case 'block':
      return node.body;
    case 'concat':
    case 'unknown':
      return node.parts;
    case 'member':
      return [node.of];
    case 'index':
      return [node.of, node.key];
    case 'call':
      return [node.callee, ...node.args];
    case 'list':
      return node.items;
    case 'record':
      return node.entries.map(entry => entry.value);
    case 'function':
      return node.fn.body;
    case 'choice':
      return [node.test, node.then, node.otherwise];
    case 'operation':
      return node.operands;
    case 'load':
      return [node.module];
    case 'leave':
    case 'text':
    case 'number':
    case 'boolean':
    case 'nothing':
    case 'pattern':
    case 'name':
    case 'self':
      return [];
    case 'class':
      return node.cls.members.flatMap((member): readonly Node[] =>
        member.kind === 'field' ? (member.value ? [member.value] : []) : member.fn.body,
      );
  }
}
