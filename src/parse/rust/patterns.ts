/**
 * Patterns: what they ask of a value, and what they bind. `Some(x)` asks `is_some()` and binds `unwrap()`; these are methods
 * of the standard library. Source: The Rust Reference, Patterns.
 */
import type { Expr, Pattern, Statement, TypeRef } from '../../core/program.ts';
import { operation } from '../sums.ts';
import { placeOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { expression } from './expressions.ts';
import { literal } from './literals.ts';
import { pathExpr } from './paths.ts';
import { addLocal, asks, madeName, nameExpr, nameText, type RustSource } from './source.ts';
import { segmentsOf } from './uses.ts';

/** What a pattern asks of its subject, all of which has to hold, and the variables it binds. */
export type Matched = { readonly tests: readonly Expr[]; readonly binds: readonly Statement[] };

/** The patterns in a pattern; `_` is a word of the grammar, and no node with a name. */
function partsOf(pattern: SyntaxNode): readonly SyntaxNode[] {
  return pattern.children.filter(child => child.isNamed || child.type === '_');
}

/** Patterns in patterns that are read. */
const DEPTH = 12;

/** How the inside of an enum's value is asked for and taken, by the name of its variant. */
const VARIANTS: ReadonlyMap<string, { readonly test: string; readonly inner: string }> = new Map([
  ['Some', { test: 'is_some', inner: 'unwrap' }],
  ['Ok', { test: 'is_ok', inner: 'unwrap' }],
  ['Err', { test: 'is_err', inner: 'unwrap_err' }],
]);

/** A pattern against a subject that may be evaluated several times. */
export function matched(source: RustSource, pattern: SyntaxNode, subject: Expr, depth = 0): Matched {
  const at = placeOf(source, pattern);
  if (depth > DEPTH) return { tests: [unknownExpr(source, pattern)], binds: [] };
  const all = (parts: readonly Matched[]): Matched => ({
    tests: parts.flatMap(({ tests }) => tests),
    binds: parts.flatMap(({ binds }) => binds),
  });
  switch (pattern.type) {
    case '_':
    case 'remaining_field_pattern':
      return { tests: [], binds: [] };
    case 'match_pattern':
    case 'reference_pattern':
    case 'ref_pattern':
    case 'mut_pattern':
    case 'parenthesized_pattern': {
      const inner = namedChildren(pattern).find(child => child.type !== 'mutable_specifier');
      return inner ? matched(source, inner, subject, depth) : { tests: [], binds: [] };
    }
    case 'identifier': {
      const name = nameText(source, pattern);
      if (name === 'None') return { tests: [asks(source, pattern, subject, 'is_none')], binds: [] };
      // Constants and variants without fields are compared; anything else is a variable.
      if (/^\p{Lu}/u.test(name))
        return { tests: [operation(at, 'equal', [subject, pathExpr(source, pattern)])], binds: [] };
      return { tests: [], binds: [bind(source, pattern, name, subject)] };
    }
    case 'captured_pattern': {
      const [name, inner] = namedChildren(pattern);
      if (!name || !inner) return { tests: [], binds: [] };
      const within = matched(source, inner, subject, depth + 1);
      return { ...within, binds: [bind(source, name, nameText(source, name), subject), ...within.binds] };
    }
    case 'or_pattern': {
      const sides = namedChildren(pattern).map(side => matched(source, side, subject, depth + 1));
      const tests = sides.map(side => conjunction(at, side.tests));
      const [first] = sides;
      return {
        tests: tests.some(test => test === undefined)
          ? []
          : [
              operation(
                at,
                'or',
                tests.flatMap(test => test ?? []),
              ),
            ],
        binds: first?.binds ?? [],
      };
    }
    case 'scoped_identifier':
      return { tests: [operation(at, 'equal', [subject, pathExpr(source, pattern)])], binds: [] };
    case 'tuple_struct_pattern':
      return tupleStruct(source, pattern, subject, depth);
    case 'tuple_pattern':
    case 'slice_pattern':
      return all(
        partsOf(pattern).map((item, index) =>
          matched(
            source,
            item,
            { kind: 'index', at, of: subject, key: { kind: 'number', at, value: index } },
            depth + 1,
          ),
        ),
      );
    case 'struct_pattern': {
      const type = childNamed(pattern, 'type');
      const isVariant = type?.type === 'scoped_type_identifier';
      const fields = namedChildren(pattern)
        .filter(child => child.type === 'field_pattern')
        .map(field => fieldMatched(source, field, subject, depth));
      return all([
        { tests: isVariant && type ? [isInstance(source, pattern, subject, type)] : [], binds: [] },
        ...fields,
      ]);
    }
    default: {
      const value = literal(source, pattern) ?? negative(source, pattern);
      return { tests: [value ? operation(at, 'equal', [subject, value]) : unknownExpr(source, pattern)], binds: [] };
    }
  }
}

function negative(source: RustSource, pattern: SyntaxNode): Expr | undefined {
  return pattern.type === 'negative_literal' ? unknownExpr(source, pattern) : undefined;
}

function tupleStruct(source: RustSource, pattern: SyntaxNode, subject: Expr, depth: number): Matched {
  const type = childNamed(pattern, 'type');
  const parts = partsOf(pattern).filter(child => child !== type);
  const variant = type && VARIANTS.get(segmentsOf(source, type).at(-1) ?? '');
  const [only] = parts;
  if (variant && only) {
    const inner = matched(source, only, asks(source, only, subject, variant.inner), depth + 1);
    return { tests: [asks(source, pattern, subject, variant.test), ...inner.tests], binds: inner.binds };
  }
  const at = placeOf(source, pattern);
  const inside = parts.map((part, index) =>
    matched(source, part, { kind: 'index', at, of: subject, key: { kind: 'number', at, value: index } }, depth + 1),
  );
  return {
    tests: [
      ...(type?.type === 'scoped_identifier' ? [isInstance(source, pattern, subject, type)] : []),
      ...inside.flatMap(({ tests }) => tests),
    ],
    binds: inside.flatMap(({ binds }) => binds),
  };
}

function fieldMatched(source: RustSource, field: SyntaxNode, subject: Expr, depth: number): Matched {
  const name = childNamed(field, 'name');
  if (!name) return { tests: [], binds: [] };
  const nameAt = placeOf(source, name);
  const member: Expr = { kind: 'member', at: nameAt, of: subject, name: nameText(source, name), nameAt };
  const inner = childNamed(field, 'pattern');
  return inner
    ? matched(source, inner, member, depth + 1)
    : { tests: [], binds: [bind(source, name, nameText(source, name), member)] };
}

function isInstance(source: RustSource, pattern: SyntaxNode, subject: Expr, type: SyntaxNode): Expr {
  return operation(placeOf(source, pattern), 'instance-of', [subject, pathExpr(source, type)]);
}

function bind(source: RustSource, node: SyntaxNode, name: string, value: Expr): Statement {
  addLocal(source, name);
  const at = placeOf(source, node);
  return { kind: 'declare', at, pattern: { kind: 'name', at, name }, value };
}

/** Tests of which all have to hold, as one; undefined where there are none. */
export function conjunction(at: Expr['at'], tests: readonly Expr[]): Expr | undefined {
  const [first, second] = tests;
  return second ? operation(at, 'and', tests) : first;
}

/** A condition as a test, with the variables that are there where it holds. */
export function conditionOf(
  source: RustSource,
  node: SyntaxNode,
): { readonly test: Expr; readonly binds: readonly Statement[] } {
  const at = placeOf(source, node);
  const truth: Expr = { kind: 'boolean', at, value: true };
  if (node.type === 'let_condition') {
    const found = letMatched(source, node);
    return { test: conjunction(at, found.tests) ?? truth, binds: found.binds };
  }
  if (node.type !== 'let_chain') return { test: expression(source, node), binds: [] };
  const tests: Expr[] = [];
  const binds: Statement[] = [];
  for (const part of chained(node)) {
    if (part.type !== 'let_condition') {
      tests.push(expression(source, part));
      continue;
    }
    const found = letMatched(source, part);
    tests.push(...found.tests);
    binds.push(...found.binds);
    // What comes after it in the chain may ask for what it binds: there it is taken as it would be, were it there.
    source.at.before.push(...found.binds.map(lenient));
  }
  return { test: conjunction(at, tests) ?? truth, binds };
}

function chained(chain: SyntaxNode): readonly SyntaxNode[] {
  return namedChildren(chain).flatMap(child => (child.type === 'let_chain' ? namedChildren(child) : [child]));
}

/** A variable of a condition that may not hold: `unwrap()` would end the function there. */
export function lenient(statement: Statement): Statement {
  if (statement.kind !== 'declare' || statement.value?.kind !== 'call') return statement;
  const { value } = statement;
  const { callee } = value;
  return callee.kind === 'member' && callee.name.startsWith('unwrap')
    ? { ...statement, value: { ...value, callee: { ...callee, name: 'unwrap_or_default' } } }
    : statement;
}

function letMatched(source: RustSource, node: SyntaxNode): Matched {
  const pattern = childNamed(node, 'pattern');
  const value = childNamed(node, 'value');
  if (!pattern || !value) return { tests: [unknownExpr(source, node)], binds: [] };
  return matched(source, pattern, subjectOf(source, value));
}

/** A value that a pattern looks at several times: a plain name, or one that is made for it. */
export function subjectOf(source: RustSource, node: SyntaxNode): Expr {
  const value = expression(source, node);
  if (value.kind === 'name' || value.kind === 'self') return value;
  const name = madeName(source);
  const target = nameExpr(source, node, name);
  source.at.before.push({ kind: 'declare', at: target.at, pattern: { kind: 'name', at: target.at, name }, value });
  return target;
}

/** What a pattern binds that always fits: of `let`, of a parameter, of a loop. */
export function bound(source: RustSource, node: SyntaxNode, type?: TypeRef, depth = 0): Pattern {
  const at = placeOf(source, node);
  const typed = type ? { type } : {};
  const nothing: Pattern = { kind: 'name', at, name: '_', ...typed };
  if (depth > DEPTH) return nothing;
  switch (node.type) {
    case 'identifier':
    case 'shorthand_field_identifier': {
      const name = nameText(source, node);
      addLocal(source, name);
      return { kind: 'name', at, name, ...typed };
    }
    case 'mut_pattern':
    case 'ref_pattern':
    case 'reference_pattern':
    case 'parenthesized_pattern':
    case 'captured_pattern': {
      const inner = namedChildren(node).find(child => child.type !== 'mutable_specifier');
      return inner ? bound(source, inner, type, depth + 1) : nothing;
    }
    case 'tuple_struct_pattern': {
      // `Path(id): Path<u32>`: what is in it goes by the name, and the type says what it is in.
      const parts = partsOf(node).filter(child => child !== childNamed(node, 'type'));
      const [only] = parts;
      if (only && parts.length === 1) return bound(source, only, type, depth + 1);
      return { kind: 'list', at, items: parts.map(part => bound(source, part, undefined, depth + 1)), ...typed };
    }
    case 'tuple_pattern':
    case 'slice_pattern':
      return {
        kind: 'list',
        at,
        items: partsOf(node).map(part => bound(source, part, undefined, depth + 1)),
        ...typed,
      };
    case 'struct_pattern': {
      const fields = namedChildren(node).filter(child => child.type === 'field_pattern');
      const entries = fields.flatMap(field => {
        const name = childNamed(field, 'name');
        const inner = childNamed(field, 'pattern') ?? name;
        return name && inner
          ? [{ key: nameText(source, name), pattern: bound(source, inner, undefined, depth + 1) }]
          : [];
      });
      return { kind: 'record', at, entries, ...typed };
    }
    default:
      return nothing;
  }
}

/** Whether a pattern always fits. */
export function isSure(pattern: SyntaxNode): boolean {
  return SURE.has(pattern.type);
}

const SURE: ReadonlySet<string> = new Set([
  'identifier',
  '_',
  'mut_pattern',
  'ref_pattern',
  'reference_pattern',
  'tuple_pattern',
  'struct_pattern',
  'parenthesized_pattern',
]);
