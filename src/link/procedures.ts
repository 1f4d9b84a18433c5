/** Procedures: operations that are built by chained calls and named by where they stand in records. */
import type { Procedures, ProgramFact } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import { callClosure } from './calling.ts';
import { type Machine, note } from './machine.ts';
import type { Router, RouterEvent } from './router.ts';
import { type Value, flatten, optionsOf } from './value.ts';

type Target = {
  readonly router: Router;
  readonly fact: Extract<ProgramFact, { kind: 'router' }>;
  readonly procedures: Procedures;
};

/** Records inside records that are followed. */
const DEPTH = 12;

/**
 * Puts the procedures of a record on a router, under their keys: `user.profile.update`. What another router holds is taken
 * over as it is then, because such routers never change once they are made.
 */
export function addProcedures(machine: Machine, target: Target, value: Value, keys: readonly string[] = []): void {
  if (keys.length > DEPTH) return;
  for (const option of optionsOf(value)) {
    switch (option.kind) {
      case 'record':
        for (const [key, field] of option.fields) addProcedures(machine, target, field, [...keys, key]);
        if (option.isOpen) unfollowed(machine, target, keys, 'what it holds is not wholly known');
        break;
      case 'router':
        if (option.router.framework === target.fact.framework) takeOver(machine, target, option.router, keys);
        break;
      case 'outcome':
        addProcedure(machine, target, option, keys);
        break;
      case 'unknown':
        unfollowed(machine, target, keys, option.why);
        break;
      default:
    }
  }
}

function unfollowed(machine: Machine, { fact }: Target, keys: readonly string[], why: string): void {
  note(
    machine,
    'plugin-not-followed',
    fact.at,
    `the procedures of ${keys.join('.') || 'this router'} could not be followed: ${why}`,
  );
}

function takeOver(machine: Machine, { router }: Target, other: Router, keys: readonly string[]): void {
  other.mounts++;
  for (const event of other.events) {
    if (event.kind !== 'route') continue;
    const paths = event.paths.map(path =>
      path.kind === 'text' ? { ...path, text: [...keys, path.text].join('.') } : path,
    );
    router.events.push({ ...event, paths, conditions: [...machine.conditions, ...event.conditions] });
  }
}

function addProcedure(
  machine: Machine,
  target: Target,
  value: Extract<Value, { kind: 'outcome' }>,
  keys: readonly string[],
): void {
  const { router, procedures } = target;
  const calls = callsOf(value);
  const end = calls.at(-1);
  const method = end && procedures.ends.get(end.name);
  if (!end || !method) {
    const [lazy] = value.args;
    // `lazy(() => import('./users'))` gives what the function gives.
    if (lazy?.kind === 'closure' && lazy.fn.parameters.length === 0 && keys.length > 0)
      addProcedures(machine, target, onlyRouter(callClosure(machine, lazy, [])), keys);
    else unfollowed(machine, target, keys, 'it ends in no procedure');
    return;
  }
  const validated = calls.find(({ name }) => procedures.validates.includes(name))?.at;
  const event: RouterEvent = {
    kind: 'route',
    at: end.at,
    methods: [method],
    paths: [{ kind: 'text', text: keys.join('.') }],
    guards: calls.flatMap(call => guardsIn(procedures, call)),
    chain: end.args.slice(-1),
    conditions: [...machine.conditions],
    ...(validated ? { validated } : {}),
  };
  router.events.push(event);
}

type Call = { readonly name: string; readonly args: readonly Value[]; readonly at: Location };

/** The calls of a chain, in the order in which they were made: `use`, `input`, `query`. */
function callsOf(value: Value): readonly Call[] {
  const calls: Call[] = [];
  let current: Value | undefined = value;
  while (current?.kind === 'outcome' && current.of.kind === 'external' && calls.length < MOST_CALLS) {
    calls.push({ name: current.of.path.at(-1) ?? '', args: current.args, at: current.call.nameAt });
    current = current.of.from;
  }
  return calls.toReversed();
}

const MOST_CALLS = 200;

/** The guards that a call of a chain puts there: functions, what makes one of a function, and those of another chain. */
function guardsIn(procedures: Procedures, { name, args }: Call): readonly Value[] {
  if (!procedures.guards.includes(name)) return [];
  return args
    .flatMap(arg => flatten(arg))
    .flatMap((arg): readonly Value[] => {
      if (arg.kind !== 'outcome') return [arg];
      const calls = callsOf(arg);
      const known = calls.filter(
        call => procedures.guards.includes(call.name) || procedures.guardMakers.includes(call.name),
      );
      if (known.length === 0) return [arg];
      return known.flatMap(call =>
        procedures.guardMakers.includes(call.name) ? call.args.slice(0, 1) : guardsIn(procedures, call),
      );
    });
}

/** A module's only router, where a module was loaded. */
function onlyRouter(value: Value): Value {
  if (value.kind !== 'record') return value;
  const routers = [...value.fields.values()].filter(field => field.kind === 'router');
  const [only] = routers;
  return value.fields.get('default') ?? (only && routers.length === 1 ? only : value);
}
