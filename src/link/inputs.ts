/** What a handler takes from a request and gives back, as far as its parameters and types declare it. */
import type { Mark } from '../core/facts/mark.ts';
import type { RouterRules } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import type { Parameter as Input } from '../core/operation.ts';
import type { Expr, Parameter, TypeRef } from '../core/program.ts';
import { lineOf } from './ancestors.ts';
import { innermost } from './calling.ts';
import { evaluate } from './interpreter.ts';
import type { Machine } from './machine.ts';
import { suppliedBy } from './supplied.ts';
import { type BoundMark, type ClosureValue, type Value, flatten, fullNames, optionsOf } from './value.ts';

export type Inputs = {
  readonly parameters: readonly Input[];
  /** Something of the request is refused where it does not fit a class that says what it must hold. */
  readonly validation?: Location;
  readonly responseType?: string;
};

/** Names in the path, and what the handler's parameters say beside them. */
export function inputsOf(
  machine: Machine,
  given: Value | undefined,
  path: string,
  rules: RouterRules,
  overridden: readonly ClosureValue[] = [],
): Inputs {
  const inPath = [...path.matchAll(/\{\*?([A-Za-z_][\w-]*)\}/g)].map(match => match[1] ?? '');
  const handler = given && innermost(given);
  if (handler?.kind !== 'closure') return { parameters: inPath.map(name => ({ name, in: 'path' })) };
  const taken = handler.fn.parameters.flatMap((parameter, index) => {
    const above = overridden.flatMap(other => {
      const same = other.fn.parameters[index];
      return same ? marksOn(machine, other, same) : [];
    });
    return inputOf(machine, handler, parameter, { inPath, rules, above }) ?? [];
  });
  const others = inPath.filter(name => !taken.some(({ input }) => input.in === 'path' && input.name === name));
  const validation = taken.find(({ checkedAt }) => checkedAt)?.checkedAt;
  const responseType = typeText(handler.fn.returnType);
  return {
    parameters: [
      ...others.map((name): Input => ({ name, in: 'path' })),
      // A name that a handler takes from the path and the path does not have is of another path of the same handler.
      ...taken.flatMap(({ input }) => (input.in === 'path' && !inPath.includes(input.name) ? [] : [input])),
    ],
    ...(validation ? { validation } : {}),
    ...(responseType === undefined ? {} : { responseType }),
  };
}

type Taken = { readonly input: Input; readonly checkedAt?: Location };

function inputOf(
  machine: Machine,
  handler: ClosureValue,
  parameter: Parameter,
  {
    inPath,
    rules,
    above,
  }: { readonly inPath: readonly string[]; readonly rules: RouterRules; readonly above: readonly BoundMark[] },
): Taken | undefined {
  const { pattern } = parameter;
  if (pattern.kind !== 'name') return undefined;
  const marks = [...marksOn(machine, handler, parameter), ...above];
  const said = marks.find(
    (bound): bound is BoundMark & { mark: Extract<Mark, { kind: 'input' }> } => bound.mark.kind === 'input',
  );
  const place =
    said?.mark.in ?? (rules.inputs === 'by-type' ? placeByType(machine, handler, parameter, inPath) : undefined);
  if (!place) return undefined;
  const isChecked =
    said?.mark.isValidated === true ||
    marks.some(({ mark }) => mark.kind === 'validated') ||
    (place !== 'path' && checksItself(machine, handler, pattern.type));
  const type = typeText(pattern.type);
  const name = (said?.mark.name && nameIn(said.evaluate(said.mark.name))) ?? pattern.name;
  return {
    input: { name, in: place, ...(type === undefined ? {} : { type }) },
    ...(isChecked ? { checkedAt: pattern.type?.at ?? parameter.at } : {}),
  };
}

function nameIn(value: Value): string | undefined {
  const [first] = flatten(value).flatMap(item => optionsOf(item));
  return first?.kind === 'text' && first.value !== '' ? first.value : undefined;
}

