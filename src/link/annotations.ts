/** Annotations that say who may call, where the runtime of a component looks at them. */
import type { AccessEffect, GuardEffect, ProgramFact } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import type { Machine } from './machine.ts';
import type { BoundMark, KnownGuard } from './value.ts';

/** Whether the access lists of the framework say nothing of an operation; a key of its metadata. */
export const DECIDED = '\u0004';

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
    effect: EFFECTS[effect],
    scopes: [],
    limiter: false,
    why: WORDS[effect],
    ...(mechanism && effect !== 'open' ? { mechanism } : {}),
  };
}

const EFFECTS: Readonly<Record<AccessEffect, GuardEffect>> = {
  open: 'none',
  required: 'required',
  optional: 'optional',
  denied: 'required',
  unknown: 'unknown',
};

const WORDS: Readonly<Record<AccessEffect, string>> = {
  open: 'it lets everybody pass',
  required: 'the runtime asks for an authenticated caller',
  optional: 'the runtime tells callers apart and lets all of them pass',
  denied: 'the runtime refuses everybody',
  unknown: 'what it asks for could not be told',
};

/** What is said of the component of a file; where nothing is, of the nearest one around it that something is said of. */
function rulesFor(machine: Machine, framework: string, file: string): readonly Rules[] {
  const all = rulesOf(machine);
  for (let id = machine.program.componentOf(file); ; id = id.includes('/') ? id.slice(0, id.lastIndexOf('/')) : '.') {
    const rules = all.get(`${id}#${framework}`);
    if (rules) return rules;
    if (id === '.') return [];
  }
}

const RULES = new WeakMap<Machine, ReadonlyMap<string, readonly Rules[]>>();

function rulesOf(machine: Machine): ReadonlyMap<string, readonly Rules[]> {
  const known = RULES.get(machine);
  if (known) return known;
  const rules = new Map<string, Rules[]>();
  for (const fact of machine.program.facts) {
    if (fact.kind !== 'access-annotations') continue;
    const key = `${machine.program.componentOf(fact.at.file)}#${fact.framework}`;
    rules.set(key, [...(rules.get(key) ?? []), fact]);
  }
  RULES.set(machine, rules);
  return rules;
}
