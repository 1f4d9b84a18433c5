/**
 * Bodies that handlers of Go read into structs whose tags constrain them. Sources: Gin, Model binding and validation; Echo,
 * Request Data; validator/v10, package documentation; Huma, Request Validation; Hertz, go-zero and GoFrame, the same.
 */
import type { CallExpr, Expr } from '../../core/program.ts';
import { evaluate } from '../interpreter.ts';
import type { Machine } from '../machine.ts';
import type { ClassValue, ClosureValue } from '../value.ts';
import { type CertainCall, certainCalls } from './certain-calls.ts';
import { classOfType } from './class-of-type.ts';
import { localType, type LocalTypes, localTypes } from './go-locals.ts';
import type { DeclaredCheck } from './declared-checks.ts';

export function checksOfGo(machine: Machine, handler: ClosureValue): DeclaredCheck | undefined {
  const declared = declaredInput(machine, handler);
  if (declared) return declared;
  const types = localTypes(machine, handler);
  for (const made of certainCalls(handler.fn.body)) {
    const cls = made.isActedOn ? checkedBy(machine, handler, made, types) : undefined;
    if (cls)
      return {
        at: made.call.nameAt,
        what: `the tags of ${cls.cls.name ?? 'a struct'} constrain what the request holds`,
      };
  }
  return undefined;
}

/** Methods of Gin that read and check, and the tag that they go by. */
const GIN = /^(?:Should)?Bind(?:JSON|XML|YAML|TOML|Query|Uri|Header|With|BodyWith|BodyWithJSON)?$/;
/** Methods of validators that are handed a struct. */
const VALIDATES = /^(?:Struct|StructCtx|Validate|ValidateCtx|ValidateStruct)$/;

/** The struct that a call refuses what does not fit. */
function checkedBy(
  machine: Machine,
  handler: ClosureValue,
  { call }: CertainCall,
  types: LocalTypes,
): ClassValue | undefined {
  if (call.callee.kind !== 'member') return undefined;
  const { name, of } = call.callee;
  const given = call.args.flatMap(arg => localType(arg, types) ?? []);
  const constrained = (...tags: readonly string[]): ClassValue | undefined =>
    given.find(cls => isConstrained(machine, cls, tags));
  if (GIN.test(name) && isContext(handler, of, 'gin')) return constrained('binding');
  if (name === 'BindAndValidate') return constrained('vd', 'binding', 'validate');
  if (VALIDATES.test(name)) {
    const own = of.kind === 'name' ? types.get(of.name) : undefined;
    // `in.Validate()`, by rules that stand in the method.
    if (own && call.args.length === 0) return statesRules(machine, own, name) ? own : undefined;
    return constrained('validate', 'valid');
  }
  return /^Parse(?:JsonBody)?$/.test(name) && isOfGoZero(machine, handler, call) ? given[0] : undefined;
}

/** A parameter of the handler whose type is the context of a framework. */
function isContext({ fn }: ClosureValue, of: Expr, qualifier: string): boolean {
  if (of.kind !== 'name') return false;
  const type = fn.parameters.find(({ pattern }) => pattern.kind === 'name' && pattern.name === of.name)?.pattern.type;
  return type?.name === 'Context' && type.qualifier[0] === qualifier;
}

function isOfGoZero(machine: Machine, { scope }: ClosureValue, call: CallExpr): boolean {
  const value = evaluate(machine, { scope, memo: new Map(), returns: [] }, call.callee);
  return value.kind === 'external' && value.module.endsWith('go-zero/rest/httpx');
}

const DEPTH = 4;

/** A field of a struct, or of a struct in it, has a rule in one of these tags. */
function isConstrained(
  machine: Machine,
  { cls, scope }: ClassValue,
  tags: readonly string[],
  left: number = DEPTH,
): boolean {
  if (left === 0) return false;
  return cls.members.some(member => {
    if (member.kind !== 'field') return false;
    if (member.decorators.some(({ expression }) => tags.includes(tagName(expression)) && isRule(expression)))
      return true;
    const type = member.type?.name === 'Array' ? member.type.arguments[0] : member.type;
    const inner = type && classOfType(machine, scope, type);
    return inner !== undefined && inner.cls !== cls && isConstrained(machine, inner, tags, left - 1);
  });
}

function tagName(expr: Expr): string {
  return expr.kind === 'call' && expr.callee.kind === 'name' ? expr.callee.name : '';
}

/** `required,min=3`; `-` and `omitempty` alone ask for nothing. */
function isRule(expr: Expr): boolean {
  const [text] = expr.kind === 'call' ? expr.args : [];
  return (
    text?.kind === 'text' &&
    text.value.split(',').some(rule => !/^(?:|-|omitempty|optional|structonly)$/.test(rule.trim()))
  );
}

/** `func (in Login) Validate() error { return validation.ValidateStruct(&in, …) }`. Source: ozzo-validation, README. */
function statesRules(machine: Machine, { cls }: ClassValue, method: string): boolean {
  const body = machine.modules.get(cls.at.file)?.module.body ?? [];
  return body.some(statement => {
    if (statement.kind !== 'declare' || statement.pattern.kind !== 'name') return false;
    if (statement.pattern.name !== `${cls.name ?? ''}.${method}` || statement.value?.kind !== 'function') return false;
    return certainCalls(statement.value.fn.body).some(
      ({ call }) =>
        call.callee.kind === 'member' && /^(?:ValidateStruct|ValidateStructWithContext|Struct)$/.test(call.callee.name),
    );
  });
}

/** Tags by which Huma makes the schema of an input, beside its types. */
const HUMA = [
  'path',
  'query',
  'header',
  'cookie',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'pattern',
  'enum',
  'format',
  'required',
];

/** Inputs that the framework reads and checks before it calls the handler: `func(ctx, in *Input) (*Output, error)`. */
function declaredInput(machine: Machine, { fn, scope }: ClosureValue): DeclaredCheck | undefined {
  const [first, second] = fn.parameters;
  const type = second?.pattern.type;
  if (fn.parameters.length !== 2 || first?.pattern.type?.name !== 'Context' || !type) return undefined;
  const cls = classOfType(machine, scope, type);
  if (!cls) return undefined;
  const imports = (file: string): boolean =>
    machine.modules.get(file)?.module.imports.some(({ module }) => /danielgtaylor\/huma\b/.test(module)) === true;
  const isBody = cls.cls.members.some(member => member.kind === 'field' && member.name === 'Body');
  const isOfHuma = (imports(fn.at.file) || imports(cls.cls.at.file)) && (isBody || isConstrained(machine, cls, HUMA));
  const hasMeta = cls.cls.members.some(
    member => member.kind === 'field' && member.type?.name === 'Meta' && member.type.qualifier[0] === 'g',
  );
  return isOfHuma || (hasMeta && isConstrained(machine, cls, ['v', 'valid']))
    ? { at: type.at, what: `${cls.cls.name ?? 'a struct'} is the schema of what the request holds` }
    : undefined;
}
