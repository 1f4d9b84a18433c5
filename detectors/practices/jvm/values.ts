/** What names of Java and Kotlin stand for, as far as one file tells: locals, parameters, and fields of the classes around. */
import type {
  ClassNode,
  Decorator,
  Expr,
  FunctionNode,
  Pattern,
  Statement,
  TypeRef,
} from '../../../src/core/program.ts';
import type { Location } from '../../../src/core/location.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { statementsIn } from './statements.ts';

export const JVM_FILES: readonly string[] = ['**/*.{java,kt}'];

/** An expression and the functions around it, innermost first, in which its names mean what they mean. */
export type Placed = { readonly expr: Expr; readonly inside: readonly FunctionNode[]; readonly at?: Location };

export type Bound = {
  /** What it is given, where it is given one value once. */
  readonly value?: Placed;
  readonly type?: TypeRef;
  readonly decorators: readonly Decorator[];
  readonly kind: 'local' | 'parameter' | 'field';
  /** Function whose local or parameter it is. */
  readonly of?: FunctionNode;
};

type Names = Map<string, Bound>;

const LOCALS = new WeakMap<FunctionNode, Names>();
const FIELDS = new WeakMap<ClassNode, Names>();

/** How many names that stand for others are followed. */
const MOST_STEPS = 12;

/** Follows names and fields to what is written in the file; what it cannot follow it gives back as it is. */
export function valueOf(file: ProgramFile, placed: Placed): Placed {
  let current = placed;
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = boundTo(file, current)?.value;
    if (!next) return current;
    current = next;
  }
  return current;
}

/** What a name, or a field of the own class or of a class of the file, is bound to. */
export function boundTo(file: ProgramFile, { expr, inside }: Placed): Bound | undefined {
  if (expr.kind === 'name') {
    for (const [index, fn] of inside.entries()) {
      const bound = localsOf(fn, inside.slice(index)).get(expr.name);
      if (bound) return bound;
    }
    for (const cls of classesAround(file, expr.at)) {
      const field = fieldsOf(cls).get(expr.name);
      if (field) return field;
    }
    return undefined;
  }
  if (expr.kind !== 'member') return undefined;
  if (expr.of.kind === 'self') {
    const [own] = classesAround(file, expr.at);
    return own && fieldsOf(own).get(expr.name);
  }
  const owner = expr.of;
  const cls = owner.kind === 'name' ? file.classes.find(({ name }) => name === owner.name) : undefined;
  return cls && fieldsOf(cls).get(expr.name);
}

/** Classes around a place, innermost first. */
export function classesAround(file: ProgramFile, at: Location): readonly ClassNode[] {
  return file.classes.filter(cls => holds(cls.at, at)).toReversed();
}

export function holds(outer: Location, inner: Location): boolean {
  const startsBefore = outer.line < inner.line || (outer.line === inner.line && outer.column <= inner.column);
  const endsAfter =
    outer.endLine > inner.endLine || (outer.endLine === inner.endLine && outer.endColumn >= inner.endColumn);
  return startsBefore && endsAfter;
}

/** Declared without a value and set once is as good as declared with it; what is set twice may hold anything. */
function localsOf(fn: FunctionNode, inside: readonly FunctionNode[]): Names {
  const known = LOCALS.get(fn);
  if (known) return known;
  const names: Names = new Map();
  const given = new Map<string, Placed[]>();
  for (const { pattern, decorators } of fn.parameters)
    if (pattern.kind === 'name')
      names.set(pattern.name, { kind: 'parameter', decorators, of: fn, ...typed(pattern.type) });
  const statements = [...statementsIn(fn.body)];
  for (const statement of statements) {
    const pattern = patternOf(statement);
    if (pattern?.kind !== 'name') continue;
    // Two declarations of one name in two blocks are two variables: neither is known.
    if (names.has(pattern.name)) put(given, pattern.name, UNKNOWN);
    names.set(pattern.name, { kind: 'local', decorators: [], of: fn, ...typed(pattern.type) });
    if (statement.kind !== 'declare') put(given, pattern.name, UNKNOWN);
    else if (statement.value) put(given, pattern.name, { expr: statement.value, inside });
  }
  for (const statement of statements)
    if (statement.kind === 'assign' && statement.target.kind === 'name')
      put(given, statement.target.name, { expr: statement.value, inside });
  settle(names, given);
  LOCALS.set(fn, names);
  return names;
}

function patternOf(statement: Statement): Pattern | undefined {
  if (statement.kind === 'attempt') return statement.caught;
  return statement.kind === 'declare' || statement.kind === 'each' ? statement.pattern : undefined;
}

function typed(type: TypeRef | undefined): Pick<Bound, 'type'> {
  return type ? { type } : {};
}

/** Names that are given one value, and that value is written. */
function settle(names: Names, given: ReadonlyMap<string, readonly Placed[]>): void {
  for (const [name, bound] of names) {
    const [value, ...others] = given.get(name) ?? [];
    if (bound.kind !== 'parameter' && value && value !== UNKNOWN && others.length === 0)
      names.set(name, { ...bound, value });
  }
}

const UNKNOWN: Placed = {
  expr: { kind: 'nothing', at: { file: '', line: 1, column: 1, endLine: 1, endColumn: 1 } },
  inside: [],
};

/** Fields by name, with what they are given at their declaration or, else, by the only assignment in the class. */
export function fieldsOf(cls: ClassNode): ReadonlyMap<string, Bound> {
  const known = FIELDS.get(cls);
  if (known) return known;
  const names: Names = new Map();
  const given = new Map<string, Placed[]>();
  for (const member of cls.members) {
    if (member.kind === 'field') {
      names.set(member.name, {
        kind: 'field',
        decorators: member.decorators,
        ...typed(member.type),
      });
      if (member.value) put(given, member.name, { expr: member.value, inside: [] });
      continue;
    }
    for (const { pattern, isField, decorators } of member.fn.parameters)
      if (isField && pattern.kind === 'name')
        names.set(pattern.name, { kind: 'field', decorators, ...typed(pattern.type) });
  }
  for (const member of cls.members) {
    if (member.kind === 'field') continue;
    const locals = localsOf(member.fn, [member.fn]);
    for (const statement of statementsIn(member.fn.body)) {
      if (statement.kind !== 'assign') continue;
      const { target, value } = statement;
      const isOwn =
        (target.kind === 'member' && target.of.kind === 'self') || (target.kind === 'name' && !locals.has(target.name));
      if (isOwn && (target.kind === 'member' || target.kind === 'name'))
        put(given, target.name, { expr: value, inside: [member.fn] });
    }
  }
  settle(names, given);
  FIELDS.set(cls, names);
  return names;
}

function put(given: Map<string, Placed[]>, name: string, value: Placed): void {
  const known = given.get(name);
  if (known) known.push(value);
  else given.set(name, [value]);
}
