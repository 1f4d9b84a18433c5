/**
 * Evaluates a program in its language-independent form, as far as its text decides what happens.
 *
 * Nothing of the scanned tree is executed: this walks the syntax with its own values. Branches that cannot be decided
 * are both taken (under a condition), loops over unknown things run once, calls of functions in the tree are followed,
 * calls of anything else give `outcome`. When the walk reaches a site for which a detector has a fact, the fact fires.
 *
 * `interpreter`, `calling`, `binding`, `members` and `execution` need each other, as functions hold statements, statements hold
 * expressions and expressions call functions; their imports are circular for that reason alone.
 */
import { rulesAt } from './language.ts';
import type { ProgramFact } from '../core/facts/program.ts';
import type { ClassNode, Expr, RecordEntry } from '../core/program.ts';
import { isPathOfAddress } from './builtins-go.ts';
import { assign } from './binding.ts';
import { GLOBAL, globalValue } from './builtins.ts';
import { callClosure, callValue } from './calling.ts';
import { definedConstant } from './constants.ts';
import { fillRouter, fireFacts } from './fire.ts';
import { type Frame, classOf, selfOf } from './frame.ts';
import { type Machine, NESTING_LIMIT, STEP_LIMIT, addRouter, lookUp, note, under } from './machine.ts';
import { closureOf, indexOf, memberOf, methodOf, objectOf } from './members.ts';
import { includedValue } from './includes.ts';
import { type Mixed, mixIn, mixedInto } from './mixins.ts';
import { importedValue, inNamespace } from './modules.ts';
import type { Router } from './router.ts';
import { hasShape } from './shapes.ts';
import {
  type ClassValue,
  HOLE,
  NOTHING,
  type Scope,
  type Value,
  either,
  optionsOf,
  routersIn,
  truth,
  unknown,
  withoutSet,
} from './value.ts';
import { wordsOf } from './words.ts';

/** What an expression stands for in an activation; facts of its site fire on the way. */
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
    const fired = isOfTree(machine, frame, expr, facts) ? undefined : fireFacts(machine, frame, expr, facts);
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
      return objectOf(machine, nameValue(machine, frame.scope, expr.name));
    case 'self':
      return selfOf(frame.scope) ?? unknown('this', 'this');
    case 'member': {
      if (expr.of.kind === 'name' && expr.of.name === 'super') return inheritedMember(machine, frame.scope, expr.name);
      const of = evaluate(machine, frame, expr.of);
      return (
        extensionOf(machine, frame.scope, expr, of) ??
        objectOf(machine, qualified(machine, frame, of, expr.name) ?? memberOf(machine, of, expr.name))
      );
    }
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
      return opened(evaluate(machine, frame, expr.value));
    case 'named':
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
      if (rulesAt(machine, frame.scope.file).includes)
        return module.kind === 'text' && !module.value.includes(HOLE)
          ? includedValue(machine, frame, module.value)
          : unknown('a computed path of a file', 'file');
      return module.kind === 'text' && !module.value.includes(HOLE)
        ? loadedValue(machine, frame.scope.file, module.value)
        : unknown('a computed module name', 'module');
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

/** A name that looks like a piece of routes of a framework, and is a function of the tree. */
function isOfTree(machine: Machine, frame: Frame, expr: Expr, facts: readonly ProgramFact[]): boolean {
  return (
    expr.kind === 'name' &&
    facts.some(({ kind }) => kind === 'piece') &&
    nameValue(machine, frame.scope, expr.name).kind === 'closure'
  );
}

/** `super().urls`: a member of a base, as it is of the instance at hand. */
function inheritedMember(machine: Machine, scope: Scope, name: string): Value {
  const cls = classOf(scope);
  const self = selfOf(scope);
  if (self?.kind === 'instance' && self.router?.rules.itself?.includes(name))
    return { kind: 'router', router: self.router };
  for (const base of cls ? [cls.base, ...(cls.others ?? [])] : []) {
    const found = base?.kind === 'class' ? methodOf(machine, base, name, self) : base && memberOf(machine, base, name);
    if (found && found.kind !== 'nothing') return found;
  }
  return unknown('a member of a base class', name);
}

