/**
 * Services that code serves with handlers which are generated for them: what is generated need not be in the tree. Their
 * methods are then those that their description says, or else those of what implements them.
 *
 * Source: Connect, Protocol Reference; Buf, Files and packages.
 */
import type { ProgramFact } from '../core/facts/program.ts';
import type { Frame } from './frame.ts';
import { push } from './events.ts';
import { operand } from './interpreter.ts';
import { type Machine, addRouter, note } from './machine.ts';
import { pathsOf } from './path-values.ts';
import { methodOfStruct, methodsOfStruct } from './structs.ts';
import { type ClosureValue, HOLE, type Value, flatten, optionsOf, unknown } from './value.ts';

type Fact = Extract<ProgramFact, { kind: 'service-handler' }>;
type Procedure = Extract<ProgramFact, { kind: 'procedure' }>;
type Service = Extract<ProgramFact, { kind: 'service' }>;

/** What serves a service, or one method of it. */
export function servedService(machine: Machine, frame: Frame, fact: Fact | Procedure): Value {
  return fact.kind === 'procedure' ? procedure(machine, frame, fact) : serviceHandler(machine, frame, fact);
}

/** The path of a service, and a router that answers for it. */
function serviceHandler(machine: Machine, frame: Frame, fact: Fact): Value {
  const guards = fact.guards.flatMap(guard => flatten(operand(machine, frame, guard)));
  const given = fact.implementation && operand(machine, frame, fact.implementation);
  const object = given && optionsOf(given).find(option => option.kind === 'instance');
  const implemented = object ? methodsOfStruct(machine, object.of, object) : undefined;
  const described = fact.methods ? undefined : serviceOf(machine, fact);
  // The package of a service that nothing describes is not known, as its path then is not.
  const start = fact.methods ? fact.service : described ? fullName(described) : `${HOLE}.${fact.service}`;
  const names = fact.methods ?? described?.methods ?? answersIn(implemented, fact.parameters);
  if (names.length === 0)
    note(
      machine,
      'plugin-not-followed',
      fact.at,
      `neither a description of ${fact.service} nor what implements it was found; its methods are left out`,
    );
  const router = addRouter(machine, {
    framework: fact.framework,
    at: fact.at,
    role: 'router',
    rules: fact.rules,
    isValue: true,
  });
  for (const name of names)
    push(machine, router, {
      kind: 'route',
      at: fact.at,
      methods: described?.safe.includes(name) ? ['GET', 'POST'] : ['POST'],
      paths: [{ kind: 'text', text: `/${start}/${name}` }],
      guards: interceptors(machine, guards, described?.streams.includes(name) || isStream(implemented?.get(name))),
      chain: [implemented?.get(name) ?? unknown('what implements it was not found', name)],
      takes: (described?.takes[name] ?? []).map(field => ({ name: field, in: 'sent' })),
    });
  return {
    kind: 'list',
    items: [
      { kind: 'text', value: `/${start}/` },
      { kind: 'router', router },
    ],
    isOpen: false,
  };
}

/** A router of one method. */
function procedure(machine: Machine, frame: Frame, fact: Procedure): Value {
  const { framework, at, rules } = fact;
  const router = addRouter(machine, { framework, at, role: 'router', rules });
  const guards = fact.guards.flatMap(guard => flatten(operand(machine, frame, guard)));
  push(machine, router, {
    kind: 'route',
    at,
    methods: ['POST'],
    paths: pathsOf(operand(machine, frame, fact.path)),
    guards: interceptors(machine, guards, fact.isStream),
    chain: [operand(machine, frame, fact.handler)],
  });
  return { kind: 'router', router };
}

/**
 * What stands before single requests, or before streams: functions that make a `UnaryFunc` are not called for those, and
 * structs have a method for each. Source: Connect for Go, Interceptors.
 */
function interceptors(machine: Machine, guards: readonly Value[], isOfStream = false): readonly Value[] {
  return guards.flatMap((guard): readonly Value[] => {
    if (guard.kind === 'closure') return isOfStream && guard.fn.returnType?.name === 'UnaryFunc' ? [] : [guard];
    if (guard.kind !== 'instance') return [guard];
    const name = isOfStream ? 'WrapStreamingHandler' : 'WrapUnary';
    return [
      methodOfStruct(machine, guard.of, name, guard) ?? unknown('an interceptor that was not found', guard.of.cls.name),
    ];
  });
}

function isStream(method: ClosureValue | undefined): boolean {
  return method?.fn.parameters.some(({ pattern }) => pattern.type?.name.endsWith('Stream') === true) === true;
}

function fullName(service: Service): string {
  return service.package === '' ? service.name : `${service.package}.${service.name}`;
}

/** Methods of an implementation that take one of these types. */
function answersIn(
  methods: ReadonlyMap<string, ClosureValue> | undefined,
  parameters: readonly string[],
): readonly string[] {
  return [...(methods ?? [])].flatMap(([name, { fn }]) =>
    /^[A-Z]/.test(name) && fn.parameters.some(({ pattern }) => parameters.includes(pattern.type?.name ?? ''))
      ? [name]
      : [],
  );
}

/**
 * The description of a service, by its name: in the component of the code that serves it, before any other; of several, that
 * whose package or folder is that of the generated code.
 */
function serviceOf(machine: Machine, fact: Fact): Service | undefined {
  const named = machine.program.facts.filter(
    (one): one is Service => one.kind === 'service' && goName(one.name) === fact.service,
  );
  const component = machine.program.componentOf(fact.at.file);
  const own = named.filter(({ at }) => machine.program.componentOf(at.file) === component);
  const near = own.length > 0 ? own : named;
  const fitting = near.map(one => ({ one, fits: fitOf(one, fact.module) }));
  const best = Math.max(0, ...fitting.map(({ fits }) => fits));
  const [only, ...others] = fitting.filter(({ fits }) => fits === best).map(({ one }) => one);
  // Copies of one description are one.
  return only && others.every(other => fullName(other) === fullName(only)) ? only : undefined;
}

/** How many of the last segments of the path of generated code are those of a description's package or folder. */
function fitOf(service: Service, module: string): number {
  const generated = module.split('/').slice(0, -1);
  const folder = service.at.file.split('/').slice(0, -1);
  return Math.max(inCommon(generated, service.package.split('.')), inCommon(generated, folder));
}

function inCommon(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a.at(-1 - count) === b.at(-1 - count)) count++;
  return count;
}

/** `user_service` is `UserService` in Go. */
function goName(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
