import { superCall } from '../calls.ts';
import { staticBlock } from '../static-block.ts';
import { type Location, idAt } from '../../core/location.ts';
import type { ClassMember, Expr, FunctionNode, Parameter, Pattern, Statement } from '../../core/program.ts';
import { deeper, placeOf, spanIn } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { argumentsOf, decoratorsIn } from './arguments.ts';
import { classExpr, enumEntry } from './classes.ts';
import { expression } from './expressions.ts';
import { functionName, functionNode, hasBody, hasModifier, parametersOf } from './functions.ts';
import { delegated, propertyMembers, propertyOf } from './properties.ts';
import { docAbove, type KotlinSource, nameOf, unknown } from './source.ts';
import { blockStatements } from './statements.ts';
import { typeIn } from './types.ts';

type Around = {
  readonly name: string | undefined;
  /** Members of an `object`, which has one instance, belong to the class itself. */
  readonly isStatic: boolean;
  /** What the base's constructor is called with, at its name. */
  readonly superArguments: { readonly at: Location; readonly args: readonly Expr[] } | undefined;
};

/** All members of a class: its constructor, first, and what its body declares. */
export function membersOf(source: KotlinSource, node: SyntaxNode, around: Around): readonly ClassMember[] {
  const body = childOfType(node, 'class_body', 'enum_class_body');
  const written = body ? namedChildren(body) : [];
  const primary = childOfType(node, 'primary_constructor');
  const parameters = primary ? classParameters(source, primary) : [];
  const plain = new Set(
    parameters.flatMap(({ isField, pattern }) => (isField || pattern.kind !== 'name' ? [] : [pattern.name])),
  );
  const startup: Statement[] = [];
  const { superArguments } = around;
  if (superArguments) startup.push(superCall(superArguments.at, 'super', superArguments.args));
  const members = written.flatMap(
    member =>
      deeper(source, member, () => memberOf(source, member, around, { plain, startup })) ?? [lost(source, member)],
  );
  const made = around.isStatic
    ? startup.length > 0
      ? [staticBlock(headAt(source, node), startup)]
      : []
    : primary || startup.length > 0
      ? [constructorOf(source, node, primary, parameters, startup)]
      : [];
  return [...made, ...members];
}

/** Stands for a member that nests too deeply. */
function lost(source: KotlinSource, node: SyntaxNode): ClassMember {
  const at = placeOf(source, node);
  return { kind: 'field', at, name: '', nameAt: at, value: unknown(source, node), isStatic: true, decorators: [] };
}

/** What the constructor runs: its parameters that are no fields are known only there. */
type Startup = { readonly plain: ReadonlySet<string>; readonly startup: Statement[] };

function memberOf(source: KotlinSource, node: SyntaxNode, around: Around, start: Startup): readonly ClassMember[] {
  const { isStatic, name = '' } = around;
  switch (node.type) {
    case 'property_declaration':
      return property(source, node, isStatic, start);
    case 'function_declaration':
      return [method(source, node, isStatic)];
    case 'class_declaration':
    case 'object_declaration':
      return [nested(source, node)];
    case 'companion_object':
      return companion(source, node, name);
    case 'enum_entry': {
      const given = childOfType(node, 'value_arguments');
      return [enumEntry(source, node, name, given ? argumentsOf(source, given) : [])];
    }
    case 'anonymous_initializer':
      start.startup.push(...blockStatements(source, childOfType(node, 'block')));
      return [];
    case 'secondary_constructor':
      return [secondary(source, node)];
    case 'ERROR':
      return namedChildren(node).flatMap(child =>
        MEMBERS.has(child.type) ? memberOf(source, child, around, start) : [],
      );
    default:
      return [];
  }
}

const MEMBERS: ReadonlySet<string> = new Set([
  'property_declaration',
  'function_declaration',
  'class_declaration',
  'object_declaration',
  'companion_object',
  'enum_entry',
]);

/** A value that needs a parameter of the constructor is assigned there; any other is the field's. */
function property(
  source: KotlinSource,
  node: SyntaxNode,
  isStatic: boolean,
  { plain, startup }: Startup,
): readonly ClassMember[] {
  const read = propertyOf(source, node);
  const { pattern } = read;
  const at = placeOf(source, node);
  const value = read.value ? expression(source, read.value) : delegated(source, read);
  if (!value || pattern.kind !== 'name' || !mentions(source, node, plain))
    return propertyMembers(source, read, isStatic, value);
  const target: Expr = {
    kind: 'member',
    at: pattern.at,
    of: { kind: 'self', at: pattern.at },
    name: pattern.name,
    nameAt: pattern.at,
  };
  startup.push({ kind: 'assign', at, target, value });
  return propertyMembers(source, read, isStatic, undefined);
}

