/**
 * Objects of PHP, and of Symfony's routing, that programs use to make routes of what they find: reflection and attributes,
 * routes, files and folders.
 *
 * Sources: PHP manual, Reflection, SPL iterators; Symfony, Routing (`Route`, attribute `Route`), Finder.
 */
import type { Decorator } from '../core/program.ts';
import { symfonyTemplate, takesSlashes } from '../core/symfony-path.ts';
import { classesAbove, lineOf } from './ancestors.ts';
import type { MethodCall } from './builtins.ts';
import { opaqueInstance } from './calling.ts';
import type { Frame } from './frame.ts';
import { evaluate } from './interpreter.ts';
import type { Machine } from './machine.ts';
import { importedValue } from './modules.ts';
import { fileObjects, finder } from './php-files.ts';
import {
  type ClassValue,
  type ExternalValue,
  type RecordValue,
  type Value,
  NOTHING,
  fullNames,
  isSame,
  optionsOf,
  unknown,
} from './value.ts';

/** What `new X(…)` gives, where X is a class whose objects are followed. */
export function phpObject(machine: Machine, of: ExternalValue, called: MethodCall): Value | undefined {
  if (!called.call.isNew) return undefined;
  const [name = ''] = fullNames(of).map(full => full.replaceAll('.', '\\').replace(/^\\+/, ''));
  const [first] = called.args;
  switch (name) {
    case 'ReflectionClass':
    case 'ReflectionObject':
    case 'ReflectionEnum': {
      const cls = first && classMeant(machine, called.call.at.file, first);
      return cls && reflectionClass(machine, cls);
    }
    case 'ReflectionMethod':
      return methodByName(machine, called);
    case 'Symfony\\Component\\Routing\\Route':
      return routeObject(argumentsBy(called, ROUTE), of);
    case 'Symfony\\Component\\Routing\\Attribute\\Route':
    case 'Symfony\\Component\\Routing\\Annotation\\Route':
      return attributeObject(argumentsBy(called, ATTRIBUTE), of);
    case 'Symfony\\Component\\Finder\\Finder':
      return finder(machine);
    default:
      return fileObjects(machine, name, called);
  }
}

/** The class that a value is, or names. */
export function classMeant(machine: Machine, file: string, value: Value): ClassValue | undefined {
  for (const option of optionsOf(value)) {
    if (option.kind === 'class') return option;
    if (option.kind === 'instance') return option.of;
    if (option.kind !== 'text' || !/^\\?[A-Za-z_][\w\\]*$/.test(option.value)) continue;
    const full = option.value.replace(/^\\/, '');
    const last = full.lastIndexOf('\\');
    const found = importedValue(machine, file, full.slice(last + 1), last < 0 ? '\\' : full.slice(0, last));
    if (found?.kind === 'class') return found;
  }
  return undefined;
}

/** Arguments by the names of the parameters that they are for. */
function argumentsBy({ args, call }: MethodCall, names: readonly string[]): ReadonlyMap<string, Value> {
  const named = call.args.flatMap(arg => (arg.kind === 'named' ? [arg.name] : []));
  const bare = args.length - named.length;
  return new Map(
    args.flatMap((value, index) => {
      const name = index < bare ? names[index] : named[index - bare];
      return name === undefined ? [] : [[name, value] as const];
    }),
  );
}

function object(fields: readonly (readonly [string, Value])[], answers: RecordValue['answers']): RecordValue {
  return { kind: 'record', fields: new Map(fields), isOpen: false, ...(answers ? { answers } : {}) };
}

function text(value: string): Value {
  return { kind: 'text', value };
}

function listOf(items: readonly Value[]): Value {
  return { kind: 'list', items: [...items], isOpen: false };
}

function emptyRecord(): RecordValue {
  return { kind: 'record', fields: new Map(), isOpen: false };
}

type Method = Extract<ClassValue['cls']['members'][number], { kind: 'method' }>;
type Owned = { readonly cls: ClassValue; readonly member: Method };

