/** One walk over a module: gathers what detectors ask for, and the scope of every name. */
import type {
  CallExpr,
  ClassNode,
  Decorator,
  Expr,
  FunctionNode,
  Module,
  Pattern,
  RecordEntry,
  Statement,
  TypeRef,
} from '../core/program.ts';
import type { CallSite } from './program-file.ts';
import { declare, scopeIn, scopeOf, type Scope } from './program-scopes.ts';

export type Found = {
  readonly calls: readonly CallSite[];
  readonly functions: readonly FunctionNode[];
  readonly classes: readonly ClassNode[];
  readonly decorators: readonly Decorator[];
  readonly types: readonly TypeRef[];
  /** The scope that each name stands in. */
  readonly scopes: ReadonlyMap<Expr, Scope>;
  readonly typeScopes: ReadonlyMap<TypeRef, Scope>;
};

type Walk = {
  readonly calls: CallSite[];
  readonly functions: FunctionNode[];
  readonly classes: ClassNode[];
  readonly decorators: Decorator[];
  readonly types: TypeRef[];
  readonly scopes: Map<Expr, Scope>;
  readonly typeScopes: Map<TypeRef, Scope>;
  /** Expressions that stand in several places (both sides of a choice, exports) are walked once. */
  readonly seen: Set<Expr | Decorator>;
  /** Assignments to plain names; they count once all scopes are known, because a name may be assigned before its declaration. */
  readonly assignments: { readonly scope: Scope; readonly name: string; readonly value: Expr }[];
};

/** Where the walk is: the names in reach, and the functions around, innermost first. */
type Place = { readonly scope: Scope; readonly inside: readonly FunctionNode[] };

export function walkModule(module: Module): Found {
  const walk: Walk = {
    calls: [],
    functions: [],
    classes: [],
    decorators: [],
    types: [],
    scopes: new Map(),
    typeScopes: new Map(),
    seen: new Set(),
    assignments: [],
  };
  const scope = scopeIn(undefined);
  for (const binding of module.imports) scope.names.set(binding.local, { kind: 'import', binding });
  const place = { scope, inside: [] };
  walkBlock(walk, module.body, place);
  for (const exported of module.exports) if (exported.kind === 'value') walkExpr(walk, exported.value, place);
  settleAssignments(walk);
  return walk;
}

/** A name that is declared without a value and assigned once is a constant; any other that is assigned is open. */
function settleAssignments(walk: Walk): void {
  for (const { scope, name, value } of walk.assignments) {
    const names = scopeOf(scope, name)?.names;
    const binding = names?.get(name);
    if (!names || !binding) continue;
    names.set(name, binding.kind === 'unset' ? { kind: 'constant', value, path: [] } : { kind: 'open' });
  }
}

/** The statements of one block in its own scope, which its declarations fill before any statement runs. */
function walkBlock(walk: Walk, statements: readonly Statement[], place: Place): void {
  for (const statement of statements) {
    if (statement.kind !== 'declare') continue;
    const { pattern, value } = statement;
    declare(place.scope, pattern, value ? { kind: 'value', value } : { kind: 'unset' });
  }
  for (const statement of statements) walkStatement(walk, statement, place);
}

function walkInner(walk: Walk, statements: readonly Statement[], place: Place): void {
  if (statements.length > 0) walkBlock(walk, statements, innerPlace(place));
}

function innerPlace(place: Place): Place {
  return { ...place, scope: scopeIn(place.scope) };
}

function walkStatement(walk: Walk, statement: Statement, place: Place): void {
  switch (statement.kind) {
    case 'declare':
      walkPattern(walk, statement.pattern, place);
      if (statement.value) walkExpr(walk, statement.value, place);
      return;
    case 'assign':
      walkAssignment(walk, statement.target, statement.value, place);
      return;
    case 'evaluate':
    case 'return':
    case 'throw':
      if (statement.value) walkExpr(walk, statement.value, place);
      return;
    case 'branch':
      walkExpr(walk, statement.test, place);
      walkInner(walk, statement.then, place);
      walkInner(walk, statement.otherwise, place);
      return;
    case 'each': {
      walkExpr(walk, statement.over, place);
      const inner = innerPlace(place);
      bindOpen(walk, statement.pattern, inner);
      walkBlock(walk, statement.body, inner);
      return;
    }
    case 'repeat':
      if (statement.test) walkExpr(walk, statement.test, place);
      walkInner(walk, statement.body, place);
      return;
    case 'attempt': {
      walkInner(walk, statement.body, place);
      const inner = innerPlace(place);
      if (statement.caught) bindOpen(walk, statement.caught, inner);
      walkBlock(walk, statement.handler, inner);
      walkInner(walk, statement.after, place);
      return;
    }
    case 'select': {
      walkExpr(walk, statement.subject, place);
      const inner = innerPlace(place);
      for (const { test } of statement.cases) if (test) walkExpr(walk, test, inner);
      walkBlock(
        walk,
        statement.cases.flatMap(({ body }) => body),
        inner,
      );
      return;
    }
    case 'block':
      walkInner(walk, statement.body, place);
      return;
    case 'leave':
      return;
  }
}

function bindOpen(walk: Walk, pattern: Pattern, place: Place): void {
  declare(place.scope, pattern, { kind: 'open' });
  walkPattern(walk, pattern, place);
}

