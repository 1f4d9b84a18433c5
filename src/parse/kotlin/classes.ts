import { idAt } from '../../core/location.ts';
import type { ClassMember, ClassNode, Expr, Pattern, Statement } from '../../core/program.ts';
import { calledAtOnce } from '../calls.ts';
import { deeper, placeOf, spanIn, textOf } from '../syntax/source.ts';
import { childNamed, childOfType, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { decoratorsIn } from './arguments.ts';
import { heritageOf } from './heritage.ts';
import { membersOf } from './members.ts';
import { docAbove, type KotlinSource, nameOf, unknown } from './source.ts';

/** `class X`, `interface X`, `object X` among statements. */
export function classDeclaration(source: KotlinSource, node: SyntaxNode): Statement {
  const name = childNamed(node, 'name');
  const at = placeOf(source, node);
  const pattern: Pattern = {
    kind: 'name',
    at: placeOf(source, name ?? node),
    name: name ? nameOf(source, name) : '',
  };
  return { kind: 'declare', at, pattern, value: classExpr(source, node) };
}

export function classExpr(source: KotlinSource, node: SyntaxNode): Expr {
  const cls = deeper(source, node, () => classNode(source, node));
  return cls ? { kind: 'class', at: cls.at, cls } : unknown(source, node);
}

/** A class, interface, object, enum, or the class of an anonymous object. */
export function classNode(source: KotlinSource, node: SyntaxNode): ClassNode {
  const at = placeOf(source, node);
  const name = childNamed(node, 'name');
  const words = wordsOf(source, node);
  const form = formOf(node, words);
  const { base, baseArguments, others, types } = heritageOf(source, node);
  const isObject = form === 'object';
  // What a class holds is outside of the functions around it.
  const { bodies } = source.counts;
  source.counts.bodies = 1;
  const members = membersOf(source, node, {
    name: name ? nameOf(source, name) : undefined,
    isStatic: isObject,
    superArguments: base ? { at: base.at, args: baseArguments } : undefined,
  });
  source.counts.bodies = bodies;
  return {
    id: idAt(at),
    at,
    ...(name && { name: nameOf(source, name) }),
    nameAt: placeOf(source, name ?? node.children.find(({ type }) => KEYWORDS.has(type)) ?? node),
    ...(base && { extends: base }),
    ...(others.length > 0 && { others }),
    implements: types,
    ...(form && { form }),
    decorators: decoratorsIn(source, node.children),
    members,
    isAbstract: words.has('abstract') || words.has('sealed'),
    doc: docAbove(source, node),
  };
}

const KEYWORDS: ReadonlySet<string> = new Set(['class', 'interface', 'object']);

function wordsOf(source: KotlinSource, node: SyntaxNode): ReadonlySet<string> {
  const modifiers = childOfType(node, 'modifiers');
  return new Set(modifiers?.children.filter(({ type }) => type !== 'annotation').map(child => textOf(source, child)));
}

function formOf(node: SyntaxNode, words: ReadonlySet<string>): ClassNode['form'] {
  if (node.type === 'object_declaration') return 'object';
  if (node.children.some(({ type }) => type === 'interface')) return 'interface';
  if (words.has('annotation')) return 'annotation';
  return words.has('enum') ? 'enum' : undefined;
}

/** `object : X { … }` makes the one instance of a class without a name. */
export function anonymousObject(source: KotlinSource, node: SyntaxNode): Expr {
  const callee = classExpr(source, node);
  const call = calledAtOnce(callee);
  return call.kind === 'call' && callee.kind === 'class' ? { ...call, nameAt: callee.cls.nameAt, isNew: true } : call;
}

/** `A("a") { … }` in an enum: an instance of it, or of a class of its own that extends it. */
export function enumEntry(
  source: KotlinSource,
  node: SyntaxNode,
  enumName: string,
  args: readonly Expr[],
): ClassMember {
  const at = placeOf(source, node);
  const name = childOfType(node, 'identifier');
  const nameAt = placeOf(source, name ?? node);
  const body = childOfType(node, 'class_body');
  const base: Expr = { kind: 'name', at: nameAt, name: enumName };
  const own = body && deeper(source, body, () => entryClass(source, body, base, args));
  const callee: Expr = own ? { kind: 'class', at: own.at, cls: own } : base;
  const value: Expr = {
    kind: 'call',
    at,
    nameAt,
    callee,
    args: own ? [] : args,
    isNew: true,
    isAwaited: false,
    typeArguments: [],
  };
  return {
    kind: 'field',
    at,
    name: name ? nameOf(source, name) : '',
    nameAt,
    value,
    isStatic: true,
    decorators: decoratorsIn(source, node.children),
  };
}

function entryClass(source: KotlinSource, body: SyntaxNode, base: Expr, args: readonly Expr[]): ClassNode {
  const at = placeOf(source, body);
  const holder: SyntaxNode = { ...body, type: 'object_literal', children: [body] };
  return {
    id: idAt(at),
    at,
    nameAt: spanIn(source, body.start, body.start + 1),
    extends: base,
    implements: [],
    decorators: [],
    members: membersOf(source, holder, {
      name: undefined,
      isStatic: false,
      superArguments: { at: base.at, args },
    }),
    isAbstract: false,
    doc: '',
  };
}
