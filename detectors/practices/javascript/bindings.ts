/** What a name means at a place of a file, as far as the file tells: by the functions around it, innermost first. */
import type {
  Expr,
  FunctionNode,
  ImportBinding,
  Module,
  Parameter,
  Pattern,
  Statement,
} from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';

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
    const bound = namesOf(fn, fn.body, fn.parameters).get(name);
    if (bound) return bound;
    if (fn.name === name) return { kind: 'open' };
  }
  const own = namesOf(file.module, file.module.body, []).get(name);
  if (own) return own;
  const binding = file.module.imports.find(({ local }) => local === name);
  return binding && { kind: 'import', binding };
}

/** How many names that stand for names are followed. */
const MOST_STEPS = 8;

/** Follows plain names to the constants they stand for; what it cannot follow it gives back as it is. */
export function valueOf(file: ProgramFile, expr: Expr, inside: readonly FunctionNode[]): Expr {
  let value = expr;
  for (let step = 0; step < MOST_STEPS && value.kind === 'name'; step++) {
    const bound = lookUp(file, value.name, inside);
    if (bound?.kind !== 'value' || bound.path.length > 0) break;
    value = bound.value;
  }
  return value;
}

/** Whether a name is nobody's but the language's: neither declared nor imported here. */
export function isGlobal(file: ProgramFile, name: string, inside: readonly FunctionNode[]): boolean {
  return lookUp(file, name, inside) === undefined;
}

function namesOf(owner: FunctionNode | Module, body: readonly Statement[], parameters: readonly Parameter[]): Names {
  const known = KNOWN.get(owner);
  if (known) return known;
  const names = new Map<string, Bound>();
  for (const [index, parameter] of parameters.entries())
    bind(names, parameter.pattern, path => ({ kind: 'parameter', parameter, index, path }));
  gather(names, body);
  KNOWN.set(owner, names);
  return names;
}

/** Declarations of a body and of the blocks in it; those of inner functions are theirs. */
function gather(names: Map<string, Bound>, body: readonly Statement[]): void {
  const left: (readonly Statement[])[] = [body];
  for (let statements = left.pop(); statements; statements = left.pop()) {
    for (const statement of statements) {
      switch (statement.kind) {
        case 'declare': {
          const { value } = statement;
          bind(names, statement.pattern, path => (value ? { kind: 'value', value, path } : { kind: 'open' }));
          break;
        }
        case 'assign':
          if (statement.target.kind === 'name') names.set(statement.target.name, { kind: 'open' });
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
