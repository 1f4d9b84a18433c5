/**
 * What a framework makes of a request for a parameter by its type: Rust's extractors and request guards. A type of the tree says
 * how by its implementation of a trait. Sources: axum, FromRequestParts; Actix Web, FromRequest; Rocket, Request guards; Poem,
 * FromRequest.
 */
import type { Parameter, TypeRef } from '../core/program.ts';
import { libraryCredential } from './guards/rust-request.ts';
import { markedClass } from './classes.ts';
import { rulesAt } from './language.ts';
import { type Machine, lookUp } from './machine.ts';
import { importedValue } from './modules.ts';
import type { ClassValue, ClosureValue, KnownGuard, Scope, Value } from './value.ts';

type Supplied = Extract<Value, { kind: 'supplied' }>;

/** Methods by which a type is made of a request. */
const METHODS: readonly string[] = ['from_request_parts', 'from_request'];

/** Methods by which an option of a type is. Source: axum, OptionalFromRequestParts. */
const OPTIONAL_METHODS: readonly string[] = [
  'OptionalFromRequestParts::from_request_parts',
  'OptionalFromRequest::from_request',
];

/** Types around one that is made of the request, which are there whether that one is or not. */
const LENIENT: ReadonlySet<string> = new Set(['Option', 'Result']);

/** What is made of the request for a parameter, where the language does so by type; undefined where its type says nothing. */
export function extractedFor(
  machine: Machine,
  { scope }: ClosureValue,
  { pattern, decorators }: Parameter,
): Supplied | undefined {
  if (!pattern.type || rulesAt(machine, scope.file).suppliesByType !== true) return undefined;
  return ofType(machine, scope, pattern.type, { mayBeMissing: false, decorators });
}

type Wanted = { readonly mayBeMissing: boolean; readonly decorators: Parameter['decorators'] };

function ofType(machine: Machine, scope: Scope, type: TypeRef, wanted: Wanted): Supplied | undefined {
  const { mayBeMissing, decorators } = wanted;
  const value = valueOfType(machine, scope, type);
  const [inner] = type.arguments;
  if (LENIENT.has(type.name) && inner && value?.kind !== 'class')
    return ofType(machine, scope, inner, { ...wanted, mayBeMissing: true });
  if (value?.kind === 'class') {
    const optional = mayBeMissing ? extractorOf(machine, value, OPTIONAL_METHODS) : undefined;
    const made = optional ?? extractorOf(machine, value, METHODS);
    if (!made) return ofMarks(machine, value, type, mayBeMissing);
    // It goes by the name of what it makes.
    if (value.cls.name !== undefined) machine.namesOf.set(made.fn.id, value.cls.name);
    return {
      kind: 'supplied',
      at: type.at,
      guards: [mayBeMissing && !optional ? { ...made, mayBeMissing: true } : made],
    };
  }
  const part = partOf(type, value, decorators);
  if (part) return { kind: 'supplied', at: type.at, guards: [], part };
  const known = ofLibrary(type, value, mayBeMissing);
  return known && { kind: 'supplied', at: type.at, guards: [known] };
}

/** What an annotation of a type says of how it is made of a request. */
function ofMarks(machine: Machine, cls: ClassValue, type: TypeRef, mayBeMissing: boolean): Supplied | undefined {
  const guards = (markedClass(machine, cls)?.marks ?? []).flatMap(({ mark, evaluate }) =>
    mark.kind === 'extracted' ? mark.guards.map(guard => evaluate(guard)) : [],
  );
  if (guards.length === 0) return undefined;
  const known = guards.map(guard =>
    guard.kind === 'guard'
      ? { ...guard, what: cls.cls.name ?? guard.what, ...(mayBeMissing ? { effect: lenient(guard.effect) } : {}) }
      : guard,
  );
  return { kind: 'supplied', at: type.at, guards: known };
}

/** What is asked for, and may be missing all the same. */
function lenient(effect: KnownGuard['effect']): KnownGuard['effect'] {
  return effect === 'none' ? 'none' : 'optional';
}

