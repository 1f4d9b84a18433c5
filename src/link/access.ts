/** Ordered lists of who may call which paths, kept apart from the routes they speak of. */
import type { AccessEffect, Mechanism, Method, ProgramFact } from '../core/facts/program.ts';
import { HTTP_METHODS } from '../core/facts/program.ts';
import { type Location, compareLocations } from '../core/location.ts';
import type { Expr } from '../core/program.ts';
import type { ActiveGuard } from './authentication.ts';
import { callClosure, opaqueInstance } from './calling.ts';
import { type Condition, type Machine, note } from './machine.ts';
import { operand } from './interpreter.ts';
import { closureOf } from './members.ts';
import { pathsOf } from './path-values.ts';
import type { PathValue, Router } from './router.ts';
import { type Scope, type Value, flatten, optionsOf } from './value.ts';

export type AccessList = {
  readonly at: Location;
  readonly frameworks: readonly string[];
  readonly component: string;
  /** Infinity comes last. */
  readonly order: number;
  readonly otherwise: AccessEffect;
  readonly mechanisms: Set<Mechanism>;
  /** Paths that it speaks of; all when there are none. */
  readonly scope: AccessMatch[];
  readonly rules: AccessEntry[];
  readonly conditions: readonly Condition[];
};

export type AccessMatch = {
  readonly paths: readonly PathValue[];
  readonly syntax: 'ant' | 'regex';
  /** All when undefined; `unknown` when they are computed. */
  readonly methods: readonly Method[] | 'unknown' | undefined;
};

type AccessEntry = {
  readonly at: Location;
  /** Any request when undefined. */
  readonly match: readonly AccessMatch[] | undefined;
  readonly rank: number;
  readonly effect: AccessEffect;
  readonly scopes: readonly Value[];
  readonly conditions: readonly Condition[];
};

type AccessFact = Extract<ProgramFact, { kind: 'access-list' | 'access-rule' }>;

/** Takes down a list, or an entry of one, when the evaluation reaches it. */
export function noteAccess(machine: Machine, fact: AccessFact, value: (expr: Expr) => Value): void {
  if (fact.kind === 'access-list') {
    const order = fact.order && optionsOf(value(fact.order))[0];
    machine.accessLists.set(fact.list, {
      at: fact.at,
      frameworks: [fact.framework, ...(fact.frameworks ?? [])],
      component: machine.program.componentOf(fact.at.file),
      order: order?.kind === 'number' ? order.value : Number.POSITIVE_INFINITY,
      otherwise: fact.otherwise,
      mechanisms: new Set(fact.mechanism ? [fact.mechanism] : []),
      scope: [],
      rules: [],
      conditions: [...machine.conditions],
    });
    return;
  }
  const list = machine.accessLists.get(fact.list);
  if (!list) {
    note(machine, 'unknown-router', fact.at, 'the list that this access rule belongs to was not found');
    return;
  }
  if (fact.mechanism) {
    list.mechanisms.add(fact.mechanism);
    return;
  }
  const match = fact.match?.map(({ paths, syntax, methods }): AccessMatch => ({
    paths: pathsOf(value(paths)),
    syntax,
    methods: methods === undefined ? undefined : isMethods(methods) ? methods : methodsIn(value(methods)),
  }));
  if (fact.effect === 'scope') list.scope.push(...(match ?? []));
  else {
    const rank = fact.rank ?? 0;
    const after = list.rules.findIndex(rule => rule.rank > rank);
    list.rules.splice(after < 0 ? list.rules.length : after, 0, {
      at: fact.at,
      match,
      rank,
      effect: fact.effect,
      scopes: (fact.scopes ?? []).map(value),
      conditions: machine.conditions.slice(list.conditions.length),
    });
  }
}

function isMethods(methods: readonly Method[] | Expr): methods is readonly Method[] {
  return Array.isArray(methods);
}

/** `HttpMethod.GET`, `"GET"`; nothing stands for all. */
function methodsIn(value: Value): readonly Method[] | 'unknown' | undefined {
  const items = flatten(value).flatMap(item => optionsOf(item));
  if (items.every(item => item.kind === 'nothing')) return undefined;
  const words = items.map(item =>
    item.kind === 'text' ? item.value.toUpperCase() : item.kind === 'external' ? item.path.at(-1) : undefined,
  );
  const methods = HTTP_METHODS.filter(method => words.includes(method));
  return methods.length === words.length ? methods : 'unknown';
}

/** Runs the methods whose work it is to make such lists: a container calls them. */
export function runAccessMethods(machine: Machine): void {
  const facts = machine.program.facts.filter(
    (fact): fact is Extract<ProgramFact, { kind: 'access-list' }> =>
      fact.kind === 'access-list' && fact.method !== undefined,
  );
  for (const fact of facts) {
    if (machine.accessLists.has(fact.list)) continue;
    for (const cls of machine.classes.values()) {
      const member = cls.cls.members.find(candidate => candidate.kind === 'method' && candidate.fn.id === fact.method);
      if (member?.kind !== 'method') continue;
      const self = opaqueInstance(machine, cls);
      const scope: Scope = { parent: cls.scope, names: new Map(), file: cls.scope.file, self, cls };
      machine.steps = 0;
      noteAccess(machine, fact, expr => operand(machine, { scope, memo: new Map(), returns: [] }, expr));
      callClosure(machine, closureOf(machine, member.fn, scope, self), []);
    }
  }
}

/** What stands before everything that a framework serves in a component because of such lists. */
export function accessGuards(machine: Machine, root: Router): readonly ActiveGuard[] {
  const component = machine.program.componentOf(root.at.file);
  const lists = [...machine.accessLists.values()]
    .filter(list => list.frameworks.includes(root.framework) && list.component === component)
    .toSorted((a, b) => (a.order === b.order ? compareLocations(a.at, b.at) : a.order - b.order));
  const [first] = lists;
  if (!first) return [];
  return [
    {
      value: { kind: 'access', lists },
      at: first.at,
      paths: [],
      covers: 'below',
      prefix: '',
      syntax: root.rules.syntax,
      where: 'the whole application',
      conditions: [],
    },
  ];
}