/** What annotations on a parameter, its default and its annotated type say. */
function marksOn(machine: Machine, { scope }: ClosureValue, parameter: Parameter): readonly BoundMark[] {
  const said: readonly Expr[] = [
    ...parameter.decorators.map(({ expression }) => expression),
    ...(parameter.pattern.byDefault ? [parameter.pattern.byDefault] : []),
    ...(parameter.annotation ? [parameter.annotation] : []),
  ];
  return said
    .filter(expr => !PLAIN.has(expr.kind))
    .flatMap(expr => flatten(evaluate(machine, { scope, memo: new Map(), returns: [] }, expr)))
    .flatMap(value => optionsOf(value))
    .flatMap(value => (value.kind === 'marks' ? value.marks : []));
}

/** Defaults that are plain say nothing of where the parameter comes from. */
const PLAIN: ReadonlySet<string> = new Set(['text', 'number', 'boolean', 'nothing']);

function placeByType(
  machine: Machine,
  handler: ClosureValue,
  parameter: Parameter,
  inPath: readonly string[],
): Input['in'] | undefined {
  const { pattern } = parameter;
  if (pattern.kind !== 'name' || parameter.isRest || parameter.isNamedRest) return undefined;
  if (inPath.includes(pattern.name)) return 'path';
  if (suppliedBy(machine, handler, parameter).length > 0) return undefined;
  const type = pattern.type && elementOf(pattern.type);
  if (!type || PLAIN_TYPES.test(type.name)) return 'query';
  const value = classOf(machine, handler, type);
  if (value?.kind !== 'class') return undefined;
  return lineOf(value).some(
    above => above.kind === 'external' && fullNames(above).some(name => /(?:^|\.)(?:Str|Int)?Enum$/.test(name)),
  )
    ? 'query'
    : 'body';
}

const PLAIN_TYPES =
  /^(?:str|int|float|bool|bytes|UUID\d?|date|datetime|time|timedelta|Decimal|EmailStr|AnyUrl|HttpUrl|Literal|Any|PositiveInt|NonNegativeInt|Path)?$/;

/** `list[X]`, `X | None`: what it is of. */
function elementOf(type: TypeRef): TypeRef {
  const [first] = type.arguments;
  return first && /^(?:list|List|set|Set|tuple|Sequence|Optional|Annotated|Array|Collection|)$/.test(type.name)
    ? elementOf(first)
    : type;
}

function classOf(machine: Machine, handler: ClosureValue, type: TypeRef): Value | undefined {
  const [first, ...others] = [...type.qualifier, type.name];
  if (first === undefined || first === '') return undefined;
  const expr = others.reduce<Expr>(
    (of, member) => ({ kind: 'member', at: type.at, of, name: member, nameAt: type.at }),
    {
      kind: 'name',
      at: type.at,
      name: first,
    },
  );
  return innermost(evaluate(machine, { scope: handler.scope, memo: new Map(), returns: [] }, expr));
}

/** Whether a value of the type cannot be made of what does not fit it: its class is made from the request by rules. */
function checksItself(machine: Machine, handler: ClosureValue, type: TypeRef | undefined): boolean {
  const value = type && classOf(machine, handler, elementOf(type));
  return (
    value?.kind === 'class' &&
    lineOf(value).some(above => above.kind === 'external' && fullNames(above).some(name => CHECKED_WHEN_MADE.has(name)))
  );
}

/** Classes whose fields are checked when one is made. Sources: Pydantic, Models; SQLModel; Django Ninja, Schema; msgspec, Structs. */
const CHECKED_WHEN_MADE: ReadonlySet<string> = new Set([
  'pydantic.BaseModel',
  'pydantic.main.BaseModel',
  'pydantic.RootModel',
  'pydantic.v1.BaseModel',
  'sqlmodel.SQLModel',
  'ninja.Schema',
  'ninja.ModelSchema',
  'msgspec.Struct',
]);

function typeText(type: TypeRef | undefined): string | undefined {
  const text = type?.text.replace(/\s+/g, ' ').trim();
  return text === undefined ||
    text === '' ||
    /^(?:void|Unit|None|any|unknown|never|object|Object|undefined)$/.test(text)
    ? undefined
    : text.slice(0, 120);
}
