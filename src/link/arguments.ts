/** Arguments of calls, put where the parameters of what is called want them, and bound there. */
import { rulesAt } from './language.ts';
import type { ProgramFact } from '../core/facts/program.ts';
import type { Decorator, Expr, FunctionNode, Parameter, TypeRef } from '../core/program.ts';
import { classesAbove } from './ancestors.ts';
import { bind } from './binding.ts';
import { type Frame, selfOf } from './frame.ts';
import { evaluate, listValue } from './interpreter.ts';
import { type Machine, addRouter, lookUp } from './machine.ts';
import { noteMadeUp } from './made-up.ts';
import { importedValue } from './modules.ts';
import { valueWithSettings } from './settings.ts';
import { NOTHING, type Scope, type Value } from './value.ts';

/** Arguments in the order of the parameters of what is called, where that is of the tree; else as written. */
export function argumentsOf(machine: Machine, frame: Frame, args: readonly Expr[], callee: Value): readonly Value[] {
  const list = listValue(
    machine,
    frame,
    args.filter(arg => arg.kind !== 'named'),
  );
  const positional = list.kind === 'list' ? list.items : [];
  const { hasTrailingBlocks } = rulesAt(machine, frame.scope.file);
  const trailing = hasTrailingBlocks ? trailingBlock(functionCalled(callee), args, positional) : undefined;
  if (trailing) return trailing;
  const named = args.flatMap(arg =>
    arg.kind === 'named' ? [{ name: arg.name, value: evaluate(machine, frame, arg.value) }] : [],
  );
  if (named.length === 0) return positional;
  const fn = functionCalled(callee);
  const fields = fn ? [] : generatedParameters(callee);
  if (fields.length > 0) {
    const byName = new Map(named.map(({ name, value }) => [name, value]));
    return fields.map((name, index) => byName.get(name) ?? positional[index] ?? NOTHING);
  }
  if (!fn) return [...positional, ...named.map(({ value }) => value)];
  const placed: (Value | undefined)[] = [...positional];
  const rest = new Map<string, Value>();
  for (const { name, value } of named) {
    const index = fn.parameters.findIndex(({ pattern }) => pattern.kind === 'name' && pattern.name === name);
    if (index >= 0) placed[index] = value;
    else rest.set(name, value);
  }
  const restAt = fn.parameters.findIndex(parameter => parameter.isNamedRest);
  if (restAt >= 0) {
    // After `*args`, which takes any number of values, it has no place of its own.
    const others: Value = { kind: 'record', fields: rest, isOpen: false };
    NAMED_RESTS.add(others);
    placed[Math.max(restAt, placed.length)] = others;
  }
  const next = restAt < 0 && rest.size > 0 ? fn.parameters[placed.length] : undefined;
  // Keywords that nothing takes are a hash for the next parameter, where the language has it so.
  if (next && rulesAt(machine, frame.scope.file).gathersNamed && isForHash(next))
    placed.push({ kind: 'record', fields: new Map([...rest].filter(([name]) => name !== '&')), isOpen: false });
  // A parameter between two that are given has its default.
  return Array.from(placed, value => value ?? NOTHING);
}

function isForHash({ pattern, isRest }: Parameter): boolean {
  return !isRest && pattern.kind === 'name' && pattern.name !== '&';
}

/**
 * `def find(query \\ all(), token)`: of arguments that are fewer than the parameters, those that have to be given come first.
 * `missing` stands for those that are not. Sources: Elixir, Default arguments; Ruby, Methods.
 */
export function aligned<T>({ parameters }: FunctionNode, args: readonly T[], missing: T): readonly T[] {
  // A block, and what takes the rest of the named arguments, need not be given.
  const isRequired = parameters.map(
    ({ pattern, isRest, isNamedRest }) =>
      !isRest && !isNamedRest && pattern.byDefault === undefined && !(pattern.kind === 'name' && pattern.name === '&'),
  );
  const hasLead = isRequired.lastIndexOf(true) > isRequired.indexOf(false) && isRequired.includes(false);
  if (!hasLead || args.length >= parameters.length || parameters.some(({ isRest }) => isRest)) return args;
  let spare = args.length - isRequired.filter(Boolean).length;
  let next = 0;
  return isRequired.map(required => {
    if (!required && spare-- <= 0) return missing;
    return args[next++] ?? missing;
  });
}

/**
 * Kotlin: a function that is written after the parentheses is for the last parameter, whatever others have defaults or take
 * any number. The program form does not tell it from one between them: then it is for the parameter where it stands.
 */
function trailingBlock(
  fn: FunctionNode | undefined,
  args: readonly Expr[],
  positional: readonly Value[],
): readonly Value[] | undefined {
  const block = args.at(-1);
  const last = fn?.parameters.at(-1);
  const at = positional.length - 1;
  if (!fn || !last || block?.kind !== 'function' || args.some(arg => arg.kind === 'spread')) return undefined;
  const before = fn.parameters.findIndex(parameter => parameter.isRest);
  const own = fn.parameters[at];
  const isMeant = !isFunctionType(own?.pattern.type) || own?.pattern.byDefault !== undefined || before >= 0;
  if (!isFunctionType(last.pattern.type) || !isMeant || last === own) return undefined;
  if (args.some(arg => arg.kind === 'named')) return undefined;
  const given = positional.slice(0, -1);
  const rest = before < 0 ? given : [...given.slice(0, before), listOf(given.slice(before))];
  return Array.from({ length: fn.parameters.length }, (_, index) =>
    index === fn.parameters.length - 1 ? (positional[at] ?? NOTHING) : (rest[index] ?? NOTHING),
  );
}

