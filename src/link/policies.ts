/** Lists of classes that decide who may call: of a class that answers requests, or of a function that was made one. */
import type { Method, PolicyRules } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import { classesAbove } from './ancestors.ts';
import { callClosure } from './calling.ts';
import type { Machine } from './machine.ts';
import { methodOf } from './members.ts';
import { methodsIn } from './method-words.ts';
import { type ClassValue, type Value, either, optionsOf, unknown } from './value.ts';

type Asked = {
  readonly member: string;
  readonly methods: readonly Method[];
  /** Attributes that the member has other than its class. */
  readonly attributes: ReadonlyMap<string, Value>;
};

/** The policy of one member of a class. */
export function memberPolicy(machine: Machine, cls: ClassValue, rules: PolicyRules, asked: Asked): Value {
  const given = askedFor(machine, cls, rules, asked) ?? attributeOf(cls, rules.attribute, asked);
  const credentials = attributeOf(cls, rules.credentials.attribute, asked);
  return {
    kind: 'policy',
    at: cls.cls.nameAt,
    file: cls.scope.file,
    rules,
    ...(given ? { given } : {}),
    ...(credentials ? { credentials } : {}),
  };
}

function attributeOf(cls: ClassValue, name: string, { attributes }: Asked): Value | undefined {
  return (
    attributes.get(name) ??
    classesAbove(cls)
      .find(({ statics }) => statics.has(name))
      ?.statics.get(name)
  );
}

/** What the method gives that is asked for the list, where a class of the tree has one; it sees which member answers. */
function askedFor(machine: Machine, cls: ClassValue, rules: PolicyRules, asked: Asked): Value | undefined {
  const [method, ...others] = asked.methods;
  const request: Value = {
    kind: 'record',
    fields: new Map(method && others.length === 0 ? [['method', { kind: 'text', value: method }]] : []),
    isOpen: true,
  };
  const self: Value = {
    kind: 'instance',
    of: cls,
    fields: new Map<string, Value>([
      ...asked.attributes,
      [rules.memberName, { kind: 'text', value: asked.member }],
      ['request', request],
    ]),
  };
  const found = methodOf(machine, cls, rules.method, self);
  if (found?.kind !== 'closure') return undefined;
  const { steps } = machine;
  machine.steps = 0;
  const given = callClosure(machine, found, []);
  machine.steps = steps;
  const own = self.fields.get(rules.attribute);
  const options = optionsOf(given).map((option): Value | undefined =>
    isOfBase(option, rules.method) ? (own ?? attributeOf(cls, rules.attribute, asked)) : option,
  );
  if (options.some(option => option === undefined)) {
    // The base gives what the settings say, which is not one of several values here.
    return options.length === 1 ? undefined : unknown(`which list ${rules.method} gives`, rules.method);
  }
  return either(options.flatMap(option => option ?? []));
}

/** `super().get_permissions()`, where the base is of a package: what the attribute says. */
function isOfBase(value: Value, method: string): boolean {
  return value.kind === 'outcome' && value.of.kind === 'external' && value.of.path.at(-1) === method;
}

/** What decorators make of a function: the methods it answers to, and its policy, read from the attributes set below. */
export function functionPolicy(
  decorators: readonly Value[],
  at: Location,
): {
  readonly guards: readonly Value[];
  readonly methods?: readonly Method[];
  readonly metadata: string | undefined;
} {
  const index = decorators.findIndex(one => one.kind === 'function-view');
  const made = decorators[index];
  const guards = decorators.filter(one => one.kind !== 'attribute' && one.kind !== 'function-view');
  if (made?.kind !== 'function-view') return { guards, metadata: undefined };
  const { policy, metadata } = made.view;
  const set = new Map<string, Value>();
  for (const one of decorators.slice(index + 1)) if (one.kind === 'attribute') set.set(one.name, one.value);
  const methods = made.methods ? methodsIn(made.methods) : [];
  const given = policy && set.get(policy.attribute);
  const credentials = policy && set.get(policy.credentials.attribute);
  return {
    methods: methods.length > 0 ? methods : ['GET'],
    metadata,
    guards: policy
      ? [
          ...guards,
          {
            kind: 'policy',
            at,
            file: made.at.file,
            rules: policy,
            ...(given ? { given } : {}),
            ...(credentials ? { credentials } : {}),
          },
        ]
      : guards,
  };
}
