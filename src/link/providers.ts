/** Ways to authenticate that a program registers under names, for guards that name them. */
import type { GuardEffect, Mechanism, ProgramFact } from '../core/facts/program.ts';
import type { Expr } from '../core/program.ts';
import { isBuiltWith } from './annotations.ts';
import type { Machine } from './machine.ts';
import { HOLE, type KnownGuard, type Value, flatten, optionsOf } from './value.ts';

export type Provider = {
  /** Where it is registered. */
  readonly file: string;
  readonly effect: GuardEffect;
  readonly mechanism?: Mechanism;
  readonly why: string;
  /** What decides in place of the effect. */
  readonly asks?: readonly Value[];
  readonly isPolicy?: true;
  readonly through?: readonly (string | undefined)[];
};

/** What a guard asks for: names, of which some may not be known. */
export type AskedProviders = {
  readonly framework: string;
  /** The empty text is the unnamed one. */
  readonly names: readonly (string | undefined)[];
  /** Those that decide, too, where they are registered. */
  readonly optional: readonly (string | undefined)[];
};

type GuardKind = Extract<ProgramFact, { kind: 'guard-kind' }>;
type Registration = Extract<ProgramFact, { kind: 'auth-provider' }>;

export function noteProvider(machine: Machine, fact: Registration, value: (expr: Expr) => Value): void {
  const { effect, why, mechanism, asks, through, isPolicy } = fact;
  const name = fact.name && value(fact.name);
  // A package's way to authenticate is believed as its name is; what a package asks in a policy may let anybody pass.
  const deciding = (asks ?? []).map(value).filter(one => isPolicy || one.kind !== 'external');
  const provider: Provider = {
    file: fact.at.file,
    effect,
    why,
    ...(mechanism ? { mechanism } : {}),
    ...(deciding.length > 0 || (asks && isPolicy) ? { asks: deciding } : {}),
    ...(isPolicy ? { isPolicy } : {}),
    ...(through ? { through: through.flatMap(one => namesIn(value(one))) } : {}),
  };
  for (const one of name ? namesIn(name) : ['']) {
    const key = keyOf(machine.program.componentOf(fact.at.file), fact.framework, one ?? HOLE);
    machine.providers.set(key, [...(machine.providers.get(key) ?? []), provider]);
  }
}

/** The names that a guard gives, evaluated. */
export function namedProviders(fact: GuardKind, value: (expr: Expr) => Value): AskedProviders {
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

/** What a provider does to a stranger, where something else decides that. */
type Decide = (provider: Provider) => Pick<Provider, 'effect' | 'why'>;

/** A guard as the providers make it that it names, any of which lets a request pass. */
export function byProviders(machine: Machine, guard: KnownGuard, decide: Decide): KnownGuard {
  const { providers: asked } = guard;
  if (!asked) return guard;
  if (guard.isTrusted) {
    const { isTrusted: _, ...plain } = guard;
    const known = byProviders(machine, plain, decide);
    return known.effect === 'none' || known.effect === guard.effect ? known : guard;
  }
  const { file } = guard.at;
  const named = (name: string | undefined): readonly Provider[] =>
    providersOf(machine, { ...asked, file }, name).map(one => (one.asks ? { ...one, ...decide(one) } : one));
  // What is registered under a name that is computed may be what is asked for by a name that nothing else has.
  const ofNames = asked.names.map(name => {
    const own = named(name);
    return own.length > 0 ? own : named(HOLE);
  });
  const all = [...ofNames.flat(), ...asked.optional.flatMap(named)];
  const policies = all.filter(({ isPolicy }) => isPolicy);
  const through = policies.flatMap(policy => policy.through ?? []).flatMap(named);
  const others = through.length > 0 ? through : all.filter(({ isPolicy }) => !isPolicy);
  const found = [...policies, ...others];
  const mechanisms = [...new Set(found.flatMap(({ mechanism }) => mechanism ?? []))];
  const [only, ...further] = mechanisms;
  const known: KnownGuard = {
    ...guard,
    ...(only ? { mechanism: only } : {}),
    ...(further.length > 0 ? { otherMechanisms: further } : {}),
  };
  if (guard.effect !== 'required') return known;
  if (ofNames.some(one => one.length === 0))
    return { ...known, effect: 'unknown', why: 'what it authenticates with was not found' };
  for (const group of [policies, others]) {
    const [weak] = group.filter(({ effect }) => effect !== 'required');
    if (!weak) continue;
    const isOpen = group.every(({ effect, asks }) => effect === 'none' && asks !== undefined);
    return { ...known, effect: isOpen ? 'none' : 'unknown', why: weak.why };
  }
  return known;
}

/**
 * Those of the component; or else of what it is built with, as authentication is often set up in a module of its own; or else
 * of any other.
 */
function providersOf(machine: Machine, { file, framework }: Asked, name: string | undefined): readonly Provider[] {
  const own = machine.providers.get(keyOf(machine.program.componentOf(file), framework, name ?? HOLE));
  if (own) return own;
  const all = [...machine.providers].filter(([key]) => key.includes(`#${framework}#`));
  // A name that is not known may be any of them.
  const fitting = name === undefined ? all : all.filter(([key]) => key.endsWith(keyOf('', framework, name)));
  const providers = fitting.flatMap(([, some]) => some);
  const near = providers.filter(provider => isBuiltWith(machine, provider.file, file));
  return near.length > 0 ? near : providers;
}

type Asked = { readonly file: string; readonly framework: string };

/** Names are the same in other letters: some frameworks take them so, and no program has two that differ in no more. */
function keyOf(component: string, framework: string, name: string): string {
  return `${component}#${framework}#${name.toLowerCase()}`;
}