function isFunctionType(type: TypeRef | undefined): boolean {
  return type !== undefined && type.name === '' && type.text.includes('->');
}

function listOf(items: readonly Value[]): Value {
  return { kind: 'list', items: [...items], isOpen: false };
}
/** Named arguments that no parameter takes by its name: they stand last. */
const NAMED_RESTS = new WeakSet<Value>();

/** What a class without a constructor takes, whose constructor is made from its declared fields (named tuples, data classes). */
export function generatedParameters(callee: Value): readonly string[] {
  if (callee.kind !== 'class') return [];
  return classesAbove(callee)
    .toReversed()
    .flatMap(({ cls }) =>
      cls.members.flatMap(member => (member.kind === 'field' && member.isStatic && member.type ? [member.name] : [])),
    );
}

function functionCalled(callee: Value): FunctionNode | undefined {
  if (callee.kind === 'closure') return callee.fn;
  if (callee.kind === 'wrapped') return functionCalled(callee.of);
  if (callee.kind !== 'class') return undefined;
  for (const above of classesAbove(callee)) {
    const own = above.cls.members.find(member => member.kind === 'constructor');
    if (own?.kind === 'constructor') return own.fn;
  }
  return undefined;
}

/** Binds the parameters of a function in a frame; where nothing calls it, to what is known of them all the same. */
export function bindParameters(
  machine: Machine,
  frame: Frame,
  fn: FunctionNode,
  handed: readonly Value[],
  isCalled: boolean,
): void {
  const self = selfOf(frame.scope);
  const { hasTrailingBlocks, fillsRequired } = rulesAt(machine, frame.scope.file);
  const args = fillsRequired && isCalled ? aligned(fn, handed, NOTHING) : handed;
  for (const [index, parameter] of fn.parameters.entries()) {
    const isInside = hasTrailingBlocks === true && index < fn.parameters.length - 1;
    const given = givenTo(parameter, index, { args, isCalled, isInside });
    const typed = given || isCalled ? undefined : machine.typedParameters.get(`${fn.id}#${index}`);
    const configured = given || isCalled ? undefined : configuredValue(machine, frame.scope, parameter.decorators);
    const value =
      given ??
      configured ??
      (typed ? assumedByType(machine, typed, fn.id, index) : undefined) ??
      (isCalled
        ? NOTHING
        : ({
            kind: 'unknown',
            why: 'a parameter of a function that is called elsewhere',
            ...(isOfOtherPackage(machine, frame.scope.file, parameter) ? {} : { parameter: { fn: fn.id, index } }),
            ...(parameter.pattern.kind === 'name' ? { name: parameter.pattern.name } : {}),
          } satisfies Value));
    bind(machine, frame, parameter.pattern, value);
    if (!isCalled && parameter.pattern.kind === 'name') {
      const bound = lookUp(frame.scope, parameter.pattern.name);
      if (bound) noteMadeUp(machine, fn, bound.value);
    }
    if (parameter.isField && parameter.pattern.kind === 'name' && self?.kind === 'instance') {
      const bound = lookUp(frame.scope, parameter.pattern.name);
      if (bound) self.fields.set(parameter.pattern.name, bound.value);
    }
  }
}

/** What a call gives to a parameter. `isInside`: others follow it, and what it takes any number of was gathered before. */
function givenTo(
  { isRest, isNamedRest }: Parameter,
  index: number,
  {
    args,
    isCalled,
    isInside,
  }: { readonly args: readonly Value[]; readonly isCalled: boolean; readonly isInside: boolean },
): Value | undefined {
  const last = args.at(-1);
  const others = last && NAMED_RESTS.has(last) ? last : undefined;
  if (isNamedRest) return others;
  const positional = others ? args.slice(0, -1) : args;
  if (!isRest) return positional[index];
  const gathered = isInside ? positional[index] : undefined;
  return gathered ?? { kind: 'list', items: positional.slice(index), isOpen: !isCalled };
}

/** Whether the type of a parameter is of a package, and not called as routers and applications are: `http: HttpClient`. */
function isOfOtherPackage(machine: Machine, file: string, { pattern }: Parameter): boolean {
  const type = pattern.type;
  if (!type || /(?:app|application|router|routes|server|instance|express|koa|hono|scope|group)$/i.test(type.name))
    return false;
  const value = importedValue(machine, file, type.qualifier[0] ?? type.name);
  return value?.kind === 'external';
}

/** What the annotations of a field or parameter take from settings. */
export function configuredValue(machine: Machine, scope: Scope, decorators: readonly Decorator[]): Value | undefined {
  for (const { expression } of decorators)
    for (const fact of machine.factsAt.get(expression) ?? [])
      if (fact.kind === 'mark' && fact.mark.kind === 'setting') {
        const text = evaluate(machine, { scope, memo: new Map(), returns: [] }, fact.mark.text);
        return valueWithSettings(machine, scope.file, text);
      }
  return undefined;
}

function assumedByType(
  machine: Machine,
  fact: Extract<ProgramFact, { kind: 'router' }>,
  fn: string,
  index: number,
): Value {
  const key = `parameter ${fn}#${index}#${fact.framework}`;
  const router =
    machine.roots.get(key) ??
    addRouter(machine, {
      framework: fact.framework,
      at: fact.at,
      role: 'router',
      rules: fact.rules,
      assumed: 'declared as a plugin',
    });
  machine.roots.set(key, router);
  return { kind: 'router', router };
}
