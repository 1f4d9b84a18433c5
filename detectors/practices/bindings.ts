/** What a name means at a place of a file, as far as the file tells: by the functions around it, innermost first. */
import type {
  Expr,
  FunctionNode,
  ImportBinding,
  Module,
  Parameter,
  Pattern,
  RecordEntry,
  Statement,
} from '../../src/core/program.ts';
import type { ProgramFile } from '../../src/parse/program-file.ts';

export type Bound =
  /** A constant: the value, or the member of it at `path` when it was destructured. */
  | { readonly kind: 'value'; readonly value: Expr; readonly path: readonly string[] }
  | {
      readonly kind: 'parameter';
      readonly parameter: Parameter;
      readonly index: number;
      readonly path: readonly string[];
    }
  | { readonly kind: 'import'; readonly binding: ImportBinding }
  /** Declared more than once, assigned again, or bound by a loop: it may hold anything. */
  | { readonly kind: 'open' };

type Names = ReadonlyMap<string, Bound>;

/** Names of functions and modules, made once for each: every detector of a file asks for the same. */
const KNOWN = new WeakMap<FunctionNode | Module, Names>();

/** What `name` stands for inside these functions; undefined for a global. */
export function lookUp(file: ProgramFile, name: string, inside: readonly FunctionNode[]): Bound | undefined {
  for (const fn of inside) {
    const bound = namesOf(fn, fn.body, fn.parameters, file.module.language).get(name);
    if (bound) return bound;
    if (fn.name === name) return { kind: 'open' };
  }
  const names = namesOf(file.module, file.module.body, [], file.module.language);
  const own = names.get(name);
  if (own) return own;
  const binding = file.module.imports.find(({ local }) => local === name);
  // In Ruby a constant goes by its whole name, and what is said of it may be any of the modules around.
  const within = binding?.module.split(',').find(one => one !== name && names.has(one));
  if (within !== undefined) return names.get(within);
  return binding && { kind: 'import', binding };
}

/** How many names and members that stand for others are followed. */
const MOST_STEPS = 12;

/** Follows names and members of constant records to what they stand for; what it cannot follow it gives back as it is. */
export function valueOf(file: ProgramFile, expr: Expr, inside: readonly FunctionNode[]): Expr {
  return followed(file, expr, inside, { left: MOST_STEPS }) ?? expr;
}

/** Undefined where it leads to nothing that is written in the file. */
function followed(
  file: ProgramFile,
  expr: Expr,
  inside: readonly FunctionNode[],
  steps: { left: number },
): Expr | undefined {
  if (expr.kind !== 'name' && expr.kind !== 'member') return expr;
  if (steps.left-- <= 0) return undefined;
  const next = (inner: Expr): Expr | undefined => followed(file, inner, inside, steps);
  if (expr.kind === 'member') {
    const constant = ofClass(file, expr.of) ? classConstant(file, expr.name) : undefined;
    return constant ? next(constant) : entryIn(next(expr.of), [expr.name], next);
  }
  const bound = lookUp(file, expr.name, inside);
  if (bound?.kind === 'value') return entryIn(next(bound.value), bound.path, next);
  const constant = bound || !MEMBERS_BY_NAME.has(file.module.language) ? undefined : classConstant(file, expr.name);
  return constant && next(constant);
}

/** Languages in which a plain name may be a member of the class around. */
const MEMBERS_BY_NAME: ReadonlySet<string> = new Set(['java', 'kotlin', 'c-sharp', 'scala']);

/** `Carrier.BASE`, `self::BASE`, `this.base`, of a class of the file. */
function ofClass(file: ProgramFile, of: Expr): boolean {
  const isOwn = of.kind === 'self' && MEMBERS_BY_NAME.has(file.module.language);
  return isOwn || (of.kind === 'name' && file.classes.some(({ name }) => name === of.name));
}

/** The value of a constant field, where one class of the file alone has one of the name. */
function classConstant(file: ProgramFile, name: string): Expr | undefined {
  const values = file.classes.flatMap(({ members }) =>
    members.flatMap(member =>
      member.kind === 'field' && member.isStatic && member.name === name && member.value ? [member.value] : [],
    ),
  );
  return values.length === 1 ? values[0] : undefined;
}

function entryIn(
  value: Expr | undefined,
  path: readonly string[],
  next: (inner: Expr) => Expr | undefined,
): Expr | undefined {
  let found = value;
  for (const key of path) {
    if (found?.kind !== 'record') return undefined;
    const entry: RecordEntry | undefined = found.entries.findLast(one => one.kind !== 'entry' || one.key === key);
    found = entry?.kind === 'entry' ? next(entry.value) : undefined;
  }
  return found;
}

