/** Ordered lists of who may call which paths, kept apart from the routes they speak of. */
import type { AccessEffect, Mechanism, Method, ProgramFact } from '../core/facts/program.ts';
import { HTTP_METHODS } from '../core/facts/program.ts';
import { type Location, compareLocations } from '../core/location.ts';
import type { Expr } from '../core/program.ts';
import type { ActiveGuard } from './authentication.ts';
import { callClosure, opaqueInstance } from './calling.ts';
import { type Condition, type Machine, note } from './machine.ts';
import { operand } from './interpreter.ts';
import { readRule } from './guards/spel.ts';
import { closureOf } from './members.ts';
import { pathsOf } from './path-values.ts';
import type { PathValue, Router } from './router.ts';
import { type Scope, type Value, flatten, optionsOf } from './value.ts';

export type AccessList = {
  readonly at: Location;
  readonly frameworks: readonly string[];
  /** The part of the build that makes it. */
  readonly part: string;
  /** Infinity comes last. */
  readonly order: number;
  readonly otherwise: AccessEffect;
  readonly mechanisms: Set<Mechanism>;
  /** Paths that it speaks of; all when there are none. */
  readonly scope: AccessMatch[];
  readonly rules: AccessEntry[];
  readonly conditions: readonly Condition[];
  readonly isFallback: boolean;
  /** It speaks of nothing while `scope` is empty. */
  readonly needsScope: boolean;
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
      part: machine.program.build.partOf(fact.at.file),
      order: order?.kind === 'number' ? order.value : Number.POSITIVE_INFINITY,
      otherwise: fact.otherwise,
      mechanisms: new Set(fact.mechanism ? [fact.mechanism] : []),
      scope: [],
      rules: [],
      conditions: [
        ...machine.conditions,
        ...(fact.condition === undefined ? [] : [{ words: fact.condition, isQuiet: false }]),
      ],
      isFallback: fact.isFallback === true,
      needsScope: fact.needsScope === true,
    });
    return;
  }
  const list = machine.accessLists.get(fact.list ?? machine.accessList ?? '');
  if (!list) {
    // Rules in a method that no list runs are those of nothing.
    if (fact.list !== undefined)
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
    const rule = fact.rule && readRule(value(fact.rule));
    const rank = fact.rank ?? 0;
    const after = list.rules.findIndex(other => other.rank > rank);
    list.rules.splice(after < 0 ? list.rules.length : after, 0, {
      at: fact.at,
      match,
      rank,
      effect: rule?.effect ?? fact.effect,
      scopes: rule
        ? rule.scopes.map((scope): Value => ({ kind: 'text', value: scope }))
        : (fact.scopes ?? []).map(value),
      conditions: machine.conditions.filter(condition => !list.conditions.includes(condition)),
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
      // What several of them share runs for each of them.
      const ran = [...machine.ran];
      machine.ran.clear();
      machine.accessList = fact.list;
      const made = callClosure(machine, closureOf(machine, member.fn, scope, self), []);
      // A customizer is called by whoever asks for it.
      if (made.kind === 'closure') callClosure(machine, made, []);
      delete machine.accessList;
      for (const id of ran) machine.ran.add(id);
    }
  }
}

/** What stands before everything that a framework serves in a component because of such lists. */
export function accessGuards(machine: Machine, root: Router): readonly ActiveGuard[] {
  const { partOf, partsOf, applicationsOf } = machine.program.build;
  const part = partOf(root.at.file);
  const applications = applicationsOf(part);
  // What nothing in the tree makes an application of stands for itself.
  const serving = applications.length === 0 ? [part] : applications;
  const alternatives = serving.map(application => listsOf(machine, root.framework, partsOf(application)));
  const at = alternatives.flat()[0]?.at;
  if (!at) return [];
  const values = alternatives.map((lists): Value => ({ kind: 'access', lists }));
  const [only, ...others] = values;
  return [
    {
      value: only && others.length === 0 ? only : { kind: 'either', options: values },
      at,
      paths: [],
      covers: 'below',
      prefix: '',
      syntax: root.rules.syntax,
      where: 'the whole application',
      conditions: [],
    },
  ];
}

/** Lists of some parts, in the order in which they are asked; one that only fills a gap is asked where no other one surely is. */
function listsOf(machine: Machine, framework: string, parts: ReadonlySet<string>): readonly AccessList[] {
  const lists = [...machine.accessLists.values()]
    .filter(list => list.frameworks.includes(framework) && parts.has(list.part))
    .filter(list => !list.needsScope || list.scope.length > 0)
    .toSorted((a, b) => (a.order === b.order ? compareLocations(a.at, b.at) : a.order - b.order));
  const own = lists.filter(list => !list.isFallback);
  const isThere = own.some(list => !list.needsScope && list.conditions.every(({ isQuiet }) => isQuiet));
  return isThere ? own : [...own, ...lists.filter(list => list.isFallback)];
}
