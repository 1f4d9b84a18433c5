/** Assignments: to names, members and several things at once. */
import type { Location } from '../../core/location.ts';
import type { Expr, Pattern, Statement, TypeRef } from '../../core/program.ts';
import { placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { targetNames } from './bound-names.ts';
import { expression } from './expressions.ts';
import { augmented } from './operators.ts';
import { isPlainPattern, itemsOfTarget, patternOf } from './patterns.ts';
import { bare, isLocal, nameExpr, scopeAt, type PythonSource } from './source.ts';
import { typeOf } from './types.ts';

type Given = {
  readonly target: SyntaxNode;
  readonly value: Expr;
  readonly isTop: boolean;
  /** The whole statement. */
  readonly at: Location;
  readonly type?: TypeRef | undefined;
};

/** `a = b`, `a: T = b`, `a = b = c`, `a: T`. */
export function assignmentStatements(source: PythonSource, node: SyntaxNode, isTop: boolean): readonly Statement[] {
  const at = placeOf(source, node);
  const { targets, right } = parts(node);
  const [target, ...more] = targets;
  if (!target) return [];
  const type = typeOf(source, childNamed(node, 'type'));
  if (!right) return declaredOnly(source, target, { at, type, isTop });
  const value = right.type === 'augmented_assignment' ? augmented(source, right) : expression(source, right);
  if (more.length === 0) return assignTo(source, { target, value, isTop, at, type });
  // One of them takes the value, and the others take it from there; a plain name can be read again.
  const holder = targets.find(one => bare(one).type === 'identifier');
  if (!holder) return unpacked(source, targets, { value, isTop, at });
  const first = assignTo(source, { target: holder, value, isTop, at });
  const others = targets.filter(one => one !== holder);
  return [
    ...first,
    ...others.flatMap(one => assignTo(source, { target: one, value: expression(source, holder), isTop, at })),
  ];
}

function parts(node: SyntaxNode): { readonly targets: readonly SyntaxNode[]; readonly right: SyntaxNode | undefined } {
  const targets: SyntaxNode[] = [];
  let right: SyntaxNode | undefined = node;
  while (right?.type === 'assignment') {
    const target = childNamed(right, 'left');
    if (target) targets.push(target);
    right = childNamed(right, 'right');
  }
  return { targets, right };
}

/** `a: T` says what `a` is, and gives it nothing. */
function declaredOnly(
  source: PythonSource,
  node: SyntaxNode,
  { at, type, isTop }: { readonly at: Location; readonly type: TypeRef | undefined; readonly isTop: boolean },
): readonly Statement[] {
  const target = bare(node);
  if (target.type !== 'identifier' || !declares(source, target, isTop)) return [];
  return [{ kind: 'declare', at, pattern: named(source, target, type) }];
}

/** `a += b`: the first to name `a` in a module whose `a` comes from `import *` declares it. */
export function augmentedStatements(source: PythonSource, node: SyntaxNode, isTop: boolean): readonly Statement[] {
  const target = childNamed(node, 'left');
  const value = augmented(source, node);
  return target ? assignTo(source, { target, value, isTop, at: placeOf(source, node) }) : [];
}

/** Gives a target a value, as the statements that this takes. */
export function assignTo(source: PythonSource, given: Given): readonly Statement[] {
  const { value, at } = given;
  const target = bare(given.target);
  switch (target.type) {
    case 'identifier':
      return assignName(source, { ...given, name: target });
    case 'attribute':
    case 'subscript':
      return [{ kind: 'assign', at, target: expression(source, target), value }];
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern':
    case 'expression_list':
    case 'tuple':
    case 'list':
      return several(source, target, given);
    default:
      return [
        { kind: 'evaluate', at, value },
        { kind: 'evaluate', at: placeOf(source, target), value: unknownExpr(source, target) },
      ];
  }
}

type Named = {
  readonly name: SyntaxNode;
  readonly value: Expr;
  readonly isTop: boolean;
  readonly at: Location;
  readonly type?: TypeRef | undefined;
};

/** Gives a name a value: the first to do so at the top of its scope declares it. */
export function assignName(source: PythonSource, { name, value, isTop, at, type }: Named): readonly Statement[] {
  if (isFallback(source, name)) return [{ kind: 'evaluate', at, value }];
  if (declares(source, name, isTop)) return [{ kind: 'declare', at, pattern: named(source, name, type), value }];
  return [{ kind: 'assign', at, target: nameExpr(source, name), value }];
}

/** What `except ImportError:` gives a name in place of what the `try` imports: that is taken to be there. */
function isFallback(source: PythonSource, name: SyntaxNode): boolean {
  const text = textOf(source, name);
  for (const [handler, names] of source.plan.fallbacks)
    if (names.has(text) && handler.start <= name.start && name.end <= handler.end) return !isLocal(source, text);
  return false;
}

function declares(source: PythonSource, node: SyntaxNode, isTop: boolean): boolean {
  const scope = scopeAt(source);
  const name = textOf(source, node);
  if (!isTop || scope.kind === 'class' || !scope.names.has(name) || scope.declared.has(name)) return false;
  scope.declared.add(name);
  return true;
}

function named(source: PythonSource, node: SyntaxNode, type: TypeRef | undefined): Pattern {
  return { kind: 'name', at: placeOf(source, node), name: textOf(source, node), ...(type && { type }) };
}

/** `a, b = c`: one pattern where it may declare all of its names, else a name that no program has, and each of them from there. */
function several(source: PythonSource, target: SyntaxNode, { value, isTop, at }: Given): readonly Statement[] {
  const scope = scopeAt(source);
  const areOwn = targetNames(target).every(name => scope.names.has(textOf(source, name)));
  if (isTop && areOwn && scope.kind !== 'class' && isPlainPattern(target)) {
    const pattern = patternOf(source, target);
    for (const name of boundBy(pattern)) scope.declared.add(name);
    return [{ kind: 'declare', at, pattern, value }];
  }
  return unpacked(source, [target], { value, isTop, at });
}

function boundBy(pattern: Pattern): readonly string[] {
  if (pattern.kind === 'name') return [pattern.name];
  if (pattern.kind === 'record') return [];
  const items = pattern.items.flatMap(item => (item ? boundBy(item) : []));
  return pattern.rest === undefined ? items : [...items, pattern.rest];
}

/** Longer names are cut: they are for people. */
const HELD = 60;

function unpacked(
  source: PythonSource,
  targets: readonly SyntaxNode[],
  { value, isTop, at }: Omit<Given, 'target'>,
): readonly Statement[] {
  const [first] = targets;
  if (!first) return [];
  const place = placeOf(source, first);
  // The parentheses keep it apart from every name of the program.
  const name = `(${textOf(source, first).slice(0, HELD)})`;
  const held: Expr = { kind: 'name', at: place, name };
  const inner = targets.flatMap(target => {
    const items = itemsOfTarget(bare(target));
    if (items.length === 0) return assignTo(source, { target, value: held, isTop, at });
    const splat = items.findIndex(item => item.type === 'list_splat_pattern' || item.type === 'list_splat');
    return items.flatMap((item, index) => {
      const itemAt = placeOf(source, item);
      const isBefore = splat === -1 || index < splat;
      const key: Expr = { kind: 'number', at: itemAt, value: index };
      const given: Expr = isBefore ? { kind: 'index', at: itemAt, of: held, key } : unknownExpr(source, item, [held]);
      const inside = index === splat ? (item.children.find(child => child.isNamed) ?? item) : item;
      return assignTo(source, { target: inside, value: given, isTop, at });
    });
  });
  return [{ kind: 'declare', at, pattern: { kind: 'name', at: place, name }, value }, ...inner];
}
