import type { Location } from '../../core/location.ts';
import type { ClassMember, Expr, FunctionNode, Parameter, Statement, TypeRef } from '../../core/program.ts';
import { calledAtOnce, superCall } from '../calls.ts';
import { docAbove } from '../jvm/source.ts';
import { deeper, placeOf, spanIn, textOf } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { decoratorsIn } from './annotations.ts';
import { argumentsOf } from './chains.ts';
import { basesFirst, classExpr, definitionsAmong, isDefinition } from './classes.ts';
import { functionalExpression } from './expressions.ts';
import { functionNode, functionOf, isGetter, parameterLists, parametersOf } from './functions.ts';
import type { Heritage } from './heritage.ts';
import { bindingNames, casePattern } from './patterns.ts';
import { madeName, nameOf, type ScalaSource, unknown } from './source.ts';
import { bodyStatements, statements } from './statements.ts';
import { typeNamed } from './types.ts';

/**
 * All members of a class: its constructor, and what its body declares. A `val` is made once, when it is first asked for: that
 * is later than Scala does it, and shows nothing that it does not.
 */
export function membersOf(
  source: ScalaSource,
  node: SyntaxNode,
  body: SyntaxNode | undefined,
  { base, baseArguments }: Pick<Heritage, 'base' | 'baseArguments'>,
): readonly ClassMember[] {
  const written = body ? namedChildren(body) : [];
  const lists = body === node ? [] : parameterLists(node);
  const parameters = lists.flatMap(list => parametersOf(source, list, true));
  const startup: Statement[] = base && baseArguments.length > 0 ? [superCall(base.at, 'super', baseArguments)] : [];
  const rest: SyntaxNode[] = [];
  const members = written.flatMap(member => {
    if (isDefinition(member) || NO_MEMBERS.has(member.type)) return [];
    const read = deeper(source, member, () => memberOf(source, member)) ?? [lost(source, member)];
    if (read.length === 0) rest.push(member);
    return read;
  });
  const nested = basesFirst(source, definitionsAmong(source, written)).map((defined): ClassMember => {
    const name = childNamed(defined.node, 'name');
    return {
      kind: 'field',
      at: placeOf(source, defined.node),
      name: name ? nameOf(source, name) : '',
      nameAt: placeOf(source, name ?? defined.node),
      value: classExpr(source, defined),
      isStatic: true,
      decorators: [],
    };
  });
  startup.push(...statements(source, rest));
  const made =
    parameters.length > 0 || lists.length > 0 || startup.length > 0
      ? [constructorOf(source, node, lists[0], parameters, startup)]
      : [];
  return [...made, ...nested, ...members];
}

const NO_MEMBERS: ReadonlySet<string> = new Set([
  'self_type',
  'import_declaration',
  'export_declaration',
  'annotation',
  'type_definition',
  'enum_case_definitions',
  '_end_ident',
]);

/** Stands for a member that nests too deeply. */
function lost(source: ScalaSource, node: SyntaxNode): ClassMember {
  const at = placeOf(source, node);
  return { kind: 'field', at, name: '', nameAt: at, value: unknown(source, node), isStatic: true, decorators: [] };
}

/** Nothing for what runs when an instance is made. */
function memberOf(source: ScalaSource, node: SyntaxNode): readonly ClassMember[] {
  switch (node.type) {
    case 'val_definition':
      return values(source, node);
    case 'var_definition':
      return variables(source, node);
    case 'val_declaration':
    case 'var_declaration':
      return abstractValues(source, node);
    case 'function_definition':
    case 'function_declaration':
      return method(source, node);
    case 'given_definition': {
      const name = childNamed(node, 'name');
      const body = childNamed(node, 'body');
      if (!name || !body || body.type === 'with_template_body') return [];
      return [getter(source, { node, name, value: body, type: typeNamed(source, node, 'return_type') })];
    }
    case 'ERROR':
      return namedChildren(node).flatMap(child => (MEMBERS.has(child.type) ? memberOf(source, child) : []));
    default:
      return [];
  }
}

const MEMBERS: ReadonlySet<string> = new Set(['val_definition', 'var_definition', 'function_definition']);

function method(source: ScalaSource, node: SyntaxNode): readonly ClassMember[] {
  const named = childNamed(node, 'name');
  const name = named ? nameOf(source, named) : '';
  const fn = functionNode(source, node);
  if (name === 'this') return [{ kind: 'constructor', at: fn.at, fn }];
  return [
    {
      kind: 'method',
      at: fn.at,
      name,
      nameAt: placeOf(source, named ?? node),
      fn,
      isStatic: false,
      ...(isGetter(node) && { accessor: 'get' }),
      ...(!childNamed(node, 'body') && { isAbstract: true }),
      ...(isPrivate(source, node) && { isPrivate: true }),
      decorators: fn.decorators,
    },
  ];
}