/** What a type that is written in a scope is. */
export function valueOfType(machine: Machine, scope: Scope, type: TypeRef): Value | undefined {
  const name = [...type.qualifier, type.name].join('.');
  return lookUp(scope, name)?.value ?? importedValue(machine, scope.file, name);
}

/** The method that makes an object of a type of the tree, wherever it is implemented. */
function extractorOf(machine: Machine, cls: ClassValue, names: readonly string[]): ClosureValue | undefined {
  const own = methodIn(cls, names);
  if (own) return own;
  for (const other of machine.classes.values())
    if (other.base?.kind === 'class' && other.base.cls === cls.cls) {
      const found = methodIn(other, names);
      if (found) return found;
    }
  return undefined;
}

function methodIn(cls: ClassValue, names: readonly string[]): ClosureValue | undefined {
  for (const name of names) {
    const member = cls.statics.get(name);
    if (member?.kind === 'closure') return member;
  }
  return undefined;
}

/** `#[oai(name = "x-api-key")] key: Header<String>` of Poem OpenAPI: a header that is demanded, by that name or its own. */
function partOf(
  type: TypeRef,
  value: Value | undefined,
  decorators: Parameter['decorators'],
): Supplied['part'] | undefined {
  if (value?.kind !== 'external' || !value.module.split(',').some(module => module.startsWith('poem_openapi')))
    return undefined;
  const of = PARTS.get(value.path.at(-1) ?? type.name);
  if (!of) return undefined;
  const name = decorators
    .flatMap(({ expression }) => (expression.kind === 'call' ? expression.args : []))
    .flatMap(arg =>
      arg.kind === 'named' && arg.name === 'name' && arg.value.kind === 'text' ? [arg.value.value] : [],
    );
  return { of, isDemanded: type.arguments[0]?.name !== 'Option', ...(name[0] === undefined ? {} : { name: name[0] }) };
}

const PARTS: ReadonlyMap<string, 'headers' | 'cookies'> = new Map([
  ['Header', 'headers'],
  ['Cookie', 'cookies'],
]);

/** Types by which programs call the one who calls. */
const PRINCIPAL = /(?:User|Claims|Identity|Principal|Account|Caller|Actor)(?:Info|Data|Context|Id)?$/;

/**
 * `Extension<CurrentUser>` of axum and `ReqData<Principal>` of Actix Web: what something before the handler has left of who calls.
 * Without it the request fails; whether strangers have one, too, is told by what leaves it.
 */
function keptByOthers(type: TypeRef, name: string, what: string): KnownGuard | undefined {
  // `type Caller = ReqData<Principal>` goes by its own name.
  const of = type.arguments[0]?.name ?? type.name;
  if ((name !== 'Extension' && name !== 'ReqData') || !PRINCIPAL.test(of)) return undefined;
  const why = `${what}<${of}> is what something before it has left of who calls, and whether strangers have one is not known`;
  return { kind: 'guard', at: type.at, what, effect: 'unknown', scopes: [], limiter: false, why };
}

/** Extractors of packages. Who only asks for the header does not say whether anything checks it. */
function ofLibrary(type: TypeRef, value: Value | undefined, mayBeMissing: boolean): KnownGuard | undefined {
  if (value?.kind !== 'external') return undefined;
  const written = type.arguments.map(({ text }) => text).join(', ');
  const name = value.path.at(-1) ?? type.name;
  const what = `${value.module.split(',')[0] ?? ''}::${name}`;
  const credential = libraryCredential(name, written);
  // What may be missing refuses nobody.
  if (!credential) return mayBeMissing ? undefined : keptByOthers(type, name, what);
  return {
    kind: 'guard',
    at: type.at,
    what,
    effect: mayBeMissing ? 'optional' : credential.isCarried ? 'unknown' : 'required',
    ...(credential.isCarried ? { hands: mayBeMissing ? ('if-sent' as const) : ('demanded' as const) } : {}),
    mechanism: credential.mechanism,
    scopes: [],
    limiter: false,
    why: mayBeMissing
      ? `${what} is read where it is sent`
      : credential.isCarried
        ? `${what} refuses requests without a credential, and whether anything verifies it is not known`
        : `${what} is there only where who calls is known`,
  };
}
