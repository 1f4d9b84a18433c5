/**
 * Rules by which actions of ASP.NET refuse what a request holds. Sources: ASP.NET Core, Create web APIs (automatic HTTP 400
 * responses), Model validation; FluentValidation, ASP.NET Core.
 */
import type { ClassMember, Decorator, Expr, Parameter, TypeRef } from '../../core/program.ts';
import type { Location } from '../../core/location.ts';
import { classesAbove } from '../ancestors.ts';
import { selfIn } from '../guards/self.ts';
import type { Machine } from '../machine.ts';
import type { ClassValue, ClosureValue } from '../value.ts';
import { type CertainCall, certainCalls, ends } from './certain-calls.ts';
import { classOfType } from './class-of-type.ts';
import type { DeclaredCheck } from './declared-checks.ts';

const WHAT = 'the class of what is taken says what it may hold, and what does not fit is refused';

export function checksOfCSharp(machine: Machine, handler: ClosureValue): DeclaredCheck | undefined {
  const taken = handler.fn.parameters.map(parameter => ({ parameter, is: takenAs(machine, handler, parameter) }));
  const checked = taken.find(({ is }) => is === 'checked')?.parameter;
  const isWhole = taken.every(({ is }) => is !== 'open');
  if (checked && isWhole && (isRefused(machine, handler) || asksModelState(handler)))
    return { at: checked.pattern.type?.at ?? checked.at, what: WHAT };
  const calls = certainCalls(handler.fn.body);
  const at = calls.map(call => validated(handler, call)).find(place => place !== undefined);
  return at && { at, what: 'a validator refuses what does not fit' };
}

/** `[ApiController]` on the class of the action, or on one that it extends: what does not fit is answered with 400. */
function isRefused(machine: Machine, handler: ClosureValue): boolean {
  const { self } = selfIn(handler);
  const cls = self?.kind === 'instance' ? self.of : undefined;
  const part = machine.program.build.partOf(handler.fn.at.file);
  if (!cls || machine.enabled.get(part)?.has('SuppressModelStateInvalidFilter')) return false;
  return classesAbove(cls).some(above => above.cls.decorators.some(one => attributeName(one) === 'ApiController'));
}

/** `if (!ModelState.IsValid) return BadRequest(ModelState);`. */
function asksModelState({ fn }: ClosureValue): boolean {
  return fn.body.some(statement => {
    if (statement.kind !== 'branch') return false;
    const { test } = statement;
    const isNegated = test.kind === 'operation' && test.operator === 'not';
    const asked = isNegated ? test.operands[0] : test;
    if (asked?.kind !== 'member' || asked.name !== 'IsValid' || lastName(asked.of) !== 'ModelState') return false;
    return isNegated ? ends(statement.then) : ends(statement.otherwise);
  });
}

/** Attributes that constrain. Source: .NET, System.ComponentModel.DataAnnotations. */
const CONSTRAINTS: ReadonlySet<string> = new Set([
  'Required',
  'StringLength',
  'MaxLength',
  'MinLength',
  'Length',
  'Range',
  'RegularExpression',
  'EmailAddress',
  'Url',
  'Phone',
  'CreditCard',
  'Compare',
  'AllowedValues',
  'DeniedValues',
  'Base64String',
  'EnumDataType',
  'FileExtensions',
  'BindRequired',
]);

/** What services give is no part of the request. */
const OTHERS: ReadonlySet<string> = new Set(['FromServices', 'FromKeyedServices', 'FromRoute', 'FromHeader']);

/** Types that the framework fills by itself, and services by the usual names of their types. */
const GIVEN =
  /^(?:CancellationToken|HttpContext|HttpRequest|HttpResponse|ClaimsPrincipal|PipeReader|I(?!FormFile|Enumerable|List|Collection|ReadOnly|Dictionary)[A-Z]\w*)$/;

/** Types whose values fit or are refused: `int`, `Guid`, `DateTime`. */
const CONVERTED =
  /^(?:s?byte|u?short|u?int|u?long|float|double|decimal|bool|char|Int16|Int32|Int64|Boolean|Double|Decimal|Guid|DateTime|DateTimeOffset|DateOnly|TimeOnly|TimeSpan)$/;

/**
 * How a part of the request is taken: `checked` by rules, `converted` to a type that says what fits, `open` to anything, or
 * not taken from the body or query at all.
 */
function takenAs(
  machine: Machine,
  handler: ClosureValue,
  { decorators, pattern }: Parameter,
): 'checked' | 'converted' | 'open' | undefined {
  const names = decorators.map(attributeName);
  const type = 'type' in pattern ? pattern.type : undefined;
  if (!type || names.some(name => OTHERS.has(name)) || GIVEN.test(type.name)) return undefined;
  const cls = classOfType(machine, handler.scope, elementOf(type));
  if (cls && cls.cls.form !== 'enum') return classesAbove(cls).some(constrains) ? 'checked' : 'open';
  if (names.some(name => CONSTRAINTS.has(name))) return 'checked';
  if (cls || CONVERTED.test(elementOf(type).name)) return 'converted';
  const isOfPath = pattern.kind === 'name' && names.length === 0 && isInTemplate(handler, pattern.name);
  return isOfPath ? undefined : 'open';
}

/** `[HttpPut("{name}")]`. */
function isInTemplate({ fn }: ClosureValue, name: string): boolean {
  return fn.decorators.some(
    ({ expression }) =>
      expression.kind === 'call' &&
      expression.args.some(
        arg => arg.kind === 'text' && new RegExp(`\\{\\*{0,2}${name.replace(/\W/g, '')}[:?}=]`, 'i').test(arg.value),
      ),
  );
}

/** `List<Order>`, `IEnumerable<Order>`. */
function elementOf(type: TypeRef): TypeRef {
  const [first] = type.arguments;
  return first &&
    /^(?:List|IList|IEnumerable|ICollection|IReadOnlyList|IReadOnlyCollection|Array|Nullable)$/.test(type.name)
    ? first
    : type;
}

function constrains({ cls }: ClassValue): boolean {
  if (cls.implements.some(({ name }) => name === 'IValidatableObject')) return true;
  return cls.members.some(member => attributesOf(member).some(name => CONSTRAINTS.has(name)));
}

function attributesOf(member: ClassMember): readonly string[] {
  const decorators =
    member.kind === 'constructor' ? member.fn.parameters.flatMap(one => one.decorators) : member.decorators;
  return decorators.map(attributeName);
}

function attributeName({ expression }: Decorator): string {
  return lastName(expression.kind === 'call' ? expression.callee : expression).replace(/(?<=.)Attribute$/, '');
}

function lastName(expr: Expr): string {
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}

/** `await validator.ValidateAndThrowAsync(order)`; `var result = await validator.ValidateAsync(order); if (!result.IsValid) return …`. */
function validated({ fn }: ClosureValue, { call, isActedOn }: CertainCall): Location | undefined {
  const { callee, args } = call;
  if (callee.kind !== 'member' || !/validator/i.test(lastName(callee.of))) return undefined;
  const takes = fn.parameters.some(({ pattern }) =>
    args.some(arg => arg.kind === 'name' && pattern.kind === 'name' && arg.name === pattern.name),
  );
  if (!takes) return undefined;
  if (/^ValidateAndThrow(?:Async)?$/.test(callee.name)) return call.nameAt;
  return isActedOn && /^Validate(?:Async)?$/.test(callee.name) ? call.nameAt : undefined;
}