/** Methods of a class and of those above it, each once. */
function methodsOf(cls: ClassValue): readonly Owned[] {
  const found = new Map<string, Owned>();
  for (const above of classesAbove(cls))
    for (const member of above.cls.members)
      if (member.kind === 'method' && !found.has(member.name.toLowerCase()))
        found.set(member.name.toLowerCase(), { cls: above, member });
  return [...found.values()];
}

function reflectionClass(machine: Machine, cls: ClassValue): RecordValue {
  return object([['name', cls]], ({ name, args, call }) => {
    const [first] = args;
    const { form, isAbstract } = cls.cls;
    switch (name) {
      case 'getName':
        return cls;
      case 'getShortName':
        return text(cls.cls.name ?? '');
      case 'getFileName':
        return text(`\u0001${cls.scope.file}`);
      case 'isAbstract':
        return { kind: 'boolean', value: isAbstract };
      case 'isInterface':
        return { kind: 'boolean', value: form === 'interface' };
      case 'isInstantiable':
        return { kind: 'boolean', value: !isAbstract && form === undefined };
      case 'isSubclassOf':
      case 'implementsInterface': {
        const wanted = first && classMeant(machine, call.at.file, first);
        return wanted ? { kind: 'boolean', value: lineOf(cls).some(above => isSame(above, wanted)) } : undefined;
      }
      case 'getMethods':
        // What is asked for is those that all may call, wherever anything is asked for.
        return listOf(
          methodsOf(cls).flatMap(one => (first && one.member.isHidden ? [] : [reflectionMethod(machine, cls, one)])),
        );
      case 'hasMethod':
      case 'getMethod': {
        const one = first?.kind === 'text' ? methodNamed(cls, first.value) : undefined;
        if (name === 'hasMethod') return { kind: 'boolean', value: one !== undefined };
        return one && reflectionMethod(machine, cls, one);
      }
      case 'getAttributes':
        return attributesOf(machine, { cls, on: cls.cls.decorators, asked: first, isAny: args.length > 1 });
      case 'getParentClass':
        return cls.base?.kind === 'class'
          ? reflectionClass(machine, cls.base)
          : cls.base
            ? unknown('a class of a package')
            : { kind: 'boolean', value: false };
      case 'newInstance':
      case 'newInstanceArgs':
      case 'newInstanceWithoutConstructor':
        return opaqueInstance(machine, cls);
      default:
        return undefined;
    }
  });
}

function methodNamed(cls: ClassValue, name: string): Owned | undefined {
  return methodsOf(cls).find(({ member }) => member.name.toLowerCase() === name.toLowerCase());
}

/** `new ReflectionMethod($class, 'name')`, `new ReflectionMethod('Class::name')`. */
function methodByName(machine: Machine, { args, call }: MethodCall): Value | undefined {
  const [first, second] = args;
  const [of, name] = first?.kind === 'list' ? first.items : [first, second];
  const cls = of && classMeant(machine, call.at.file, of);
  const one = cls && name?.kind === 'text' ? methodNamed(cls, name.value) : undefined;
  return cls && one && reflectionMethod(machine, cls, one);
}

function reflectionMethod(machine: Machine, asked: ClassValue, { cls, member }: Owned): RecordValue {
  return object(
    [
      ['name', text(member.name)],
      ['class', asked],
    ],
    ({ name, args }) => {
      switch (name) {
        case 'getName':
        case 'getShortName':
          return text(member.name);
        case 'getDeclaringClass':
          return reflectionClass(machine, cls);
        case 'isPublic':
          return { kind: 'boolean', value: member.isHidden !== true };
        case 'isStatic':
          return { kind: 'boolean', value: member.isStatic };
        case 'isAbstract':
          return { kind: 'boolean', value: member.isAbstract === true };
        case 'isConstructor':
          return { kind: 'boolean', value: false };
        case 'getDocComment':
          return text(member.fn.doc);
        case 'getAttributes':
          machine.reflected.add(member.fn.id);
          return attributesOf(machine, { cls, on: member.decorators, asked: args[0], isAny: args.length > 1 });
        default:
          return undefined;
      }
    },
  );
}

