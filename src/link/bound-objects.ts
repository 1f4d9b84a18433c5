/**
 * Objects whose exported methods answer, each where its request, a comment or its name says.
 *
 * Sources: GoFrame, Standardized Routing and Object Registration; Beego, Annotated Routes and Auto Routing.
 */
import type { BindingRules } from '../core/facts/binding.ts';
import type { Method, ProgramFact, Taken } from '../core/facts/program.ts';
import { typedValue } from './binding.ts';
import { push } from './events.ts';
import { boundFields } from './go-tags.ts';
import { type Machine, addRouter, note } from './machine.ts';
import { methodsIn } from './method-words.ts';
import { ROOT, pathsOf } from './path-values.ts';
import type { PathValue, Router } from './router.ts';
import { methodOfStruct, methodsOfStruct } from './structs.ts';
import { type ClosureValue, type InstanceValue, type Value, flatten, optionsOf, unknown } from './value.ts';

type Fact = Extract<ProgramFact, { kind: 'bound-objects' }>;
type RequestRoute = Extract<ProgramFact, { kind: 'request-route' }>;

/** Puts all that the objects answer on a router. */
export function bindObjects(
  machine: Machine,
  router: Router,
  fact: Fact,
  value: (expr: Fact['objects'][number]) => Value,
): void {
  const prefixes = fact.prefix ? pathsOf(value(fact.prefix)) : ROOT;
  const only = fact.only && value(fact.only);
  const names =
    only?.kind === 'text'
      ? only.value
          .split(/[,;\s]+/)
          .flatMap(name => (name === '' ? [] : [`${name.slice(0, 1).toUpperCase()}${name.slice(1)}`]))
      : undefined;
  const guards = (fact.guards ?? []).flatMap(guard => flatten(value(guard)));
  const objects = fact.objects.flatMap(object => flatten(value(object))).flatMap(object => optionsOf(object));
  for (const object of objects) {
    if (object.kind === 'nothing') continue;
    if (object.kind === 'instance') bindObject(machine, router, { fact, prefixes, names, guards }, object);
    else if (object.kind === 'unknown' && fact.rules.by !== 'itself')
      note(machine, 'plugin-not-followed', fact.at, `what answers here could not be followed: ${object.why}`);
    else put(machine, router, { fact, prefixes, guards }, pathsOfFunction(machine, fact, object), object);
  }
}

type Bound = {
  readonly fact: Fact;
  readonly prefixes: readonly PathValue[];
  readonly guards: readonly Value[];
};

/** Where something answers below its prefix. */
type Place = { readonly path: string; readonly methods: readonly Method[] };

function bindObject(
  machine: Machine,
  router: Router,
  bound: Bound & { readonly names: readonly string[] | undefined },
  object: InstanceValue,
): void {
  const { rules } = bound.fact;
  const first = rules.before === undefined ? undefined : methodOfStruct(machine, object.of, rules.before, object);
  const guards = first ? [...bound.guards, first] : bound.guards;
  // Comments are looked up by the type that they stand on, and not by those that embed it. Source: Beego, `ControllerRegister.Include`.
  const { base: _base, others: _others, ...alone } = object.of;
  const type = rules.by === 'comment' ? alone : object.of;
  for (const [name, method] of methodsOfStruct(machine, type, object)) {
    if (!/^[A-Z]/.test(name) || rules.without.includes(name) || bound.names?.includes(name) === false) continue;
    put(machine, router, { ...bound, guards }, placesOf(machine, bound.fact, object, { name, method }), method);
  }
}

function put(machine: Machine, router: Router, bound: Bound, places: readonly Place[], handler: Value): void {
  for (const { path, methods } of places)
    push(machine, router, {
      kind: 'route',
      at: bound.fact.at,
      methods,
      paths: bound.prefixes.map(prefix =>
        prefix.kind === 'text' ? { kind: 'text', text: joined(prefix.text, path) } : prefix,
      ),
      guards: bound.guards,
      chain: [handler],
    });
}

function joined(prefix: string, path: string): string {
  return path === '' ? prefix : `${prefix}/${path}`;
}

type Named = { readonly name: string; readonly method: ClosureValue };