/** Text of the parts; what is not known becomes a hole. Alternatives multiply, up to 16. */
function concatenate(parts: readonly Value[]): Value {
  // `urlpatterns + [path(…)]`: a sum of lists, of which some may not be known.
  if (parts.some(part => part.kind === 'list' || routersIn(part).length > 0))
    return {
      kind: 'list',
      items: parts.flatMap(part => (part.kind === 'list' ? part.items : part.kind === 'text' ? [] : [part])),
      isOpen: parts.some(part => part.kind !== 'list' || part.isOpen),
    };
  const named = methodNamed(parts);
  if (named) return named;
  let texts: readonly string[] = [''];
  for (const part of parts) {
    const options = withoutBase(withoutSet(optionsOf(part))).map(textOf);
    texts = texts.flatMap(text => options.map(option => text + option)).slice(0, 16);
  }
  return either(texts.map(value => ({ kind: 'text', value })));
}

/** `A::class . '::show'`: the name of a class stands for it, and with that of a method for what handlers are given as. */
function methodNamed([cls, ...rest]: readonly Value[]): Value | undefined {
  const named = rest.map(part => (part.kind === 'text' ? part.value : HOLE)).join('');
  const [, name] = cls?.kind === 'class' ? (/^(?:::|@)(\w+)$/.exec(named) ?? []) : [];
  return cls && name !== undefined
    ? { kind: 'list', items: [cls, { kind: 'text', value: name }], isOpen: false }
    : undefined;
}

/**
 * The path of an address that the program is told it is reached by, beside the root: the root is what it is by default. Any
 * other value that is not known may well be served beside the root.
 */
function withoutBase(options: readonly Value[]): readonly Value[] {
  const hasRoot = options.some(option => option.kind === 'text' && (option.value === '' || option.value === '/'));
  return hasRoot ? options.filter(option => !isPathOfAddress(option)) : options;
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
  return (
    implicitMember(machine, scope, name) ??
    madeMember(machine, scope, name) ??
    importedValue(machine, scope.file, name) ??
    definedConstant(machine, scope.file, name) ??
    globalValue(name, scope.file)
  );
}

/** The code of a macro runs where it is used: names in it may be those of the class that is being made there. */
function madeMember(machine: Machine, scope: Scope, name: string): Value | undefined {
  return rulesAt(machine, scope.file).hasMacros ? machine.making.at(-1)?.statics.get(name) : undefined;
}

/** Kotlin: `Application::module` is the extension function of that type, where it has one of the name. */
function extensionOf(
  machine: Machine,
  scope: Scope,
  { of: written, name }: Extract<Expr, { kind: 'member' }>,
  of: Value,
): Value | undefined {
  if (of.kind !== 'external' || written.kind !== 'name') return undefined;
  if (!rulesAt(machine, scope.file).hasReceivers) return undefined;
  const found = lookUp(scope, name)?.value ?? importedValue(machine, scope.file, name);
  return found?.kind === 'closure' && found.fn.receiver?.name === written.name ? found : undefined;
}

/** `com.shop.Paths`, a class by its full name, where nothing binds the first of the names. */
function qualified(machine: Machine, frame: Frame, of: Value, name: string): Value | undefined {
  if (!/^\p{Lu}/u.test(name) || (of.kind !== 'external' && of.kind !== 'unknown')) return undefined;
  const { file } = frame.scope;
  const { hasImplicitSelf, hasNamespaces } = rulesAt(machine, file);
  if (!hasImplicitSelf) return undefined;
  if (hasNamespaces) return of.kind === 'external' ? inNamespace(machine, file, [...of.path, name]) : undefined;
  const isOutside = of.kind === 'external' && of.module === GLOBAL;
  const packageName = isOutside ? of.path.join('.') : of.kind === 'unknown' ? of.name : undefined;
  if (packageName === undefined || !/^\p{Ll}[\w.]*$/u.test(packageName)) return undefined;
  const found = importedValue(machine, file, name, packageName);
  // What is not known may be anything: only a class of the tree is taken for what its name says.
  return found?.kind === 'class' || (isOutside && found?.kind === 'external') ? found : undefined;
}

