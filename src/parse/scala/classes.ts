import { idAt } from '../../core/location.ts';
import type { ClassMember, ClassNode, Expr, Pattern, Statement } from '../../core/program.ts';
import { calledAtOnce } from '../calls.ts';
import { docAbove } from '../jvm/source.ts';
import { deeper, placeOf } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { decoratorsIn } from './annotations.ts';
import { argumentsOf } from './chains.ts';
import { hasModifier } from './functions.ts';
import { type Heritage, heritageOf, namedBases } from './heritage.ts';
import { enumCases, membersOf } from './members.ts';
import { nameOf, type ScalaSource, unknown } from './source.ts';
import { isType, namesIn } from './types.ts';

const DEFINITIONS: ReadonlySet<string> = new Set([
  'class_definition',
  'trait_definition',
  'object_definition',
  'enum_definition',
  'package_object',
]);

export function isDefinition(node: SyntaxNode): boolean {
  return DEFINITIONS.has(node.type);
}

/** The member of a class that holds the object of the same name. */
export const COMPANION = 'companion object';

/** A class with the object that stands beside it under the same name. */
export type Defined = { readonly node: SyntaxNode; readonly companion?: SyntaxNode };

/** The classes, traits and objects among some nodes. */
export function definitionsAmong(source: ScalaSource, nodes: readonly SyntaxNode[]): readonly Defined[] {
  const found = nodes.filter(isDefinition);
  const objects = new Map<string, SyntaxNode>();
  for (const node of found) if (node.type === 'object_definition') objects.set(nameIn(source, node), node);
  const classes = new Set(found.flatMap(node => (isObject(node) ? [] : [nameIn(source, node)])));
  return found.flatMap((node): readonly Defined[] => {
    const name = nameIn(source, node);
    if (node.type === 'object_definition' && classes.has(name)) return [];
    const companion = isObject(node) ? undefined : objects.get(name);
    return [companion ? { node, companion } : { node }];
  });
}

/** Classes and objects as declarations. */
export function declarationsOf(source: ScalaSource, nodes: readonly SyntaxNode[]): readonly Statement[] {
  return basesFirst(source, definitionsAmong(source, nodes)).map(defined => {
    const { node } = defined;
    const name = childNamed(node, 'name');
    const pattern: Pattern = { kind: 'name', at: placeOf(source, name ?? node), name: nameIn(source, node) };
    return { kind: 'declare', at: placeOf(source, node), pattern, value: classExpr(source, defined) };
  });
}

/** Classes after those that they extend, otherwise in the order of the text: what a class extends may be declared below it. */
export function basesFirst(source: ScalaSource, all: readonly Defined[]): readonly Defined[] {
  const byName = new Map(all.map(defined => [nameIn(source, defined.node), defined]));
  const placed = new Set<Defined>();
  const place = (defined: Defined, depth: number): void => {
    if (placed.has(defined) || depth > MOST_BASES) return;
    for (const name of [
      ...namesAbove(source, defined.node),
      ...(defined.companion ? namesAbove(source, defined.companion) : []),
    ]) {
      const base = byName.get(name);
      if (base && base !== defined) place(base, depth + 1);
    }
    placed.add(defined);
  };
  for (const defined of all) place(defined, 0);
  return [...placed];
}

/** Classes above classes of one file that are put before them. */
const MOST_BASES = 20;

function namesAbove(source: ScalaSource, node: SyntaxNode): readonly string[] {
  const body = childNamed(node, 'body');
  const heads = [childNamed(node, 'extend'), body && childOfType(body, 'self_type')];
  return heads.flatMap(head =>
    head
      ? head.children.filter(child => isType(child)).flatMap(type => namesIn(type).map(name => nameOf(source, name)))
      : [],
  );
}

function isObject(node: SyntaxNode): boolean {
  return node.type === 'object_definition' || node.type === 'package_object';
}

function nameIn(source: ScalaSource, node: SyntaxNode): string {
  if (node.type === 'package_object') return 'package';
  const name = childNamed(node, 'name');
  return name ? nameOf(source, name) : '';
}

export function classExpr(source: ScalaSource, defined: Defined): Expr {
  const cls = deeper(source, defined.node, () => classNode(source, defined));
  return cls ? { kind: 'class', at: cls.at, cls } : unknown(source, defined.node);
}

function classNode(source: ScalaSource, { node, companion }: Defined): ClassNode {
  const at = placeOf(source, node);
  const name = childNamed(node, 'name');
  const body = childNamed(node, 'body');
  const form = isObject(node)
    ? 'object'
    : node.type === 'trait_definition'
      ? 'interface'
      : node.type === 'enum_definition'
        ? 'enum'
        : undefined;
  const { self, ...heritage } = heritageOf(source, node);
  if (self !== undefined) source.selfNames.push(self);
  // What a class holds is outside of the functions around it.
  const { bodies } = source.counts;
  source.counts.bodies = 1;
  const members = membersOf(source, node, body, heritage);
  source.counts.bodies = bodies;
  if (self !== undefined) source.selfNames.pop();
  const own = companion && companionMember(source, companion);
  const cases = node.type === 'enum_definition' ? enumCases(source, body, nameIn(source, node)) : [];
  return {
    id: idAt(at),
    at,
    name: nameIn(source, node),
    nameAt: placeOf(source, name ?? node),
    ...heads(heritage),
    ...(form && { form }),
    decorators: decoratorsIn(source, node.children),
    members: [...members, ...cases, ...(own ? [own] : [])],
    isAbstract: form === 'interface' || hasModifier(source, node, 'abstract') || hasModifier(source, node, 'sealed'),
    doc: docAbove(source, node),
  };
}

function heads({ base, others, types }: Omit<Heritage, 'self'>): Pick<ClassNode, 'extends' | 'others' | 'implements'> {
  return {
    ...(base && { extends: base }),
    ...(others.length > 0 && { others }),
    implements: types,
  };
}

function companionMember(source: ScalaSource, node: SyntaxNode): ClassMember {
  const name = childNamed(node, 'name');
  return {
    kind: 'field',
    at: placeOf(source, node),
    name: COMPANION,
    nameAt: placeOf(source, name ?? node),
    value: classExpr(source, { node }),
    isStatic: true,
    decorators: [],
  };
}

/** `new A(x)`; with a body, the one instance of a class without a name. */
export function instance(source: ScalaSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const body = childOfType(node, 'template_body', 'with_template_body');
  const heritage = namedBases(source, node);
  const args = node.children.filter(({ type }) => type === 'arguments').flatMap(list => argumentsOf(source, list));
  const { base } = heritage;
  if (!body || namedChildren(body).length === 0) {
    if (!base) return unknown(source, node, args);
    const nameAt = base.kind === 'member' ? base.nameAt : base.at;
    return { ...calledAtOnce(base), at, nameAt, args, isNew: true };
  }
  const cls = deeper(source, body, (): ClassNode => {
    const place = placeOf(source, body);
    return {
      id: idAt(place),
      at: place,
      nameAt: base?.at ?? place,
      ...heads(heritage),
      decorators: [],
      members: membersOf(source, body, body, { ...heritage, baseArguments: args }),
      isAbstract: false,
      doc: '',
    };
  });
  if (!cls) return unknown(source, node);
  return { ...calledAtOnce({ kind: 'class', at: cls.at, cls }), at, nameAt: cls.nameAt, isNew: true };
}
