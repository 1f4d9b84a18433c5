import { staticBlock } from '../static-block.ts';
import { type Location, idAt } from '../../core/location.ts';
import type { ClassMember, ClassNode, Decorator, Expr, Statement } from '../../core/program.ts';
import { deeper, placeOf, textOf, unknownExpr } from '../syntax/source.ts';
import { childNamed, namedChildren, type SyntaxNode } from '../syntax/syntax-tree.ts';
import { definitionOf } from './definitions.ts';
import { docOf } from './documentation.ts';
import { expression } from './expressions.ts';
import { decoratorsOf, functionNode } from './functions.ts';
import { augmented } from './operators.ts';
import { itemsOfTarget } from './patterns.ts';
import { bare, inScope, scopeAt, type PythonSource } from './source.ts';
import { statement } from './statements.ts';
import { annotationOf, typeOf } from './types.ts';

/** A class. What its body does beside defining members runs in a static block, as the class is made. */
export function classNode(source: PythonSource, node: SyntaxNode): ClassNode {
  const at = placeOf(source, node);
  const name = childNamed(node, 'name');
  const [base, ...others] = basesOf(source, childNamed(node, 'superclasses'));
  const lines = childNamed(node, 'body')?.children ?? [];
  const doc = docOf(source, lines);
  const body = doc ? lines.slice(lines.indexOf(doc.line) + 1) : lines;
  return {
    id: idAt(at),
    at,
    ...(name && { name: textOf(source, name) }),
    nameAt: name ? placeOf(source, name) : at,
    ...(base && { extends: base }),
    ...(others.length > 0 && { others }),
    implements: [],
    decorators: [],
    members: membersOf(source, node, body),
    isAbstract: false,
    doc: doc?.text ?? '',
  };
}

/** The bases; of `Generic[T]` the class itself. Named ones (`metaclass=…`) are no bases. */
function basesOf(source: PythonSource, list: SyntaxNode | undefined): readonly Expr[] {
  const written = list ? namedChildren(list).filter(child => child.type !== 'keyword_argument') : [];
  return written.map(node => {
    let inner = bare(node);
    while (inner.type === 'subscript') inner = bare(childNamed(inner, 'value') ?? inner.children[0] ?? node);
    return expression(source, inner);
  });
}

function membersOf(source: PythonSource, node: SyntaxNode, lines: readonly SyntaxNode[]): readonly ClassMember[] {
  const declared = new Set<string>();
  return inScope(source, { kind: 'class', names: declared, declared }, () => {
    const rest: Statement[] = [];
    const members = lines.flatMap(line => membersBy(source, line, rest));
    return rest.length === 0 ? members : [...members, staticBlock(colonAt(source, node), rest)];
  });
}

/** The members that one statement defines; what it does besides goes into `rest`. Of one that holds others, all of them may define some. */
function membersBy(source: PythonSource, line: SyntaxNode, rest: Statement[]): readonly ClassMember[] {
  return deeper(source, line, () => definedBy(source, line, rest)) ?? [];
}

function definedBy(source: PythonSource, line: SyntaxNode, rest: Statement[]): readonly ClassMember[] {
  switch (line.type) {
    case 'expression_statement':
      return line.children.flatMap(child => {
        if (child.type === 'assignment') return fields(source, child, rest);
        if (child.type === 'augmented_assignment') return added(source, child, rest);
        if (!child.isNamed || child.type === 'ellipsis') return [];
        rest.push(...statement(source, child, false));
        return [];
      });
    case 'function_definition':
    case 'decorated_definition':
    case 'class_definition':
      return [definition(source, line)];
    case 'if_statement': {
      const condition = childNamed(line, 'condition');
      if (condition)
        rest.push({ kind: 'evaluate', at: placeOf(source, condition), value: expression(source, condition) });
      return inner(source, line, rest);
    }
    case 'try_statement':
    case 'with_statement':
    case 'elif_clause':
    case 'else_clause':
    case 'except_clause':
    case 'except_group_clause':
    case 'finally_clause':
    case 'block':
    case 'ERROR':
      return inner(source, line, rest);
    case 'with_clause':
      return [];
    default:
      if (line.isNamed) rest.push(...statement(source, line, false));
      return [];
  }
}

/** The members that the statements inside one define. */
function inner(source: PythonSource, line: SyntaxNode, rest: Statement[]): readonly ClassMember[] {
  return line.children.flatMap(child =>
    child.field === 'condition' || child.field === 'value' || !child.isNamed ? [] : membersBy(source, child, rest),
  );
}