/** Whether a name is nobody's but the language's: neither declared nor imported here. */
export function isGlobal(file: ProgramFile, name: string, inside: readonly FunctionNode[]): boolean {
  return lookUp(file, name, inside) === undefined;
}

/** Languages without declarations. */
const UNDECLARED: ReadonlySet<string> = new Set(['python', 'php', 'ruby']);

function namesOf(
  owner: FunctionNode | Module,
  body: readonly Statement[],
  parameters: readonly Parameter[],
  language: string,
): Names {
  const known = KNOWN.get(owner);
  if (known) return known;
  const names = new Map<string, Bound>();
  for (const [index, parameter] of parameters.entries())
    bind(names, parameter.pattern, path => ({ kind: 'parameter', parameter, index, path }));
  const changed = new Set<string>();
  // A name that is bound inside a block is declared without a value before it.
  gather(names, body, {
    changed,
    bare: UNDECLARED.has(language) ? new Set() : undefined,
    hasResults: language === 'go',
  });
  // `options.audience = x`: what the record holds is no longer what was written.
  for (const name of changed) {
    const bound = names.get(name);
    if (bound?.kind === 'value' && bound.value.kind === 'record') names.set(name, { kind: 'open' });
  }
  KNOWN.set(owner, names);
  return names;
}

type Gathered = {
  /** Names of what is changed in place. */
  readonly changed: Set<string>;
  /** Names without a value so far: the one assignment to such a name is its value. */
  readonly bare: Set<string> | undefined;
  /** Functions give several results, which are declared as a list. */
  readonly hasResults: boolean;
};

/** Declarations of a body and of the blocks in it; those of inner functions are theirs. */
function gather(names: Map<string, Bound>, body: readonly Statement[], { changed, bare, hasResults }: Gathered): void {
  const left: (readonly Statement[])[] = [body];
  for (let statements = left.pop(); statements; statements = left.pop()) {
    for (const statement of statements) {
      switch (statement.kind) {
        case 'declare': {
          const { value } = statement;
          const boundAt = (path: readonly string[]): Bound =>
            value ? { kind: 'value', value, path } : { kind: 'open' };
          // Of several results of a call, the first is what the call gives.
          if (hasResults && statement.pattern.kind === 'list') bindResults(names, statement.pattern.items, boundAt);
          else bind(names, statement.pattern, boundAt);
          if (!value && statement.pattern.kind === 'name') bare?.add(statement.pattern.name);
          break;
        }
        case 'assign':
          if (statement.target.kind === 'name') {
            const { name } = statement.target;
            names.set(
              name,
              bare?.delete(name) ? { kind: 'value', value: statement.value, path: [] } : { kind: 'open' },
            );
          }
          if (statement.target.kind === 'member' && statement.target.of.kind === 'name')
            changed.add(statement.target.of.name);
          break;
        case 'each':
          bind(names, statement.pattern, () => ({ kind: 'open' }));
          left.push(statement.body);
          break;
        case 'branch':
          left.push(statement.then, statement.otherwise);
          break;
        case 'repeat':
        case 'block':
          left.push(statement.body);
          break;
        case 'attempt':
          if (statement.caught) bind(names, statement.caught, () => ({ kind: 'open' }));
          left.push(statement.body, statement.handler, statement.after);
          break;
        case 'select':
          for (const one of statement.cases) left.push(one.body);
          break;
        case 'evaluate':
        case 'return':
        case 'throw':
        case 'leave':
          break;
      }
    }
  }
}

function bindResults(
  names: Map<string, Bound>,
  [first, ...others]: readonly (Pattern | undefined)[],
  boundAt: (path: readonly string[]) => Bound,
): void {
  if (first) bind(names, first, boundAt);
  for (const other of others) if (other) bind(names, other, () => ({ kind: 'open' }));
}

function bind(
  names: Map<string, Bound>,
  pattern: Pattern,
  boundAt: (path: readonly string[]) => Bound,
  path: readonly string[] = [],
): void {
  const put = (name: string, bound: Bound): void => {
    names.set(name, names.has(name) ? { kind: 'open' } : bound);
  };
  switch (pattern.kind) {
    case 'name':
      put(pattern.name, boundAt(path));
      return;
    case 'record':
      for (const entry of pattern.entries) bind(names, entry.pattern, boundAt, [...path, entry.key]);
      break;
    case 'list':
      for (const item of pattern.items) if (item) bind(names, item, () => ({ kind: 'open' }));
      break;
  }
  if (pattern.rest !== undefined) put(pattern.rest, { kind: 'open' });
}
