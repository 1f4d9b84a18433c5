/** Methods that say which class answers below their path, instead of answering: sub-resource locators of JAX-RS. */
import { opaqueInstance, callClosure } from './calling.ts';
import { push } from './events.ts';
import { type Machine, addRouter, lookUp, note } from './machine.ts';
import { importedValue } from './modules.ts';
import type { TypeRef } from '../core/program.ts';
import { UNMARKED, addRoutes, markedClass } from './classes.ts';
import { closureOf } from './members.ts';
import type { PathValue, Router } from './router.ts';
import { type ClassMember } from '../core/program.ts';
import { type ClassValue, type Scope, type Value, flatten, optionsOf } from './value.ts';

type Method = Extract<ClassMember, { kind: 'method' }>;

/**
 * Mounts what a locator gives: the class of what it returns, or else the class that it is declared to return. Source:
 * Jakarta REST, Sub Resources.
 */
export function mountLocated(
  machine: Machine,
  router: Router,
  at: PathPlace,
  { cls, member }: { readonly cls: ClassValue; readonly member: Method },
): void {
  const self = opaqueInstance(machine, cls);
  const scope: Scope = { parent: cls.scope, names: new Map(), file: cls.scope.file, self, cls };
  const given = callClosure(machine, closureOf(machine, member.fn, scope, self), []);
  const classes = [
    ...new Set(
      flatten(given)
        .flatMap(item => optionsOf(item))
        .flatMap(item => classesIn(item)),
    ),
  ].filter(found => servesAnything(found));
  const declared = member.fn.returnType && typeOf(machine, cls.scope, member.fn.returnType);
  const located = classes.length > 0 ? classes : declared ? [declared] : [];
  if (located.length === 0) {
    note(machine, 'unknown-router', at.at, 'which class this locator gives was not found; what it serves is missing');
    return;
  }
  push(machine, router, {
    kind: 'mount',
    at: at.at,
    paths: at.paths,
    items: located.map(found => ({
      kind: 'router',
      router: givenRouter(machine, found, router.framework, router.rules),
    })),
  });
}

type PathPlace = { readonly at: Router['at']; readonly paths: readonly PathValue[] };

/** The router of a class that is served where something gives it, whatever path its own annotations have. */
export function givenRouter(
  machine: Machine,
  cls: ClassValue,
  framework: string,
  rules: Router['rules'],
  ownPrefix = false,
): Router {
  const key = `${framework}#${ownPrefix}#${cls.cls.id}`;
  const known = machine.givenRouters.get(key);
  if (known) return known;
  const router = addRouter(machine, { framework, at: cls.cls.nameAt, role: 'router', rules, cls: cls.cls });
  machine.givenRouters.set(key, router);
  const marked = markedClass(machine, cls);
  addRoutes(
    machine,
    {
      router,
      onClass: marked ?? UNMARKED,
      self: cls,
    },
    cls,
  );
  return router;
}

/** `new Users()`, `Users.class`, and what a container makes of it: `context.getResource(Users.class)`. */
function classesIn(value: Value, depth = 0): readonly ClassValue[] {
  if (value.kind === 'instance') return [value.of];
  if (value.kind === 'class') return [value];
  if (value.kind === 'outcome' && depth < 4)
    return value.args.flatMap(arg => flatten(arg)).flatMap(arg => classesIn(arg, depth + 1));
  return [];
}

function servesAnything({ cls }: ClassValue): boolean {
  return cls.form !== 'annotation' && cls.form !== 'enum';
}

/** The class of a declared type; of `Class<T>` and the like, that of its argument. */
function typeOf(machine: Machine, scope: Scope, type: TypeRef, depth = 0): ClassValue | undefined {
  const value = lookUp(scope, type.name)?.value ?? importedValue(machine, scope.file, type.name);
  if (value?.kind === 'class') return value;
  const [only] = type.arguments;
  return only && depth < 3 ? typeOf(machine, scope, only, depth + 1) : undefined;
}
