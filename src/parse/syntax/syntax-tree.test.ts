import { beforeAll, expect, test } from 'vitest';
import { loadGrammar } from './grammar.ts';
import { childNamed, syntaxTree, type SyntaxNode } from './syntax-tree.ts';

beforeAll(async () => {
  await Promise.all([loadGrammar('python'), loadGrammar('java'), loadGrammar('kotlin')]);
});

function shown(node: SyntaxNode): string {
  const inner = node.children.filter(child => child.isNamed).map(shown);
  return `${node.field === undefined ? '' : `${node.field}:`}${node.type}${inner.length > 0 ? `(${inner.join(' ')})` : ''}`;
}

test('a tree holds every node with the name of its place, and comments apart', () => {
  const tree = syntaxTree('python', 'f(a)  # why\n');
  expect(tree && shown(tree.root)).toBe(
    'module(expression_statement(call(function:identifier arguments:argument_list(identifier))))',
  );
  expect(tree?.comments).toEqual([{ start: 6, end: 11 }]);
  expect(tree?.firstError).toBeUndefined();
});

test('offsets count UTF-16 units', () => {
  const text = 'x = "🦊"\ny = 1\n';
  const tree = syntaxTree('python', text);
  const second = tree?.root.children[1];
  expect(second && text.slice(second.start, second.end)).toBe('y = 1');
});

test.each([
  ['java', 'class A { int f() { return 1; } }'],
  ['kotlin', 'class A { fun f(): Int = 1 }'],
] as const)('%s is parsed', (grammar, text) => {
  expect(syntaxTree(grammar, text)?.firstError).toBeUndefined();
});

test('the first place that is not of the language is told', () => {
  const tree = syntaxTree('java', 'class A {\n  int = ;\n}\n');
  expect(tree?.firstError?.isError).toBe(true);
});

test('nesting takes no call stack', () => {
  const tree = syntaxTree('python', `x = ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`);
  expect(tree && childNamed(tree.root, 'none')).toBeUndefined();
});
