import { idAt } from '../../core/location.ts';
import type { Expr, Pattern, Statement } from '../../core/program.ts';
import { deeper, placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { arrayOf } from './arrays.ts';
import { chain, ended, isLink } from './chains.ts';
import { classRef } from './classes.ts';
import { closure } from './functions.ts';
import { literal } from './literals.ts';
import { matchValue } from './matches.ts';
import { constantNameAt, functionNameAt } from './names.ts';
import { assignment, binary, conditional, unary, update } from './operators.ts';
import { bare, variableName, type PhpSource } from './source.ts';

/** Translates an expression. Total: what the form cannot say becomes `unknown` that keeps the expressions inside. */
export function expression(source: PhpSource, written: SyntaxNode): Expr {
  const node = bare(written);
  return deeper(source, node, () => translate(source, node)) ?? unknownExpr(source, node);
}

export function expressions(source: PhpSource, nodes: readonly SyntaxNode[]): readonly Expr[] {
  return nodes.map(node => expression(source, node));
}

/** The expression that a rule names so; unknown where the text is broken and it is not there. */
export function expressionIn(source: PhpSource, node: SyntaxNode, field: string): Expr {
  const child = childNamed(node, field);
  return child ? expression(source, child) : unknownExpr(source, node);
}

function translate(source: PhpSource, node: SyntaxNode): Expr {
  if (isLink(node)) return chain(source, node);
  const known = literal(source, node);
  if (known) return known;
  const at = placeOf(source, node);
  switch (node.type) {
    case 'variable_name': {
      const name = variableName(source, node) ?? '';
      return name === 'this' ? { kind: 'self', at } : { kind: 'name', at, name };
    }
    case 'dynamic_variable_name': {
      // `${name}` in a text.
      const [name] = namedChildren(node);
      if (name?.type === 'name') return { kind: 'name', at, name: textOf(source, name) };
      return unknownExpr(source, node, inner(source, node));
    }
    case 'name':
    case 'qualified_name':
    case 'relative_name':
      return constant(source, node);
    case 'binary_expression':
      return binary(source, node);
    case 'unary_op_expression':
      return unary(source, node);
    case 'update_expression':
      return { kind: 'assigned', at, ...update(source, node) };
    case 'assignment_expression':
    case 'reference_assignment_expression':
    case 'augmented_assignment_expression':
      return assigned(source, node);
    case 'conditional_expression':
      return conditional(source, node);
    case 'anonymous_function':
    case 'arrow_function':
      return { kind: 'function', at, fn: closure(source, node) };
    case 'array_creation_expression':
    case 'list_literal':
      return arrayOf(source, node);
    case 'match_expression':
      return matchValue(source, node);
    case 'throw_expression': {
      const [value] = namedChildren(node);
      return computed(source, node, [{ kind: 'throw', at, ...(value && { value: expression(source, value) }) }]);
    }
    case 'require_expression':
    case 'require_once_expression':
    case 'include_expression':
    case 'include_once_expression': {
      const [path] = namedChildren(node);
      return path ? { kind: 'load', at, module: loadedPath(source, path) } : unknownExpr(source, node);
    }
    default:
      return unknownExpr(source, node, inner(source, node));
  }
}

/** A constant by its name; the folder and the file go by the names that all languages share. */
function constant(source: PhpSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const written = textOf(source, node);
  // `test() || exit;`
  if (/^(?:exit|die)$/i.test(written)) return computed(source, node, [ended(source, node, [])]);
  if (written === '__DIR__') return { kind: 'name', at, name: '__dirname' };
  if (written === '__FILE__') return { kind: 'name', at, name: '__filename' };
  if (written === '__NAMESPACE__') return { kind: 'text', at, value: source.names.namespace };
  if (written === '__CLASS__') return classRef(source, node, 'self');
  return { kind: 'name', at, name: constantNameAt(source, node) };
}

/** `$list[] = x` adds to the list. */
function assigned(source: PhpSource, node: SyntaxNode): Expr {
  const at = placeOf(source, node);
  const added = appended(source, node);
  return added ?? { kind: 'assigned', at, ...assignment(source, node) };
}

/** `$list[] = x` as a call of `push`; undefined for any other assignment. */
export function appended(source: PhpSource, node: SyntaxNode): Expr | undefined {
  const target = childNamed(node, 'left');
  const right = childNamed(node, 'right');
  const [list, key] = target?.type === 'subscript_expression' ? namedChildren(target) : [];
  if (!list || key || !right || !target) return undefined;
  const of = expression(source, list);
  const nameAt = placeOf(source, target);
  return {
    kind: 'call',
    at: placeOf(source, node),
    nameAt,
    callee: { kind: 'member', at: nameAt, of, name: 'push', nameAt },
    args: [expression(source, right)],
    isNew: false,
    isAwaited: false,
    typeArguments: [],
  };
}

/**
 * The path of a file that is included, relative to this file where the text says so: `__DIR__ . '/x.php'` is `./x.php`, and
 * `dirname(__DIR__, 2) . '/x.php'` is `../../x.php`.
 */
function loadedPath(source: PhpSource, written: SyntaxNode): Expr {
  const path = expression(source, written);
  if (path.kind !== 'concat') return path;
  const [first, ...rest] = path.parts;
  const up = first && foldersUp(first);
  if (up === undefined || !rest.every(part => part.kind === 'text')) return path;
  const below = rest.map(part => (part.kind === 'text' ? part.value : '')).join('');
  if (!below.startsWith('/')) return path;
  const start = up === 0 ? '.' : Array.from({ length: up }, () => '..').join('/');
  return { kind: 'text', at: path.at, value: `${start}${below}` };
}

/** How many folders above that of the file an expression names. */
function foldersUp(value: Expr): number | undefined {
  if (value.kind === 'name' && value.name === '__dirname') return 0;
  if (value.kind !== 'call' || value.callee.kind !== 'name' || value.callee.name !== '\\dirname') return undefined;
  const [of, levels] = value.args;
  if (levels && levels.kind !== 'number') return undefined;
  const count = levels?.kind === 'number' ? levels.value : 1;
  if (of?.kind === 'name' && of.name === '__filename') return count - 1;
  const inner = of && foldersUp(of);
  return inner === undefined ? undefined : inner + count;
}

/** The expressions inside a node that has no form. */
export function inner(source: PhpSource, node: SyntaxNode): readonly Expr[] {
  return namedChildren(node).flatMap(child => {
    if (child.type === 'sequence_expression' || child.type === 'array_element_initializer' || child.type === 'argument')
      return inner(source, child);
    return NO_VALUES.test(child.type) ? [] : [expression(source, child)];
  });
}

const NO_VALUES =
  /type|modifier$|statement|declarat|definition|parameter|clause$|_block$|_list$|attribute|^(?:text|comment|php_tag|php_end_tag|text_interpolation|escape_sequence|string_content|heredoc_|nowdoc_|pair|name|ERROR$)/;

/** An expression that is computed by statements: a function, called where it stands. */
export function computed(source: PhpSource, node: SyntaxNode, body: readonly Statement[]): Expr {
  const at = placeOf(source, node);
  const callee: Expr = {
    kind: 'function',
    at,
    fn: { id: idAt(at), at, parameters: [], body, isAsync: false, bindsSelf: false, decorators: [], doc: '' },
  };
  return { kind: 'call', at, nameAt: at, callee, args: [], isNew: false, isAwaited: false, typeArguments: [] };
}

/** A function by its name, as a value. */
export function functionRef(source: PhpSource, node: SyntaxNode): Expr {
  return { kind: 'name', at: placeOf(source, node), name: functionNameAt(source, node) };
}

/** What a target binds: a variable, or the elements of an array; undefined for anything else. */
export function patternOf(source: PhpSource, written: SyntaxNode): Pattern | undefined {
  return deeper(source, written, () => bindingOf(source, bare(written)));
}

function bindingOf(source: PhpSource, node: SyntaxNode): Pattern | undefined {
  const at = placeOf(source, node);
  const name = variableName(source, node);
  if (name !== undefined) return { kind: 'name', at, name };
  if (node.type !== 'list_literal' && node.type !== 'array_creation_expression') return undefined;
  const items: (Pattern | undefined)[] = [];
  const entries: { readonly key: string; readonly pattern: Pattern }[] = [];
  let slot: readonly SyntaxNode[] = [];
  const close = (): void => {
    const inside = slot.flatMap(one => (one.type === 'array_element_initializer' ? namedChildren(one) : [one]));
    const [first, second] = inside;
    const target = second ?? first;
    const pattern = target && patternOf(source, target);
    if (first && second) {
      const key = expression(source, first);
      if (pattern && (key.kind === 'text' || key.kind === 'number')) entries.push({ key: String(key.value), pattern });
    } else items.push(pattern);
    slot = [];
  };
  for (const child of node.children) {
    if (child.type === ',') close();
    else if (child.isNamed) slot = [...slot, child];
  }
  if (slot.length > 0) close();
  if (entries.length > 0) return { kind: 'record', at, entries };
  return { kind: 'list', at, items };
}
