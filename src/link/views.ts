/** Classes whose members answer requests: `MethodView`, `APIView`, `RequestHandler`, resources. */
import { rulesAt } from './language.ts';
import type { Method } from '../core/facts/program.ts';
import type { ViewRules } from '../core/facts/serving.ts';
import type { ClassMember } from '../core/program.ts';
import { classesAbove, lineOf } from './ancestors.ts';
import { decorated, opaqueInstance } from './calling.ts';
import { annotationsOf } from './classes.ts';
import { evaluate } from './interpreter.ts';
import type { Machine } from './machine.ts';
import { exportedGuard } from './guards/reading.ts';
import { closureOf, methodOf } from './members.ts';
import { methodsIn } from './method-words.ts';
import { memberPolicy } from './policies.ts';
import { type ClassValue, type Scope, type Value, flatten, fullNames, optionsOf, unknown } from './value.ts';

/** A member of a class that answers, with what stands before it in the class. `handler` may be in decorators. */
export type ViewMember = {
  readonly member: string;
  readonly methods: readonly Method[];
  readonly guards: readonly Value[];
  readonly handler: Value;
  /** Metadata that its operations have. */
  readonly metadata: string | undefined;
};

type Asked = { readonly member: string; readonly methods: readonly Method[] };

/** The members with which a handler answers; undefined when it is no class that does. */
export function viewMembers(machine: Machine, handler: Value): readonly ViewMember[] | undefined {
  const view: Extract<Value, { kind: 'view' }> = handler.kind === 'view' ? handler : { kind: 'view', of: handler };
  const decorators = decoratorsOf(view.of);
  const bare = bareOf(view.of);
  if (bare.kind === 'external') {
    const rules = fullNames(bare).flatMap(name => machine.viewBases.get(name) ?? [])[0];
    return rules && wantedOf(view, rules).flatMap(asked => memberOfPackage(machine, rules, bare, asked, decorators));
  }
  const cls = bare.kind === 'class' ? bare : bare.kind === 'instance' ? bare.of : undefined;
  const known = cls && rulesOf(machine, cls);
  const rules = known ?? (cls && view.byDefault);
  if (!cls || !rules) return undefined;
  const allowed = allowedBy(cls, rules);
  return wantedOf(view, rules).flatMap(({ member, methods }): readonly ViewMember[] => {
    const asked = { member, methods: allowed ? methods.filter(method => allowed.includes(method)) : methods };
    const self = bare.kind === 'instance' ? bare : opaqueInstance(machine, cls);
    const answers = handlerOf(machine, cls, member, self);
    if (asked.methods.length === 0 || (!answers && !rules.provides?.includes(member))) return [];
    const names = [member, ...methods];
    const policy = rules.policy && {
      ...asked,
      attributes: view.attributes ?? new Map<string, Value>(),
    };
    return [
      {
        ...asked,
        guards: [
          ...membersGuarded([...decorators, ...(cls.around ?? [])], names),
          // What a class that derives from nothing has, it says itself.
          ...(known || (!cls.base && !cls.others?.length)
            ? []
            : [unknown('what its class derives from was not found', cls.cls.name)]),
          ...guardsOfView(machine, cls, rules, self, names),
          ...(rules.policy && policy ? [memberPolicy(machine, cls, rules.policy, policy)] : []),
        ],
        handler: asking(machine, cls, self, answers) ?? {
          kind: 'unknown',
          why: 'a handler that a package brings',
          name: member,
        },
        metadata: rules.metadata,
      },
    ];
  });
}

function wantedOf({ actions }: Extract<Value, { kind: 'view' }>, rules: ViewRules): readonly Asked[] {
  return actions
    ? [...actions].map(([method, member]) => ({ member, methods: [method.toUpperCase() as Method] }))
    : rules.members;
}

/** A handler whose decorators ask a method of its class who is calling: with the method that they ask. */
function asking(machine: Machine, cls: ClassValue, self: Value, handler: Value | undefined): Value | undefined {
  if (handler?.kind !== 'wrapped') return handler;
  const guards = handler.guards.map((guard): Value => {
    const known = guard.kind === 'external' ? exportedGuard(machine, guard) : guard;
    if (known?.kind !== 'guard' || known.verifiedBy === undefined) return guard;
    const check = methodOf(machine, cls, known.verifiedBy, self);
    return check?.kind === 'closure' ? { ...known, check } : guard;
  });
  return { ...handler, guards, of: asking(machine, cls, self, handler.of) ?? handler.of };
}

/** A class of a package that answers as it is. */
function memberOfPackage(
  machine: Machine,
  rules: ViewRules,
  of: Extract<Value, { kind: 'external' }>,
  asked: Asked,
  decorators: readonly Value[],
): readonly ViewMember[] {
  if (!rules.provides?.includes(asked.member)) return [];
  const at = machine.program.facts.find(fact => fact.kind === 'view-base')?.at;
  return [
    {
      ...asked,
      guards: [
        ...membersGuarded(decorators, [asked.member, ...asked.methods]),
        ...(exportedGuard(machine, of) ? [of] : []),
        ...(rules.policy && at ? [{ kind: 'policy' as const, at, file: at.file, rules: rules.policy }] : []),
      ],
      handler: { kind: 'unknown', why: `a handler that ${of.module} brings`, name: asked.member },
      metadata: rules.metadata,
    },
  ];
}

