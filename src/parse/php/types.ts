import type { TypeRef } from '../../core/program.ts';
import { placeOf, textOf } from '../syntax/source.ts';
import { namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { classNameAt } from './names.ts';
import type { PhpSource } from './source.ts';

/** Members of unions below this level are left out: no rule reads them. */
const DEPTH = 6;

/** A written type; `?X` and `X|null` are an X. Undefined where none is written. */
export function typeOf(source: PhpSource, node: SyntaxNode | undefined): TypeRef | undefined {
  return node && typeRef(source, node, 0);
}

/** The types of a list: alternatives of a `catch`. */
export function typesIn(source: PhpSource, list: SyntaxNode | undefined): readonly TypeRef[] {
  return list ? namedChildren(list).map(type => typeRef(source, type, 0)) : [];
}

function typeRef(source: PhpSource, node: SyntaxNode, depth: number): TypeRef {
  const shared = { at: placeOf(source, node), text: textOf(source, node), qualifier: [] };
  const [inner] = namedChildren(node);
  switch (node.type) {
    case 'optional_type':
      return inner && depth < DEPTH ? typeRef(source, inner, depth + 1) : { ...shared, name: '', arguments: [] };
    case 'named_type': {
      const name = inner && /^(?:self|static|parent)$/i.test(shared.text) ? (source.classes.at(-1) ?? '') : undefined;
      return { ...shared, name: name ?? (inner ? classNameAt(source, inner) : shared.text), arguments: [] };
    }
    case 'name':
    case 'qualified_name':
      return { ...shared, name: classNameAt(source, node), arguments: [] };
    case 'union_type':
    case 'intersection_type':
    case 'disjunctive_normal_form_type': {
      const members = depth < DEPTH ? namedChildren(node).map(one => typeRef(source, one, depth + 1)) : [];
      const [only, ...others] = members.filter(({ text }) => text.toLowerCase() !== 'null');
      return only && others.length === 0 ? only : { ...shared, name: '', arguments: members };
    }
    default:
      return { ...shared, name: shared.text.toLowerCase(), arguments: [] };
  }
}
