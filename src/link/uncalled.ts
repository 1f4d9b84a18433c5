import { languageRules, rulesAt } from './language.ts';
import type { Location } from '../core/location.ts';
import type { ClassMember, ClassNode, Expr } from '../core/program.ts';
import { callClosure, opaqueInstance, routerBaseOf } from './calling.ts';
import { type Machine, under } from './machine.ts';
import type { ClassValue, ClosureValue, Scope } from './value.ts';
import { visitNodes } from './walk.ts';

/** The condition under which such functions run. */
export const UNCALLED = 'whether anything calls what puts it there';

/** Functions may hold functions: after these many rounds the rest is left alone. */
const ROUNDS = 4;

/**
 * Functions that hold sites which never fired, because nothing in the tree calls them, are run once with unknown
 * arguments: plugins that a loader finds, setup functions for a caller elsewhere, methods that a container calls.
 * What they put on something of the rest of the program is there only if something calls them.
 */
export function runUncalled(machine: Machine): void {
  const sites = sitesByFile(machine);
  for (let round = 0; round < ROUNDS; round++) {
    const classes = [...machine.classes.values()].filter(
      ({ cls }) =>
        !machine.ran.has(`class ${cls.id}`) && placesOf(machine, cls).some(at => holdsSite(machine, sites, at)),
    );
    const closures = [...machine.closures.values()].filter(
      ({ fn }) => !machine.ran.has(fn.id) && holdsSite(machine, sites, fn.at),
    );
    if (closures.length === 0 && classes.length === 0) return;
    const byTurn = (a: ClassValue, b: ClassValue): number =>
      turnOf(machine, a) - turnOf(machine, b) || (a.cls.id < b.cls.id ? -1 : 1);
    for (const cls of classes.toSorted(byTurn)) {
      // What a class that extends an abstract one has run since is done, and what was made meanwhile by what serves it.
      const isDone = cls.cls.isAbstract || turnOf(machine, cls) > 0;
      if (!isDone || holdsSite(machine, sites, cls.cls.at)) runMethods(machine, cls);
    }
    // What makes an application may call the others with it.
    const makers = sitesByFile(machine, 'application');
    const isMaker = ({ fn }: ClosureValue): number => (holdsSite(machine, makers, fn.at) ? 0 : 1);
    // What another function names runs where that one calls it: with what it is given there.
    const named = namesUsed(machine);
    const isNamed = ({ fn, scope }: ClosureValue): number =>
      rulesAt(machine, scope.file).handsOutRouters && named.has(fn.name ?? '') ? 1 : 0;
    const order = (a: ClosureValue, b: ClosureValue): number =>
      isMaker(a) - isMaker(b) || isNamed(a) - isNamed(b) || (a.fn.id < b.fn.id ? -1 : 1);
    for (const closure of closures.toSorted(order)) run(machine, closure);
  }
}

/** Classes that are routers themselves come after those that may mount them, and what they are made of comes last. */
function turnOf(machine: Machine, cls: ClassValue): number {
  if (!rulesAt(machine, cls.scope.file).makesObjects || !routerBaseOf(machine, cls)) return 0;
  return cls.cls.isAbstract || cls.cls.form === 'interface' ? 2 : 1;
}

/** Where a class stands; in Rust, its methods stand elsewhere. */
function placesOf(machine: Machine, cls: ClassNode): readonly Location[] {
  if (!rulesAt(machine, cls.at.file).handsOutRouters) return [cls.at];
  return [cls.at, ...cls.members.flatMap(member => (member.kind === 'method' ? [member.fn.at] : []))];
}

/** Methods that a decorator marks are handlers; the others may register something. */
function runMethods(machine: Machine, cls: ClassValue): void {
  machine.ran.add(`class ${cls.cls.id}`);
  machine.steps = 0;
  const self = opaqueInstance(machine, cls);
  for (const member of cls.cls.members) {
    if (member.kind !== 'method' || member.isStatic || isHandler(machine, cls, member)) continue;
    const scope: Scope = { parent: cls.scope, names: new Map(), file: cls.scope.file, self, cls };
    run(machine, { kind: 'closure', fn: member.fn, scope, self });
  }
}

/** Most annotations say something else: `@Bean` methods are where routes are made. */
function isHandler(machine: Machine, cls: ClassValue, member: Extract<ClassMember, { kind: 'method' }>): boolean {
  if (member.decorators.length === 0) return false;
  if (!rulesAt(machine, cls.scope.file).hasAnnotations) return true;
  return member.decorators.some(({ expression }) =>
    (machine.factsAt.get(expression) ?? []).some(fact => fact.kind === 'mark' && fact.mark.kind === 'route'),
  );
}

/** The last parts of all names that modules use. */
function namesUsed(machine: Machine): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { module } of machine.modules.values()) {
    if (!languageRules(module.language).handsOutRouters) continue;
    visitNodes(module.body, node => {
      if (node.kind === 'name' || node.kind === 'member') names.add(node.name.split('::').at(-1) ?? '');
    });
  }
  return names;
}

function run(machine: Machine, closure: ClosureValue): void {
  if (machine.ran.has(closure.fn.id)) return;
  machine.steps = 0;
  under(machine, UNCALLED, () => callClosure(machine, closure, []), true);
}

type Site = { readonly at: Location; readonly site: Expr };

const REGISTERING: ReadonlySet<string> = new Set([
  'route',
  'mount',
  'router',
  'resource',
  'named-path',
  'object-tree',
  'bound-objects',
  'own-route',
  'service-handler',
  'procedure',
  'auth-provider',
  'class-prefix',
  'conventional-route',
  'piece',
  'behind',
  'routes-of',
]);

/** Sites of registrations, by file, in the order of lines. */
function sitesByFile(machine: Machine, role?: 'application'): ReadonlyMap<string, readonly Site[]> {
  const sites = new Map<string, Site[]>();
  for (const fact of machine.program.facts) {
    const isReached =
      role === undefined && (fact.kind === 'filter-use' || (fact.kind === 'guard' && fact.isReached === true));
    const isServing = fact.kind === 'compose' && fact.role !== undefined;
    const isOne = role
      ? (fact.kind === 'router' && fact.role === role) || isServing
      : REGISTERING.has(fact.kind) || isServing;
    if (!isOne && !isReached) continue;
    // Classes and types are no expressions that a function would evaluate.
    if (!('site' in fact) || !('kind' in fact.site)) continue;
    const list = sites.get(fact.at.file) ?? [];
    list.push({ at: fact.at, site: fact.site });
    sites.set(fact.at.file, list);
  }
  for (const list of sites.values()) list.sort((a, b) => a.at.line - b.at.line);
  return sites;
}

/** Whether a registration that never fired stands between the first and the last line of something. */
function holdsSite(
  machine: Machine,
  sites: ReadonlyMap<string, readonly Site[]>,
  { file, line, endLine }: Location,
): boolean {
  const list = sites.get(file) ?? [];
  let index = firstFrom(list, line);
  for (let site = list[index]; site && site.at.line <= endLine; site = list[++index])
    if (!machine.fired.has(site.site)) return true;
  return false;
}

/** Index of the first site at or after a line, by halving. */
function firstFrom(list: readonly Site[], line: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.at.line ?? line) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