function decoratorsOf(value: Value): readonly Value[] {
  return value.kind === 'wrapped' ? [...value.guards, ...decoratorsOf(value.of)] : [];
}

function bareOf(value: Value): Value {
  return value.kind === 'wrapped' ? bareOf(value.of) : value;
}

/** Of guards that stand before one member, those before the members of these names. */
function membersGuarded(guards: readonly Value[], names: readonly string[]): readonly Value[] {
  return guards.flatMap(guard => {
    if (guard.kind !== 'member-guard') return [guard];
    const { member } = guard;
    const isAll = member === undefined || member === 'dispatch';
    return isAll || names.some(name => name.toLowerCase() === member.toLowerCase()) ? guard.guards : [];
  });
}

/** The methods that a class lets through, where it says so. */
function allowedBy(cls: ClassValue, { allowed }: ViewRules): readonly Method[] | undefined {
  const holder = allowed === undefined ? undefined : classesAbove(cls).find(({ statics }) => statics.has(allowed));
  const given = allowed === undefined ? undefined : holder?.statics.get(allowed);
  const methods = given ? methodsIn(given) : [];
  return methods.length > 0 ? methods : undefined;
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
  const whole = known.find(rules => rules.policy || rules.members.length > 0) ?? first;
  // Mixins provide members of their own.
  return {
    ...whole,
    members: distinctMembers(known.flatMap(({ members }) => members)),
    provides: [first, ...others].flatMap(({ provides = [] }) => provides),
  };
}

function distinctMembers(members: ViewRules['members']): ViewRules['members'] {
  return members.filter(({ member }, index) => members.findIndex(other => other.member === member) === index);
}

/** A method of a class of the tree, in its decorators. */
export function handlerOf(machine: Machine, cls: ClassValue, name: string, self: Value): Value | undefined {
  for (const above of classesAbove(cls)) {
    const member = above.cls.members.find(
      (candidate): candidate is Extract<ClassMember, { kind: 'method' }> =>
        candidate.kind === 'method' && candidate.name === name,
    );
    if (!member) continue;
    const scope: Scope = { parent: above.scope, names: new Map(), file: above.scope.file, cls: above, self };
    return decoratedMember(machine, above, member, scope, self);
  }
  return undefined;
}

function decoratedMember(
  machine: Machine,
  above: ClassValue,
  member: Extract<ClassMember, { kind: 'method' }>,
  scope: Scope,
  self: Value,
): Value {
  let value: Value = closureOf(machine, member.fn, scope, self);
  // Annotations make nothing else of what they stand on.
  if (rulesAt(machine, above.scope.file).hasAnnotations) {
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
  const standing = (rules.around ?? []).flatMap(name => aroundMembers(machine, cls, name, self));
  return [...mixedIn(machine, cls, self), ...standing, ...attributes, ...before.flatMap(value => flatten(value))];
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
function mixedIn(machine: Machine, cls: ClassValue, self: Value): readonly Value[] {
  return beforeView(machine, cls).flatMap((above): readonly Value[] => {
    const known = above.kind === 'external' ? exportedGuard(machine, above) : undefined;
    if (known?.kind !== 'guard') return [];
    if (known.decidedBy === undefined) return [above];
    const by = methodOf(machine, cls, known.decidedBy, self);
    return by?.kind === 'closure'
      ? [{ kind: 'composed', how: 'decides', of: [by] }]
      : [unknown('the method that decides was not found', known.what)];
  });
}

/** What a class and its bases are, up to the class of a package that serves. */
function beforeView(machine: Machine, cls: ClassValue): readonly Value[] {
  const line = lineOf(cls);
  const view = line.findIndex(
    above => above.kind === 'external' && fullNames(above).some(name => machine.viewBases.has(name)),
  );
  return line.slice(0, view + 1);
}

/** Methods of one name that stand around the handler, the outermost first, each handing on to what its base has. */
function aroundMembers(machine: Machine, cls: ClassValue, name: string, self: Value): readonly Value[] {
  return beforeView(machine, cls).flatMap((above): readonly Value[] => {
    if (above.kind !== 'class') return [];
    const member = above.cls.members.find(one => one.kind === 'method' && one.name === name);
    if (member?.kind !== 'method') return [];
    const scope: Scope = { parent: above.scope, names: new Map(), file: above.scope.file, cls: above, self };
    const of: Value = decoratedMember(machine, above, member, scope, self);
    return flatten(of).map((value): Value => (value.kind === 'closure' ? { ...value, handsOn: name } : value));
  });
}
