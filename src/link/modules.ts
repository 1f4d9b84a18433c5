import { languageRules } from './language.ts';
import type { ExportBinding, Expr, Module } from '../core/program.ts';
import { execute } from './execution.ts';
import type { Frame } from './frame.ts';
import { evaluate } from './interpreter.ts';
import { fireRootFacts } from './fire.ts';
import { type Machine, type ModuleState, lookUp } from './machine.ts';
import { rulesAt } from './language.ts';
import { memberOf } from './members.ts';
import { startsOf } from './package-starts.ts';
import { type RecordValue, type Value, NOTHING, unknown } from './value.ts';

/** Evaluates a module of the tree once, after those that it imports, as the language does; gives its state. */
export function loadModule(machine: Machine, file: string, isDynamic = false): ModuleState | undefined {
  const known = machine.modules.get(file);
  if (known) return known;
  const module = machine.program.modules.get(file) ?? machine.program.moduleAt?.(file);
  if (!module) return undefined;
  const commonjs: RecordValue = {
    kind: 'record',
    fields: new Map([['exports', { kind: 'record', fields: new Map(), isOpen: false } satisfies Value]]),
    isOpen: false,
  };
  const state: ModuleState = { module, scope: { names: new Map(), file }, commonjs, isDone: false };
  machine.modules.set(file, state);
  const eager = languageRules(module.language).loads === 'first' ? module.imports : [];
  for (const imported of eager) {
    if (imported.isTypeOnly || imported.module === '') continue;
    const target = machine.program.resolve(file, imported.module, imported.imported);
    // What only gives values (classes, constants) is loaded when one of them is looked up.
    if (target.kind === 'file' && machine.program.modules.has(target.file)) loadModule(machine, target.file);
  }
  if (languageRules(module.language).hasPackages) loadStarts(machine, module);
  for (const exported of module.exports) {
    if (exported.kind !== 'from' && exported.kind !== 'all-from') continue;
    const target = machine.program.resolve(file, exported.module);
    if (target.kind === 'file' && !runsImports(module)) loadModule(machine, target.file);
  }
  const frame: Frame = { scope: state.scope, memo: new Map(), returns: [] };
  state.scope.names.set('module', { value: commonjs, depth: 0 });
  // An import is evaluated before everything else; what is loaded by a call stands under the conditions of that call.
  const conditions = isDynamic && languageRules(module.language).loads !== 'on-use' ? [] : machine.conditions.splice(0);
  const before = machine.conditions.length;
  // Each module has a budget of its own: one that costs much must not starve those that import it.
  const { steps } = machine;
  machine.steps = 0;
  execute(machine, frame, module.body);
  machine.conditions.length = before;
  for (const exported of module.exports)
    if (exported.kind === 'value' && !exported.isAssigned) exportedValue(machine, state, exported);
  fireRootFacts(machine, frame, file);
  machine.conditions.push(...conditions);
  machine.steps = steps;
  state.isDone = true;
  return state;
}

/** What packages do when they are imported comes before what a file does that imports them. */
function loadStarts(machine: Machine, { file, imports }: Module): void {
  for (const { imported, module } of imports) {
    if (imported !== '*') continue;
    const target = machine.program.resolve(file, module, '*');
    if (target.kind !== 'file') continue;
    for (const start of startsOf(machine.program.modules, target.file)) loadModule(machine, start);
  }
}

function runsImports({ language }: Module): boolean {
  return languageRules(language).loads === 'where-imported';
}

/** The value that a name has in a file because the file imports it; with `specifier`, what that module exports under the name. */
export function importedValue(machine: Machine, file: string, name: string, specifier?: string): Value | undefined {
  if (specifier !== undefined) return exportOf(machine, file, specifier, name, true);
  const state = machine.modules.get(file);
  const binding = state?.module.imports.find(candidate => candidate.local === name);
  // Packages of Python import names from each other in circles: nothing on the way round makes the name.
  const key = `${file}#${name}`;
  if (machine.lookingUp.has(key)) return unknown(NO_EXPORT, name);
  machine.lookingUp.add(key);
  const value = binding ? exportOf(machine, file, binding.module, binding.imported) : fromStars(machine, state, name);
  machine.lookingUp.delete(key);
  return value;
}

/**
 * A class of the tree by its namespace and name, where the first of these may be below any namespace around the file: `Data.Store`
 * in `namespace Shop.Api` is `Shop.Api.Data.Store`, `Shop.Data.Store` or `Data.Store`. Source: C# specification, Namespace and type names.
 */
