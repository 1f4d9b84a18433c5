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
  readonly methodsNamed?: Program['methodsNamed'];
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
    ...(input.methodsNamed ? { methodsNamed: input.methodsNamed } : {}),
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
  return isProgramKind(fact.kind) && fact.fileRole === 'product';
}

function textOf(tree: Tree, path: string): string | undefined {
  const content = tree.read(path);
  return content.kind === 'bytes' ? new TextDecoder('utf-8').decode(content.bytes) : undefined;
}

/** Every kind of fact that the linker fires; the compiler sees to it that none is missing. */
const PROGRAM_KINDS: Readonly<Record<ProgramFact['kind'], true>> = {
  router: true,
  piece: true,
  behind: true,
  'routes-of': true,
  route: true,
  mount: true,
  'mount-directory': true,
  property: true,
  guard: true,
  'guard-kind': true,
  'guard-names': true,
  'guard-export': true,
  alias: true,
  'base-path': true,
  versioning: true,
  mark: true,
  middleware: true,
  'named-value': true,
  'named-lookup': true,
  supplied: true,
  'access-list': true,
  'access-rule': true,
  'access-annotations': true,
  'filter-base': true,
  'filter-use': true,
  'router-file': true,
  'mount-file': true,
  'view-base': true,
  'described-routes': true,
  view: true,
  'auth-provider': true,
  compose: true,
  enables: true,
  'stored-class': true,
  application: true,
  configured: true,
  'class-prefix': true,
  'conventional-route': true,
  resource: true,
  'application-routes': true,
  'entry-script': true,
  'project-setting': true,
  'entry-list': true,
  'named-path': true,
  'named-view': true,
  'object-tree': true,
  'bound-objects': true,
  'request-route': true,
  'own-route': true,
  service: true,
  'service-handler': true,
  procedure: true,
  'known-export': true,
  'router-base': true,
  'function-view': true,
  'view-attribute': true,
  decision: true,
  'member-guard': true,
  drawing: true,
  callback: true,
  'class-guard': true,
  defines: true,
  'served-file': true,
  includes: true,
};

/** Whether facts of a kind are about a program. */
export function isProgramKind(kind: string): kind is ProgramFact['kind'] {
  return Object.hasOwn(PROGRAM_KINDS, kind);
}

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
