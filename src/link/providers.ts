/** Ways to authenticate that a program registers under names, for guards that name them. */
import type { GuardEffect, Mechanism, ProgramFact } from '../core/facts/program.ts';
import type { Expr } from '../core/program.ts';
import type { Machine } from './machine.ts';
import { HOLE, type KnownGuard, type Value, flatten, optionsOf } from './value.ts';

export type Provider = { readonly effect: GuardEffect; readonly mechanism?: Mechanism; readonly why: string };

/** What a guard asks for: names, of which some may not be known. */
export type AskedProviders = {
  readonly component: string;
  readonly framework: string;
  /** The empty text is the unnamed one. */
  readonly names: readonly (string | undefined)[];
  /** Those that decide, too, where they are registered. */
  readonly optional: readonly (string | undefined)[];
};

type GuardKind = Extract<ProgramFact, { kind: 'guard-kind' }>;
type Registration = Extract<ProgramFact, { kind: 'auth-provider' }>;

export function noteProvider(machine: Machine, fact: Registration, name: Value | undefined): void {
  const { effect, why, mechanism } = fact;
  const provider: Provider = { effect, why, ...(mechanism ? { mechanism } : {}) };
  for (const one of name ? namesIn(name) : ['']) {
    const key = keyOf(machine.program.componentOf(fact.at.file), fact.framework, one ?? HOLE);
    machine.providers.set(key, [...(machine.providers.get(key) ?? []), provider]);
  }
}

/** The names that a guard gives, evaluated. */
export function namedProviders(fact: GuardKind, value: (expr: Expr) => Value): Omit<AskedProviders, 'component'> {
  const names = (fact.providers ?? []).flatMap(expr => namesIn(value(expr)));
  const optional = (fact.optionalProviders ?? []).flatMap(expr => namesIn(value(expr)));
  return { framework: fact.framework, names: names.length > 0 || optional.length > 0 ? names : [''], optional };
}

/** Texts of a value; undefined for one that is not known. `null` names the unnamed one. */
function namesIn(value: Value): readonly (string | undefined)[] {
  return flatten(value)
    .flatMap(item => optionsOf(item))
    .map(item => {
      if (item.kind === 'nothing') return '';
      return item.kind === 'text' && !item.value.includes(HOLE) ? item.value : undefined;
    });
}

/** A guard as the providers make it that it names, any of which lets a request pass. */
export function byProviders(machine: Machine, guard: KnownGuard): KnownGuard {
  const { providers: asked } = guard;
  if (!asked) return guard;
  const component = machine.program.componentOf(guard.at.file);
  const found = [...asked.names, ...asked.optional].flatMap(name =>
    providersOf(machine, { ...asked, component }, name),
  );
  const mechanisms = [...new Set(found.flatMap(({ mechanism }) => mechanism ?? []))];
  const [only, ...others] = mechanisms;
  const known: KnownGuard = {
    ...guard,
    ...(only ? { mechanism: only } : {}),
    ...(others.length > 0 ? { otherMechanisms: others } : {}),
  };
  if (guard.effect !== 'required') return known;
  const missing = asked.names.some(name => providersOf(machine, { ...asked, component }, name).length === 0);
  const why = missing
    ? 'what it authenticates with was not found'
    : found.find(({ effect }) => effect !== 'required')?.why;
  return why === undefined ? known : { ...known, effect: 'unknown', why };
}

/** Those of the component, or else of any other: authentication is often set up in a module of its own. */
function providersOf(
  machine: Machine,
  { component, framework }: AskedProviders,
  name: string | undefined,
): readonly Provider[] {
  const own = machine.providers.get(keyOf(component, framework, name ?? HOLE));
  if (own) return own;
  const all = [...machine.providers].filter(([key]) => key.includes(`#${framework}#`));
  // A name that is not known may be any of them.
  const fitting = name === undefined ? all : all.filter(([key]) => key.endsWith(`#${framework}#${name}`));
  return fitting.flatMap(([, providers]) => providers);
}

function keyOf(component: string, framework: string, name: string): string {
  return `${component}#${framework}#${name}`;
}
