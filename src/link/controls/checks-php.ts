/**
 * Rules by which handlers of PHP refuse what a request holds. Sources: Laravel, Validation; Symfony, Mapping Request Data, Validation
 * and Forms; CodeIgniter, Validation.
 */
import type { CallExpr, Decorator, Expr, Parameter } from '../../core/program.ts';
import type { Location } from '../../core/location.ts';
import { evaluate } from '../interpreter.ts';
import type { Machine } from '../machine.ts';
import type { ClassValue, ClosureValue, Scope } from '../value.ts';
import { visitNodes } from '../walk.ts';
import { type CertainCall, certainCalls } from './certain-calls.ts';
import { classOfType } from './class-of-type.ts';
import type { DeclaredCheck } from './declared-checks.ts';

export function checksOfPhp(machine: Machine, handler: ClosureValue): DeclaredCheck | undefined {
  for (const parameter of handler.fn.parameters) {
    const check = ofParameter(machine, handler, parameter);
    if (check) return check;
  }
  const calls = certainCalls(handler.fn.body);
  const requests = namesOfRequests(handler);
  const what = 'the handler states rules for what the request holds';
  const at = calls.map(call => checkIn(call, calls, requests)).find(place => place !== undefined);
  if (at) return { at, what };
  // A page with a form answers requests that bring nothing, too.
  const form = ofForm(handler, calls);
  return form && { at: form, what, isOfBody: true };
}

const FORM_REQUEST = 'Illuminate\\Foundation\\Http';
const MAPPED = /(?:^|\\)(?:MapRequestPayload|MapQueryString)$/;

/** A request of the application with rules, or an object that the framework makes and checks. */
function ofParameter(machine: Machine, { scope }: ClosureValue, parameter: Parameter): DeclaredCheck | undefined {
  const { type } = parameter.pattern;
  const cls = type && classOfType(machine, scope, type);
  if (!type || !cls) return undefined;
  const name = cls.cls.name ?? 'a class';
  if (isFormRequest(cls))
    return hasRules(cls) ? { at: type.at, what: `the rules of ${name} refuse what does not fit` } : undefined;
  const isMapped = parameter.decorators.some(({ expression }) => MAPPED.test(decoratorName(expression)));
  return isMapped && isConstrained(machine, cls)
    ? { at: type.at, what: `constraints of ${name} refuse what does not fit` }
    : undefined;
}

const DEPTH = 8;

function isFormRequest(cls: ClassValue): boolean {
  let base = cls.base;
  for (let step = 0; base && step < DEPTH; step++) {
    if (base.kind === 'external') return base.module === FORM_REQUEST && base.path.at(-1) === 'FormRequest';
    base = base.kind === 'class' ? base.base : undefined;
  }
  return false;
}

/** `public function rules(): array { return ['title' => 'required']; }`, its own or that of a base. */
function hasRules(cls: ClassValue): boolean {
  let current: ClassValue | undefined = cls;
  for (let step = 0; current && step < DEPTH; step++) {
    const method = current.cls.members.find(member => member.kind === 'method' && member.name === 'rules');
    if (method?.kind === 'method') {
      let states = false;
      visitNodes(method.fn.body, node => {
        if (node.kind === 'return' && node.value && !isEmpty(node.value)) states = true;
      });
      return states;
    }
    current = current.base?.kind === 'class' ? current.base : undefined;
  }
  return false;
}

function isEmpty(value: Expr): boolean {
  if (value.kind === 'list') return value.items.length === 0;
  if (value.kind === 'record') return value.entries.length === 0;
  return value.kind === 'nothing';
}

function decoratorName(expr: Expr): string {
  if (expr.kind === 'call') return decoratorName(expr.callee);
  return expr.kind === 'name' ? expr.name : expr.kind === 'member' ? expr.name : '';
}

const CONSTRAINTS = /^Symfony\\Component\\Validator(?:\\Constraints)?(?:\\|$)/;

/** A property, or a parameter of the constructor that is one, has a constraint. */
function isConstrained(machine: Machine, { cls, scope }: ClassValue): boolean {
  const isConstraint = (decorator: Decorator): boolean => comesFromValidator(machine, scope, decorator.expression);
  return cls.members.some(member => {
    if (member.kind === 'constructor')
      return member.fn.parameters.some(({ decorators }) => decorators.some(isConstraint));
    return member.decorators.some(isConstraint);
  });
}

