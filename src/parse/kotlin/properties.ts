import { idAt } from '../../core/location.ts';
import type { ClassMember, Decorator, Expr, FunctionNode, Pattern, Statement, TypeRef } from '../../core/program.ts';
import { calledAtOnce, functionExpr } from '../calls.ts';
import { deeper, placeOf } from '../syntax/source.ts';
import { childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { decoratorsIn } from './arguments.ts';
import { expression } from './expressions.ts';
import { bodyOf, returnTypeOf } from './functions.ts';
import { docAbove, type KotlinSource, nameOf, unknown } from './source.ts';
import { absent, jumpingElvis, linesOf, patternOf, settled } from './statements.ts';
import { isType, typeIn, typeOf } from './types.ts';

/** A property as written; a value may hold statements that a line break alone parts from it. */
export type Property = {
  readonly node: SyntaxNode;
  readonly pattern: Pattern;
  readonly receiver: TypeRef | undefined;
  readonly value: SyntaxNode | undefined;
  readonly delegate: SyntaxNode | undefined;
  readonly getter: SyntaxNode | undefined;
  readonly setter: SyntaxNode | undefined;
  /** What stands in lines of its own after the value. */
  readonly after: readonly SyntaxNode[];
};

export function propertyOf(source: KotlinSource, node: SyntaxNode): Property {
  const variable = childOfType(node, 'variable_declaration', 'multi_variable_declaration');
  const index = variable ? node.children.indexOf(variable) : -1;
  const receiver = node.children.slice(0, Math.max(index, 0)).find(isType);
  const sign = node.children.findIndex(({ type }) => type === '=');
  const written = sign === -1 ? undefined : node.children.slice(sign + 1).find(({ isNamed }) => isNamed);
  const [value, ...after] = written ? linesOf(source, written) : [];
  const delegated = childOfType(node, 'property_delegate');
  const accessor = (kind: string): SyntaxNode | undefined => {
    const found = childOfType(node, kind);
    return found && childOfType(found, 'function_body') ? found : undefined;
  };
  return {
    node,
    ...named(source, node, variable, receiver),
    value,
    delegate: delegated && namedChildren(delegated).at(-1),
    getter: accessor('getter'),
    setter: accessor('setter'),
    after,
  };
}

/** `val Route.x: T`: where the parser lost its way, the name is the last part of the type before it. */
function named(
  source: KotlinSource,
  node: SyntaxNode,
  variable: SyntaxNode | undefined,
  receiver: SyntaxNode | undefined,
): Pick<Property, 'pattern' | 'receiver'> {
  if (!variable) return { pattern: { kind: 'name', at: placeOf(source, node), name: '' }, receiver: undefined };
  const pattern = patternOf(source, variable);
  const type = receiver && typeOf(source, receiver);
  if (pattern.kind !== 'name' || pattern.name !== '' || !receiver || !type) return { pattern, receiver: type };
  const last = receiver.children.findLast(child => child.type === 'identifier');
  const name = last ? nameOf(source, last) : '';
  const qualifier = type.qualifier.slice(0, -1);
  const outer = type.qualifier.at(-1);
  return {
    pattern: { ...pattern, at: placeOf(source, last ?? variable), name },
    receiver: outer === undefined ? undefined : { ...type, name: outer, qualifier, arguments: [] },
  };
}

/** A property among statements: its declaration, and what has to run around it. */
export function properties(source: KotlinSource, node: SyntaxNode): readonly Statement[] {
  const property = propertyOf(source, node);
  const { pattern, value, after } = property;
  const at = placeOf(source, node);
  const rest = after.flatMap(line => settled(source, line, undefined, true));
  if (!value) {
    const given = delegated(source, property) ?? computed(source, property);
    return [{ kind: 'declare', at, pattern, ...(given && { value: given }) }, ...rest];
  }
  const jumped = jumpingElvis(value);
  if (jumped && pattern.kind === 'name') {
    const name: Expr = { kind: 'name', at: pattern.at, name: pattern.name };
    const given = expression(source, jumped.left);
    return [{ kind: 'declare', at, pattern, value: given }, absent(source, value, name, jumped.right), ...rest];
  }
  if (pattern.kind === 'name') {
    const target: Expr = { kind: 'name', at: pattern.at, name: pattern.name };
    const settledValue = settled(source, value, given => ({ kind: 'assign', at, target, value: given }), false);
    const [only] = settledValue;
    if (settledValue.length !== 1 || only?.kind !== 'assign' || only.target !== target)
      return [{ kind: 'declare', at, pattern }, ...settledValue, ...rest];
    return [{ kind: 'declare', at, pattern, value: withDoc(source, node, only.value) }, ...rest];
  }
  return [{ kind: 'declare', at, pattern, value: expression(source, value) }, ...rest];
}

/** Gives the comment above a property to the function that it holds. */
function withDoc(source: KotlinSource, node: SyntaxNode, value: Expr): Expr {
  if (value.kind !== 'function' || value.fn.doc !== '') return value;
  return { ...value, fn: { ...value.fn, doc: docAbove(source, node) } };
}

/** `by lazy { x }` holds x; what another delegate gives is not in the file. */
export function delegated(source: KotlinSource, { delegate }: Property): Expr | undefined {
  if (!delegate) return undefined;
  const value = expression(source, delegate);
  if (value.kind !== 'call' || value.callee.kind !== 'name' || value.callee.name !== 'lazy')
    return unknown(source, delegate, [value]);
  const last = value.args.at(-1);
  return last?.kind === 'function' ? calledAtOnce(last) : unknown(source, delegate, [value]);
}

/** The value of a property at the top level that has a getter. One that extends a type has as many as that has instances. */
function computed(source: KotlinSource, { getter, receiver, node }: Property): Expr | undefined {
  if (!getter) return undefined;
  const fn = functionExpr({ ...accessorFunction(source, getter), ...(receiver && { receiver }) });
  return receiver ? unknown(source, node, [fn]) : calledAtOnce(fn);
}

/** A property as members of a class: a field, or the getter alone where there is nothing behind it; and the setter. */
export function propertyMembers(
  source: KotlinSource,
  property: Property,
  isStatic: boolean,
  value: Expr | undefined,
): readonly ClassMember[] {
  const { node, pattern, getter, setter } = property;
  if (pattern.kind !== 'name') return [];
  const { name, type } = pattern;
  const shared = { name, nameAt: pattern.at, isStatic, decorators: decoratorsIn(source, node.children) };
  const members: ClassMember[] = [];
  const isBacked = property.value !== undefined || property.delegate !== undefined || !getter;
  if (isBacked) {
    const given = value && withDoc(source, node, value);
    members.push({
      kind: 'field',
      at: placeOf(source, node),
      ...shared,
      ...(given && { value: given }),
      ...(type && { type }),
    });
  }
  for (const [accessor, written] of [
    ['get', getter],
    ['set', setter],
  ] as const) {
    if (!written || (accessor === 'get' && isBacked)) continue;
    const fn = accessorFunction(source, written, accessor === 'get' ? { returnType: type } : {});
    const decorators = accessor === 'get' ? shared.decorators : fn.decorators;
    members.push({
      kind: 'method',
      at: placeOf(source, written),
      ...shared,
      decorators,
      fn: { ...fn, decorators },
      accessor,
    });
  }
  return members;
}

function accessorFunction(
  source: KotlinSource,
  node: SyntaxNode,
  { returnType }: { readonly returnType?: TypeRef | undefined } = {},
): FunctionNode {
  const at = placeOf(source, node);
  const parameter = childOfType(node, 'identifier');
  const type = parameter && typeIn(source, node.children);
  const pattern: Pattern | undefined = parameter && {
    kind: 'name',
    at: placeOf(source, parameter),
    name: nameOf(source, parameter),
    ...(type && { type }),
  };
  const given = returnTypeOf(source, node) ?? returnType;
  const decorators: readonly Decorator[] = decoratorsIn(source, node.children);
  return {
    id: idAt(at),
    at,
    parameters: pattern ? [{ at: pattern.at, pattern, isRest: false, decorators: [], isField: false }] : [],
    body: deeper(source, node, () => bodyOf(source, node)) ?? [],
    isAsync: false,
    bindsSelf: true,
    ...(given && !parameter && { returnType: given }),
    decorators,
    doc: '',
  };
}
