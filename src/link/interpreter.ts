/**
 * Evaluates a program in its language-independent form, as far as its text decides what happens.
 *
 * Nothing of the scanned tree is executed: this walks the syntax with its own values. Branches that cannot be decided
 * are both taken (under a condition), loops over unknown things run once, calls of functions in the tree are followed,
 * calls of anything else give `outcome`. When the walk reaches a site for which a detector has a fact, the fact fires.
 */
import type { ProgramFact } from '../core/facts/program.ts';
import type { CallExpr, ClassMember, Expr, FunctionNode, Pattern, RecordEntry, Statement } from '../core/program.ts';
import { callMethod, globalValue } from './builtins.ts';
import { fireFacts } from './fire.ts';
import { CALL_DEPTH, COSTLY_CALL, IDLE_LIMIT, LOOP_LIMIT, type Machine, NESTING_LIMIT, STEP_LIMIT, addRouter, branchDepth, lookUp, note, propertyOf, under } from './machine.ts';
import { importedValue } from './modules.ts';
import { wordsOf } from './words.ts';
import { type ClassValue, type ClosureValue, HOLE, type InstanceValue, NOTHING, type Scope, type Value, either, optionsOf, truth, unknown } from './value.ts';

/** One activation of a function or module. */
export type Frame = {
  readonly scope: Scope;
  /** Values of nodes evaluated in this activation, the newest first come; facts read their operands here. */
  readonly memo: Map<Expr, Value>;
  readonly returns: Value[];
};

/** How a run of statements ended. `perhaps-…`: on one side of a branch that could not be decided it did. */
type Ended = 'normal' | 'returned' | 'left' | 'threw' | 'perhaps-returned' | 'perhaps-left';

export function evaluate(machine: Machine, frame: Frame, expr: Expr): Value {
  if (++machine.steps > STEP_LIMIT) {
    note(machine, 'evaluation-too-long', expr.at, 'the program takes too long to follow from here');
    return unknown('evaluation took too long');
  }
  if (++machine.nesting > NESTING_LIMIT) {
    machine.nesting--;
    return unknown('too deeply nested');
  }
  const value = valueOf(machine, frame, expr);
  machine.nesting--;
  frame.memo.set(expr, value);
  return value;
}

/** The value a node had when it was last evaluated in this activation; evaluated now when it was not. */
export function operand(machine: Machine, frame: Frame, expr: Expr): Value {
  return frame.memo.get(expr) ?? evaluate(machine, frame, expr);
}

function valueOf(machine: Machine, frame: Frame, expr: Expr): Value {
  const facts = machine.factsAt.get(expr);
  if (facts && expr.kind !== 'call') {
    const fired = fireFacts(machine, frame, expr, facts);
    if (fired) return fired;
  }
  switch (expr.kind) {
    case 'text':
      return { kind: 'text', value: expr.value };
    case 'number':
      return { kind: 'number', value: expr.value };
    case 'boolean':
      return { kind: 'boolean', value: expr.value };
    case 'nothing':
      return NOTHING;
    case 'pattern':
      return { kind: 'pattern', source: expr.source, flags: expr.flags };
    case 'concat':
      return concatenate(expr.parts.map(part => evaluate(machine, frame, part)));
    case 'name':
      return nameValue(machine, frame.scope, expr.name);
    case 'self':
      return selfOf(frame.scope) ?? unknown('this', 'this');
    case 'member':
      return memberOf(machine, evaluate(machine, frame, expr.of), expr.name);
    case 'index': {
      const of = evaluate(machine, frame, expr.of);
      return indexOf(machine, of, evaluate(machine, frame, expr.key));
    }
    case 'call':
      return callValue(machine, frame, expr);
    case 'list':
      return listValue(machine, frame, expr.items);
    case 'record':
      return recordValue(machine, frame, expr.entries);
    case 'spread':
      return evaluate(machine, frame, expr.value);
    case 'function':
      return closureOf(machine, expr.fn, frame.scope);
    case 'class':
      return classValue(machine, frame, expr);
    case 'choice':
      return choiceValue(machine, frame, expr);
    case 'operation':
      return operationValue(machine, frame, expr);
    case 'load': {
      const module = evaluate(machine, frame, expr.module);
      return module.kind === 'text' && !module.value.includes(HOLE) ? loadedValue(machine, frame.scope.file, module.value) : unknown('a computed module name', 'module');
    }
    case 'assigned': {
      const value = evaluate(machine, frame, expr.value);
      assign(machine, frame, expr.target, value);
      return value;
    }
    case 'unknown':
      for (const part of expr.parts) evaluate(machine, frame, part);
      return unknown('an expression that is not followed');
  }
}

