import type { Diagnostic } from '../core/diagnostic.ts';
import type { CodeOperation } from '../core/operation.ts';
import { distinct } from './distinct.ts';
import { compareLocations } from '../core/location.ts';
import { routersOfClasses } from './classes.ts';
import { entryOrder } from './entries.ts';
import { callClosure, opaqueInstance } from './calling.ts';
import { type Machine, type Program, newMachine } from './machine.ts';
import { loadModule } from './modules.ts';
import { operationsOf } from './operations.ts';
import type { Scope } from './value.ts';

export type { Program } from './machine.ts';

/** Operations that code registers, and what could not be followed on the way. */
export type Linked = { readonly operations: readonly CodeOperation[]; readonly diagnostics: readonly Diagnostic[] };

/**
 * Evaluates a program and gives the operations it registers: one for each method and full path, with everything that
 * guards it. Deterministic: modules are entered in the order of their paths.
 */
export function link(program: Program): Linked {
  const machine = newMachine(program);
  // What fills the configuration comes before what reads it, wherever the two stand.
  const first = new Set(program.facts.flatMap(fact => (fact.kind === 'named-value' ? [fact.at.file] : [])));
  for (const file of [...[...first].toSorted(), ...entryOrder(program)]) {
    machine.steps = 0;
    loadModule(machine, file);
    runDeferred(machine);
  }
  runUncalled(machine);
  routersOfClasses(machine);
  const operations = distinct(operationsOf(machine));
  return { operations, diagnostics: diagnosticsOf(machine) };
}

/** Callbacks of promises, in the order in which they were handed over; they may hand over more. */
function runDeferred(machine: Machine): void {
  for (let done = 0; done < DEFERRED_LIMIT; done++) {
    const callback = machine.deferred.shift();
    if (!callback) return;
    callback();
  }
  machine.deferred.length = 0;
}

const DEFERRED_LIMIT = 2_000;

/**
 * Functions that hold sites which never fired, because nothing in the tree calls them, are run once with unknown
 * arguments: plugins that a loader finds, setup functions for a caller elsewhere, methods that a container calls.
 */
function runUncalled(machine: Machine): void {
  const waiting = new Map<string, ReadonlySet<string>>();
  for (const fact of machine.program.facts) {
    if (fact.kind !== 'route' && fact.kind !== 'mount' && fact.kind !== 'router' && fact.kind !== 'mount-directory') continue;
    const files = waiting.get(fact.at.file) ?? new Set<string>();
    waiting.set(fact.at.file, new Set([...files, fact.at.file]));
  }
  for (let round = 0; round < 4; round++) {
    const closures = [...machine.closures.values()].filter(({ fn, scope }) => !machine.ran.has(fn.id) && waiting.has(scope.file) && holdsSite(machine, fn.at.file, fn.at.line, fn.at.endLine));
    const classes = [...machine.classes.values()].filter(({ cls, scope }) => !machine.ran.has(`class ${cls.id}`) && waiting.has(scope.file) && holdsSite(machine, cls.at.file, cls.at.line, cls.at.endLine));
    if (closures.length === 0 && classes.length === 0) return;
    for (const cls of classes.toSorted((a, b) => (a.cls.id < b.cls.id ? -1 : 1))) {
      machine.ran.add(`class ${cls.cls.id}`);
      machine.steps = 0;
      const self = opaqueInstance(machine, cls);
      for (const member of cls.cls.members) {
        if (member.kind !== 'method' || member.isStatic || machine.ran.has(member.fn.id) || member.decorators.length > 0) continue;
        const scope: Scope = { parent: cls.scope, names: new Map(), file: cls.scope.file, self, cls };
        callClosure(machine, { kind: 'closure', fn: member.fn, scope, self }, []);
      }
    }
    for (const closure of closures.toSorted((a, b) => (a.fn.id < b.fn.id ? -1 : 1))) {
      if (machine.ran.has(closure.fn.id)) continue;
      machine.steps = 0;
      callClosure(machine, closure, []);
    }
  }
}

/** Whether a fact of registration that never fired stands between two lines of a file. */
function holdsSite(machine: Machine, file: string, from: number, to: number): boolean {
  return machine.program.facts.some(fact => (fact.kind === 'route' || fact.kind === 'mount' || fact.kind === 'router') && fact.at.file === file && fact.at.line >= from && fact.at.line <= to && 'kind' in fact.site && !machine.fired.has(fact.site));
}

function diagnosticsOf(machine: Machine): readonly Diagnostic[] {
  return machine.notes.map(({ code, at, what }) => ({ code, at, message: what })).toSorted((a, b) => compareLocations(a.at, b.at));
}