export function inNamespace(machine: Machine, file: string, names: readonly string[]): Value | undefined {
  const name = names.at(-1);
  if (name === undefined || names.length < 2 || names.some(one => !/^\p{Lu}/u.test(one))) return undefined;
  const written = names.slice(0, -1).join('.');
  const binding = machine.modules.get(file)?.module.imports.find(({ local }) => local === names[0]);
  // The namespaces around the file come first, up to the one that has no name.
  const candidates = (binding?.module ?? '').split(',');
  const around = candidates.slice(0, Math.max(0, candidates.indexOf('')));
  for (const namespace of [...around, '']) {
    const specifier = namespace === '' ? written : `${namespace}.${written}`;
    if (machine.program.resolve(file, specifier, name).kind !== 'file') continue;
    const found = importedValue(machine, file, name, specifier);
    if (found?.kind === 'class') return found;
  }
  return undefined;
}

/** A name that comes from `from module import *`. */
function fromStars(machine: Machine, state: ModuleState | undefined, name: string): Value | undefined {
  for (const binding of state?.module.imports ?? []) {
    if (binding.local !== '*' || !state) continue;
    const found = exportOf(machine, state.module.file, binding.module, name);
    if (!isMissing(found) && found?.kind !== 'external') return found;
  }
  return undefined;
}

/**
 * An import statement of Python, where it runs: modules that do something are evaluated then; one that only gives values is
 * loaded when one of them is looked up. Whether it was one.
 */
export function runImport(machine: Machine, file: string, value: Expr): boolean {
  const state = machine.modules.get(file);
  if (!state || !runsImports(state.module) || (value.kind !== 'name' && value.kind !== 'load')) return false;
  const named =
    value.kind === 'name' ? state.module.imports.find(candidate => candidate.local === value.name) : undefined;
  const specifier =
    named?.module ?? (value.kind === 'load' && value.module.kind === 'text' ? value.module.value : undefined);
  if (specifier === undefined) return false;
  const below = named && named.imported !== '*' ? belowOf(specifier, named.imported) : undefined;
  for (const one of below === undefined ? [specifier] : [specifier, below]) {
    const target = machine.program.resolve(file, one);
    if (target.kind === 'file' && machine.program.modules.has(target.file)) loadModule(machine, target.file, true);
  }
  return true;
}

function belowOf(specifier: string, name: string): string {
  return specifier.endsWith('.') ? `${specifier}${name}` : `${specifier}.${name}`;
}

function exportOf(
  machine: Machine,
  file: string,
  specifier: string,
  name: string,
  isDynamic = false,
): Value | undefined {
  const target = machine.program.resolve(file, specifier, name);
  // A folder that is a package only where the whole name leads to a file.
  const below = target.kind === 'file' || name === '*' ? undefined : moduleBelow(machine, file, specifier, name);
  if (below) return below;
  switch (target.kind) {
    case 'package': {
      const constant = machine.knownExports.get(`${target.name}${target.subpath ? `/${target.subpath}` : ''}.${name}`);
      if (constant) return { kind: 'list', items: constant.map(value => ({ kind: 'text', value })), isOpen: false };
      return {
        kind: 'external',
        module: target.subpath ? `${target.name}/${target.subpath}` : target.name,
        path: name === '*' ? ['default'] : [name],
      };
    }
    case 'missing':
      return unknown(`${specifier} is not in the tree`, name === '*' || name === 'default' ? specifier : name);
    case 'file': {
      if (name === '*' && rulesAt(machine, file).hasPackages) return packageValue(machine, file, specifier);
      const state = loadModule(machine, target.file, isDynamic);
      if (!state) return dataValue(machine, target.file, name);
      const [outer, ...inner] = target.within ?? [];
      // A class that is named with its package, and nothing of it, is the class itself.
      if (outer !== undefined)
        return (name === '*' ? inner : [...inner, name]).reduce<Value>(
          (of, member) => memberOf(machine, of, member),
          namedExport(machine, state, outer, new Set()) ?? unknown(NO_EXPORT, outer),
        );
      if (name === '*') return namespaceOf(machine, state, specifier);
      const found = namedExport(machine, state, name, new Set());
      return isMissing(found) ? (moduleBelow(machine, file, specifier, name) ?? found) : found;
    }
  }
}

/** A package whose names are those of several files. */
function packageValue(machine: Machine, file: string, specifier: string): RecordValue {
  return {
    kind: 'record',
    fields: new Map(),
    isOpen: true,
    find: name => {
      const found = exportOf(machine, file, specifier, name);
      return isMissing(found) ? undefined : found;
    },
    put: (name, value) => {
      const variable = variableOf(machine, file, specifier, name);
      if (variable) variable.value = value;
    },
  };
}

