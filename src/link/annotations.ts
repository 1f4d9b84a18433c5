/** Annotations that say who may call, where the runtime of a component looks at them. */
import { GUARD_OF_ACCESS } from './access-effects.ts';
import type { AccessEffect, ProgramFact } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import type { Decorator } from '../core/program.ts';
import type { Machine } from './machine.ts';
import type { BoundMark, KnownGuard, Value } from './value.ts';

/** Whether the access lists of the framework say nothing of an operation; a key of its metadata. */
export const DECIDED = '\u0004';

/** Names of the annotations on the method and on the class of an operation, as lists in its metadata. */
export const ON_METHOD = '\u0005';
export const ON_CLASS = '\u0006';

/** Names of annotations, for code that asks for them. */
export function annotationNames(decorators: readonly Decorator[]): Value {
  return {
    kind: 'list',
    isOpen: false,
    items: decorators.flatMap(({ expression }): readonly Value[] => {
      const name = expression.kind === 'call' ? expression.callee : expression;
      return name.kind === 'name' || name.kind === 'member' ? [{ kind: 'text', value: name.name }] : [];
    }),
  };
}

type Rules = Extract<ProgramFact, { kind: 'access-annotations' }>;

/**
 * What stands before an operation because of its own annotation, or of that of its class, and of what the runtime does with
 * operations that have none. The nearest annotation counts alone. Source: Jakarta Annotations, Common Security Annotations.
 */
export function accessGuard(
  machine: Machine,
  framework: string,
  at: Location,
  marks: readonly (readonly BoundMark[])[],
): { readonly guards: readonly KnownGuard[]; readonly replaces: boolean } {
  const rules = rulesFor(machine, framework, at.file);
  const nearest = marks.map(level => level.filter(isAccess).filter(mark => mark.framework === framework));
  const own = nearest.find(level => level.length > 0);
  if (!own) {
    const otherwise = rules.find(rule => rule.isEnforced && rule.otherwise)?.otherwise;
    return { guards: otherwise ? [guardOf(otherwise, at, 'no annotation', rules)] : [], replaces: false };
  }
  const isOff = rules.some(rule => !rule.isEnforced);
  const isOn = !isOff && rules.some(rule => rule.isEnforced);
  const guards = own.map(({ mark, at: place, evaluate }): KnownGuard => {
    const effect = mark.effect === 'open' ? (rules.find(rule => rule.open)?.open ?? 'open') : mark.effect;
    const scopes = (mark.scopes ?? []).map(scope => evaluate(scope));
    if (effect === 'open' || isOn || (mark.isEnforced && !isOff))
      return { ...guardOf(effect, place, 'an annotation', rules), scopes: effect === 'required' ? scopes : [] };
    return isOff
      ? {
          ...guardOf('open', place, 'an annotation', rules),
          why: 'the settings switch off that annotations are looked at',
        }
      : {
          ...guardOf('unknown', place, 'an annotation', rules),
          why: 'nothing was found that makes the runtime look at this annotation',
        };
  });
  return { guards, replaces: own.some(({ mark }) => mark.replaces === true) };
}

function isAccess(
  bound: BoundMark,
): bound is BoundMark & { readonly mark: Extract<BoundMark['mark'], { kind: 'access' }> } {
  return bound.mark.kind === 'access';
}

function guardOf(effect: AccessEffect, at: Location, what: string, rules: readonly Rules[]): KnownGuard {
  const mechanism = rules.find(rule => rule.mechanism)?.mechanism;
  return {
    kind: 'guard',
    at,
    what,
    effect: GUARD_OF_ACCESS[effect],
    scopes: [],
    limiter: false,
    why: WORDS[effect],
    ...(mechanism && effect !== 'open' ? { mechanism } : {}),
  };
}

const WORDS: Readonly<Record<AccessEffect, string>> = {
  open: 'it lets everybody pass',
  required: 'the runtime asks for an authenticated caller',
  optional: 'the runtime tells callers apart and lets all of them pass',
  denied: 'the runtime refuses everybody',
  unknown: 'what it asks for could not be told',
};

/**
 * What is said of the component of a file; where nothing is, of the nearest one around it, or of those that it is built with or
 * into, that something is said of.
 */
function rulesFor(machine: Machine, framework: string, file: string): readonly Rules[] {
  const all = rulesOf(machine).get(framework) ?? [];
  const component = machine.program.componentOf(file);
  const own = all.filter(([place]) => machine.program.componentOf(place) === component);
  if (own.length > 0) return own.map(([, rule]) => rule);
  const near = all.filter(
    ([place]) => isAround(machine.program.componentOf(place), component) || isBuiltWith(machine, place, file),
  );
  return near.map(([, rule]) => rule);
}

function isAround(outer: string, component: string): boolean {
  return outer === '.' || component.startsWith(`${outer}/`);
}

/** Whether one of two files belongs to a part of the build that the other's is built with. */
export function isBuiltWith(machine: Machine, one: string, other: string): boolean {
  const { partOf, partsOf } = machine.program.build;
  return partsOf(partOf(one)).has(partOf(other)) || partsOf(partOf(other)).has(partOf(one));
}

type Placed = readonly [file: string, rule: Rules];

const RULES = new WeakMap<Machine, ReadonlyMap<string, readonly Placed[]>>();

function rulesOf(machine: Machine): ReadonlyMap<string, readonly Placed[]> {
  const known = RULES.get(machine);
  if (known) return known;
  const rules = new Map<string, Placed[]>();
  for (const fact of machine.program.facts) {
    if (fact.kind !== 'access-annotations') continue;
    const placed: Placed = [fact.at.file, fact];
    rules.set(fact.framework, [...(rules.get(fact.framework) ?? []), placed]);
  }
  RULES.set(machine, rules);
  return rules;
}