/** Text of the parts; what is not known becomes a hole. Alternatives multiply, up to 16. */
function concatenate(parts: readonly Value[]): Value {
  let texts: readonly string[] = [''];
  for (const part of parts) {
    const options = optionsOf(part).map(textOf);
    texts = texts.flatMap(text => options.map(option => text + option)).slice(0, 16);
  }
  return either(texts.map(value => ({ kind: 'text', value })));
}

function textOf(value: Value): string {
  switch (value.kind) {
    case 'text':
      return value.value;
    case 'number':
      return String(value.value);
    case 'boolean':
      return String(value.value);
    default:
      return HOLE;
  }
}

function nameValue(machine: Machine, scope: Scope, name: string): Value {
  const binding = lookUp(scope, name);
  if (binding) return binding.value;
  return importedValue(machine, scope.file, name) ?? globalValue(name, scope.file);
}

function selfOf(scope: Scope): Value | undefined {
  for (let current: Scope | undefined = scope; current; current = current.parent) if (current.self) return current.self;
  return undefined;
}

function classOf(scope: Scope): ClassValue | undefined {
  for (let current: Scope | undefined = scope; current; current = current.parent) if (current.cls) return current.cls;
  return undefined;
}

/** What a member of a value is. Methods of built-in kinds are bound, to be called later. */
export function memberOf(machine: Machine, of: Value, name: string): Value {
  switch (of.kind) {
    case 'record': {
      const field = of.fields.get(name);
      if (field) return field;
      if (name === 'then' || name === 'catch' || name === 'finally' || name === 'hasOwnProperty') return { kind: 'method', of, name };
      return of.isOpen ? unknown(`a member of something not wholly known`, name) : NOTHING;
    }
    case 'instance': {
      const field = of.fields.get(name);
      if (field) return field;
      return methodOf(machine, of.of, name, of) ?? unknown('a member that is set elsewhere', name);
    }
    case 'class':
      return of.statics.get(name) ?? (of.base ? memberOf(machine, of.base, name) : unknown('a member of a class', name));
    case 'external':
      return { kind: 'external', module: of.module, path: [...of.path, name] };
    case 'outcome':
      return of.of.kind === 'external' ? { kind: 'external', module: of.of.module, path: [...of.of.path, '()', name] } : { kind: 'method', of, name };
    case 'either':
      return either(of.options.filter(option => option.kind !== 'nothing').map(option => memberOf(machine, option, name)));
    case 'list':
      if (name === 'length') return of.isOpen ? unknown('a length') : { kind: 'number', value: of.items.length };
      return { kind: 'method', of, name };
    case 'unknown':
      return { kind: 'unknown', why: of.why, name: of.name === undefined ? name : `${of.name}.${name}`.slice(-80) };
    case 'nothing':
      return unknown('a member of nothing', name);
    case 'text':
      return name === 'length' ? unknown('a length') : { kind: 'method', of, name };
    case 'number':
    case 'boolean':
    case 'pattern':
    case 'closure':
    case 'guard':
    case 'sparing':
    case 'marks':
    case 'method':
      return { kind: 'method', of, name };
    case 'router':
      return propertyOf(machine, of.router, name) ?? { kind: 'method', of, name };
  }
}

/** A method of a class or of its bases, bound to an instance. */
export function methodOf(machine: Machine, cls: ClassValue, name: string, self: Value | undefined, depth = 0): Value | undefined {
  const member = cls.cls.members.find((candidate): candidate is Extract<ClassMember, { kind: 'method' }> => candidate.kind === 'method' && candidate.name === name && !candidate.isStatic);
  if (member) {
    const scope: Scope = { parent: cls.scope, names: new Map(), file: cls.scope.file, cls, ...(self ? { self } : {}) };
    const closure = closureOf(machine, member.fn, scope, self);
    return member.accessor === 'get' ? callClosure(machine, closure, []) : closure;
  }
  if (cls.base?.kind === 'class' && depth < 20) return methodOf(machine, cls.base, name, self, depth + 1);
  if (cls.base && cls.base.kind !== 'nothing') return memberOf(machine, cls.base, name);
  return undefined;
}

function indexOf(machine: Machine, of: Value, key: Value): Value {
  if (key.kind === 'text' && !key.value.includes(HOLE)) return memberOf(machine, of, key.value);
  if (key.kind === 'number' && of.kind === 'list') return of.items[key.value] ?? (of.isOpen ? unknown('an element') : NOTHING);
  if (key.kind === 'number') return memberOf(machine, of, String(key.value));
  if (key.kind === 'either') return either(key.options.map(option => indexOf(machine, of, option)));
  if (of.kind === 'record' && !of.isOpen && of.fields.size > 0) return either([...of.fields.values()]);
  if (of.kind === 'list' && of.items.length > 0) return either(of.items);
  return unknown('a computed member');
}