/** The variable that a name of a package stands for, in the file that declares it. */
export function variableOf(
  machine: Machine,
  file: string,
  specifier: string,
  name: string,
): { value: Value; readonly depth: number } | undefined {
  const target = machine.program.resolve(file, specifier, name);
  const state = target.kind === 'file' ? loadModule(machine, target.file) : undefined;
  return state && lookUp(state.scope, name);
}

function dataValue(machine: Machine, file: string, name: string): Value {
  const data = machine.program.readData(file);
  if (data === undefined) return unknown(`${file} is not read`, name);
  const value = valueOfData(data);
  return name === '*' || name === 'default' || value.kind !== 'record' ? value : (value.fields.get(name) ?? NOTHING);
}

function valueOfData(data: unknown, depth = 0): Value {
  if (depth > 50) return unknown('data nested too deeply');
  if (typeof data === 'string') return { kind: 'text', value: data };
  if (typeof data === 'number') return { kind: 'number', value: data };
  if (typeof data === 'boolean') return { kind: 'boolean', value: data };
  if (Array.isArray(data))
    return { kind: 'list', items: data.map(item => valueOfData(item, depth + 1)), isOpen: false };
  if (data && typeof data === 'object')
    return {
      kind: 'record',
      fields: new Map(Object.entries(data).map(([key, item]) => [key, valueOfData(item, depth + 1)])),
      isOpen: false,
    };
  return NOTHING;
}

function isMissing(value: Value | undefined): boolean {
  return value === undefined || (value.kind === 'unknown' && value.why === NO_EXPORT);
}

/** `from package import module`: what a package does not define may be a module below it. Source: Python, The import system. */
function moduleBelow(machine: Machine, file: string, specifier: string, name: string): Value | undefined {
  if (machine.modules.get(file)?.module.language !== 'python') return undefined;
  const below = belowOf(specifier, name);
  const target = machine.program.resolve(file, below);
  const state = target.kind === 'file' ? loadModule(machine, target.file) : undefined;
  return state && namespaceOf(machine, state, below);
}

/** What `require` of a module gives, and `import *` of it; `specifier` is what it is known by to whom asks. */
function namespaceOf(machine: Machine, state: ModuleState, specifier?: string): Value {
  const assigned = commonjsExports(state);
  if (assigned) return assigned;
  const fields = new Map<string, Value>();
  for (const name of exportNames(machine, state, new Set())) {
    const value = namedExport(machine, state, name, new Set());
    if (value) fields.set(name, value);
  }
  if (specifier === undefined || state.module.language !== 'python')
    return { kind: 'record', fields, isOpen: !state.isDone };
  // Names of a module may still be made, and modules below a package be asked for.
  const find = (name: string): Value | undefined => {
    const made = state.scope.names.get(name)?.value;
    const isPackage = /(?:^|\/)__init__\.pyi?$/.test(state.module.file);
    return made ?? (isPackage ? moduleBelow(machine, state.module.file, '.', name) : undefined);
  };
  return { kind: 'record', fields, isOpen: true, find };
}

/** What a module exports of its own; what it hands on is another one's. */
export function ownExports(machine: Machine, file: string): readonly Value[] {
  const state = machine.modules.get(file);
  if (!state) return [];
  const assigned = commonjsExports(state);
  const named = state.module.exports.flatMap((exported): readonly Value[] => {
    if (exported.kind === 'local') return [lookUp(state.scope, exported.local)?.value ?? NOTHING];
    return exported.kind === 'value' ? [exportedValue(machine, state, exported)] : [];
  });
  return assigned ? [assigned, ...named] : named;
}

/** `module.exports`, when the module puts something there. */
function commonjsExports(state: ModuleState): Value | undefined {
  const exports = state.commonjs.fields.get('exports');
  if (!exports) return undefined;
  return exports.kind === 'record' && exports.fields.size === 0 ? undefined : exports;
}

function exportNames(machine: Machine, state: ModuleState, seen: Set<string>): readonly string[] {
  if (seen.has(state.module.file)) return [];
  seen.add(state.module.file);
  return state.module.exports.flatMap(exported => {
    if (exported.kind !== 'all-from') return [exported.exported];
    const target = machine.program.resolve(state.module.file, exported.module);
    const other = target.kind === 'file' ? loadModule(machine, target.file) : undefined;
    return other ? exportNames(machine, other, seen).filter(name => name !== 'default') : [];
  });
}

