/** Where a function checks what a request holds against a schema, on every way to what comes after. */
import type { CallExpr, Expr, FunctionNode, Pattern, Statement } from '../../core/program.ts';
import type { Location } from '../../core/location.ts';
import { selfIn } from '../guards/self.ts';
import { evaluate } from '../interpreter.ts';
import type { Machine } from '../machine.ts';
import { memberOf } from '../members.ts';
import { type ClassValue, type ClosureValue, type Scope, type Value, optionsOf, truth, unknown } from '../value.ts';
import { visitNodes } from '../walk.ts';
import { CHECKING_FUNCTIONS, REPORTING, THROWING } from './schema-packages.ts';
import { constrainsFields, isSchema, makingOf } from './schema-values.ts';

export type InputCheck = {
  readonly at: Location;
  /** `result`: it asks for the result of rules that were stated before (`validationResult(req)`). `class`: the class of the value, which is not known here, says what it may hold. */
  readonly by: 'schema' | 'class' | 'result';
  /** Whether it can be said to concern more than path parameters and headers. */
  readonly isOfBody: boolean;
};

/** Functions inside functions that are followed. */
const DEPTH = 4;

/** What is known inside one function. */
type Frame = {
  readonly machine: Machine;
  readonly fn: FunctionNode;
  readonly scope: Scope;
  readonly self: Value | undefined;
  readonly depth: number;
  /** Names that hold what the request holds. */
  readonly inputs: Set<string>;
  /** Names of this function with the values they were given. */
  readonly values: Map<string, Value>;
  /** Names that hold an instance of a class that constrains its fields, made of what the request holds. */
  readonly classes: Map<string, ClassValue>;
  readonly found: InputCheck[];
};

/** The checks of a function that is called with the request; `inputs` are the parameters that hold it, the first one when not given. */
export function checksIn(
  machine: Machine,
  closure: ClosureValue,
  inputs: readonly number[] = [0],
): readonly InputCheck[] {
  const known = machine.inputChecks.get(closure.scope) ?? new Map<string, readonly InputCheck[]>();
  const key = `${closure.fn.id} ${inputs.join()}`;
  const before = known.get(key);
  if (before) return before;
  const steps = machine.steps;
  machine.steps = 0;
  const frame = frameOf(machine, closure, 0, []);
  for (const index of inputs) namesIn(closure.fn.parameters[index]?.pattern).forEach(name => frame.inputs.add(name));
  scan(frame, closure.fn.body);
  machine.steps = steps;
  machine.inputChecks.set(closure.scope, known.set(key, frame.found));
  return frame.found;
}

function frameOf(machine: Machine, closure: ClosureValue, depth: number, found: InputCheck[]): Frame {
  const { self } = selfIn(closure);
  const { fn, scope } = closure;
  return { machine, fn, scope, self, depth, inputs: new Set(), values: new Map(), classes: new Map(), found };
}

function namesIn(pattern: Pattern | undefined): readonly string[] {
  switch (pattern?.kind) {
    case 'name':
      return [pattern.name];
    case 'record':
      return [
        ...pattern.entries.flatMap(entry => (NOT_INPUT.has(entry.key) ? [] : namesIn(entry.pattern))),
        ...(pattern.rest === undefined ? [] : [pattern.rest]),
      ];
    case 'list':
      return [...pattern.items.flatMap(namesIn), ...(pattern.rest === undefined ? [] : [pattern.rest])];
    case undefined:
      return [];
  }
}

/** Members of a request that hold what the server put there. */
const NOT_INPUT: ReadonlySet<string> = new Set([
  'user',
  'session',
  'auth',
  'locals',
  'state',
  'app',
  'log',
  'server',
  'env',
  'var',
]);

/** Statements that run whenever the function goes on; branches only where their test is known. */
function scan(frame: Frame, statements: readonly Statement[]): void {
  for (const statement of statements) {
    switch (statement.kind) {
      case 'declare':
        if (statement.value) {
          see(frame, statement.value);
          bind(frame, statement.pattern, statement.value);
        }
        break;
      case 'assign':
        see(frame, statement.value);
        break;
      case 'evaluate':
        see(frame, statement.value);
        break;
      case 'return':
      case 'throw':
        if (statement.value) see(frame, statement.value);
        break;
      case 'branch': {
        see(frame, statement.test);
        const answer = truth(valueOf(frame, statement.test));
        if (answer !== undefined) scan(frame, answer ? statement.then : statement.otherwise);
        break;
      }
      case 'select':
        see(frame, statement.subject);
        break;
      case 'attempt':
        scan(frame, statement.body);
        scan(frame, statement.after);
        break;
      case 'block':
        scan(frame, statement.body);
        break;
      case 'each':
      case 'repeat':
      case 'leave':
        break;
    }
  }
}