function listValue(machine: Machine, frame: Frame, items: readonly Expr[]): Value {
  const values: Value[] = [];
  let isOpen = false;
  for (const item of items) {
    const value = evaluate(machine, frame, item);
    if (item.kind !== 'spread') values.push(value);
    else if (value.kind === 'list') {
      values.push(...value.items);
      isOpen ||= value.isOpen;
    } else if (value.kind !== 'nothing') {
      isOpen = true;
      if (value.kind === 'unknown' || value.kind === 'either' || value.kind === 'outcome') values.push(value);
    }
  }
  return { kind: 'list', items: values, isOpen };
}

function recordValue(machine: Machine, frame: Frame, entries: readonly RecordEntry[]): Value {
  const fields = new Map<string, Value>();
  let isOpen = false;
  for (const entry of entries) {
    if (entry.kind === 'entry') fields.set(entry.key, evaluate(machine, frame, entry.value));
    else if (entry.kind === 'computed') {
      const key = evaluate(machine, frame, entry.key);
      const value = evaluate(machine, frame, entry.value);
      if (key.kind === 'text' && !key.value.includes(HOLE)) fields.set(key.value, value);
      else isOpen = true;
    } else {
      const value = evaluate(machine, frame, entry.value);
      if (value.kind === 'record') {
        for (const [key, field] of value.fields) fields.set(key, field);
        isOpen ||= value.isOpen;
      } else if (value.kind === 'instance') {
        for (const [key, field] of value.fields) fields.set(key, field);
      } else if (value.kind !== 'nothing') isOpen = true;
    }
  }
  return { kind: 'record', fields, isOpen };
}

export function closureOf(machine: Machine, fn: FunctionNode, scope: Scope, self?: Value): ClosureValue {
  const closure: ClosureValue = self && fn.bindsSelf ? { kind: 'closure', fn, scope, self } : { kind: 'closure', fn, scope };
  machine.closures.set(fn.id, closure);
  return closure;
}

function classValue(machine: Machine, frame: Frame, expr: Extract<Expr, { kind: 'class' }>): Value {
  const { cls } = expr;
  const base = cls.extends ? evaluate(machine, frame, cls.extends) : undefined;
  const statics = new Map<string, Value>();
  const value: ClassValue = { kind: 'class', cls, scope: frame.scope, statics, ...(base ? { base } : {}) };
  machine.classes.set(cls.id, value);
  // The class is visible in its own static fields.
  const scope: Scope = { parent: frame.scope, names: new Map(cls.name ? [[cls.name, { value, depth: 0 }]] : []), file: frame.scope.file, cls: value, self: value };
  for (const member of cls.members) {
    if (member.kind === 'method' && member.isStatic) statics.set(member.name, closureOf(machine, member.fn, scope, value));
    if (member.kind === 'field' && member.isStatic && member.value) statics.set(member.name, evaluate(machine, { scope, memo: new Map(), returns: [] }, member.value));
  }
  return value;
}

function choiceValue(machine: Machine, frame: Frame, expr: Extract<Expr, { kind: 'choice' }>): Value {
  const test = evaluate(machine, frame, expr.test);
  const known = truth(test);
  // `a || b` and `a && b` share a node between test and branch; it is not evaluated twice.
  const branch = (side: Expr): Value => (side === expr.test ? test : evaluate(machine, frame, side));
  if (known !== undefined) return branch(known ? expr.then : expr.otherwise);
  const words = wordsOf(expr.test);
  return either([under(machine, words, () => branch(expr.then)), under(machine, `not (${words})`, () => branch(expr.otherwise))]);
}

function operationValue(machine: Machine, frame: Frame, expr: Extract<Expr, { kind: 'operation' }>): Value {
  if (expr.operator === 'and' || expr.operator === 'or') return logicValue(machine, frame, expr.operands, expr.operator === 'or');
  const values = expr.operands.map(item => evaluate(machine, frame, item));
  const [left, right] = values;
  switch (expr.operator) {
    case 'not': {
      const known = left && truth(left);
      return known === undefined ? unknown('a condition') : { kind: 'boolean', value: !known };
    }
    case 'equal':
    case 'not-equal': {
      const same = left && right ? comparePlain(left, right) : undefined;
      return same === undefined ? unknown('a comparison') : { kind: 'boolean', value: same === (expr.operator === 'equal') };
    }
    case 'less':
    case 'in':
    case 'instance-of':
    case 'type-of':
    case 'arithmetic':
      return unknown('a computed value');
  }
}

