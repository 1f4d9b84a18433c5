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
    includes: inclusionsOf(input.components),
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
  'access-annotations',
  'filter-base',
  'filter-use',
  'router-file',
  'mount-file',
  'view-base',
  'view',
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
 * Which components a component is built with: by `group:artifact` of Maven, whose artifact is a component's name, and by the
 * project path of Gradle, `:core:api`, which is its folder.
 */
function inclusionsOf(components: readonly Component[]): (component: string, other: string) => boolean {
  const byName = new Map<string, string[]>();
  for (const { id, name, path } of components)
    for (const key of new Set([name, `:${path.replaceAll('/', ':')}`])) {
      const ids = byName.get(key) ?? [];
      ids.push(id);
      byName.set(key, ids);
    }
  const direct = new Map(
    components.map(({ id, dependencies }) => [
      id,
      dependencies.flatMap(dependency =>
        dependency.includes(':')
          ? (byName.get(dependency.startsWith(':') ? dependency : dependency.slice(dependency.indexOf(':') + 1)) ?? [])
          : [],
      ),
    ]),
  );
  const reached = new Map<string, ReadonlySet<string>>();
  const reach = (from: string): ReadonlySet<string> => {
    const known = reached.get(from);
    if (known) return known;
    const all = new Set(direct.get(from) ?? []);
    for (const id of all) for (const next of direct.get(id) ?? []) all.add(next);
    reached.set(from, all);
    return all;
  };
  return (component, other) => component !== other && reach(component).has(other);
}
