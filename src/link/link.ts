import type { Diagnostic } from '../core/diagnostic.ts';
import type { CodeOperation } from '../core/operation.ts';
import { runAccessMethods } from './access.ts';
import { serveUnbound } from './bound-objects.ts';
import { serveUnmatched } from './conventions.ts';
import { distinct } from './distinct.ts';
import { callClosure } from './calling.ts';
import { compareLocations } from '../core/location.ts';
import { routersOfClasses } from './classes.ts';
import { entryOrder, includedFiles } from './entries.ts';
import { makeFileRouters } from './file-routers.ts';
import { fireRootFacts } from './fire.ts';
import { type Machine, type Program, newMachine } from './machine.ts';
import { languageRules } from './language.ts';
import { loadModule } from './modules.ts';
import { operationsOf } from './operations.ts';
import { serveFiles } from './served-files.ts';
import { runUncalled } from './uncalled.ts';

export type { Program } from './machine.ts';

/** Operations that code registers, and what could not be followed on the way. */
export type Linked = { readonly operations: readonly CodeOperation[]; readonly diagnostics: readonly Diagnostic[] };

/**
 * Evaluates a program and gives the operations it registers: one for each method and full path, with everything that
 * guards it. Deterministic: modules are entered in the order of their paths.
 */
export function link(program: Program): Linked {
  const machine = newMachine(program);
  makeFileRouters(machine);
  // What fills the configuration comes before what reads it, wherever the two stand.
  const first = new Set(program.facts.flatMap(fact => (fact.kind === 'named-value' ? [fact.at.file] : [])));
  const enter = (file: string): void => {
    machine.steps = 0;
    machine.entry = file;
    loadModule(machine, file);
    runDeferred(machine);
    delete machine.entry;
  };
  const order = entryOrder(program);
  const included = includedFiles(program);
  for (const file of [...[...first].toSorted(), ...order.filter(one => !included.has(one))]) enter(file);
  start(machine);
  registerFromFiles(machine);
  runAccessMethods(machine);
  runLate(machine, machine.late);
  runUncalled(machine);
  if (included.size > 0) {
    for (const file of order.filter(one => included.has(one))) enter(file);
    runUncalled(machine);
  }
  // Functions that nothing in the tree calls may have put something off, too.
  runLate(machine, machine.late);
  runLate(machine, machine.last);
  runDeferred(machine);
  routersOfClasses(machine);
  serveUnmatched(machine);
  serveFiles(machine);
  serveUnbound(machine);
  const operations = distinct(operationsOf(machine));
  return { operations, diagnostics: diagnosticsOf(machine) };
}

/** Programs whose language starts them with a function, once all modules are there. */
function start(machine: Machine): void {
  for (const file of [...machine.program.modules.keys()].toSorted()) {
    const state = machine.modules.get(file);
    const { startsAt } = languageRules(state?.module.language);
    const main = startsAt === undefined ? undefined : state?.scope.names.get(startsAt)?.value;
    if (main?.kind !== 'closure' || machine.ran.has(main.fn.id)) continue;
    machine.steps = 0;
    callClosure(machine, main, []);
    runDeferred(machine);
  }
}

/** What waited for all modules, or for all functions, in order. */
function runLate(machine: Machine, waiting: (() => void)[]): void {
  for (let done = waiting.shift(); done; done = waiting.shift()) {
    machine.steps = 0;
    done();
  }
}

/**
 * What a file states that is no module: functions with their events, settings that put something before all that a framework
 * serves. What it names is looked for from there.
 */
function registerFromFiles(machine: Machine): void {
  for (const file of [...machine.rootFacts.keys()].toSorted()) {
    if (machine.program.modules.has(file)) continue;
    machine.steps = 0;
    fireRootFacts(machine, { scope: { names: new Map(), file }, memo: new Map(), returns: [] }, file);
  }
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

function diagnosticsOf(machine: Machine): readonly Diagnostic[] {
  return machine.notes
    .map(({ code, at, what }) => ({ code, at, message: what }))
    .toSorted((a, b) => compareLocations(a.at, b.at));
}