/** `a && b`, `a || b` in a test: the right side is evaluated when the left does not decide, and under its condition when that is not known. */
function logicValue(machine: Machine, frame: Frame, operands: readonly Expr[], decisive: boolean): Value {
  const [first, ...rest] = operands;
  if (!first) return { kind: 'boolean', value: !decisive };
  const answer = truth(evaluate(machine, frame, first));
  if (answer === decisive) return { kind: 'boolean', value: decisive };
  if (answer !== undefined) return logicValue(machine, frame, rest, decisive);
  const others = under(machine, wordsOf(first), () => logicValue(machine, frame, rest, decisive));
  return truth(others) === decisive ? others : unknown('a condition');
}

function comparePlain(left: Value, right: Value): boolean | undefined {
  const a = plainOf(left);
  const b = plainOf(right);
  return a === undefined || b === undefined ? undefined : a === b;
}

function plainOf(value: Value): string | undefined {
  if (value.kind === 'text') return value.value.includes(HOLE) ? undefined : `text:${value.value}`;
  if (value.kind === 'number' || value.kind === 'boolean') return `${value.kind}:${value.value}`;
  return value.kind === 'nothing' ? 'nothing' : undefined;
}

/** The value of `require(specifier)` or `await import(specifier)` in a file. */
function loadedValue(machine: Machine, file: string, specifier: string): Value {
  return importedValue(machine, file, '*', specifier) ?? unknown('a module that is not in the tree', specifier);
}

// Calls

function callValue(machine: Machine, frame: Frame, call: CallExpr): Value {
  const callee = calleeOf(machine, frame, call);
  const args = argumentsOf(machine, frame, call.args);
  const facts = machine.factsAt.get(call);
  if (facts) {
    const fired = fireFacts(machine, frame, call, facts);
    if (fired) return fired;
  }
  if (call.callee.kind === 'name' && call.callee.name === 'super') return superCall(machine, frame, args);
  return apply(machine, callee, args, call);
}

function calleeOf(machine: Machine, frame: Frame, call: CallExpr): Value {
  if (call.callee.kind === 'name' && call.callee.name === 'super') return NOTHING;
  if (call.callee.kind === 'member' && call.callee.of.kind === 'name' && call.callee.of.name === 'super') {
    const base = classOf(frame.scope)?.base;
    const self = selfOf(frame.scope);
    const { name } = call.callee;
    return (base?.kind === 'class' ? methodOf(machine, base, name, self) : base && memberOf(machine, base, name)) ?? unknown('a method of a base class', name);
  }
  return evaluate(machine, frame, call.callee);
}

function argumentsOf(machine: Machine, frame: Frame, args: readonly Expr[]): readonly Value[] {
  const list = listValue(machine, frame, args);
  return list.kind === 'list' ? list.items : [];
}

/** Calls a value with arguments. Functions of the tree are followed; of anything else, functions among the arguments are run once. */
export function apply(machine: Machine, callee: Value, args: readonly Value[], call: CallExpr): Value {
  switch (callee.kind) {
    case 'closure':
      return callClosure(machine, callee, args, call);
    case 'class':
      return instantiate(machine, callee, args);
    case 'method':
      return callMethod(machine, callee.of, callee.name, args, call, HOST);
    case 'either':
      return applyEither(machine, callee.options.filter(option => option.kind !== 'nothing'), args, call);
    case 'external': {
      const known = callMethod(machine, callee, '', args, call, HOST);
      if (known.kind !== 'unknown' || callee.path.at(-1) === 'then') return known;
      runCallbacks(machine, args);
      return { kind: 'outcome', of: callee, call, args };
    }
    case 'unknown':
      if (callee.name === 'then' || callee.name?.endsWith('.then') === true) return callMethod(machine, callee, 'then', args, call, HOST);
      runCallbacks(machine, args);
      return { kind: 'unknown', why: callee.why, ...(callee.name === undefined ? {} : { name: `${callee.name}()` }) };
    case 'outcome':
    case 'guard':
    case 'sparing':
      runCallbacks(machine, args);
      return { kind: 'outcome', of: callee, call, args };
    case 'text':
    case 'number':
    case 'boolean':
    case 'nothing':
    case 'pattern':
    case 'list':
    case 'record':
    case 'instance':
    case 'router':
      return unknown('a call of something that is no function');
    case 'marks': {
      // `Roles = Reflector.createDecorator()`, then `@Roles(['admin'])`: the maker is the key.
      const [maker] = callee.marks;
      return maker?.mark.kind === 'metadata-maker' ? { kind: 'marks', marks: [], metadata: [{ key: `${maker.at.file}:${maker.at.line}:${maker.at.column}`, value: args[0] ?? NOTHING }] } : callee;
    }
  }
}