function placesOf(machine: Machine, fact: Fact, object: InstanceValue, { name, method }: Named): readonly Place[] {
  const { rules, methods } = fact;
  switch (rules.by) {
    case 'itself':
      return [{ path: '', methods }];
    case 'verb': {
      const verbs = methodsNamed([name]).filter(verb => verb !== 'ANY');
      return verbs.length > 0 ? [{ path: '', methods: verbs }] : [];
    }
    case 'comment':
      return commented(method.fn.doc);
    case 'request':
      return requested(machine, method) ?? byName(rules, methods, object, name);
    case 'name':
      return byName(rules, methods, object, name);
  }
}

function byName(
  { naming, index, afterType }: BindingRules,
  methods: readonly Method[],
  object: InstanceValue,
  name: string,
): readonly Place[] {
  const written = (word: string): string =>
    (naming === 'kebab' ? word.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-') : word).toLowerCase();
  const type = object.of.cls.name ?? '';
  const before =
    afterType === undefined ? '' : `${written(type.endsWith(afterType) ? type.slice(0, -afterType.length) : type)}/`;
  const own = { path: `${before}${written(name)}`, methods };
  return name === index ? [{ path: before.slice(0, -1), methods }, own] : [own];
}

/** `@router /users/:id [get,post]`; without methods, GET. Source: Beego, Annotated Routes. */
function commented(doc: string): readonly Place[] {
  return [...doc.matchAll(/^[ \t]*@router[ \t]+(\S+)(?:[ \t]+\[([\w,* \t]+)\])?/gim)].map(([, path = '', words]) => ({
    path: path.replace(/^\//, ''),
    methods: words === undefined ? ['GET'] : methodsNamed(words.split(',')),
  }));
}

function methodsNamed(words: readonly string[]): readonly Method[] {
  return methodsIn({ kind: 'list', items: words.map(word => ({ kind: 'text', value: word.trim() })), isOpen: false });
}

/** A function that is bound by itself answers where its request says, or at the prefix. */
function pathsOfFunction(machine: Machine, { methods, rules }: Fact, value: Value): readonly Place[] {
  const said = value.kind === 'closure' && rules.by === 'request' ? requested(machine, value) : undefined;
  return said ?? [{ path: '', methods }];
}

/** Where the class of the last parameter says that its requests are answered. */
function requested(machine: Machine, { fn, scope }: ClosureValue): readonly Place[] | undefined {
  const type = fn.parameters.at(-1)?.pattern.type;
  const request = type && fn.parameters.length > 1 ? typedValue(machine, scope, type, unknown('a request')) : undefined;
  const said = request?.kind === 'instance' ? request.of.cls : undefined;
  const route = (said && machine.factsAt.get(said))?.find(fact => fact.kind === 'request-route');
  if (!said || route?.kind !== 'request-route') return undefined;
  machine.boundRequests.add(said);
  return placesIn(route);
}

function placesIn({ path, methods }: RequestRoute): readonly Place[] {
  return path.kind === 'text'
    ? path.value.split(',').map(one => ({ path: one.trim().replace(/^\//, ''), methods }))
    : [];
}

/**
 * Requests that say where they are answered, and for which nothing that answers was found: they are served somewhere, if the
 * component serves such requests at all.
 */
export function serveUnbound(machine: Machine): void {
  for (const fact of machine.program.facts) {
    if (fact.kind !== 'request-route' || machine.boundRequests.has(fact.site)) continue;
    const component = machine.program.componentOf(fact.at.file);
    const server = machine.program.facts.find(
      other =>
        other.kind === 'bound-objects' &&
        other.framework === fact.framework &&
        machine.program.componentOf(other.at.file) === component,
    );
    if (!server) continue;
    const assumed = 'its request says where it is answered, and what answers it was not found';
    const router = addRouter(machine, {
      framework: fact.framework,
      at: fact.at,
      role: 'router',
      rules: { syntax: 'httprouter', guards: 'always' },
      assumed,
    });
    const fields = boundFields(fact.site, { place: 'sent', hasBody: true }, () => undefined);
    const takes = fields.map(({ name, place }): Taken => ({ name, in: place === 'body' ? 'sent' : place }));
    for (const { path, methods } of placesIn(fact))
      push(machine, router, {
        kind: 'route',
        at: fact.at,
        methods,
        paths: [{ kind: 'text', text: path }],
        guards: [unknown(assumed, 'what answers it')],
        chain: [unknown(assumed, 'what answers it')],
        takes,
      });
  }
}
