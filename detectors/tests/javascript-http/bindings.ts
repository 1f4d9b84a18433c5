/** What names of a test file stand for, at a place: tests assign in hooks what they use further down. */
import type { Location } from '../../../src/core/location.ts';
import { compareLocations } from '../../../src/core/location.ts';
import type { Expr, FunctionNode, Pattern, Statement } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';

export type Bound = {
  readonly name: string;
  /** What is bound; with `member`, that part of it. */
  readonly value: Expr;
  readonly member?: string;
  readonly at: Location;
  readonly inside: FunctionNode | undefined;
};

/** Where a name is used: its place, and the functions around it, innermost first. */
export type Use = { readonly at: Location; readonly inside: readonly FunctionNode[] };

export type Bindings = {
  readonly all: ReadonlyMap<string, readonly Bound[]>;
};

export function bindingsOf(file: ProgramFile): Bindings {
  const found: Bound[] = [];
  collect(file.module.body, undefined, found);
  for (const fn of file.functions) collect(fn.body, fn, found);
  found.sort((a, b) => compareLocations(a.at, b.at));
  return { all: Map.groupBy(found, bound => bound.name) };
}

/** The last value that was bound before a use in the functions around it; else one that any function (a hook) assigns. */
export function lookUp(bindings: Bindings, name: string, use: Use): Bound | undefined {
  const all = bindings.all.get(name) ?? [];
  const before = firstBehind(all, use.at);
  const lowest = Math.max(0, before - FARTHEST);
  for (let index = before - 1; index >= lowest; index--) {
    const bound = all[index];
    if (bound && bound.value.kind !== 'nothing' && (bound.inside === undefined || use.inside.includes(bound.inside)))
      return bound;
  }
  return all.slice(-FARTHEST).findLast(bound => bound.value.kind !== 'nothing');
}

/** Values of one name that are looked at from one use. */
const FARTHEST = 500;

/** The number of values bound before a place; they are in order. */
function firstBehind(all: readonly Bound[], at: Location): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const bound = all[middle];
    if (bound && compareLocations(bound.at, at) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function collect(statements: readonly Statement[], inside: FunctionNode | undefined, found: Bound[]): void {
  for (const statement of statements) {
    switch (statement.kind) {
      case 'declare':
        if (statement.value) bind(statement.pattern, statement.value, undefined, inside, found);
        break;
      case 'assign':
        assign(statement.target, statement.value, inside, found);
        break;
      case 'evaluate':
        if (statement.value.kind === 'assigned') assign(statement.value.target, statement.value.value, inside, found);
        break;
      case 'branch':
        collect(statement.then, inside, found);
        collect(statement.otherwise, inside, found);
        break;
      case 'each':
      case 'repeat':
      case 'block':
        collect(statement.body, inside, found);
        break;
      case 'attempt':
        collect(statement.body, inside, found);
        collect(statement.handler, inside, found);
        collect(statement.after, inside, found);
        break;
      case 'select':
        for (const one of statement.cases) collect(one.body, inside, found);
        break;
      case 'return':
      case 'throw':
      case 'leave':
        break;
    }
  }
}

function assign(target: Expr, value: Expr, inside: FunctionNode | undefined, found: Bound[]): void {
  if (target.kind === 'name') found.push({ name: target.name, value, at: target.at, inside });
}

function bind(
  pattern: Pattern,
  value: Expr,
  member: string | undefined,
  inside: FunctionNode | undefined,
  found: Bound[],
): void {
  if (pattern.kind === 'name')
    found.push({ name: pattern.name, value, ...(member === undefined ? {} : { member }), at: pattern.at, inside });
  if (pattern.kind === 'record')
    for (const entry of pattern.entries)
      bind(entry.pattern, value, member === undefined ? entry.key : `${member}.${entry.key}`, inside, found);
  if (pattern.kind === 'list')
    pattern.items.forEach(
      (item, index) => item && bind(item, value, `${member === undefined ? '' : `${member}.`}${index}`, inside, found),
    );
}