/** Each of several functions may be the one that is called. */
function applyEither(machine: Machine, options: readonly Value[], args: readonly Value[], call: CallExpr): Value {
  const [only, ...others] = options;
  if (only && others.length === 0) return apply(machine, only, args, call);
  return either(options.map(option => under(machine, 'which function is called', () => apply(machine, option, args, call))));
}

/** What built-in methods need of the interpreter; passed in, so that they do not import it. */
const HOST = { apply: (machine: Machine, callee: Value, args: readonly Value[], call: CallExpr) => apply(machine, callee, args, call), runCallbacks };
export type Host = typeof HOST;

/**
 * Functions given to something outside the tree are run once, with unknown arguments, when they may register something.
 * When that something calls them is not known: a guard in them need not stand before what is registered outside.
 */
function runCallbacks(machine: Machine, args: readonly Value[]): void {
  for (const arg of args) {
    if (arg.kind === 'closure' && !machine.ran.has(arg.fn.id)) under(machine, 'when a callback runs', () => callClosure(machine, arg, []), true);
  }
}

export function callClosure(machine: Machine, closure: ClosureValue, args: readonly Value[], call?: CallExpr): Value {
  const { fn } = closure;
  const depth = machine.stack.length;
  if (depth > CALL_DEPTH || machine.stack.filter(id => id === fn.id).length > 1) return unknown('recursion');
  if ((machine.idleSteps.get(fn.id) ?? 0) > IDLE_LIMIT) return unknown('a function that costs much to follow and registers nothing');
  const before = { steps: machine.steps, fired: machine.fired.size };
  machine.ran.add(fn.id);
  machine.stack.push(fn.id);
  const self = closure.self;
  const scope: Scope = { parent: closure.scope, names: new Map(), file: closure.scope.file, ...(self && fn.bindsSelf ? { self } : {}) };
  const frame: Frame = { scope, memo: new Map(), returns: [] };
  const conditions = machine.conditions.length;
  bindParameters(machine, frame, fn, args, call !== undefined);
  execute(machine, frame, fn.body);
  machine.stack.length = depth;
  // An early exit leaves this function alone.
  machine.conditions.length = conditions;
  countIdle(machine, fn.id, before);
  return frame.returns.length === 0 ? NOTHING : either(frame.returns);
}

/** Keeps count of what a function costs while it registers nothing, so that helpers called everywhere do not use up the budget. */
function countIdle(machine: Machine, fn: string, before: { readonly steps: number; readonly fired: number }): void {
  if (machine.fired.size > before.fired) {
    machine.idleSteps.delete(fn);
    return;
  }
  const cost = Math.max(0, machine.steps - before.steps);
  machine.idleSteps.set(fn, (machine.idleSteps.get(fn) ?? 0) + (cost > COSTLY_CALL ? 4 * cost : cost));
}

function bindParameters(machine: Machine, frame: Frame, fn: FunctionNode, args: readonly Value[], isCalled: boolean): void {
  const self = selfOf(frame.scope);
  for (const [index, parameter] of fn.parameters.entries()) {
    const given = parameter.isRest ? ({ kind: 'list', items: args.slice(index), isOpen: !isCalled } satisfies Value) : args[index];
    const typed = given || isCalled ? undefined : machine.typedParameters.get(`${fn.id}#${index}`);
    const value = given ?? (typed ? assumedByType(machine, typed, fn.id, index) : undefined) ?? (isCalled ? NOTHING : ({ kind: 'unknown', why: 'a parameter of a function that is called elsewhere', parameter: { fn: fn.id, index }, ...(parameter.pattern.kind === 'name' ? { name: parameter.pattern.name } : {}) } satisfies Value));
    bind(machine, frame, parameter.pattern, value);
    if (parameter.isField && parameter.pattern.kind === 'name' && self?.kind === 'instance') {
      const bound = lookUp(frame.scope, parameter.pattern.name);
      if (bound) self.fields.set(parameter.pattern.name, bound.value);
    }
  }
}

function assumedByType(machine: Machine, fact: Extract<ProgramFact, { kind: 'router' }>, fn: string, index: number): Value {
  const key = `parameter ${fn}#${index}#${fact.framework}`;
  const router = machine.roots.get(key) ?? addRouter(machine, { framework: fact.framework, at: fact.at, role: 'router', rules: fact.rules, assumed: 'declared as a plugin' });
  machine.roots.set(key, router);
  return { kind: 'router', router };
}

function instantiate(machine: Machine, cls: ClassValue, args: readonly Value[]): Value {
  const instance: InstanceValue = { kind: 'instance', of: cls, fields: new Map() };
  construct(machine, cls, instance, args);
  return instance;
}

