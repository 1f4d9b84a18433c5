/** What patterns bind and assignments change. */
import type { ProgramFact } from '../core/facts/program.ts';
import type { Expr, Pattern } from '../core/program.ts';
import { classesAbove } from './ancestors.ts';
import { opaqueInstance } from './calling.ts';
import { push } from './events.ts';
import type { Frame } from './frame.ts';
import { evaluate } from './interpreter.ts';
import { type Machine, addRouter, branchDepth, lookUp, rootRouter } from './machine.ts';
import { indexOf, memberOf } from './members.ts';
import { rulesAt } from './language.ts';
import { importedValue, inNamespace, variableOf } from './modules.ts';
import { ROOT, pathsOf } from './path-values.ts';
import { resultsOf, setField, zeroOfField } from './structs.ts';
import { isReceiverType } from './receivers.ts';
import type { Router } from './router.ts';
import { HOLE, type Scope, type Value, either, optionsOf, unknown } from './value.ts';

export function bind(machine: Machine, frame: Frame, pattern: Pattern, given: Value): void {
  const wanted = given.kind === 'nothing' && pattern.byDefault ? evaluate(machine, frame, pattern.byDefault) : given;
  const value =
    pattern.type && (wanted.kind === 'unknown' || wanted.kind === 'nothing')
      ? typedValue(machine, frame.scope, pattern.type, wanted)
      : wanted.kind === 'closure' && isReceiverType(machine, frame.scope.file, pattern.type)
        ? ({ ...wanted, takesReceiver: true } as const)
        : wanted;
  if (pattern.type && value.kind === 'closure') {
    for (const fact of machine.factsAt.get(pattern.type) ?? []) {
      if (fact.kind === 'router' && fact.parameter !== undefined)
        machine.typedParameters.set(`${value.fn.id}#${fact.parameter}`, fact);
    }
  }
  switch (pattern.kind) {
    case 'name':
      frame.scope.names.set(pattern.name, { value, depth: branchDepth(machine) });
      if (value.kind === 'closure' && value.fn.name === undefined && !machine.namesOf.has(value.fn.id))
        machine.namesOf.set(value.fn.id, pattern.name);
      return;
    case 'record': {
      for (const { key, pattern: inner } of pattern.entries) bind(machine, frame, inner, memberOf(machine, value, key));
      if (pattern.rest !== undefined) {
        const taken = new Set(pattern.entries.map(entry => entry.key));
        const rest: Value =
          value.kind === 'record'
            ? {
                kind: 'record',
                fields: new Map([...value.fields].filter(([key]) => !taken.has(key))),
                isOpen: value.isOpen,
              }
            : unknown('the rest of a value', pattern.rest);
        frame.scope.names.set(pattern.rest, { value: rest, depth: branchDepth(machine) });
      }
      return;
    }
    case 'list': {
      const results = rulesAt(machine, frame.scope.file).hasStructs ? resultsOf(value, pattern.items.length) : value;
      for (const [index, inner] of pattern.items.entries()) {
        if (inner) bind(machine, frame, inner, indexOf(machine, results, { kind: 'number', value: index }));
      }
      if (pattern.rest !== undefined) {
        const rest: Value =
          value.kind === 'list'
            ? { kind: 'list', items: value.items.slice(pattern.items.length), isOpen: value.isOpen }
            : unknown('the rest of a list', pattern.rest);
        frame.scope.names.set(pattern.rest, { value: rest, depth: branchDepth(machine) });
      }
    }
  }
}

/** What a declared type says of a value that is not known: a router of a framework, or an instance of a class of the tree. */
export function typedValue(machine: Machine, scope: Scope, type: NonNullable<Pattern['type']>, fallback: Value): Value {
  for (const fact of machine.factsAt.get(type) ?? []) {
    if (fact.kind !== 'router' || fact.parameter !== undefined) continue;
    if (fallback.kind === 'nothing') continue;
    if (fact.isRoot) return { kind: 'router', router: rootByType(machine, scope, type, fact) };
    return {
      kind: 'router',
      router: addRouter(machine, {
        framework: fact.framework,
        at: type.at,
        role: 'router',
        rules: fact.rules,
        assumed: `declared as ${type.text}`,
      }),
    };
  }
  const named = typeNamed(machine, scope, type);
  return named?.kind === 'class' ? opaqueInstance(machine, named) : fallback;
}