function mentions(source: KotlinSource, node: SyntaxNode, names: ReadonlySet<string>): boolean {
  if (names.size === 0) return false;
  const open = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.type === 'identifier' && names.has(nameOf(source, next))) return true;
    for (const child of next.children) open.push(child);
  }
  return false;
}

function method(source: KotlinSource, node: SyntaxNode, isStatic: boolean): ClassMember {
  const { name, nameAt } = functionName(source, node);
  const fn = functionNode(source, node);
  return {
    kind: 'method',
    at: placeOf(source, node),
    name,
    nameAt,
    fn,
    isStatic,
    ...(!hasBody(node) && { isAbstract: true }),
    decorators: fn.decorators,
  };
}

function nested(source: KotlinSource, node: SyntaxNode): ClassMember {
  const name = childNamed(node, 'name');
  return {
    kind: 'field',
    at: placeOf(source, node),
    name: name ? nameOf(source, name) : '',
    nameAt: placeOf(source, name ?? node),
    value: classExpr(source, node),
    isStatic: true,
    decorators: [],
  };
}

/** What a companion declares belongs to the class; by the companion's own name one reaches the class as well. */
function companion(source: KotlinSource, node: SyntaxNode, className: string): readonly ClassMember[] {
  const at = placeOf(source, node);
  const name = childNamed(node, 'name');
  const nameAt = placeOf(source, name ?? node.children.find(({ type }) => type === 'object') ?? node);
  const value: Expr = { kind: 'name', at: nameAt, name: className };
  const shared = { at, nameAt, value, isStatic: true, decorators: decoratorsIn(source, node.children) };
  const self: ClassMember = { kind: 'field', ...shared, name: name ? nameOf(source, name) : 'Companion' };
  return [self, ...membersOf(source, node, { name: undefined, isStatic: true, superArguments: undefined })];
}

function classParameters(source: KotlinSource, primary: SyntaxNode): readonly Parameter[] {
  const list = childOfType(primary, 'class_parameters');
  return (list?.children ?? [])
    .filter(({ type }) => type === 'class_parameter')
    .map(node => classParameter(source, node));
}

function classParameter(source: KotlinSource, node: SyntaxNode): Parameter {
  const name = childOfType(node, 'identifier');
  const modifiers = childOfType(node, 'modifiers');
  const type = typeIn(source, node.children);
  const sign = node.children.findIndex(child => child.type === '=');
  const byDefault = sign === -1 ? undefined : node.children.slice(sign + 1).find(({ isNamed }) => isNamed);
  const pattern: Pattern = {
    kind: 'name',
    at: placeOf(source, name ?? node),
    name: name ? nameOf(source, name) : '',
    ...(type && { type }),
    ...(byDefault && { byDefault: expression(source, byDefault) }),
  };
  return {
    at: placeOf(source, node),
    pattern,
    isRest: modifiers !== undefined && hasModifier(source, modifiers, 'vararg'),
    decorators: decoratorsIn(source, node.children),
    isField: node.children.some(child => child.type === 'val' || child.type === 'var'),
  };
}

function constructorOf(
  source: KotlinSource,
  node: SyntaxNode,
  primary: SyntaxNode | undefined,
  parameters: readonly Parameter[],
  body: readonly Statement[],
): ClassMember {
  const at = primary ? placeOf(source, primary) : headAt(source, node);
  const fn: FunctionNode = {
    id: idAt(at),
    at,
    parameters,
    body,
    isAsync: false,
    bindsSelf: true,
    decorators: primary ? decoratorsIn(source, primary.children) : [],
    doc: '',
  };
  return { kind: 'constructor', at, fn };
}

/** A constructor that is not written stands where the class's body starts, or what it extends. */
function headAt(source: KotlinSource, node: SyntaxNode): Location {
  const place = childOfType(node, 'delegation_specifiers', 'class_body', 'enum_class_body') ?? node;
  return spanIn(source, place.start, Math.min(place.start + 1, place.end));
}

function secondary(source: KotlinSource, node: SyntaxNode): ClassMember {
  const at = placeOf(source, node);
  const parameters = childOfType(node, 'function_value_parameters');
  const delegation = childOfType(node, 'constructor_delegation_call');
  const given = delegation && childOfType(delegation, 'value_arguments');
  const name = delegation?.children.some(({ type }) => type === 'this') ? 'this' : 'super';
  const first = delegation
    ? [superCall(placeOf(source, delegation), name, given ? argumentsOf(source, given) : [])]
    : [];
  const fn: FunctionNode = {
    id: idAt(at),
    at,
    parameters: parameters ? parametersOf(source, parameters) : [],
    body: [...first, ...blockStatements(source, childOfType(node, 'block'))],
    isAsync: false,
    bindsSelf: true,
    decorators: decoratorsIn(source, node.children),
    doc: docAbove(source, node),
  };
  return { kind: 'constructor', at, fn };
}