/** An instance whose constructor is not run: made by a container, or passed in by its declared type. */
export function opaqueInstance(machine: Machine, cls: ClassValue): InstanceValue {
  const known = machine.opaque.get(cls.cls.id);
  if (known) return known;
  const instance: InstanceValue = { kind: 'instance', of: cls, fields: new Map() };
  const key = `new ${cls.cls.id}`;
  if (machine.stack.includes(key) || machine.stack.length > CALL_DEPTH) return instance;
  machine.opaque.set(cls.cls.id, instance);
  machine.stack.push(key);
  construct(machine, cls, instance, undefined);
  machine.stack.pop();
  return instance;
}

function construct(machine: Machine, cls: ClassValue, instance: InstanceValue, args: readonly Value[] | undefined, depth = 0): void {
  const own = cls.cls.members.find(member => member.kind === 'constructor');
  // Without a constructor of its own, a class passes everything to its base.
  if (!own && cls.base?.kind === 'class' && depth < 20) construct(machine, cls.base, instance, args, depth + 1);
  const scope: Scope = { parent: cls.scope, names: new Map(), file: cls.scope.file, self: instance, cls };
  const initialise = (): void => {
    for (const member of cls.cls.members) {
      if (member.kind !== 'field' || member.isStatic) continue;
      const value = member.value ? evaluate(machine, { scope, memo: new Map(), returns: [] }, member.value) : member.type ? typedValue(machine, scope, member.type, NOTHING) : undefined;
      if (value && value.kind !== 'nothing') instance.fields.set(member.name, value);
    }
  };
  initialise();
  if (own?.kind === 'constructor') {
    const closure: ClosureValue = { kind: 'closure', fn: own.fn, scope, self: instance };
    const frame: Frame = { scope: { parent: scope, names: new Map(), file: scope.file, self: instance, cls }, memo: new Map(), returns: [] };
    if (machine.stack.length > CALL_DEPTH || machine.stack.filter(id => id === own.fn.id).length > 1) return;
    machine.ran.add(closure.fn.id);
    machine.stack.push(own.fn.id);
    bindParameters(machine, frame, own.fn, args ?? [], args !== undefined);
    execute(machine, frame, own.fn.body);
    machine.stack.pop();
  }
}

function superCall(machine: Machine, frame: Frame, args: readonly Value[]): Value {
  const cls = classOf(frame.scope);
  const self = selfOf(frame.scope);
  if (cls?.base?.kind === 'class' && self?.kind === 'instance') construct(machine, cls.base, self, args, 1);
  return NOTHING;
}

// Patterns

export function bind(machine: Machine, frame: Frame, pattern: Pattern, given: Value): void {
  const wanted = given.kind === 'nothing' && pattern.byDefault ? evaluate(machine, frame, pattern.byDefault) : given;
  const value = pattern.type && (wanted.kind === 'unknown' || wanted.kind === 'nothing') ? typedValue(machine, frame.scope, pattern.type, wanted) : wanted;
  if (pattern.type && value.kind === 'closure') {
    for (const fact of machine.factsAt.get(pattern.type) ?? []) {
      if (fact.kind === 'router' && fact.parameter !== undefined) machine.typedParameters.set(`${value.fn.id}#${fact.parameter}`, fact);
    }
  }
  switch (pattern.kind) {
    case 'name':
      frame.scope.names.set(pattern.name, { value, depth: branchDepth(machine) });
      if (value.kind === 'closure' && value.fn.name === undefined && !machine.namesOf.has(value.fn.id)) machine.namesOf.set(value.fn.id, pattern.name);
      return;
    case 'record': {
      for (const { key, pattern: inner } of pattern.entries) bind(machine, frame, inner, memberOf(machine, value, key));
      if (pattern.rest !== undefined) {
        const taken = new Set(pattern.entries.map(entry => entry.key));
        const rest: Value = value.kind === 'record' ? { kind: 'record', fields: new Map([...value.fields].filter(([key]) => !taken.has(key))), isOpen: value.isOpen } : unknown('the rest of a value', pattern.rest);
        frame.scope.names.set(pattern.rest, { value: rest, depth: branchDepth(machine) });
      }
      return;
    }
    case 'list': {
      for (const [index, inner] of pattern.items.entries()) {
        if (inner) bind(machine, frame, inner, indexOf(machine, value, { kind: 'number', value: index }));
      }
      if (pattern.rest !== undefined) {
        const rest: Value = value.kind === 'list' ? { kind: 'list', items: value.items.slice(pattern.items.length), isOpen: value.isOpen } : unknown('the rest of a list', pattern.rest);
        frame.scope.names.set(pattern.rest, { value: rest, depth: branchDepth(machine) });
      }
    }
  }
}