type AskedAttributes = {
  readonly cls: ClassValue;
  readonly on: readonly Decorator[];
  readonly asked: Value | undefined;
  /** Those of derived classes count, too. */
  readonly isAny: boolean;
};

function attributesOf(machine: Machine, { cls, on, asked, isAny }: AskedAttributes): Value {
  const frame: Frame = { scope: cls.scope, memo: new Map(), returns: [] };
  const wanted = asked?.kind === 'text' ? (classMeant(machine, cls.scope.file, asked) ?? asked) : asked;
  return listOf(
    on.flatMap(({ expression }) => {
      // A copy, which no fact speaks of: that of the attribute itself is about whoever finds it by itself.
      const callee = { ...(expression.kind === 'call' ? expression.callee : expression) };
      const named = evaluate(machine, frame, callee);
      if (wanted && wanted.kind !== 'nothing' && !isAttribute(named, wanted, isAny)) return [];
      const call = expression.kind === 'call' ? expression : undefined;
      const made = (): Value =>
        evaluate(machine, frame, {
          kind: 'call',
          at: expression.at,
          nameAt: expression.at,
          callee,
          args: call?.args ?? [],
          isNew: true,
          isAwaited: false,
          typeArguments: [],
        });
      return [
        object([], ({ name }) => {
          if (name === 'newInstance') return made();
          if (name === 'getName') return named;
          return name === 'getArguments' ? givenArguments(machine, frame, call?.args ?? []) : undefined;
        }),
      ];
    }),
  );
}

function isAttribute(named: Value, wanted: Value, isAny: boolean): boolean {
  if (isSame(named, wanted)) return true;
  if (named.kind === 'external' && wanted.kind === 'external')
    // The two names of Symfony's attribute are one class.
    return fullNames(named).some(name => fullNames(wanted).some(other => plainName(name) === plainName(other)));
  return isAny && named.kind === 'class' && lineOf(named).some(above => isSame(above, wanted));
}

function plainName(full: string): string {
  return full.replace('Routing\\Annotation.', 'Routing\\Attribute.');
}

function givenArguments(machine: Machine, frame: Frame, args: readonly Decorator['expression'][]): Value {
  const fields = new Map<string, Value>();
  for (const [index, arg] of args.entries())
    fields.set(arg.kind === 'named' ? arg.name : String(index), evaluate(machine, frame, arg));
  return { kind: 'record', fields, isOpen: false };
}

const ATTRIBUTE: readonly string[] = [
  'path',
  'name',
  'requirements',
  'options',
  'defaults',
  'host',
  'methods',
  'schemes',
  'condition',
];

/** The attribute `Route` as an object: what it is given, by public properties and by methods that are named for them. */
function attributeObject(given: ReadonlyMap<string, Value>, made: Value): RecordValue {
  const fields = ATTRIBUTE.map((name): readonly [string, Value] => [
    name,
    inList(name, given.get(name)) ?? (RECORDS.has(name) ? emptyRecord() : NOTHING),
  ]);
  const own = new Map(fields);
  const localized = own.get('path');
  own.set('localizedPaths', localized?.kind === 'record' ? localized : emptyRecord());
  return {
    ...object([...own], ({ name }) => own.get(name.replace(/^get([A-Z])/, (_, first: string) => first.toLowerCase()))),
    made,
  };
}

const RECORDS: ReadonlySet<string> = new Set(['requirements', 'options', 'defaults']);

/** A method alone is a list of one. */
function inList(name: string, value: Value | undefined): Value | undefined {
  if (name !== 'methods' && name !== 'schemes') return value;
  if (!value || value.kind === 'nothing') return listOf([]);
  return value.kind === 'text' ? listOf([value]) : value;
}