/** `private`, `private[this]`; what is private to a package is seen by others. */
function isPrivate(source: ScalaSource, node: SyntaxNode): boolean {
  const modifiers = childOfType(node, 'modifiers');
  return modifiers !== undefined && /\bprivate\b(?!\s*\[(?!\s*this\b))/.test(textOf(source, modifiers));
}

type Given = {
  readonly node: SyntaxNode;
  readonly name: SyntaxNode;
  readonly value: SyntaxNode;
  readonly type: TypeRef | undefined;
};

/** A value that is made once. */
function getter(source: ScalaSource, { node, name, value, type }: Given): ClassMember {
  const body = bodyStatements(source, value);
  return once(source, node, name, nameOf(source, name), { type, body });
}

function once(
  source: ScalaSource,
  node: SyntaxNode,
  name: SyntaxNode,
  text: string,
  { type, body }: { readonly type: TypeRef | undefined; readonly body: readonly Statement[] },
): ClassMember {
  const nameAt = placeOf(source, name);
  // Several values of one declaration stand at their own names.
  const at = spanIn(source, name.start, node.end);
  const decorators = decoratorsIn(source, node.children);
  const fn: FunctionNode = {
    ...functionOf(at, [], body),
    bindsSelf: true,
    ...(type && { returnType: type }),
    decorators,
    doc: docAbove(source, node),
  };
  return {
    kind: 'method',
    at: placeOf(source, node),
    name: text,
    nameAt,
    fn,
    isStatic: false,
    accessor: 'get',
    isOnce: true,
    decorators,
  };
}

/** `val x = …`; of `val (a, b) = …`, a member that holds the whole, and one for each name. */
function values(source: ScalaSource, node: SyntaxNode): readonly ClassMember[] {
  const pattern = childNamed(node, 'pattern');
  const value = childNamed(node, 'value');
  if (!pattern || !value) return [];
  const type = typeNamed(source, node);
  if (pattern.type === 'identifier') return [getter(source, { node, name: pattern, value, type })];
  if (pattern.type === 'identifiers')
    return namedChildren(pattern).map(name => getter(source, { node, name, value, type }));
  const plain = casePattern(source, pattern);
  const whole = madeName(source, 'value');
  const at = placeOf(source, pattern);
  const self: Expr = { kind: 'member', at, of: { kind: 'self', at }, name: whole, nameAt: at };
  const names = bindingNames(source, pattern);
  const parts = names.map((name, index): ClassMember => {
    const place =
      plain?.kind === 'list' ? plain.items.findIndex(item => item?.kind === 'name' && item.name === name.name) : -1;
    const key: Expr = { kind: 'number', at: name.at, value: place === -1 ? index : place };
    const given: Expr =
      place === -1
        ? { kind: 'unknown', at: name.at, text: name.name, parts: [self] }
        : { kind: 'index', at: name.at, of: self, key };
    const start = (source.starts[name.at.line - 1] ?? 0) + name.at.column - 1;
    const node2 = { ...pattern, start, end: start + name.name.length };
    return once(source, node, node2, name.name, {
      type: undefined,
      body: [{ kind: 'return', at: name.at, value: given }],
    });
  });
  const body = bodyStatements(source, value);
  const first = once(source, node, { ...pattern, start: node.start }, whole, { type: undefined, body });
  return [first, ...parts];
}

function variables(source: ScalaSource, node: SyntaxNode): readonly ClassMember[] {
  const name = childNamed(node, 'pattern');
  const value = childNamed(node, 'value');
  if (!name || !value) return [];
  const type = typeNamed(source, node);
  const given = value.type === 'wildcard' ? undefined : functionalExpression(source, value);
  return [
    {
      kind: 'field',
      at: placeOf(source, node),
      name: nameOf(source, name),
      nameAt: placeOf(source, name),
      ...(given && { value: given }),
      ...(type && { type }),
      isStatic: false,
      decorators: decoratorsIn(source, node.children),
    },
  ];
}

/** `val x: T` without a value. */
function abstractValues(source: ScalaSource, node: SyntaxNode): readonly ClassMember[] {
  const type = typeNamed(source, node);
  const name = childNamed(node, 'name') ?? childNamed(node, 'pattern');
  if (!name) return [];
  const at = placeOf(source, node);
  const fn: FunctionNode = { ...functionOf(at, [], []), bindsSelf: true, ...(type && { returnType: type }) };
  return [
    {
      kind: 'method',
      at,
      name: nameOf(source, name),
      nameAt: placeOf(source, name),
      fn,
      isStatic: false,
      accessor: 'get',
      isAbstract: true,
      decorators: [],
    },
  ];
}

function constructorOf(
  source: ScalaSource,
  node: SyntaxNode,
  list: SyntaxNode | undefined,
  parameters: readonly Parameter[],
  body: readonly Statement[],
): ClassMember {
  const at = list ? placeOf(source, list) : headAt(source, node);
  const fn: FunctionNode = { ...functionOf(at, [], body), parameters, bindsSelf: true };
  return { kind: 'constructor', at, fn };
}

/** A constructor that is not written stands where the class's body or what it extends starts. */
function headAt(source: ScalaSource, node: SyntaxNode): Location {
  const place = childNamed(node, 'extend') ?? childNamed(node, 'body') ?? node;
  return spanIn(source, place.start, Math.min(place.start + 1, place.end));
}

/** `case Red extends Color(1)`, `case Green, Blue`. */
export function enumCases(source: ScalaSource, body: SyntaxNode | undefined, enumName: string): readonly ClassMember[] {
  const written = body ? namedChildren(body).filter(({ type }) => type === 'enum_case_definitions') : [];
  return written.flatMap(namedChildren).flatMap((node): readonly ClassMember[] => {
    const name = childNamed(node, 'name');
    if (!name || node.type !== 'simple_enum_case') return [];
    const nameAt = placeOf(source, name);
    const clause = childNamed(node, 'extend');
    const given = clause?.children
      .filter(({ type }) => type === 'arguments')
      .flatMap(list => argumentsOf(source, list));
    const callee: Expr = { kind: 'name', at: nameAt, name: enumName };
    const value: Expr = { ...calledAtOnce(callee), args: given ?? [], isNew: true };
    return [
      {
        kind: 'field',
        at: placeOf(source, node),
        name: nameOf(source, name),
        nameAt,
        value,
        isStatic: true,
        decorators: [],
      },
    ];
  });
}
