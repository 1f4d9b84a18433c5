/** Objects whose exposed members serve by their names. Source: CherryPy, Page handlers and Dispatchers. */
import { HTTP_METHODS, type Method, type ProgramFact } from '../core/facts/program.ts';
import type { ClassMember, Expr, FunctionNode } from '../core/program.ts';
import { classesAbove } from './ancestors.ts';
import { opaqueInstance } from './calling.ts';
import { push } from './events.ts';
import { evaluate } from './interpreter.ts';
import { type Machine, addRouter, note } from './machine.ts';
import { methodOf } from './members.ts';
import { pathsOf } from './path-values.ts';
import type { Router } from './router.ts';
import { type ClassValue, type InstanceValue, type Value, flatten, optionsOf } from './value.ts';

type TreeFact = Extract<ProgramFact, { kind: 'object-tree' }>;

/** Objects inside objects. */
const DEPTH = 12;

export function mountObjects(machine: Machine, fact: TreeFact, value: (expr: Expr) => Value): void {
  const [root] = optionsOf(value(fact.root)).flatMap(option => instanceOf(machine, option) ?? []);
  if (!root) {
    note(machine, 'plugin-not-followed', fact.at, 'the object that is mounted here was not found');
    return;
  }
  const { framework, at, rules } = fact;
  const router = addRouter(machine, { framework, at, role: 'application', rules });
  const prefix = fact.prefix && value(fact.prefix);
  if (prefix && prefix.kind !== 'nothing') router.prefixes.push([...pathsOf(prefix)]);
  walk({ machine, router, exposes: fact.exposes, seen: new Set() }, root, '', []);
}

type Walk = {
  readonly machine: Machine;
  readonly router: Router;
  readonly exposes: string;
  readonly seen: Set<InstanceValue>;
};

function walk(walking: Walk, object: InstanceValue, path: string, outer: readonly Value[]): void {
  const { machine, exposes, seen } = walking;
  if (seen.has(object) || path.split('/').length > DEPTH) return;
  seen.add(object);
  const exposed = exposedBy(machine, object.of, exposes);
  const fields = new Map<string, Value>();
  for (const cls of classesAbove(object.of).toReversed())
    for (const [name, value] of cls.statics) fields.set(name, value);
  for (const [name, value] of object.fields) fields.set(name, value);
  for (const member of methodsIn(object.of)) {
    const verb = HTTP_METHODS.find(method => method === member.name);
    if (verb && exposed) put(walking, object, member, { methods: [verb], path, rest: true }, outer);
    else if (isExposed(machine, object.of, member, exposes))
      put(walking, object, member, { methods: ['ANY'], path: pathOf(path, member.name), rest: false }, outer);
  }
  for (const [name, value] of fields) {
    const inner = instanceOf(machine, value);
    if (inner && value.kind !== 'class') walk(walking, inner, `${path}/${name}`, outer);
  }
  seen.delete(object);
}

function pathOf(path: string, name: string): string {
  if (name === 'index') return path;
  return name === 'default' ? `${path}/{*path}` : `${path}/${name}`;
}

function put(
  { machine, router }: Walk,
  object: InstanceValue,
  member: Extract<ClassMember, { kind: 'method' }>,
  { methods, path }: { readonly methods: readonly Method[]; readonly path: string; readonly rest: boolean },
  guards: readonly Value[],
): void {
  const handler = methodOf(machine, object.of, member.name, object);
  if (!handler) return;
  push(machine, router, {
    kind: 'route',
    at: member.nameAt,
    methods,
    paths: [{ kind: 'text', text: path + parametersOf(member.fn, path) }],
    guards,
    chain: flatten(handler),
  });
}

/** What a handler must be given and has no default comes from the path. */
function parametersOf(fn: FunctionNode, path: string): string {
  if (path.endsWith('/{*path}')) return '';
  return fn.parameters
    .filter(
      ({ pattern, isRest, isNamedRest }) => pattern.kind === 'name' && !pattern.byDefault && !isRest && !isNamedRest,
    )
    .map(({ pattern }) => (pattern.kind === 'name' ? `/{${pattern.name}}` : ''))
    .join('');
}

function methodsIn(cls: ClassValue): readonly Extract<ClassMember, { kind: 'method' }>[] {
  const seen = new Set<string>();
  return classesAbove(cls).flatMap(above =>
    above.cls.members.flatMap(member => {
      if (member.kind !== 'method' || seen.has(member.name)) return [];
      seen.add(member.name);
      return [member];
    }),
  );
}

/** `@cherrypy.expose` on a method. */
function isExposed(
  machine: Machine,
  cls: ClassValue,
  member: Extract<ClassMember, { kind: 'method' }>,
  exposes: string,
): boolean {
  const holder = classesAbove(cls).find(above => above.cls.members.includes(member)) ?? cls;
  return member.decorators.some(({ expression }) => {
    const value = evaluate(machine, { scope: holder.scope, memo: new Map(), returns: [] }, expression);
    return isExposer(value, exposes);
  });
}

function isExposer(value: Value, exposes: string): boolean {
  if (value.kind === 'outcome') return isExposer(value.of, exposes);
  return value.kind === 'external' && value.path.at(-1) === exposes;
}

/** `exposed = True` in a class, or the decorator on it. */
function exposedBy(machine: Machine, cls: ClassValue, exposes: string): boolean {
  return classesAbove(cls).some(above => {
    const flag = above.statics.get('exposed');
    return (
      (flag?.kind === 'boolean' && flag.value) ||
      (machine.classDecorators.get(above.cls.id) ?? []).some(one => isExposer(one, exposes))
    );
  });
}

function instanceOf(machine: Machine, value: Value): InstanceValue | undefined {
  if (value.kind === 'instance') return value;
  if (value.kind === 'wrapped') return instanceOf(machine, value.of);
  return value.kind === 'class' ? opaqueInstance(machine, value) : undefined;
}