const ROUTE: readonly string[] = [
  'path',
  'defaults',
  'requirements',
  'options',
  'host',
  'schemes',
  'methods',
  'condition',
];

/**
 * A route as an object, whose fields are those that a collection of routes reads (`path` as a template, `methods`, and
 * `handler`, the default `_controller`).
 */
function routeObject(given: ReadonlyMap<string, Value>, made: Value): RecordValue {
  const state = {
    path: given.get('path') ?? NOTHING,
    defaults: recordIn(given.get('defaults')),
    requirements: recordIn(given.get('requirements')),
    methods: inList('methods', given.get('methods')) ?? listOf([]),
  };
  const fields = new Map<string, Value>();
  const settle = (): void => {
    const methods =
      state.methods.kind === 'list' && state.methods.items.length === 0 ? listOf([text('ANY')]) : state.methods;
    fields.set('methods', methods);
    fields.set('path', templateOf(state));
    fields.set('handler', state.defaults.fields.get('_controller') ?? NOTHING);
  };
  settle();
  const route: RecordValue = {
    kind: 'record',
    fields,
    isOpen: false,
    made,
    answers: ({ name, args }) => {
      const answer = routeMethod(state, name, args);
      settle();
      return answer === SELF ? route : answer;
    },
  };
  return route;
}

type RouteState = { path: Value; readonly defaults: RecordValue; readonly requirements: RecordValue; methods: Value };

/** A copy: lists and records of PHP are values. */
function recordIn(value: Value | undefined): RecordValue {
  const [one] = value ? optionsOf(value).filter(option => option.kind === 'record') : [];
  return one?.kind === 'record'
    ? { kind: 'record', fields: new Map(one.fields), isOpen: one.isOpen }
    : { kind: 'record', fields: new Map(), isOpen: value !== undefined && value.kind === 'unknown' };
}

function templateOf({ path, defaults, requirements }: RouteState): Value {
  const wide = new Set(
    [...requirements.fields].flatMap(([name, value]) =>
      value.kind === 'text' && takesSlashes(value.value) ? [name] : [],
    ),
  );
  const one = (value: Value): Value =>
    value.kind === 'text' ? text(symfonyTemplate(value.value, new Set(defaults.fields.keys()), wide)) : value;
  return path.kind === 'either' ? { kind: 'either', options: path.options.map(one) } : one(path);
}

/** Stands for the route itself, on which calls are chained. */
const SELF: Value = unknown('the route itself');

function routeMethod(state: RouteState, name: string, [first, second]: readonly Value[]): Value | undefined {
  const key = first?.kind === 'text' ? first.value : undefined;
  switch (name) {
    case 'getPath':
      return state.path;
    case 'setPath':
      state.path = first ?? NOTHING;
      return SELF;
    case 'getMethods':
      return state.methods;
    case 'setMethods':
      state.methods = inList('methods', first) ?? NOTHING;
      return SELF;
    case 'getDefaults':
      return recordIn(state.defaults);
    case 'getDefault':
      return key === undefined ? undefined : (state.defaults.fields.get(key) ?? NOTHING);
    case 'hasDefault':
      return key === undefined ? undefined : { kind: 'boolean', value: state.defaults.fields.has(key) };
    case 'setDefault':
      if (key !== undefined && second) state.defaults.fields.set(key, second);
      return SELF;
    case 'setDefaults':
    case 'addDefaults':
      for (const [field, value] of recordIn(first).fields) state.defaults.fields.set(field, value);
      return SELF;
    case 'setRequirement':
      if (key !== undefined && second) state.requirements.fields.set(key, second);
      return SELF;
    case 'setRequirements':
    case 'addRequirements':
      for (const [field, value] of recordIn(first).fields) state.requirements.fields.set(field, value);
      return SELF;
    default:
      return /^(?:set|add)[A-Z]/.test(name) ? SELF : undefined;
  }
}
