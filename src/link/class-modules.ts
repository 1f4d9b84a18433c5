/** Classes that gather controllers, guards and other such classes: modules of NestJS. */
import type { Stage } from '../core/facts/program.ts';
import { callClosure, opaqueInstance } from './calling.ts';
import { markedBy, routerOfClass } from './classes.ts';
import { push } from './events.ts';
import type { Machine } from './machine.ts';
import { methodOf } from './members.ts';
import type { PathValue, Router } from './router.ts';
import { type BoundMark, type ClassValue, type Value, flatten, optionsOf } from './value.ts';

/** Controllers and modules that a module class gathers, and the guards its providers put on the whole application. */
export function addParts(
  machine: Machine,
  router: Router,
  { mark, at, evaluate: valueOf }: BoundMark,
  cls: ClassValue,
): void {
  if (mark.kind !== 'module') return;
  addModule(
    machine,
    router,
    at,
    {
      controllers: mark.controllers ? valueOf(mark.controllers) : undefined,
      imports: mark.imports ? valueOf(mark.imports) : undefined,
      providers: mark.providers ? valueOf(mark.providers) : undefined,
      prefix: machine.prefixOfClass.get(cls.cls.id),
    },
    0,
  );
}

type Parts = {
  readonly controllers: Value | undefined;
  readonly imports: Value | undefined;
  readonly providers: Value | undefined;
  readonly prefix: readonly PathValue[] | undefined;
};

function addModule(machine: Machine, router: Router, at: BoundMark['at'], parts: Parts, depth: number): void {
  const controllers = classesIn(machine, parts.controllers);
  if (controllers.length > 0)
    push(machine, router, {
      kind: 'mount',
      at,
      paths: parts.prefix ?? [{ kind: 'text', text: '' }],
      items: controllers,
    });
  for (const provider of parts.providers ? flatten(parts.providers) : []) {
    for (const option of optionsOf(provider)) addProvider(machine, router, at, option);
  }
  const unfollowed = [parts.imports, parts.providers]
    .flatMap(value => (value ? flatten(value).flatMap(item => optionsOf(item)) : []))
    .filter(item => item.kind === 'unknown' || (item.kind === 'list' && item.isOpen));
  for (const item of unfollowed)
    everywhereGuard(machine, router, at, {
      kind: 'unknown',
      why: 'a part of a module that could not be followed may guard everything',
      name: item.kind === 'unknown' && item.name !== undefined ? item.name : 'a part of a module',
    });
  if (!parts.imports || depth > 12) return;
  for (const item of flatten(parts.imports)
    .flatMap(value => optionsOf(value))
    .map(value => forwarded(machine, value))) {
    if (item.kind === 'class') {
      mountModule(machine, router, at, item);
    } else if (item.kind === 'record') {
      // A dynamic module: the class it stands for, and what it adds.
      const cls = item.fields.get('module');
      if (cls?.kind === 'class') mountModule(machine, router, at, cls);
      addModule(
        machine,
        router,
        at,
        {
          controllers: item.fields.get('controllers'),
          imports: item.fields.get('imports'),
          providers: item.fields.get('providers'),
          prefix: parts.prefix,
        },
        depth + 1,
      );
    }
  }
}

/** Puts what a module serves under the one that imports it, without a prefix of its own. */
function mountModule(machine: Machine, router: Router, at: BoundMark['at'], module: ClassValue): void {
  const child = routerOfClass(machine, module);
  if (child)
    push(machine, router, {
      kind: 'mount',
      at,
      paths: [{ kind: 'text', text: '' }],
      items: [{ kind: 'router', router: child }],
    });
}

function classesIn(machine: Machine, value: Value | undefined): readonly Value[] {
  if (!value) return [];
  return flatten(value)
    .flatMap(item => optionsOf(item))
    .map(item => forwarded(machine, item))
    .flatMap((item): readonly Value[] => {
      const child = item.kind === 'class' ? routerOfClass(machine, item) : undefined;
      return child ? [{ kind: 'router', router: child }] : item.kind === 'unknown' ? [item] : [];
    });
}

/** `forwardRef(() => Module)`: what the function gives. */
function forwarded(machine: Machine, value: Value): Value {
  const [first] = value.kind === 'outcome' ? value.args : [];
  return first?.kind === 'closure' && first.fn.parameters.length === 0 ? callClosure(machine, first, []) : value;
}

/** `{ provide: APP_GUARD, useClass }` guards everything of the application, whichever module says it; so do pipes and filters. */
function addProvider(machine: Machine, router: Router, at: BoundMark['at'], provider: Value): void {
  if (provider.kind !== 'record') return;
  const token = provider.fields.get('provide');
  const name = token?.kind === 'external' ? token.path.at(-1) : undefined;
  if (name !== 'APP_GUARD' && name !== 'APP_PIPE' && name !== 'APP_FILTER') return;
  const guard =
    provider.fields.get('useClass') ??
    provider.fields.get('useExisting') ??
    provider.fields.get('useValue') ??
    made(machine, provider.fields.get('useFactory'));
  everywhereGuard(
    machine,
    router,
    at,
    guard ?? { kind: 'unknown', why: 'a provider whose guard is not told', name },
    STAGES[name],
  );
}

const STAGES: Readonly<Record<'APP_GUARD' | 'APP_PIPE' | 'APP_FILTER', Stage | undefined>> = {
  APP_GUARD: undefined,
  APP_PIPE: 'pipe',
  APP_FILTER: 'error',
};

function everywhereGuard(machine: Machine, router: Router, at: BoundMark['at'], guard: Value, stage?: Stage): void {
  push(machine, router, {
    kind: 'guard',
    at,
    covers: 'below',
    paths: [{ kind: 'text', text: EVERYWHERE }],
    guards: [guard],
    ...(stage ? { stage } : {}),
  });
}

/** Marks a guard that stands for the whole application, wherever it was put. */
export const EVERYWHERE = '\u0003';

function made(machine: Machine, factory: Value | undefined): Value | undefined {
  return factory?.kind === 'closure' ? callClosure(machine, factory, []) : factory;
}

/** Runs the `configure` methods of module classes with the application, so that their middleware is put on it. */
export function configureModules(machine: Machine, application: Router, modules: readonly Router[]): void {
  for (const router of modules) {
    const cls = router.cls && machine.classes.get(router.cls.id);
    if (!cls) continue;
    const marked = markedBy(machine, cls.scope, cls.cls.decorators);
    const mark = marked.marks.find(candidate => candidate.mark.kind === 'module')?.mark;
    const name = mark?.kind === 'module' ? mark.configure : undefined;
    const method = name === undefined ? undefined : methodOf(machine, cls, name, opaqueInstance(machine, cls));
    if (method?.kind === 'closure') callClosure(machine, method, [{ kind: 'router', router: application }]);
  }
}