/** What a declared type says of a value that is not known: a router of a framework, or an instance of a class of the tree. */
function typedValue(machine: Machine, scope: Scope, type: NonNullable<Pattern['type']>, fallback: Value): Value {
  for (const fact of machine.factsAt.get(type) ?? []) {
    if (fact.kind !== 'router' || fact.parameter !== undefined) continue;
    if (fallback.kind === 'nothing') continue;
    return { kind: 'router', router: addRouter(machine, { framework: fact.framework, at: type.at, role: 'router', rules: fact.rules, assumed: `declared as ${type.text}` }) };
  }
  const named = lookUp(scope, type.name)?.value ?? importedValue(machine, scope.file, type.name);
  return named?.kind === 'class' && type.qualifier.length === 0 ? opaqueInstance(machine, named) : fallback;
}

function assign(machine: Machine, frame: Frame, target: Expr, value: Value): void {
  switch (target.kind) {
    case 'name': {
      const binding = lookUp(frame.scope, target.name);
      if (!binding) frame.scope.names.set(target.name, { value, depth: branchDepth(machine) });
      else binding.value = binding.depth < branchDepth(machine) ? either([binding.value, value]) : value;
      return;
    }
    case 'member': {
      const of = evaluate(machine, frame, target.of);
      for (const option of optionsOf(of)) setMember(machine, option, target.name, value);
      return;
    }
    case 'index': {
      const of = evaluate(machine, frame, target.of);
      const key = evaluate(machine, frame, target.key);
      for (const option of optionsOf(of)) {
        if (key.kind === 'text' && !key.value.includes(HOLE)) setMember(machine, option, key.value, value);
        else if (option.kind === 'record') option.isOpen = true;
      }
      return;
    }
    default:
      evaluate(machine, frame, target);
  }
}

function setMember(machine: Machine, of: Value, name: string, value: Value): void {
  const fields = of.kind === 'record' || of.kind === 'instance' ? of.fields : of.kind === 'class' ? of.statics : undefined;
  if (!fields) return;
  const before = fields.get(name);
  fields.set(name, before && branchDepth(machine) > 0 ? either([before, value]) : value);
}

// Statements

export function execute(machine: Machine, frame: Frame, statements: readonly Statement[]): Ended {
  let perhaps: Ended = 'normal';
  for (const statement of statements) {
    const ended = executeOne(machine, frame, statement);
    if (ended === 'perhaps-returned' || (ended === 'perhaps-left' && perhaps === 'normal')) perhaps = ended;
    else if (ended !== 'normal' && ended !== 'perhaps-left') return ended;
  }
  return perhaps;
}

function inside(frame: Frame): Frame {
  return { scope: { parent: frame.scope, names: new Map(), file: frame.scope.file }, memo: frame.memo, returns: frame.returns };
}

function executeOne(machine: Machine, frame: Frame, statement: Statement): Ended {
  if (machine.steps > STEP_LIMIT) return 'returned';
  switch (statement.kind) {
    case 'declare':
      bind(machine, frame, statement.pattern, statement.value ? evaluate(machine, frame, statement.value) : NOTHING);
      return 'normal';
    case 'assign':
      assign(machine, frame, statement.target, evaluate(machine, frame, statement.value));
      return 'normal';
    case 'evaluate':
      evaluate(machine, frame, statement.value);
      return 'normal';
    case 'return':
      frame.returns.push(statement.value ? evaluate(machine, frame, statement.value) : NOTHING);
      return 'returned';
    case 'throw':
      if (statement.value) evaluate(machine, frame, statement.value);
      return 'threw';
    case 'branch':
      return executeBranch(machine, frame, statement);
    case 'each':
      return executeEach(machine, frame, statement);
    case 'repeat':
      if (statement.test) evaluate(machine, frame, statement.test);
      under(machine, 'a loop', () => execute(machine, inside(frame), statement.body));
      return 'normal';
    case 'attempt':
      return executeAttempt(machine, frame, statement);
    case 'select':
      return executeSelect(machine, frame, statement);
    case 'block':
      return execute(machine, inside(frame), statement.body);
    case 'leave':
      return 'left';
  }
}

