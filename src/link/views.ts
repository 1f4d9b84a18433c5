/** Classes whose members answer requests: `MethodView`, `APIView`, `RequestHandler`, resources. */
import type { Method, ViewRules } from '../core/facts/program.ts';
import type { ClassMember } from '../core/program.ts';
import { classesAbove, lineOf } from './ancestors.ts';
import { decorated, opaqueInstance } from './calling.ts';
import { annotationsOf, takesOverridden } from './classes.ts';
import { evaluate } from './interpreter.ts';
import type { Machine } from './machine.ts';
import { closureOf } from './members.ts';
import { type ClassValue, type Scope, type Value, flatten, fullNames, optionsOf } from './value.ts';

/** A member of a class that answers, with what stands before it in the class. `handler` may be in decorators. */
export type ViewMember = {
  readonly member: string;
  readonly methods: readonly Method[];
  readonly guards: readonly Value[];
  readonly handler: Value;
};

/** The members with which a handler answers; undefined when it is no class that does. */
export function viewMembers(machine: Machine, handler: Value): readonly ViewMember[] | undefined {
  const { of, actions } = handler.kind === 'view' ? handler : { of: handler, actions: undefined };
  const guards = of.kind === 'wrapped' ? of.guards : [];
  const bare = of.kind === 'wrapped' ? of.of : of;
  const cls = bare.kind === 'class' ? bare : bare.kind === 'instance' ? bare.of : undefined;
  const rules = cls && rulesOf(machine, cls);
  if (!cls || !rules) return undefined;
  const self = bare.kind === 'instance' ? bare : opaqueInstance(machine, cls);
  const wanted = actions
    ? [...actions].map(([method, member]) => ({ member, methods: [method.toUpperCase() as Method] }))
    : rules.members;
  return wanted.flatMap(({ member, methods }): readonly ViewMember[] => {
    const answers = handlerOf(machine, cls, member, self);
    if (!answers && !rules.provides?.includes(member)) return [];
    return [
      {
        member,
        methods,
        guards: [...guards, ...guardsOfView(machine, cls, rules, self, [member, ...methods])],
        handler: answers ?? { kind: 'unknown', why: 'a handler that a package brings', name: member },
      },
    ];
  });
}

/** A record from method to the name of a member. */
export function actionsIn(fields: ReadonlyMap<string, Value>): ReadonlyMap<string, string> {
  return new Map([...fields].flatMap(([method, member]) => (member.kind === 'text' ? [[method, member.value]] : [])));
}

/** How classes of a package answer from which a class derives, the nearest that says. */
function rulesOf(machine: Machine, cls: ClassValue): ViewRules | undefined {
  const known = lineOf(cls).flatMap(above =>
    above.kind === 'external' ? fullNames(above).flatMap(name => machine.viewBases.get(name) ?? []) : [],
  );
  const [first, ...others] = known;
  if (!first) return undefined;
  // Mixins provide members of their own.
  return { ...first, provides: [first, ...others].flatMap(({ provides = [] }) => provides) };
}

/** A method of a class of the tree, in its decorators. */
function handlerOf(machine: Machine, cls: ClassValue, name: string, self: Value): Value | undefined {
  for (const above of classesAbove(cls)) {
    const member = above.cls.members.find(
      (candidate): candidate is Extract<ClassMember, { kind: 'method' }> =>
        candidate.kind === 'method' && candidate.name === name,
    );
    if (!member) continue;
    const scope: Scope = { parent: above.scope, names: new Map(), file: above.scope.file, cls: above, self };
    let value: Value = closureOf(machine, member.fn, scope, self);
    // Annotations of Java and Kotlin make nothing else of what they stand on.
    if (takesOverridden(machine, above)) {
      const said = annotationsOf(machine, ANY_FRAMEWORK, value);
      return said && said.guards.length > 0 ? { kind: 'wrapped', guards: said.guards, of: value } : value;
    }
    for (const { expression, at } of member.decorators.toReversed()) {
      const callee = evaluate(machine, { scope: above.scope, memo: new Map(), returns: [] }, expression);
      value = decorated(machine, callee, value, {
        kind: 'call',
        at,
        nameAt: expression.at,
        callee: expression,
        args: [],
        isNew: false,
        isAwaited: false,
        isDecorator: true,
        typeArguments: [],
      });
    }
    return value;
  }
  return undefined;
}

/** Marks about access are those of frameworks that look at them. */
const ANY_FRAMEWORK = '';

/** Guards of the class as a whole that stand before one of its members, known by its name and methods. */
function guardsOfView(
  machine: Machine,
  cls: ClassValue,
  rules: ViewRules,
  self: Value,
  names: readonly string[],
): readonly Value[] {
  const attributes = (rules.decorators ?? []).flatMap(attribute => {
    const holder = classesAbove(cls).find(({ statics }) => statics.has(attribute));
    return around(holder?.statics.get(attribute), names);
  });
  const before = (rules.before ?? []).flatMap(name => handlerOf(machine, cls, name, self) ?? []);
  return [...mixedIn(machine, cls), ...attributes, ...before.flatMap(value => flatten(value))];
}

/** `[a, b]`, or `{ 'get': [a] }`. */
function around(value: Value | undefined, names: readonly string[]): readonly Value[] {
  if (!value) return [];
  return optionsOf(value).flatMap(option => {
    if (option.kind !== 'record') return flatten(option);
    return [...option.fields].flatMap(([key, inner]) =>
      names.some(name => name.toLowerCase() === key.toLowerCase()) ? flatten(inner) : [],
    );
  });
}

/** Bases that are guards stand before a view only when they come before it in the order of bases. Source: Django, Mixins that customise access. */
function mixedIn(machine: Machine, cls: ClassValue): readonly Value[] {
  const line = lineOf(cls);
  const view = line.findIndex(
    above => above.kind === 'external' && fullNames(above).some(name => machine.viewBases.has(name)),
  );
  return line
    .slice(0, Math.max(0, view))
    .filter(above => above.kind === 'external' && fullNames(above).some(name => machine.guardExports.has(name)));
}