function walkPattern(walk: Walk, pattern: Pattern, place: Place): void {
  if (pattern.type) walkType(walk, pattern.type, place, true);
  if (pattern.byDefault) walkExpr(walk, pattern.byDefault, place);
  if (pattern.kind === 'record') for (const entry of pattern.entries) walkPattern(walk, entry.pattern, place);
  if (pattern.kind === 'list') for (const item of pattern.items) if (item) walkPattern(walk, item, place);
}

function walkType(walk: Walk, type: TypeRef, place: Place, isDeclared: boolean): void {
  if (isDeclared) walk.types.push(type);
  walk.typeScopes.set(type, place.scope);
  for (const argument of type.arguments) walkType(walk, argument, place, false);
}

function walkAssignment(walk: Walk, target: Expr, value: Expr, place: Place): void {
  if (target.kind === 'name') walk.assignments.push({ scope: place.scope, name: target.name, value });
  walkExpr(walk, target, place);
  walkExpr(walk, value, place);
}

function walkAll(walk: Walk, exprs: readonly Expr[], place: Place): void {
  for (const expr of exprs) walkExpr(walk, expr, place);
}

function walkExpr(walk: Walk, expr: Expr, place: Place): void {
  if (walk.seen.has(expr)) return;
  walk.seen.add(expr);
  switch (expr.kind) {
    case 'name':
      walk.scopes.set(expr, place.scope);
      return;
    case 'text':
    case 'number':
    case 'boolean':
    case 'nothing':
    case 'pattern':
    case 'self':
      return;
    case 'concat':
    case 'unknown':
      return walkAll(walk, expr.parts, place);
    case 'member':
      return walkExpr(walk, expr.of, place);
    case 'index':
      return walkAll(walk, [expr.of, expr.key], place);
    case 'call':
      walk.calls.push(siteOf(expr, place));
      walkExpr(walk, expr.callee, place);
      return walkAll(walk, expr.args, place);
    case 'list':
      return walkAll(walk, expr.items, place);
    case 'record':
      for (const entry of expr.entries) walkEntry(walk, entry, place);
      return;
    case 'spread':
    case 'named':
      return walkExpr(walk, expr.value, place);
    case 'function':
      return walkFunction(walk, expr.fn, place);
    case 'class':
      return walkClass(walk, expr.cls, place);
    case 'choice':
      return walkAll(walk, [expr.test, expr.then, expr.otherwise], place);
    case 'operation':
      return walkAll(walk, expr.operands, place);
    case 'load':
      return walkExpr(walk, expr.module, place);
    case 'assigned':
      return walkAssignment(walk, expr.target, expr.value, place);
  }
}

function siteOf(call: CallExpr, place: Place): CallSite {
  const { callee } = call;
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
  const receiver = callee.kind === 'member' || callee.kind === 'index' ? callee.of : undefined;
  return { call, name, receiver, inside: place.inside };
}

function walkEntry(walk: Walk, entry: RecordEntry, place: Place): void {
  if (entry.kind === 'computed') walkExpr(walk, entry.key, place);
  walkExpr(walk, entry.value, place);
}

function walkFunction(walk: Walk, fn: FunctionNode, place: Place): void {
  walk.functions.push(fn);
  walkDecorators(walk, fn.decorators, place);
  for (const parameter of fn.parameters) walkDecorators(walk, parameter.decorators, place);
  const outer = fn.name === undefined ? place : innerPlace(place);
  // A function's own name is in reach inside it; where it was declared around it, it means the same.
  if (fn.name !== undefined) outer.scope.names.set(fn.name, { kind: 'made' });
  const inner: Place = { scope: scopeIn(outer.scope), inside: [fn, ...place.inside] };
  for (const parameter of fn.parameters) {
    bindOpen(walk, parameter.pattern, inner);
    if (parameter.annotation) walkExpr(walk, parameter.annotation, place);
  }
  if (fn.returnType) walkType(walk, fn.returnType, inner, false);
  if (fn.receiver) walkType(walk, fn.receiver, inner, true);
  walkBlock(walk, fn.body, inner);
}

function walkClass(walk: Walk, cls: ClassNode, place: Place): void {
  walk.classes.push(cls);
  walkDecorators(walk, cls.decorators, place);
  if (cls.extends) walkExpr(walk, cls.extends, place);
  for (const other of cls.others ?? []) walkExpr(walk, other, place);
  for (const type of cls.implements) walkType(walk, type, place, false);
  const inner = innerPlace(place);
  if (cls.name !== undefined) inner.scope.names.set(cls.name, { kind: 'made' });
  for (const member of cls.members) {
    if (member.kind === 'field') {
      walkDecorators(walk, member.decorators, inner);
      if (member.type) walkType(walk, member.type, inner, true);
      if (member.annotation) walkExpr(walk, member.annotation, inner);
      if (member.value) walkExpr(walk, member.value, inner);
      continue;
    }
    if (member.kind === 'method') walkDecorators(walk, member.decorators, inner);
    walkFunction(walk, member.fn, inner);
  }
}

function walkDecorators(walk: Walk, decorators: readonly Decorator[], place: Place): void {
  for (const decorator of decorators) {
    if (walk.seen.has(decorator)) continue;
    walk.seen.add(decorator);
    walk.decorators.push(decorator);
    walkExpr(walk, decorator.expression, place);
  }
}
