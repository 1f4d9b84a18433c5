/**
 * Chains: members, calls and elements of a value, `Route::get('/x', $f)->name('x')`. They are read in a loop, because
 * programs write chains of hundreds of calls and hostile ones of thousands.
 */
import { between } from '../../core/location.ts';
import type { CallExpr, Expr } from '../../core/program.ts';
import { operation } from '../sums.ts';
import { chainOf } from '../syntax/chain.ts';
import { placeOf, textOf, tooDeep, unknownExpr } from '../syntax/source.ts';
import { childNamed, childOfType, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { argumentsIn, isReference } from './arrays.ts';
import { anonymousClass, classRef } from './classes.ts';
import { computed, expression, expressions, functionRef } from './expressions.ts';
import { bare, variableName, type PhpSource } from './source.ts';

const LINKS: ReadonlySet<string> = new Set([
  'member_call_expression',
  'nullsafe_member_call_expression',
  'member_access_expression',
  'nullsafe_member_access_expression',
  'scoped_call_expression',
  'scoped_property_access_expression',
  'class_constant_access_expression',
  'function_call_expression',
  'subscript_expression',
  'object_creation_expression',
]);

export function isLink(node: SyntaxNode): boolean {
  return LINKS.has(node.type);
}

export function chain(source: PhpSource, outermost: SyntaxNode): Expr {
  const value = chainOf<Expr | undefined>(source, source.around, outermost, {
    isLink,
    receiverOf,
    bare,
    root: (root, first) => root && rootValue(source, root, first),
    applied: (link, of) => applied(source, link, of),
    tooLong: link => tooDeep(source, link),
  });
  return value ?? unknownExpr(source, outermost);
}

/** What a link works on; none for a function by its name and for `new X()`. */
function receiverOf(link: SyntaxNode): SyntaxNode | undefined {
  switch (link.type) {
    case 'function_call_expression': {
      const called = childNamed(link, 'function');
      return called && NAMES.has(called.type) ? undefined : called;
    }
    case 'scoped_call_expression':
    case 'scoped_property_access_expression':
      return childNamed(link, 'scope');
    case 'class_constant_access_expression':
    case 'subscript_expression':
      return link.children.find(child => child.isNamed);
    case 'object_creation_expression':
      return undefined;
    default:
      return childNamed(link, 'object');
  }
}

const NAMES: ReadonlySet<string> = new Set(['name', 'qualified_name', 'relative_name']);

/** The innermost value: a class where a link asks one, else an expression. */
function rootValue(source: PhpSource, root: SyntaxNode, link: SyntaxNode | undefined): Expr {
  const isClass = link !== undefined && STATIC.has(link.type);
  if (!isClass || (!NAMES.has(root.type) && root.type !== 'relative_scope')) return expression(source, root);
  return classRef(source, root, link.type === 'scoped_call_expression' ? 'call' : 'member');
}

const STATIC: ReadonlySet<string> = new Set([
  'scoped_call_expression',
  'scoped_property_access_expression',
  'class_constant_access_expression',
]);

function applied(source: PhpSource, link: SyntaxNode, of: Expr | undefined): Expr {
  switch (link.type) {
    case 'function_call_expression':
      return functionCall(source, link, of);
    case 'object_creation_expression':
      return creation(source, link);
    case 'subscript_expression': {
      const key = namedChildren(link)[1];
      if (!of || !key) return unknownExpr(source, link, of ? [of] : []);
      return elementOf(source, link, of, key);
    }
    case 'class_constant_access_expression': {
      const name = link.children.findLast(child => child.isNamed);
      if (!of || !name) return unknownExpr(source, link, of ? [of] : []);
      // `X::class` names the class, and stands for it here.
      if (textOf(source, name).toLowerCase() === 'class') return { ...of, at: placeOf(source, link) };
      return memberIn(source, link, of, name);
    }
    case 'member_access_expression':
    case 'nullsafe_member_access_expression':
    case 'scoped_property_access_expression': {
      const name = childNamed(link, 'name');
      return of && name ? memberIn(source, link, of, name) : unknownExpr(source, link, of ? [of] : []);
    }
    default:
      return methodCall(source, link, of ?? unknownExpr(source, link));
  }
}

function elementOf(source: PhpSource, link: SyntaxNode, of: Expr, key: SyntaxNode): Expr {
  const at = placeOf(source, link);
  const nameAt = placeOf(source, key);
  // In a text with variables, `$a[name]` has its key without quotes.
  if (key.type === 'name') return { kind: 'member', at, of, name: textOf(source, key), nameAt };
  const value = expression(source, key);
  if (value.kind === 'text') return { kind: 'member', at, of, name: value.value, nameAt };
  return { kind: 'index', at, of, key: value };
}

/** `$x->name`, `X::$name`, `X::NAME`; a computed name is a computed key. */
function memberIn(source: PhpSource, link: SyntaxNode, of: Expr, name: SyntaxNode): Expr {
  const nameAt = placeOf(source, name);
  const at = between(of.at, nameAt);
  const isStatic = link.type === 'scoped_property_access_expression';
  const written = name.type === 'name' ? textOf(source, name) : isStatic ? variableName(source, name) : undefined;
  if (written !== undefined) return { kind: 'member', at, of, name: written, nameAt };
  const key = expression(source, name);
  if (key.kind === 'text') return { kind: 'member', at, of, name: key.value, nameAt };
  return { kind: 'index', at, of, key };
}

function methodCall(source: PhpSource, link: SyntaxNode, of: Expr): Expr {
  const name = childNamed(link, 'name');
  const list = childNamed(link, 'arguments');
  if (!name) return unknownExpr(source, link, [of]);
  const nameAt = placeOf(source, name);
  const callee = memberIn(source, link, of, name);
  if (isReference(list)) return callee;
  const isParent = of.kind === 'name' && of.name === 'super';
  return call(source, link, {
    nameAt,
    // The constructor of the base class is what `super` stands for when it is called.
    callee: isParent && callee.kind === 'member' && callee.name === '__construct' ? of : callee,
    args: argumentsIn(source, list),
    ...(link.type === 'nullsafe_member_call_expression' && { isOptional: true as const }),
  });
}

/** Constructs of the language that are written as calls of functions. */
function functionCall(source: PhpSource, link: SyntaxNode, of: Expr | undefined): Expr {
  const called = childNamed(link, 'function');
  const list = childNamed(link, 'arguments');
  if (!called) return unknownExpr(source, link);
  const at = placeOf(source, link);
  const word = called.type === 'name' ? textOf(source, called).toLowerCase() : '';
  const inside = word === '' ? [] : argumentNodes(list);
  if (word === 'isset' && inside.length > 0) {
    const tests = expressions(source, inside).map(value =>
      operation(value.at, 'not-equal', [value, { kind: 'nothing', at: value.at }]),
    );
    const [only] = tests;
    return only && tests.length === 1 ? only : operation(at, 'and', tests);
  }
  const [first] = inside;
  if (word === 'empty' && first) return operation(at, 'not', [expression(source, first)]);
  if (word === 'exit' || word === 'die') return computed(source, link, [ended(source, link, inside)]);
  const callee = of ?? functionRef(source, called);
  if (isReference(list)) return callee;
  return call(source, link, { nameAt: placeOf(source, called), callee, args: argumentsIn(source, list) });
}

/** `exit`: nothing of the program runs after it. */
export function ended(source: PhpSource, node: SyntaxNode, parts: readonly SyntaxNode[]) {
  const at = placeOf(source, node);
  const value = parts.length > 0 ? { value: unknownExpr(source, node, expressions(source, parts)) } : {};
  return { kind: 'throw' as const, at, ...value };
}

function argumentNodes(list: SyntaxNode | undefined): readonly SyntaxNode[] {
  return (list ? namedChildren(list) : []).flatMap(argument => namedChildren(argument).slice(-1));
}

function creation(source: PhpSource, link: SyntaxNode): Expr {
  const anonymous = childOfType(link, 'anonymous_class');
  const made = anonymous ?? link.children.find(child => child.isNamed && child.type !== 'arguments');
  if (!made) return unknownExpr(source, link);
  const isName = NAMES.has(made.type) || made.type === 'relative_scope';
  const callee = anonymous
    ? anonymousClass(source, anonymous)
    : isName
      ? classRef(source, made, 'member')
      : expression(source, made);
  const list = childOfType(anonymous ?? link, 'arguments');
  return call(source, link, {
    nameAt: anonymous ? placeOf(source, link) : callee.at,
    callee,
    args: argumentsIn(source, list),
    isNew: true,
  });
}

function call(
  source: PhpSource,
  link: SyntaxNode,
  given: Pick<CallExpr, 'nameAt' | 'callee' | 'args'> & { readonly isNew?: boolean; readonly isOptional?: true },
): CallExpr {
  return { kind: 'call', at: placeOf(source, link), isNew: false, isAwaited: false, typeArguments: [], ...given };
}
