import { parse as parseJsonc } from 'jsonc-parser';
import type { Fact } from './core/fact.ts';
import type { ProgramFact } from './core/facts/program.ts';
import type { Module, ModuleResolver } from './core/program.ts';
import type { Component, Tree } from './core/tree.ts';
import type { Program } from './link/link.ts';

export type ProgramInput = {
  readonly tree: Tree;
  readonly modules: ReadonlyMap<string, Module>;
  readonly moduleAt: (file: string) => Module | undefined;
  readonly facts: readonly Fact[];
  readonly components: readonly Component[];
  readonly resolve: ModuleResolver;
  readonly componentOf: (file: string) => string;
};

/** Puts together what the linker evaluates: product modules, facts about their sites, and the ways between files. */
export function programOf(input: ProgramInput): Program {
  const sorted = input.tree.paths
    .filter(path => path.kind === 'file')
    .map(path => path.path)
    .toSorted();
  const programFacts = input.facts.filter(isProgramFact);
  const servedBy = applicationsOf(programFacts, input.components, input.componentOf);
  const frameworks = frameworksOf(programFacts, input.componentOf);
  const byId = new Map(input.components.map(component => [component.id, component]));
  return {
    modules: input.modules,
    moduleAt: input.moduleAt,
    facts: programFacts,
    resolve: input.resolve,
    readData: path => (path.endsWith('.json') ? parseJsonc(textOf(input.tree, path) ?? 'null') : undefined),
    filesBelow: folder => sorted.filter(path => path.startsWith(folder === '' ? '' : `${folder}/`)),
    componentOf: input.componentOf,
    servedBy,
    usesFramework: (component, framework) =>
      frameworks.get(component)?.has(framework) === true || dependsOn(byId, component, framework),
  };
}

/** Facts of product code that the linker fires. */
export function isProgramFact(fact: Fact): fact is Fact & ProgramFact {
  return PROGRAM_KINDS.has(fact.kind) && fact.fileRole === 'product';
}

function textOf(tree: Tree, path: string): string | undefined {
  const content = tree.read(path);
  return content.kind === 'bytes' ? new TextDecoder('utf-8').decode(content.bytes) : undefined;
}

const PROGRAM_KINDS: ReadonlySet<string> = new Set<ProgramFact['kind']>([
  'router',
  'route',
  'mount',
  'mount-directory',
  'property',
  'guard',
  'guard-kind',
  'guard-export',
  'alias',
  'base-path',
  'versioning',
  'mark',
  'middleware',
  'named-value',
  'named-lookup',
  'supplied',
  'access-list',
  'access-rule',
  'view-base',
  'view',
  'enables',
  'application',
  'configured',
]);

/** Frameworks whose routers a component makes or declares. */
function frameworksOf(
  facts: readonly (Fact & ProgramFact)[],
  componentOf: (file: string) => string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const frameworks = new Map<string, Set<string>>();
  for (const fact of facts) {
    if (fact.kind !== 'router') continue;
    const component = componentOf(fact.at.file);
    const names = frameworks.get(component) ?? new Set<string>();
    names.add(fact.framework);
    frameworks.set(component, names);
  }
  return frameworks;
}

/** Whether a component, or one around it, depends on a framework's package. */
function dependsOn(components: ReadonlyMap<string, Component>, component: string, framework: string): boolean {
  for (let id = component; ; id = id.includes('/') ? id.slice(0, id.lastIndexOf('/')) : '.') {
    const dependencies = components.get(id)?.dependencies ?? [];
    if (dependencies.some(name => name === framework || name.startsWith(`@${framework}/`))) return true;
    if (id === '.') return false;
  }
}

/**
 * The components that start an application with what a component holds: itself, or those that depend on it. Build files
 * name a component by its artifact (`org.shop:users`) or its path in the build (`:services:users`).
 */
function applicationsOf(
  facts: readonly (Fact & ProgramFact)[],
  components: readonly Component[],
  componentOf: (file: string) => string,
): NonNullable<Program['servedBy']> {
  const applications = new Set(facts.flatMap(fact => (fact.kind === 'application' ? [componentOf(fact.at.file)] : [])));
  const byName = new Map<string, Component[]>();
  for (const component of components) {
    const folders = component.path.split('/');
    for (const name of new Set([component.name, ...folders.map((_, index) => `:${folders.slice(index).join(':')}`)]))
      byName.set(name, [...(byName.get(name) ?? []), component]);
  }
  const needed = new Map<string, ReadonlySet<string>>();
  const neededBy = (start: Component): ReadonlySet<string> => {
    const known = needed.get(start.id);
    if (known) return known;
    const met = new Set<Component>([start]);
    for (const component of met)
      for (const name of component.dependencies)
        for (const other of byName.get(name.startsWith(':') ? name : (name.split(':').at(-1) ?? '')) ?? [])
          met.add(other);
    const ids = new Set([...met].map(({ id }) => id));
    needed.set(start.id, ids);
    return ids;
  };
  const starting = components.filter(({ id }) => applications.has(id));
  return {
    applications: component =>
      applications.has(component)
        ? [component]
        : starting.filter(application => neededBy(application).has(component)).map(({ id }) => id),
    parts: component => {
      const own = components.find(({ id }) => id === component);
      return own ? [...neededBy(own)] : [component];
    },
  };
}