function comesFromValidator(machine: Machine, scope: Scope, expr: Expr): boolean {
  const callee = expr.kind === 'call' ? expr.callee : expr;
  const value = evaluate(machine, { scope, memo: new Map(), returns: [] }, callee);
  return value.kind === 'external' && CONSTRAINTS.test(value.module);
}

/** Parameters that hold the request. */
function namesOfRequests({ fn }: ClosureValue): ReadonlySet<string> {
  return new Set(
    fn.parameters.flatMap(({ pattern }) => {
      if (pattern.kind !== 'name') return [];
      const isOne = pattern.type ? /Request(?:Interface)?$/.test(pattern.type.name) : pattern.name === 'request';
      return isOne ? [pattern.name] : [];
    }),
  );
}

function isRequest(expr: Expr | undefined, requests: ReadonlySet<string>): boolean {
  if (expr?.kind === 'name') return requests.has(expr.name);
  return expr?.kind === 'call' && expr.callee.kind === 'name' && /^\\?request$/.test(expr.callee.name);
}

function checkIn(made: CertainCall, all: readonly CertainCall[], requests: ReadonlySet<string>): Location | undefined {
  const { call } = made;
  if (call.callee.kind !== 'member') return undefined;
  const { name, of } = call.callee;
  const [first, second] = call.args;
  const found = (isOne: boolean): Location | undefined => (isOne ? call.nameAt : undefined);
  switch (name) {
    case 'validate':
    case 'validateData':
      // `$request->validate([…])`, `$this->validate($request, […])`, `Validator::validate($data, […])`.
      if (isRequest(of, requests)) return found(first !== undefined && !isEmpty(first));
      if (isValidatorFacade(of)) return found(second !== undefined && !isEmpty(second));
      if (of.kind === 'self' && isRequest(first, requests)) return found(second !== undefined && !isEmpty(second));
      // `if (!$this->validate([…])) { return … }` of CodeIgniter.
      if (of.kind === 'self') return found(made.isActedOn && first !== undefined && !isEmpty(first));
      if (isMade(of, all)) return call.nameAt;
      // `$errors = $validator->validate($order)` of Symfony.
      return found(made.isActedOn && /validator/i.test(lastName(of)));
    case 'validated':
      return found(isMade(of, all));
    case 'validateWithBag':
      return found(isRequest(of, requests) && second !== undefined && !isEmpty(second));
    case 'fails':
    case 'passes':
      return found(made.isActedOn && isMade(of, all));
    default:
      return undefined;
  }
}

/** `Validator::make($request->all(), […])`, `validator($data, […])`, also by the name that it is kept under. */
function isMade(expr: Expr, all: readonly CertainCall[]): boolean {
  if (expr.kind === 'name') return all.some(({ kept, call }) => kept === expr.name && isMaking(call));
  return expr.kind === 'call' && isMaking(expr);
}

function isMaking({ callee, args }: CallExpr): boolean {
  const [, rules] = args;
  if (!rules || isEmpty(rules)) return false;
  if (callee.kind === 'name') return /^\\?validator$/.test(callee.name);
  return callee.kind === 'member' && callee.name === 'make' && isValidatorFacade(callee.of);
}

function isValidatorFacade(expr: Expr): boolean {
  return expr.kind === 'name' && /(?:^|\\)Validator$/.test(expr.name);
}

function lastName(expr: Expr): string {
  return expr.kind === 'name' || expr.kind === 'member' ? expr.name : '';
}

/** `$form->handleRequest($request)`, and a branch that asks whether it is valid. */
function ofForm({ fn }: ClosureValue, calls: readonly CertainCall[]): Location | undefined {
  const isRead = calls.some(
    ({ call }) => call.callee.kind === 'member' && /^(?:handleRequest|submit)$/.test(call.callee.name),
  );
  if (!isRead) return undefined;
  let at: Location | undefined;
  for (const statement of fn.body) {
    if (statement.kind !== 'branch') continue;
    visitNodes([statement.test], node => {
      if (node.kind === 'call' && node.callee.kind === 'member' && node.callee.name === 'isValid') at ??= node.nameAt;
    });
  }
  return at;
}
