import type { Expr, RecordEntry, Statement } from '../../../../src/core/program.ts';

type Node = Expr | Statement;

/**
 * Every statement and expression that no branch decides about, functions and classes inside included. A value that a
 * choice picks, and a part that is spread under a condition, are left out.
 */
export function certainNodes(roots: readonly Node[]): readonly Node[] {
  const found: Node[] = [];
  const waiting: Node[] = [...roots];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    found.push(node);
    waiting.push(...certainBelow(node));
  }
  return found;
}

function certainBelow(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'declare':
    case 'return':
    case 'throw':
      return node.value ? [node.value] : [];
    case 'assign':
    case 'assigned':
    case 'evaluate':
    case 'spread':
    case 'named':
      return [node.value];
    case 'branch':
      return [node.test];
    case 'attempt':
      return [...node.body, ...node.handler, ...node.after];
    case 'each':
    case 'repeat':
    case 'block':
      return node.body;
    case 'call':
      return [node.callee, ...node.args];
    case 'member':
      return [node.of];
    case 'list':
      return node.items;
    case 'record':
      return node.entries.map((entry: RecordEntry) => entry.value);
    case 'function':
      return node.fn.body;
    case 'class':
      return node.cls.members.flatMap((member): readonly Node[] =>
        member.kind === 'field' ? (member.value ? [member.value] : []) : member.fn.body,
      );
    case 'unknown':
      return node.parts;
    default:
      return [];
  }
}