function namedExport(machine: Machine, state: ModuleState, name: string, seen: Set<string>): Value | undefined {
  const key = `${state.module.file}#${name}`;
  // On a circle of re-exports, another way round may still lead to it.
  if (seen.has(key)) return unknown(NO_EXPORT, name);
  seen.add(key);
  const assigned = commonjsExports(state);
  if (assigned) {
    const member =
      assigned.kind === 'record'
        ? assigned.fields.get(name)
        : assigned.kind === 'class'
          ? assigned.statics.get(name)
          : undefined;
    if (member) return member;
    if (name === 'default') return assigned;
  }
  for (const exported of state.module.exports) {
    if (exported.kind === 'all-from' || exported.exported !== name) continue;
    if (exported.kind === 'local')
      return (
        lookUp(state.scope, exported.local)?.value ??
        importedValue(machine, state.module.file, exported.local) ??
        namedAhead(machine, state, exported.local) ??
        unknown('an export that is not made yet', name)
      );
    if (exported.kind === 'value') return exportedValue(machine, state, exported);
    return reExported(machine, state, exported.module, exported.imported, seen);
  }
  for (const exported of state.module.exports) {
    if (exported.kind !== 'all-from' || !mayExport(machine, state.module.file, exported.module, name)) continue;
    const found = reExported(machine, state, exported.module, name, seen);
    if (found && found.kind !== 'nothing' && !(found.kind === 'unknown' && found.why === NO_EXPORT)) return found;
  }
  return unknown(NO_EXPORT, name);
}

/**
 * Another name for something, which a module that is still being evaluated declares further down: where items have no order
 * (Rust), it has that name all along.
 */
function namedAhead(machine: Machine, { module, scope, isDone }: ModuleState, name: string): Value | undefined {
  if (isDone || languageRules(module.language).loads !== 'on-use') return undefined;
  for (const statement of module.body) {
    if (statement.kind !== 'declare' || statement.pattern.kind !== 'name' || statement.pattern.name !== name) continue;
    const { value } = statement;
    if (value?.kind !== 'name' && value?.kind !== 'member') return undefined;
    return evaluate(machine, { scope, memo: new Map(), returns: [] }, value);
  }
  return undefined;
}

/** Whether a module may export a name, as far as the text of it and of those that it re-exports tells. */
function mayExport(machine: Machine, file: string, specifier: string, name: string): boolean {
  const target = machine.program.resolve(file, specifier);
  if (target.kind !== 'file') return true;
  if (!machine.exportedNames.has(target.file))
    machine.exportedNames.set(target.file, namesReExported(machine, target.file));
  return machine.exportedNames.get(target.file)?.has(name) ?? true;
}

function namesReExported(machine: Machine, file: string): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  const files = new Set([file]);
  for (const one of files) {
    const module = machine.program.modules.get(one);
    // Nothing exported, or everything at once: what is assigned to `module.exports` is known only when it is evaluated.
    if (!module || module.exports.length === 0) return undefined;
    for (const exported of module.exports) {
      const target = exported.kind === 'all-from' ? machine.program.resolve(one, exported.module) : undefined;
      if (exported.kind !== 'all-from') names.add(exported.exported);
      if (target?.kind === 'file') files.add(target.file);
      if ((target && target.kind !== 'file') || (exported.kind !== 'all-from' && exported.exported === '*'))
        return undefined;
    }
  }
  return names;
}

const NO_EXPORT = 'no such export';

function reExported(
  machine: Machine,
  state: ModuleState,
  specifier: string,
  name: string,
  seen: Set<string>,
): Value | undefined {
  const target = machine.program.resolve(state.module.file, specifier);
  if (target.kind !== 'file') return exportOf(machine, state.module.file, specifier, name);
  const other = loadModule(machine, target.file);
  if (!other) return exportOf(machine, state.module.file, specifier, name);
  return name === '*' ? namespaceOf(machine, other) : namedExport(machine, other, name, seen);
}

const EXPORT_VALUES = new WeakMap<Machine, Map<ExportBinding, Value>>();

/** `export default <expression>`: evaluated once, where the module ends. */
function exportedValue(
  machine: Machine,
  state: ModuleState,
  exported: Extract<ExportBinding, { kind: 'value' }>,
): Value {
  const values = EXPORT_VALUES.get(machine) ?? new Map<ExportBinding, Value>();
  EXPORT_VALUES.set(machine, values);
  const known = values.get(exported);
  if (known) return known;
  const value = evaluate(machine, { scope: state.scope, memo: new Map(), returns: [] }, exported.value);
  values.set(exported, value);
  return value;
}