/** A name that no variable has is a member of the objects and classes around, innermost first, before any import. */
function implicitMember(machine: Machine, scope: Scope, name: string): Value | undefined {
  if (!rulesAt(machine, scope.file).hasImplicitSelf) return undefined;
  for (let current: Scope | undefined = scope; current; current = current.parent) {
    const self = current.self;
    if (self?.kind === 'instance' || self?.kind === 'class') {
      const own = current.cls && privateOf(machine, current.cls, name, self);
      if (own) return own;
      const found = memberOf(machine, self, name);
      if (found.kind !== 'unknown' && !(found.kind === 'external' && found.path.at(-1) === name)) return found;
    }
  }
  return undefined;
}

/** A private method of the class that a function stands in, whatever else its object has by that name. */
function privateOf(machine: Machine, cls: ClassValue, name: string, self: Value): Value | undefined {
  const isOwn = cls.cls.members.some(
    member => member.kind === 'method' && member.isPrivate === true && member.name === name,
  );
  return isOwn ? methodOf(machine, cls, name, self) : undefined;
}

/** Elements of a list or arguments of a call, spread ones opened. */
export function listValue(machine: Machine, frame: Frame, items: readonly Expr[]): Value {
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
      if (
        value.kind === 'unknown' ||
        value.kind === 'either' ||
        value.kind === 'outcome' ||
        routersIn(value).length > 0
      )
        values.push(value);
    }
  }
  return { kind: 'list', items: values, isOpen };
}

