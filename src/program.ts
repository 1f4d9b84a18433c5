import { parse as parseJsonc } from 'jsonc-parser';
import { buildParts } from './build-parts.ts';
import type { Fact } from './core/fact.ts';
import type { ProgramFact } from './core/facts/program.ts';
import type { Module, ModuleResolver } from './core/program.ts';
import type { Component, Tree } from './core/tree.ts';
import type { Program } from './link/link.ts';
import { yamlDocuments } from './parse/data-file-yaml.ts';

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
    readData: path => dataOf(input.tree, path),
    filesBelow: folder => sorted.filter(path => path.startsWith(folder === '' ? '' : `${folder}/`)),
    componentOf: input.componentOf,
    build: builtFrom(programFacts, input.tree),
    usesFramework: (component, framework) =>
      frameworks.get(component)?.has(framework) === true || dependsOn(byId, component, framework),
  };
}

function dataOf(tree: Tree, path: string): unknown {
  if (path.endsWith('.json')) return parseJsonc(textOf(tree, path) ?? 'null');
  if (!/\.ya?ml$/.test(path)) return undefined;
  const read = yamlDocuments(textOf(tree, path) ?? '');
  return read.kind === 'read' ? read.values[0] : undefined;
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
  'described-routes',
  'view',
  'auth-provider',
  'compose',
  'enables',
  'application',
  'configured',
  'class-prefix',
  'resource',
  'application-routes',
  'project-setting',
  'entry-list',
  'named-path',
  'named-view',
  'object-tree',
  'known-export',
  'router-base',
  'function-view',
  'view-attribute',
  'decision',
  'member-guard',
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

/** Which parts of a build start an application, and what those hold. */
function builtFrom(facts: readonly ProgramFact[], tree: Tree): Program['build'] {
  const { partOf, partsOf } = buildParts(tree);
  const starting = [
    ...new Set(facts.flatMap(fact => (fact.kind === 'application' ? [partOf(fact.at.file)] : []))),
  ].toSorted();
  return {
    partOf,
    partsOf,
    applicationsOf: part => (starting.includes(part) ? [part] : starting.filter(one => partsOf(one).has(part))),
  };
}