function typeNamed(machine: Machine, scope: Scope, type: NonNullable<Pattern['type']>): Value | undefined {
  const [outer, ...others] = type.qualifier;
  if (outer === undefined) return lookUp(scope, type.name)?.value ?? importedValue(machine, scope.file, type.name);
  if (rulesAt(machine, scope.file).hasNamespaces) {
    const found = inNamespace(machine, scope.file, [...type.qualifier, type.name]);
    if (found) return found;
  }
  // `*server.Server`: a type of another package.
  if (others.length > 0 || !rulesAt(machine, scope.file).hasPackages) return undefined;
  const of = importedValue(machine, scope.file, outer);
  return of?.kind === 'record' ? memberOf(machine, of, type.name) : undefined;
}

/** The root of the component; what a fact puts before it alone stands between. */
function rootByType(
  machine: Machine,
  scope: Scope,
  type: NonNullable<Pattern['type']>,
  fact: Extract<ProgramFact, { kind: 'router' }>,
): Router {
  const { framework, rules, prefix, guards = [] } = fact;
  const root = rootRouter(machine, framework, type.at, rules);
  if (!prefix && guards.length === 0) return root;
  const frame: Frame = { scope, memo: new Map(), returns: [] };
  const router = addRouter(machine, { framework, at: fact.at, role: 'router', rules });
  if (prefix) router.prefixes.push([...pathsOf(evaluate(machine, frame, prefix))]);
  push(machine, router, {
    kind: 'guard',
    at: fact.at,
    paths: [],
    covers: 'below',
    guards: guards.map(guard => evaluate(machine, frame, guard)),
  });
  push(machine, root, { kind: 'mount', at: fact.at, paths: ROOT, items: [{ kind: 'router', router }] });
  return router;
}

export function assign(machine: Machine, frame: Frame, target: Expr, value: Value): void {
  switch (target.kind) {
    case 'name': {
      const binding = lookUp(frame.scope, target.name) ?? ofPackage(machine, frame.scope.file, target.name);
      const holder = binding ? undefined : fieldHolder(machine, frame.scope, target.name);
      if (holder) {
        setMember(machine, holder, target.name, value);
        return;
      }
      if (!binding) frame.scope.names.set(target.name, { value, depth: branchDepth(machine) });
      else binding.value = binding.depth < branchDepth(machine) ? either([binding.value, value]) : value;
      return;
    }
    case 'member': {
      const of = evaluate(machine, frame, target.of);
      for (const option of optionsOf(of)) setMember(machine, option, target.name, value);
      return;
    }
    case 'index': {
      const of = evaluate(machine, frame, target.of);
      const key = evaluate(machine, frame, target.key);
      for (const option of optionsOf(of)) {
        if (key.kind === 'text' && !key.value.includes(HOLE)) setMember(machine, option, key.value, value);
        else if (option.kind === 'record') option.isOpen = true;
      }
      return;
    }
    default:
      evaluate(machine, frame, target);
  }
}

/** A variable that another file of the package declares. */
function ofPackage(machine: Machine, file: string, name: string): ReturnType<typeof lookUp> {
  if (!rulesAt(machine, file).hasPackages) return undefined;
  const binding = machine.modules.get(file)?.module.imports.find(one => one.local === name && one.imported === name);
  return binding && variableOf(machine, file, binding.module, name);
}

/** The object or class around that declares a field of a name, where a name that no variable has is a member of those. */
function fieldHolder(machine: Machine, scope: Scope, name: string): Value | undefined {
  if (!rulesAt(machine, scope.file).hasImplicitSelf) return undefined;
  for (let current: Scope | undefined = scope; current; current = current.parent) {
    const { self } = current;
    if (self?.kind !== 'instance' && self?.kind !== 'class') continue;
    const cls = self.kind === 'instance' ? self.of : self;
    const isStatic = self.kind === 'class';
    const declares = classesAbove(cls).some(above =>
      above.cls.members.some(member => member.kind === 'field' && member.name === name && member.isStatic === isStatic),
    );
    if (declares) return self;
  }
  return undefined;
}

function setMember(machine: Machine, of: Value, name: string, value: Value): void {
  if (of.kind === 'record' && of.put) {
    of.put(name, value);
    return;
  }
  const fields =
    of.kind === 'record' || of.kind === 'instance' ? of.fields : of.kind === 'class' ? of.statics : undefined;
  if (!fields) return;
  const before = fields.get(name) ?? (of.kind === 'instance' ? zeroOfField(machine, of, name) : undefined);
  const now = before && branchDepth(machine) > 0 ? either([before, value]) : value;
  if (of.kind === 'instance') setField(of, name, now);
  else fields.set(name, now);
}
