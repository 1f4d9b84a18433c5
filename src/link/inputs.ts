/** What a handler takes from a request and gives back, as far as its parameters and types declare it. */
import type { Mark } from '../core/facts/mark.ts';
import type { Method } from '../core/facts/program.ts';
import type { Location } from '../core/location.ts';
import type { Parameter as Input } from '../core/operation.ts';
import type { Expr, Parameter, TypeRef } from '../core/program.ts';
import { innermost } from './calling.ts';
import { evaluate } from './interpreter.ts';
import { rulesAt } from './language.ts';
import type { Machine } from './machine.ts';
import type { PathValue } from './router.ts';
import { type BoundMark, type ClosureValue, type Value, flatten, optionsOf } from './value.ts';

export type Inputs = {
  readonly parameters: readonly Input[];
  /** Something of the request is refused where it does not fit a class that says what it must hold. */
  readonly validation?: Location;
  readonly responseType?: string;
};

export type Asked = {
  readonly path: string;
  readonly method: Method;
  /** The path as the route writes it. */
  readonly written?: PathValue;
};

/** Names in the path, and what the handler's parameters and code say beside them. */
export function inputsOf(
  machine: Machine,
  given: Value | undefined,
  { path, method, written }: Asked,
  overridden: readonly ClosureValue[] = [],
): Inputs {
  const inPath = [...path.matchAll(/\{\*?([A-Za-z_][\w-]*)\}/g)].map(match => match[1] ?? '');
  const handler = given && innermost(given);
  if (handler?.kind !== 'closure') return { parameters: inPath.map(name => ({ name, in: 'path' })) };
  const rules = rulesAt(machine, handler.scope.file);
  const taken = handler.fn.parameters.flatMap((parameter, index): Taken | readonly Taken[] => {
    const above = overridden.flatMap(other => {
      const same = other.fn.parameters[index];
      return same ? marksOn(machine, other, same) : [];
    });
    const taken = inputOf(machine, handler, parameter, above);
    if (!rules.takes) return taken ?? [];
    const said = taken && { in: taken.input.in, ...(taken.isNamed ? { name: taken.input.name } : {}) };
    return rules
      .takes(machine, handler, parameter, { inPath, method, said })
      .map((input): Taken => ({ input, ...(taken?.checkedAt ? { checkedAt: taken.checkedAt } : {}) }));
  });
  const others = inPath.filter(name => !taken.some(({ input }) => input.in === 'path' && input.name === name));
  const validation = taken.find(({ checkedAt }) => checkedAt)?.checkedAt;
  const returned = handler.fn.returnType;
  const responseType = rules.answers
    ? rules.answers(machine, handler)
    : rules.gives
      ? returned && rules.gives(returned)
      : typeText(returned);
  const read = rules.inputs?.({ machine, handler, method, ...(written ? { written } : {}) }) ?? [];
  return {
    parameters: [
      ...others.map((name): Input => ({ name, in: 'path' })),
      // A name that a handler takes from the path and the path does not have is of another path of the same handler.
      ...taken.flatMap(({ input }) => (input.in === 'path' && !inPath.includes(input.name) ? [] : [input])),
      ...read.filter(
        (one, index) =>
          !inPath.includes(one.name) &&
          !taken.some(({ input }) => isSameInput(input, one)) &&
          !read.slice(0, index).some(other => isSameInput(other, one)),
      ),
    ],
    ...(validation ? { validation } : {}),
    ...(responseType === undefined ? {} : { responseType }),
  };
}

function isSameInput(one: Input, other: Input): boolean {
  return one.name === other.name && one.in === other.in;
}

/** `isNamed`: what says where it comes from gives it a name, too. */
type Taken = { readonly input: Input; readonly checkedAt?: Location; readonly isNamed?: true };

function inputOf(
  machine: Machine,
  handler: ClosureValue,
  parameter: Parameter,
  above: readonly BoundMark[],
): Taken | undefined {
  const { pattern } = parameter;
  if (pattern.kind !== 'name') return undefined;
  const marks = [...marksOn(machine, handler, parameter), ...above];
  const said = marks.find(
    (bound): bound is BoundMark & { mark: Extract<Mark, { kind: 'input' }> } => bound.mark.kind === 'input',
  );
  if (!said) return undefined;
  const isChecked = said.mark.isValidated === true || marks.some(({ mark }) => mark.kind === 'validated');
  const type = typeText(pattern.type);
  const own = said.mark.name && nameIn(said.evaluate(said.mark.name));
  const name = own ?? pattern.name;
  return {
    ...(own === undefined ? {} : { isNamed: true as const }),
    input: { name, in: said.mark.in, ...(type === undefined ? {} : { type }) },
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

function typeText(type: TypeRef | undefined): string | undefined {
  const text = type?.text.replace(/\s+/g, ' ').trim();
  return text === undefined ||
    text === '' ||
    /^(?:void|Unit|None|any|unknown|never|object|Object|undefined)$/.test(text)
    ? undefined
    : text.slice(0, 120);
}