function executeBranch(machine: Machine, frame: Frame, statement: Extract<Statement, { kind: 'branch' }>): Ended {
  const known = truth(evaluate(machine, frame, statement.test));
  if (known !== undefined) return execute(machine, inside(frame), known ? statement.then : statement.otherwise);
  const words = wordsOf(statement.test);
  const then = under(machine, words, () => execute(machine, inside(frame), statement.then));
  const otherwise = under(machine, `not (${words})`, () => execute(machine, inside(frame), statement.otherwise));
  if (hasEnded(then) && hasEnded(otherwise)) return then === 'threw' ? otherwise : then;
  const exit = [then, otherwise].find(ended => ended !== 'normal' && ended !== 'threw');
  // What throws ends the program; what returns early leaves the rest to the other side.
  if (exit === undefined) return 'normal';
  machine.conditions.push({ words: hasEnded(then) ? `not (${words})` : hasEnded(otherwise) ? words : 'no earlier exit', isQuiet: false });
  return exit === 'returned' || exit === 'perhaps-returned' ? 'perhaps-returned' : 'perhaps-left';
}

function hasEnded(ended: Ended): boolean {
  return ended === 'returned' || ended === 'left' || ended === 'threw';
}

/** What stands in a `try` is taken to happen; what comes after it happens either way, also when a guard in it could not be put up. */
function executeAttempt(machine: Machine, frame: Frame, statement: Extract<Statement, { kind: 'attempt' }>): Ended {
  const body = (): Ended => execute(machine, inside(frame), statement.body);
  const ended = statement.hasHandler ? under(machine, 'no error', body, true) : body();
  const handled = !statement.hasHandler ? 'threw' : under(machine, 'an error', () => {
    const handler = inside(frame);
    if (statement.caught) bind(machine, handler, statement.caught, unknown('a caught error', 'error'));
    return execute(machine, handler, statement.handler);
  });
  const after = execute(machine, inside(frame), statement.after);
  if (hasEnded(after)) return after;
  if (ended === 'threw' && statement.hasHandler) return handled;
  // A handler that returns leaves what follows to those for whom nothing failed: that is how programs are meant to run.
  return ended;
}

/** `switch`: a case that runs on reaches the next one too. */
function executeSelect(machine: Machine, frame: Frame, statement: Extract<Statement, { kind: 'select' }>): Ended {
  const subject = evaluate(machine, frame, statement.subject);
  const { cases } = statement;
  const run = (index: number): Ended => execute(machine, inside(frame), cases.slice(index).flatMap(({ body }) => body));
  const ends: Ended[] = [];
  for (const [index, { test }] of cases.entries()) {
    const same = test ? comparePlain(subject, evaluate(machine, frame, test)) : undefined;
    if (same === false) continue;
    if (same === true) return unleft(run(index));
    ends.push(under(machine, test ? `${wordsOf(statement.subject)} = ${wordsOf(test)}` : 'another case', () => run(index)));
  }
  if (!ends.some(ended => ended === 'returned' || ended === 'perhaps-returned')) return 'normal';
  machine.conditions.push({ words: 'no earlier exit', isQuiet: false });
  return 'perhaps-returned';
}

/** The end of a block that `break` ends with it. */
function unleft(ended: Ended): Ended {
  return ended === 'left' || ended === 'perhaps-left' ? 'normal' : ended;
}

function executeEach(machine: Machine, frame: Frame, statement: Extract<Statement, { kind: 'each' }>): Ended {
  const over = evaluate(machine, frame, statement.over);
  const items = iterate(over, statement.of);
  const run = (item: Value): Ended => {
    const body = inside(frame);
    bind(machine, body, statement.pattern, item);
    return execute(machine, body, statement.body);
  };
  if (!items) {
    const known = optionsOf(over).flatMap(option => (option.kind === 'list' ? option.items : []));
    for (const item of [...known.slice(0, LOOP_LIMIT), unknown('an element of something not known')]) under(machine, 'a loop over values that are not known', () => run(item));
    return 'normal';
  }
  if (items.length > LOOP_LIMIT) note(machine, 'evaluation-too-long', statement.at, `the list has ${items.length} elements, and the loop is followed over ${LOOP_LIMIT} of them`);
  let perhaps: Ended = 'normal';
  for (const item of items.slice(0, LOOP_LIMIT)) {
    const conditions = machine.conditions.length;
    const ended = run(item);
    if (ended === 'returned' || ended === 'threw') return ended;
    if (ended === 'perhaps-returned') perhaps = ended;
    else machine.conditions.length = conditions;
  }
  return perhaps;
}

function iterate(over: Value, of: 'items' | 'keys'): readonly Value[] | undefined {
  if (over.kind === 'list' && !over.isOpen) return of === 'items' ? over.items : over.items.map((_, index) => ({ kind: 'text', value: String(index) }));
  if (over.kind === 'record' && !over.isOpen && of === 'keys') return [...over.fields.keys()].map(value => ({ kind: 'text', value }));
  return undefined;
}
