/** Classes that a framework runs before what it serves: filters of JAX-RS. */
import type { ProgramFact } from '../core/facts/program.ts';
import type { Decorator } from '../core/program.ts';
import { lineOf } from './ancestors.ts';
import { isBuiltWith } from './annotations.ts';
import type { ActiveGuard } from './authentication.ts';
import { opaqueInstance } from './calling.ts';
import { markedBy, markedClass } from './classes.ts';
import { evaluate } from './interpreter.ts';
import type { Condition, Machine } from './machine.ts';
import { methodOf } from './members.ts';
import type { Router } from './router.ts';
import { type ClassValue, type Scope, type Value, flatten, fullNames, optionsOf } from './value.ts';

type Filter = {
  readonly cls: ClassValue;
  readonly framework: string;
  /** The method that runs. */
  readonly guard: Value;
  /** Annotation types that tie it to operations, by class id; of none, it stands before everything. */
  readonly bindings: readonly string[];
  readonly conditions: readonly Condition[];
};

/** Takes down that code puts these classes, or instances of them, in use. */
export function useFilters(machine: Machine, values: readonly Value[]): void {
  for (const value of values.flatMap(item => flatten(item)).flatMap(item => optionsOf(item))) {
    const cls = value.kind === 'instance' ? value.of : value.kind === 'class' ? value : undefined;
    if (cls && !machine.usedFilters.has(cls.cls.id)) machine.usedFilters.set(cls.cls.id, [...machine.conditions]);
  }
}

/** What stands before everything that a framework serves in a component. Source: Jakarta REST, Filters and Interceptors. */
export function filterGuards(machine: Machine, root: Router): readonly ActiveGuard[] {
  return filtersOf(machine)
    .filter(filter => filter.bindings.length === 0 && isFor(machine, filter, root.framework, root.at.file))
    .map(({ cls, guard, conditions }) => ({
      value: guard,
      at: cls.cls.nameAt,
      paths: [],
      covers: 'below',
      prefix: '',
      syntax: root.rules.syntax,
      where: 'the whole application',
      conditions,
    }));
}

/** What stands before an operation because the same annotations are on both. Source: Jakarta REST, Name Binding. */
export function boundFilters(
  machine: Machine,
  framework: string,
  file: string,
  marked: readonly { readonly scope: Scope; readonly decorators: readonly Decorator[] }[],
): readonly Value[] {
  const bound = filtersOf(machine).filter(
    filter => filter.bindings.length > 0 && isFor(machine, filter, framework, file),
  );
  if (bound.length === 0) return [];
  const own = new Set(marked.flatMap(({ scope, decorators }) => bindingsIn(machine, scope, decorators)));
  return bound.filter(({ bindings }) => bindings.every(id => own.has(id))).map(({ guard }) => guard);
}

function isFor(machine: Machine, filter: Filter, framework: string, file: string): boolean {
  const component = machine.program.componentOf(file);
  const own = machine.program.componentOf(filter.cls.scope.file);
  return (
    filter.framework === framework &&
    (own === component ||
      own === '.' ||
      component.startsWith(`${own}/`) ||
      isBuiltWith(machine, filter.cls.scope.file, file))
  );
}

const FILTERS = new WeakMap<Machine, readonly Filter[]>();

function filtersOf(machine: Machine): readonly Filter[] {
  const known = FILTERS.get(machine);
  if (known) return known;
  const bases = new Map(
    machine.program.facts.flatMap(fact =>
      fact.kind === 'filter-base' ? [[`${fact.module}.${fact.name}`, fact] as const] : [],
    ),
  );
  const classes = [...machine.classes.values()].toSorted((a, b) => (a.cls.id < b.cls.id ? -1 : 1));
  const filters = bases.size === 0 ? [] : classes.flatMap(cls => filterOf(machine, bases, cls) ?? []);
  FILTERS.set(machine, filters);
  return filters;
}

function filterOf(
  machine: Machine,
  bases: ReadonlyMap<string, Extract<ProgramFact, { kind: 'filter-base' }>>,
  cls: ClassValue,
): Filter | undefined {
  if (cls.cls.isAbstract || cls.cls.form !== undefined) return undefined;
  const names = lineOf(cls).flatMap(above => (above.kind === 'external' ? fullNames(above) : []));
  const base = names.flatMap(name => bases.get(name) ?? [])[0];
  if (!base) return undefined;
  const bindings = bindingsIn(machine, cls.scope, cls.cls.decorators);
  const used = machine.usedFilters.get(cls.cls.id);
  const isFound = markedClass(machine, cls)?.marks.some(({ mark }) => mark.kind === 'found') === true;
  // What neither the framework finds nor any code registers is not in use.
  if (!isFound && !used) return undefined;
  const guard = methodOf(machine, cls, base.member, opaqueInstance(machine, cls));
  if (!guard) return undefined;
  if (guard.kind === 'closure' && cls.cls.name !== undefined) machine.namesOf.set(guard.fn.id, cls.cls.name);
  return {
    cls,
    framework: base.framework,
    guard,
    bindings,
    conditions: isFound ? [] : (used ?? []),
  };
}

/** The annotation types among decorators that tie filters to what they stand on, by class id. */
function bindingsIn(machine: Machine, scope: Scope, decorators: readonly Decorator[]): readonly string[] {
  return decorators.flatMap(({ expression }) => {
    const value = evaluate(machine, { scope, memo: new Map(), returns: [] }, expression);
    return optionsOf(value).flatMap(option => {
      const cls = option.kind === 'instance' ? option.of : option.kind === 'class' ? option : undefined;
      if (cls?.cls.form !== 'annotation') return [];
      const marks = markedBy(machine, cls.scope, cls.cls.decorators).marks;
      return marks.some(({ mark }) => mark.kind === 'binding') ? [cls.cls.id] : [];
    });
  });
}
