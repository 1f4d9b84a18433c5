import type { Expr, Statement } from '../../core/program.ts';
import { operation } from '../sums.ts';
import { deeper, placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, childOfType, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { assigning, blockInto, discarding, into, isBranching, type Sink } from './branches.ts';
import { TRY } from './chains.ts';
import { expression } from './expressions.ts';
import { innerItems } from './items.ts';
import { assignment } from './operators.ts';
import { typeRef } from './paths.ts';
import { bound, conjunction, isSure, matched, subjectOf } from './patterns.ts';
import { bare, nameExpr, nameText, type RustSource, withBefore } from './source.ts';
import { itemsOf } from './uses.ts';

const ITEMS: ReadonlySet<string> = new Set([
  'function_item',
  'struct_item',
  'enum_item',
  'trait_item',
  'impl_item',
  'const_item',
  'static_item',
  'type_item',
  'mod_item',
  'use_declaration',
  'macro_definition',
  'extern_crate_declaration',
  'empty_statement',
  'inner_attribute_item',
  'attribute_item',
]);

/** The statements of a block. Its last expression without a semicolon is its value. */
export function statements(source: RustSource, block: SyntaxNode, sink: Sink): readonly Statement[] {
  // Items are there before the first statement, wherever they stand.
  const items = innerItems(source, block);
  const nodes = itemsOf(source, block)
    .map(({ node }) => node)
    .filter(node => !ITEMS.has(node.type));
  const last = nodes.at(-1);
  return [...items, ...nodes.flatMap(node => statement(source, node, node === last ? sink : discarding))];
}

function statement(source: RustSource, node: SyntaxNode, sink: Sink): readonly Statement[] {
  const read = (): readonly Statement[] => {
    const [found, before] = withBefore(source, () => translate(source, node, sink));
    return [...before, ...found];
  };
  return (
    deeper(source, node, read) ?? [{ kind: 'evaluate', at: placeOf(source, node), value: unknownExpr(source, node) }]
  );
}

function translate(source: RustSource, node: SyntaxNode, sink: Sink): readonly Statement[] {
  switch (node.type) {
    case 'let_declaration':
      return declaration(source, node);
    case 'expression_statement': {
      const value = node.children.find(child => child.isNamed && child.type !== 'attribute_item');
      if (!value) return [];
      const isValue = !node.children.some(child => child.type === ';');
      return isValue ? effects(source, value, sink) : effects(source, value, discarding);
    }
    case 'label':
      return [];
    default:
      return effects(source, node, sink);
  }
}

/** An expression for its effects, or for the value of its block. */
function effects(source: RustSource, written: SyntaxNode, sink: Sink): readonly Statement[] {
  const node = bare(written);
  if (node.type === 'assignment_expression' || node.type === 'compound_assignment_expr')
    return [{ kind: 'assign', at: placeOf(source, node), ...assignment(source, node) }];
  return into(source, node, sink);
}

function declaration(source: RustSource, node: SyntaxNode): readonly Statement[] {
  const at = placeOf(source, node);
  const pattern = childNamed(node, 'pattern');
  const value = childNamed(node, 'value');
  const alternative = childNamed(node, 'alternative');
  const written = childNamed(node, 'type');
  if (!pattern) return value ? into(source, value, discarding) : [];
  const type = written && typeRef(source, written);
  if (!value) return [{ kind: 'declare', at, pattern: bound(source, pattern, type) }];
  if (alternative || !(isSure(pattern) || isWrapper(pattern)))
    return checked(source, node, pattern, value, alternative);
  const bareValue = bare(value);
  if (pattern.type === 'identifier' && isBranching(bareValue)) {
    // The value is read before the name is bound, which may be the same as one in it.
    const name = nameText(source, pattern);
    const made = nameExpr(source, pattern, `${name}#`);
    const found = into(source, bareValue, assigning(made));
    return [
      { kind: 'declare', at, pattern: { kind: 'name', at: made.at, name: made.name } },
      ...found,
      { kind: 'declare', at, pattern: bound(source, pattern, type), value: made },
    ];
  }
  const given = expression(source, value);
  return [
    { kind: 'declare', at, pattern: bound(source, pattern, type), value: type ? asked(given, type.text) : given },
  ];
}

/** Methods that make of a request what they are asked for by the type of what takes it. Sources: axum, `RequestExt`; Actix Web and Salvo. */
const ASKING: ReadonlySet<string> = new Set([
  'extract',
  'extract_parts',
  'extract_parts_with_state',
  'extract_with_state',
]);

/** `let jar: CookieJar = parts.extract().await?` asks for a `CookieJar`, as `parts.extract::<CookieJar>()` does. */
function asked(value: Expr, type: string): Expr {
  if (value.kind !== 'call' || value.callee.kind !== 'member') return value;
  const { callee } = value;
  if (ASKING.has(callee.name) && value.typeArguments.length === 0) return { ...value, typeArguments: [type] };
  if (callee.name !== TRY && callee.name !== 'unwrap' && callee.name !== 'expect' && callee.name !== 'map_err')
    return value;
  return { ...value, callee: { ...callee, of: asked(callee.of, type) } };
}

/** `let Path(id) = path`: a struct around one value. */
function isWrapper(pattern: SyntaxNode): boolean {
  return pattern.type === 'tuple_struct_pattern' && childNamed(pattern, 'type')?.type === 'identifier';
}

/** `let Some(x) = value else { return … };` */
function checked(
  source: RustSource,
  node: SyntaxNode,
  pattern: SyntaxNode,
  value: SyntaxNode,
  alternative: SyntaxNode | undefined,
): readonly Statement[] {
  const at = placeOf(source, node);
  const subject = subjectOf(source, value);
  const otherwise = alternative ? blockInto(source, childOfType(alternative, 'block') ?? alternative, discarding) : [];
  const { tests, binds } = matched(source, pattern, subject);
  const test = conjunction(at, tests);
  if (!test || !alternative) return binds;
  return [{ kind: 'branch', at, test: operation(at, 'not', [test]), then: otherwise, otherwise: [] }, ...binds];
}