function bind(frame: Frame, pattern: Pattern, value: Expr): void {
  const cls = classOf(frame, value);
  if (cls && pattern.kind === 'name') frame.classes.set(pattern.name, cls);
  if (isInput(frame, value)) for (const name of namesIn(pattern)) frame.inputs.add(name);
  else if (pattern.kind === 'name') frame.values.set(pattern.name, valueOf(frame, value));
}

/** Looks at the calls that an expression certainly makes. */
function see(frame: Frame, expr: Expr): void {
  switch (expr.kind) {
    case 'call':
      if (expr.callee.kind === 'member' || expr.callee.kind === 'call') see(frame, expr.callee);
      for (const arg of expr.args) see(frame, arg);
      seeCall(frame, expr);
      return;
    case 'member':
    case 'index':
      see(frame, expr.of);
      return;
    case 'assigned':
    case 'spread':
    case 'named':
      see(frame, expr.value);
      return;
    case 'choice':
      see(frame, expr.test);
      return;
    case 'operation':
      for (const operand of expr.operator === 'and' || expr.operator === 'or'
        ? expr.operands.slice(0, 1)
        : expr.operands)
        see(frame, operand);
      return;
    case 'list':
      for (const item of expr.items) see(frame, item);
      return;
    case 'record':
      for (const entry of expr.entries) see(frame, entry.value);
      return;
    case 'unknown':
      for (const part of expr.parts) see(frame, part);
      return;
    default:
  }
}

/** Whether an expression is what the request holds, or a part of it. */
function isInput(frame: Frame, expr: Expr): boolean {
  switch (expr.kind) {
    case 'name':
      return frame.inputs.has(expr.name);
    case 'member':
      return !NOT_INPUT.has(expr.name) && isInput(frame, expr.of);
    case 'index':
      return isInput(frame, expr.of);
    case 'call':
      if (expr.callee.kind === 'member' && isInput(frame, expr.callee.of)) return true;
      return expr.args.some(arg => isInput(frame, arg)) && isCopy(expr);
    case 'choice':
      return isInput(frame, expr.then) || isInput(frame, expr.otherwise);
    case 'record':
      return expr.entries.some(entry => isInput(frame, entry.value));
    case 'list':
      return expr.items.some(item => isInput(frame, item));
    case 'spread':
    case 'named':
    case 'assigned':
      return isInput(frame, expr.value);
    case 'unknown':
      return expr.parts.some(part => isInput(frame, part));
    default:
      return false;
  }
}

/** Functions that give what they are given, in another form. */
function isCopy(call: CallExpr): boolean {
  const { callee } = call;
  const name = nameOf(callee);
  if (/^(?:plainToInstance|plainToClass|fromEntries|structuredClone|assign|pick|omit|cloneDeep)$/.test(name))
    return true;
  return name === 'parse' && callee.kind === 'member' && callee.of.kind === 'name' && callee.of.name === 'JSON';
}

function seeCall(frame: Frame, call: CallExpr): void {
  // `schema?.parse(body)` checks nothing where there is no schema.
  if (call.isOptional && truth(valueOf(frame, call.callee.kind === 'member' ? call.callee.of : call.callee)) !== true)
    return;
  const given = call.args.filter(arg => isInput(frame, arg));
  if (given.length === 0 || frame.found.length > MOST_CHECKS) return;
  const callee = valueOf(frame, call.callee);
  const isOfBody = given.some(arg => !/^(?:params|headers|cookies)$/.test(lastName(arg)));
  const add = (by: InputCheck['by'], reports: boolean): void => {
    if (!reports || isActedOn(frame.fn)) frame.found.push({ at: call.nameAt, by, isOfBody });
  };
  for (const option of optionsOf(callee)) {
    if (option.kind === 'closure') follow(frame, option, call);
    else if (option.kind === 'external') seeExternal(option, classOf(frame, given[0]), add);
  }
  if (isCompiled(callee)) add('schema', true);
  if (call.callee.kind !== 'member') return;
  const { name, of } = call.callee;
  if (!THROWING.has(name) && !REPORTING.has(name)) return;
  const receiver = valueOf(frame, of);
  if (!isSchema(receiver)) return;
  // Rejections of yup's `validate` come with `await`; Joi's has a result to be looked at.
  const throws = THROWING.has(name) || (name === 'validate' && makingOf(receiver)?.module === 'yup');
  add('schema', !throws);
}

const MOST_CHECKS = 20;

