/** Which application serves a class that its framework found. */
import type { RouterRules } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import { markedClass } from './classes.ts';
import { prefixesOfClass } from './class-prefixes.ts';
import { push } from './events.ts';
import { type Machine, addRouter, rootRouter } from './machine.ts';
import { ROOT, pathsOf } from './path-values.ts';
import type { PathValue, Router } from './router.ts';
import type { ClassValue } from './value.ts';

type Controller = {
  readonly framework: string;
  readonly at: Location;
  readonly rules: RouterRules;
};

/**
 * Mounts a found controller on the applications that serve it. Of several in one component, it is those in whose folder,
 * or below it, the controller stands: they are deployed apart more often than together. Source: Jakarta REST, Applications.
 */
export function mountFound(machine: Machine, router: Router, cls: ClassValue, controller: Controller): void {
  const root = rootRouter(machine, controller.framework, cls.cls.at, controller.rules);
  const all = applicationsIn(machine, machine.program.componentOf(cls.scope.file), controller, root);
  const near = all.map(({ folder }) => (isBelow(cls.scope.file, folder) ? folder.length : -1));
  const nearest = Math.max(-1, ...near);
  const serving = all.length === 1 ? all : all.filter((_, index) => near[index] === nearest);
  const item = { kind: 'router' as const, router };
  const before = prefixesOfClass(machine, cls, controller.framework);
  if (serving.length === 0)
    push(machine, root, {
      kind: 'mount',
      at: controller.at,
      paths: machine.applicationPaths.get(root.id) ?? before,
      items: [item],
    });
  for (const application of serving)
    push(machine, application.router, { kind: 'mount', at: controller.at, paths: before, items: [item] });
}

export type FoundApplication = { readonly cls: ClassValue; readonly router: Router; readonly folder: string };

function applicationsIn(
  machine: Machine,
  component: string,
  { framework, rules }: Controller,
  root: Router,
): readonly FoundApplication[] {
  const key = `${component}#${framework}`;
  const known = machine.applications.get(key);
  if (known) return known;
  const found: FoundApplication[] = [];
  machine.applications.set(key, found);
  const classes = [...machine.classes.values()].toSorted((a, b) => (a.cls.id < b.cls.id ? -1 : 1));
  for (const cls of classes) {
    if (cls.cls.isAbstract || machine.program.componentOf(cls.scope.file) !== component) continue;
    const paths = applicationPaths(machine, cls, framework);
    if (!paths) continue;
    const router = addRouter(machine, { framework, at: cls.cls.nameAt, role: 'router', rules, cls: cls.cls });
    push(machine, root, { kind: 'mount', at: cls.cls.nameAt, paths, items: [{ kind: 'router', router }] });
    found.push({ cls, router, folder: cls.scope.file.slice(0, cls.scope.file.lastIndexOf('/') + 1) });
  }
  return found;
}

/** Where a class of an application serves; what a deployment descriptor says counts before its annotation. */
function applicationPaths(machine: Machine, cls: ClassValue, framework: string): readonly PathValue[] | undefined {
  const mark = markedClass(machine, cls)?.marks.find(
    ({ mark: { kind }, framework: of }) => kind === 'application' && of === framework,
  );
  const deployed = machine.prefixOfClass.get(cls.cls.id);
  if (deployed) return deployed;
  if (mark?.mark.kind !== 'application') return undefined;
  return mark.mark.prefix ? pathsOf(mark.evaluate(mark.mark.prefix)).map(pathOfApplication) : ROOT;
}

/** `/api/*` and `/api` are the same. Source: Jakarta REST, `ApplicationPath`. */
function pathOfApplication(path: PathValue): PathValue {
  return path.kind === 'text' ? { kind: 'text', text: path.text.replace(/\/?\*$/, '') } : path;
}

function isBelow(file: string, folder: string): boolean {
  return file.startsWith(folder);
}