/** `use(chain.Middlewares{a, b}...)`: what is opened is a list, whatever its type is called outside the tree. */
function opened(value: Value): Value {
  if (value.kind !== 'record' || !value.made || value.fields.size === 0) return value;
  const isInOrder = [...value.fields.keys()].every((name, index) => name === String(index));
  return isInOrder ? { kind: 'list', items: [...value.fields.values()], isOpen: false } : value;
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

function classValue(machine: Machine, frame: Frame, expr: Extract<Expr, { kind: 'class' }>): Value {
  const { cls } = expr;
  const written = cls.extends && evaluate(machine, frame, cls.extends);
  const base = written && bareClass(written);
  const further = cls.others?.map(other => evaluate(machine, frame, other));
  const mixed = (cls.mixins ?? []).map(({ value: module, into }): Mixed => ({
    into,
    value: bareClass(evaluate(machine, frame, module)),
  }));
  const others = further || mixed.length > 0 ? [...mixedInto(mixed), ...(further ?? []).map(bareClass)] : undefined;
  const around = [...(written ? [written] : []), ...(further ?? [])].flatMap(decoratorsOn);
  const statics = new Map<string, Value>();
  const parts = partsOfClass(machine, cls, frame.scope.file);
  const value: ClassValue = {
    kind: 'class',
    ...(parts ? { parts } : {}),
    cls,
    scope: frame.scope,
    statics,
    ...(base ? { base } : {}),
    ...(others ? { others } : {}),
    ...(around.length > 0 ? { around } : {}),
  };
  machine.classes.set(cls.id, value);
  parts?.push(value);
  mixIn(machine, value, mixed);
  // The class is visible in its own static fields.
  const scope: Scope = {
    parent: frame.scope,
    names: new Map(cls.name ? [[cls.name, { value, depth: 0 }]] : []),
    file: frame.scope.file,
    cls: value,
    self: value,
  };
  const router = routerItself(machine, value);
  machine.making.push(value);
  if (router) machine.building.push(router);
  for (const member of cls.members) {
    if (member.kind === 'method' && member.isStatic)
      statics.set(member.name, closureOf(machine, member.fn, scope, value));
    if (member.kind === 'method' && member.isStatic && member.name === 'static')
      callClosure(machine, closureOf(machine, member.fn, scope, value), []);
    if (member.kind === 'field' && member.isStatic && member.value)
      statics.set(member.name, evaluate(machine, { scope, memo: new Map(), returns: [] }, member.value));
  }
  if (router) machine.building.pop();
  machine.making.pop();
  runDecorators(machine, value);
  return value;
}

/** The parts that have been met of the class that one belongs to: those of its name, in its namespace and component. */
function partsOfClass(machine: Machine, { isPartial, name }: ClassNode, file: string): ClassValue[] | undefined {
  if (!isPartial || name === undefined) return undefined;
  // Names that may come from elsewhere are looked for in the namespace of the file first.
  const everything = machine.modules.get(file)?.module.imports.find(({ local }) => local === '*');
  const [namespace = ''] = (everything?.module ?? '').split(',');
  const key = `${machine.program.componentOf(file)}#${namespace}#${name}`;
  const known = machine.parts.get(key) ?? [];
  machine.parts.set(key, known);
  return known;
}

/** The router that a class is by itself, from before its own code runs. */
function routerItself(machine: Machine, cls: ClassValue): Router | undefined {
  const fact = machine.factsAt.get(cls.cls)?.find(one => one.kind === 'router' && one.isItself === true);
  if (fact?.kind !== 'router') return undefined;
  const { framework, at, role, rules, isFound } = fact;
  const router = addRouter(machine, { framework, at, role, rules, ...(isFound ? { isFound } : {}) });
  cls.router = router;
  if (fact.routes || fact.chain || fact.guards) {
    const { scope } = cls;
    machine.deferred.push(() => fillRouter(machine, { scope, memo: new Map(), returns: [] }, fact, router));
  }
  return router;
}

/**
 * Decorators of methods run when their class is made, and may register the method they stand on. What they are put on is a
 * function like any other then; whoever calls it has an instance of the class. Source: Python, Function definitions.
 */
function runDecorators(machine: Machine, cls: ClassValue): void {
  if (machine.modules.get(cls.scope.file)?.module.language !== 'python') return;
  const self: Value = { kind: 'instance', of: cls, fields: new Map() };
  const scope: Scope = { parent: cls.scope, names: new Map(), file: cls.scope.file, cls, self };
  for (const member of cls.cls.members)
    if (member.kind === 'method')
      for (const { expression } of member.decorators.toReversed())
        evaluate(machine, { scope, memo: new Map(), returns: [] }, expression);
}

/** A class without the decorators on it. */
function bareClass(value: Value): Value {
  return value.kind === 'wrapped' ? bareClass(value.of) : value;
}

/** What decorators made of a class holds for its heirs, too. */
function decoratorsOn(value: Value): readonly Value[] {
  if (value.kind === 'wrapped') return [...value.guards, ...decoratorsOn(value.of)];
  return value.kind === 'class' ? (value.around ?? []) : [];
}

function choiceValue(machine: Machine, frame: Frame, expr: Extract<Expr, { kind: 'choice' }>): Value {
  const test = evaluate(machine, frame, expr.test);
  const known = truth(test);
  // `a || b` and `a && b` share a node between test and branch; it is not evaluated twice.
  const branch = (side: Expr): Value => (side === expr.test ? test : evaluate(machine, frame, side));
  if (known !== undefined) return branch(known ? expr.then : expr.otherwise);
  const words = wordsOf(expr.test);
  return either([
    under(machine, words, () => branch(expr.then)),
    under(machine, `not (${words})`, () => branch(expr.otherwise)),
  ]);
}

function operationValue(machine: Machine, frame: Frame, expr: Extract<Expr, { kind: 'operation' }>): Value {
  if (expr.operator === 'and' || expr.operator === 'or') {
    const [first] = expr.operands;
    // Python's `A | B` of classes makes something that decides as they do together.
    if (first && isPython(machine, frame.scope) && isComposable(operand(machine, frame, first)))
      return {
        kind: 'composed',
        how: expr.operator === 'or' ? 'any' : 'all',
        of: expr.operands.map(item => operand(machine, frame, item)),
      };
    return logicValue(machine, frame, expr.operands, expr.operator === 'or');
  }
  if (expr.operator === 'matches' || expr.operator === 'mismatches') return shapeValue(machine, frame, expr);
  const values = expr.operands.map(item => evaluate(machine, frame, item));
  const [left, right] = values;
  switch (expr.operator) {
    case 'not': {
      if (left && isPython(machine, frame.scope) && isComposable(left))
        return { kind: 'composed', how: 'not', of: [left] };
      const known = left && truth(left);
      return known === undefined ? unknown('a condition') : { kind: 'boolean', value: !known };
    }
    case 'equal':
    case 'not-equal': {
      const kinds = [left?.kind, right?.kind];
      // A router is there.
      const isThere = kinds.includes('router') && kinds.includes('nothing');
      const same = left && right ? (isThere ? false : comparePlain(left, right)) : undefined;
      return same === undefined
        ? unknown('a comparison')
        : { kind: 'boolean', value: same === (expr.operator === 'equal') };
    }
    case 'in':
      return (left && right && isAmong(left, right)) ?? unknown('a condition');
    case 'less':
    case 'instance-of':
    case 'type-of':
    case 'arithmetic':
      return unknown('a computed value');
  }
}

/** Whether a value has a shape, whose parts are evaluated where they are compared. */
function shapeValue(machine: Machine, frame: Frame, expr: Extract<Expr, { kind: 'operation' }>): Value {
  const [of, shape] = expr.operands;
  const answer =
    of && shape
      ? hasShape(evaluate(machine, frame, of), shape, (value, one) =>
          comparePlain(value, evaluate(machine, frame, one)),
        )
      : undefined;
  if (expr.operator === 'mismatches') return boolean(answer === false);
  return answer === undefined ? unknown('a pattern') : boolean(answer);
}

function isPython(machine: Machine, scope: Scope): boolean {
  return machine.modules.get(scope.file)?.module.language === 'python';
}

/** Classes and what is made of them, which operators compose; a class goes by a name in capitals at its beginning. */
function isComposable(value: Value): boolean {
  if (value.kind === 'class' || value.kind === 'composed') return true;
  if (value.kind === 'outcome') return isComposable(value.of);
  if (value.kind === 'instance') return true;
  return value.kind === 'external' && /^[A-Z]+[a-z]\w*$/.test(value.path.at(-1) ?? '');
}

/** `a in b`, where both are known. */
function isAmong(item: Value, of: Value): Value | undefined {
  if (item.kind !== 'text' || item.value.includes(HOLE)) return undefined;
  if (of.kind === 'record')
    return of.fields.has(item.value) || !of.isOpen ? boolean(of.fields.has(item.value)) : undefined;
  if (of.kind !== 'list') return undefined;
  const found = of.items.map(other => comparePlain(item, other));
  if (found.includes(true)) return boolean(true);
  return of.isOpen || found.includes(undefined) ? undefined : boolean(false);
}

function boolean(value: boolean): Value {
  return { kind: 'boolean', value };
}

/** `a && b`, `a || b` in a test: the right side is evaluated when the left does not decide, and under its condition when that is not known. */
/** Sides of one `a || b || c` that are looked at one under the other; of more, what they come to is not known. */
export const LOGIC_SIDES = 200;

function logicValue(machine: Machine, frame: Frame, operands: readonly Expr[], decisive: boolean): Value {
  const [first, ...rest] = operands;
  if (!first) return { kind: 'boolean', value: !decisive };
  if (operands.length > LOGIC_SIDES) {
    for (const one of operands) evaluate(machine, frame, one);
    return unknown('a condition of many sides');
  }
  const answer = truth(evaluate(machine, frame, first));
  if (answer === decisive) return { kind: 'boolean', value: decisive };
  if (answer !== undefined) return logicValue(machine, frame, rest, decisive);
  const others = under(machine, wordsOf(first), () => logicValue(machine, frame, rest, decisive));
  return truth(others) === decisive ? others : unknown('a condition');
}

/** Whether two values are the same; undefined when one of them is not plain. */
export function comparePlain(left: Value, right: Value): boolean | undefined {
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