function lastName(expr: Expr): string {
  return expr.kind === 'member'
    ? expr.name
    : expr.kind === 'call' && expr.callee.kind === 'member'
      ? lastName(expr.callee.of)
      : '';
}

function seeExternal(
  { module, path }: Extract<Value, { kind: 'external' }>,
  cls: ClassValue | undefined,
  add: (by: InputCheck['by'], reports: boolean) => void,
): void {
  const name = path.at(-1) ?? '';
  if (module === 'express-validator' && name === 'validationResult') add('result', true);
  const known = CHECKING_FUNCTIONS.find(row => row.module === module && row.names.includes(name));
  if (known) add(module === 'class-validator' && !cls ? 'class' : 'schema', known.reports);
}

/** The constrained class that an input was made an instance of: `plainToInstance(Order, req.body)`. */
function classOf(frame: Frame, expr: Expr | undefined): ClassValue | undefined {
  if (expr?.kind === 'name') return frame.classes.get(expr.name);
  if (expr?.kind !== 'call' || !/^plainTo(?:Instance|Class)$/.test(nameOf(expr.callee))) return undefined;
  const cls = expr.args[0] && valueOf(frame, expr.args[0]);
  return cls?.kind === 'class' && constrainsFields(frame.machine, cls) ? cls : undefined;
}

function nameOf(expr: Expr): string {
  return expr.kind === 'member' || expr.kind === 'name' ? expr.name : '';
}

/** `ajv.compile(schema)` gives a function that checks. */
function isCompiled(value: Value): boolean {
  const making = value.kind === 'outcome' ? makingOf(value) : undefined;
  return making !== undefined && making.module.startsWith('ajv') && (making.names.at(-1) ?? '').startsWith('compile');
}

/** A function of the tree that is handed what the request holds. */
function follow(frame: Frame, closure: ClosureValue, call: CallExpr): void {
  if (frame.depth >= DEPTH) return;
  // `respond(res, schema, { ...row, role })`: what is checked there is the answer, although a part of it came in.
  const isAnswering = call.args.some(arg => arg.kind === 'name' && /^_*(?:res|response|reply)$/.test(arg.name));
  if (isAnswering && !call.args.some(arg => arg.kind === 'name' && frame.inputs.has(arg.name))) return;
  const inner = frameOf(frame.machine, closure, frame.depth + 1, frame.found);
  for (const [index, parameter] of closure.fn.parameters.entries()) {
    const arg = call.args[index];
    if (!arg) continue;
    if (isInput(frame, arg)) namesIn(parameter.pattern).forEach(name => inner.inputs.add(name));
    else if (parameter.pattern.kind === 'name') inner.values.set(parameter.pattern.name, valueOf(frame, arg));
  }
  scan(inner, closure.fn.body);
}

/** What an expression stands for, where that can be told without calling functions of the tree. */
function valueOf(frame: Frame, expr: Expr): Value {
  switch (expr.kind) {
    case 'name':
      if (frame.inputs.has(expr.name)) return unknown('a part of the request', expr.name);
      return frame.values.get(expr.name) ?? evaluateHere(frame, expr);
    case 'self':
      return frame.self ?? unknown('this');
    case 'member':
      return memberOf(frame.machine, valueOf(frame, expr.of), expr.name);
    case 'call': {
      const callee = valueOf(frame, expr.callee);
      if (callee.kind === 'closure' || callee.kind === 'class') return unknown('a result');
      return { kind: 'outcome', of: callee, call: expr, args: expr.args.map(arg => valueOf(frame, arg)) };
    }
    case 'text':
    case 'number':
    case 'boolean':
    case 'nothing':
      return evaluateHere(frame, expr);
    default:
      // Evaluating what makes something could register it a second time.
      return unknown('not followed here');
  }
}

function evaluateHere(frame: Frame, expr: Expr): Value {
  return evaluate(frame.machine, { scope: frame.scope, memo: new Map(), returns: [] }, expr);
}

/** Whether some branch of a function hangs on the outcome of a check and ends it, or hands an error on. */
function isActedOn(fn: FunctionNode): boolean {
  let found = false;
  visitNodes(fn.body, node => {
    if (node.kind !== 'branch' || found) return;
    let speaks = false;
    visitNodes([node.test], part => {
      const name = part.kind === 'name' ? part.name : part.kind === 'member' ? part.name : '';
      if (/err|success|valid|issue|result|parsed|isEmpty|fail|ok/i.test(name)) speaks = true;
    });
    const ends = [...node.then, ...node.otherwise].some(
      inner => inner.kind === 'return' || inner.kind === 'throw' || inner.kind === 'evaluate',
    );
    if (speaks && ends) found = true;
  });
  return found;
}