function fields(source: PythonSource, node: SyntaxNode, rest: Statement[]): readonly ClassMember[] {
  const targets: SyntaxNode[] = [];
  let right: SyntaxNode | undefined = node;
  while (right?.type === 'assignment') {
    const target = childNamed(right, 'left');
    if (target) targets.push(bare(target));
    right = childNamed(right, 'right');
  }
  if (targets.some(target => target.type !== 'identifier' && itemsOfTarget(target).length === 0)) {
    rest.push(...statement(source, node, false));
    return [];
  }
  const value = right && expression(source, right);
  return targets.flatMap(target => fieldsOf(source, node, target, value));
}

/** A field for each name of a target, with its part of the value. */
function fieldsOf(
  source: PythonSource,
  node: SyntaxNode,
  target: SyntaxNode,
  value: Expr | undefined,
): readonly ClassMember[] {
  if (target.type === 'identifier') return [field(source, node, target, value)];
  const items = itemsOfTarget(target);
  const isPaired = value?.kind === 'list' && value.items.length === items.length;
  return items.flatMap((item, index) => {
    const inner = bare(item);
    if (inner.type !== 'identifier') return [];
    const own = isPaired ? value.items[index] : undefined;
    return [field(source, node, inner, own ?? unknownExpr(source, node, value ? [value] : []))];
  });
}

function field(source: PythonSource, node: SyntaxNode, name: SyntaxNode, value: Expr | undefined): ClassMember {
  const written = childNamed(node, 'type');
  const type = typeOf(source, written);
  scopeAt(source).declared.add(textOf(source, name));
  return {
    kind: 'field',
    at: placeOf(source, node),
    name: textOf(source, name),
    nameAt: placeOf(source, name),
    ...(value && { value }),
    ...(type && { type }),
    ...(written && { annotation: annotationOf(source, written) }),
    isStatic: true,
    decorators: [],
  };
}

/** `a += b` of a class. */
function added(source: PythonSource, node: SyntaxNode, rest: Statement[]): readonly ClassMember[] {
  const target = childNamed(node, 'left');
  if (target?.type === 'identifier') return [field(source, node, target, augmented(source, node))];
  rest.push(...statement(source, node, false));
  return [];
}

function definition(source: PythonSource, line: SyntaxNode): ClassMember {
  const node = line.type === 'decorated_definition' ? childNamed(line, 'definition') : line;
  const name = node && childNamed(node, 'name');
  if (!node || node.type !== 'function_definition' || !name) {
    const { value } = definitionOf(source, line);
    const made = field(source, line, name ?? line, value);
    return made;
  }
  const decorators = decoratorsOf(
    source,
    line.children.filter(child => child.type === 'decorator'),
  );
  return method(source, { line, node, name, decorators });
}

type Written = {
  readonly line: SyntaxNode;
  readonly node: SyntaxNode;
  readonly name: SyntaxNode;
  readonly decorators: readonly Decorator[];
};

/** Methods that are called on the class although nothing says so. */
const OF_CLASS: ReadonlySet<string> = new Set(['__new__', '__init_subclass__', '__class_getitem__']);

function method(source: PythonSource, { line, node, name, decorators }: Written): ClassMember {
  const marks = decorators.map(decorator => markOf(decorator));
  const isStaticMethod = marks.includes('static');
  const text = textOf(source, name);
  const fn = functionNode(source, node, isStaticMethod ? 'static-method' : 'method');
  scopeAt(source).declared.add(text);
  const at = placeOf(source, line);
  const kept = decorators.filter((_, index) => marks[index] === undefined);
  if (text === '__init__') return { kind: 'constructor', at, fn: { ...fn, decorators: kept } };
  const accessor = marks.find(mark => mark === 'get' || mark === 'set');
  return {
    kind: 'method',
    at,
    name: text,
    nameAt: placeOf(source, name),
    fn: { ...fn, decorators: kept },
    isStatic: isStaticMethod || marks.includes('class') || OF_CLASS.has(text),
    ...(accessor && { accessor }),
    decorators: kept,
  };
}

/** What a decorator of the language itself says of a method. */
function markOf({ expression: expr }: Decorator): 'get' | 'set' | 'static' | 'class' | undefined {
  if (expr.kind === 'member' && expr.name === 'setter') return 'set';
  if (expr.kind === 'name') {
    if (expr.name === 'staticmethod') return 'static';
    if (expr.name === 'classmethod') return 'class';
    if (expr.name === 'property' || expr.name === 'cached_property') return 'get';
  }
  const isProperty = expr.kind === 'member' && expr.name === 'cached_property';
  return isProperty ? 'get' : undefined;
}

/** The colon is the one place of a class where no function starts. */
function colonAt(source: PythonSource, node: SyntaxNode): Location {
  return placeOf(source, node.children.find(child => child.type === ':') ?? node);
}
