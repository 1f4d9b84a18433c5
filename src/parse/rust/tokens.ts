/**
 * Macros and attributes hold tokens, which the grammar leaves as they are. Where these are expressions, as in `routes![a, b]`
 * and `#[get("/x", wrap = "Y")]`, they are read as the arguments of a call.
 */
import type { Expr } from '../../core/program.ts';
import { placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { namedChildren, type SyntaxNode, syntaxTree } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { literal } from './literals.ts';
import { nameText, type RustSource } from './source.ts';

/** Macros of one file that are read as code, and the length up to which they are. */
const MOST = 4_000;
const LENGTH = 30_000;

/** Trees of tokens in each other that are read as calls in calls. */
const DEPTH = 6;

/** The arguments between the parentheses of a token tree. What is no expression is unknown. */
export function tokenArguments(source: RustSource, tree: SyntaxNode, depth = 0): readonly Expr[] {
  const inner = tree.children.slice(1, -1);
  const [first] = inner;
  const last = inner.at(-1);
  if (!first || !last) return [];
  if (inner.length === 1)
    return [plain(source, first) ?? argument(source, first, snippet(source, first.start, last.end)?.[0])];
  const all = snippet(source, first.start, last.end);
  if (all) return all.map(node => argument(source, node, node));
  return parts(inner).map(part => partOf(source, tree, part, depth));
}

/** What stands between two commas, where not all of it is expressions. */
function partOf(source: RustSource, tree: SyntaxNode, part: readonly SyntaxNode[], depth: number): Expr {
  const [start, second, third] = part;
  const end = part.at(-1);
  if (!start || !end) return unknownExpr(source, tree);
  // `"/path" => Controller` is a pair.
  const arrow = part.findIndex(token => token.type === '=>');
  if (arrow > 0) {
    const sides = [part.slice(0, arrow), part.slice(arrow + 1)].flatMap(side =>
      side.length > 0 ? [partOf(source, tree, side, depth)] : [],
    );
    return { kind: 'list', at: placeOf(source, start), items: sides };
  }
  const read = part.length === 1 ? plain(source, start) : undefined;
  const found = read ? undefined : snippet(source, start.start, end.end)?.[0];
  if (read || found) return read ?? argument(source, start, found);
  // `type = "x"`: attributes also name their arguments by words of the language.
  if (second?.type === '=' && third && WORD.test(textOf(source, start)))
    return {
      kind: 'named',
      at: {
        ...placeOf(source, start),
        endLine: placeOf(source, end).endLine,
        endColumn: placeOf(source, end).endColumn,
      },
      name: textOf(source, start),
      nameAt: placeOf(source, start),
      value: partOf(source, tree, part.slice(2), depth),
    };
  // `routes("/a" => get(a))`: a call whose arguments are no expressions.
  if (part.length === 2 && start.type === 'identifier' && second?.type === 'token_tree' && depth < DEPTH) {
    const at = placeOf(source, start);
    return {
      kind: 'call',
      at: { ...at, endLine: placeOf(source, end).endLine, endColumn: placeOf(source, end).endColumn },
      nameAt: at,
      callee: { kind: 'name', at, name: textOf(source, start) },
      args: tokenArguments(source, second, depth + 1),
      isNew: false,
      isAwaited: false,
      typeArguments: [],
    };
  }
  return argument(source, start, undefined);
}

const WORD = /^[a-z_]\w*$/;

/** A literal, which needs no second look. */
function plain(source: RustSource, node: SyntaxNode): Expr | undefined {
  return literal(source, node);
}

/** `name = value` is a named argument. */
function argument(source: RustSource, place: SyntaxNode, node: SyntaxNode | undefined): Expr {
  if (!node) return unknownExpr(source, place);
  const [left, , value] = node.children;
  if (node.type === 'assignment_expression' && left?.type === 'identifier' && value)
    return {
      kind: 'named',
      at: placeOf(source, node),
      name: nameText(source, left),
      nameAt: placeOf(source, left),
      value: expression(source, value),
    };
  return expression(source, node);
}

/** Tokens between the commas. */
function parts(tokens: readonly SyntaxNode[]): readonly (readonly SyntaxNode[])[] {
  const found: SyntaxNode[][] = [[]];
  for (const token of tokens) {
    if (token.type === ',') found.push([]);
    else found.at(-1)?.push(token);
  }
  return found.filter(part => part.length > 0);
}

/** A part of the text, read as the arguments of a call; undefined where it is none. */
export function snippet(source: RustSource, start: number, end: number): readonly SyntaxNode[] | undefined {
  const call = parsed(source, { before: 'fn m(){v(', start, end, after: ');}' });
  const list = call && find(call, 'arguments');
  return list && namedChildren(list).filter(child => child.type !== 'attribute_item');
}

/** A pattern, with its condition, as an arm of `match`. */
export function patternSnippet(source: RustSource, start: number, end: number): SyntaxNode | undefined {
  const tree = parsed(source, { before: 'fn m(){match v{', start, end, after: '=>1}}' });
  return tree && find(tree, 'match_pattern');
}

/** The items in a part of the text. */
export function itemSnippet(source: RustSource, start: number, end: number): SyntaxNode | undefined {
  return parsed(source, { before: '', start, end, after: '' });
}

/** The statements in a part of the text of a macro, as a block; its variables are plain names in it. */
export function bodySnippet(source: RustSource, start: number, end: number): SyntaxNode | undefined {
  const plain = (text: string): string => text.replace(/\$(?=[A-Za-z_])/g, ' ');
  const tree = parsed(source, { before: 'fn m(){', start, end, after: '}' }, plain);
  return tree && find(tree, 'block');
}

function parsed(
  source: RustSource,
  {
    before,
    start,
    end,
    after,
  }: { readonly before: string; readonly start: number; readonly end: number; readonly after: string },
  // Keeps the length of the text, so that places stay right.
  changed: (text: string) => string = text => text,
): SyntaxNode | undefined {
  if (end - start > LENGTH || ++source.at.macros > MOST) return undefined;
  const tree = syntaxTree('rust', before + changed(source.text.slice(start, end)) + after);
  if (!tree || tree.firstError) return undefined;
  return shifted(tree.root, start - before.length);
}

type Growing = { -readonly [K in keyof SyntaxNode]: SyntaxNode[K] } & { children: SyntaxNode[] };

/** A tree at the place in the file that its text stands at. */
function shifted(root: SyntaxNode, by: number): SyntaxNode {
  const copy = (node: SyntaxNode): Growing => ({ ...node, start: node.start + by, end: node.end + by, children: [] });
  const top = copy(root);
  const open: { readonly from: SyntaxNode; readonly to: Growing }[] = [{ from: root, to: top }];
  for (let next = open.pop(); next; next = open.pop())
    for (const child of next.from.children) {
      const made = copy(child);
      next.to.children.push(made);
      open.push({ from: child, to: made });
    }
  return top;
}

/** The first node of a kind, from the outside inwards. */
function find(root: SyntaxNode, type: string): SyntaxNode | undefined {
  let level: readonly SyntaxNode[] = [root];
  while (level.length > 0) {
    const found = level.find(node => node.type === type);
    if (found) return found;
    level = level.flatMap(node => node.children);
  }
  return undefined;
}
