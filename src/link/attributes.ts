/** What attributes on classes, methods and functions put before them: those that a detector knows, and those of the tree. */
import type { Decorator, Expr, Statement } from '../core/program.ts';
import { classesAbove, lineOf } from './ancestors.ts';
import type { Marked } from './classes.ts';
import { markedBy } from './classes.ts';
import { opaqueInstance } from './calling.ts';
import { evaluate } from './interpreter.ts';
import { rulesAt } from './language.ts';
import type { Machine } from './machine.ts';
import { methodOf } from './members.ts';
import { exportedGuard } from './guards/reading.ts';
import {
  HOLE,
  type ClassValue,
  type InstanceValue,
  type KnownGuard,
  type Scope,
  type Value,
  fullNames,
  optionsOf,
} from './value.ts';

/** Methods of an attribute that are asked before the action runs. Source: ASP.NET Core, Filters. */
const ASKED: readonly string[] = [
  'OnAuthorization',
  'OnAuthorizationAsync',
  'OnResourceExecuting',
  'OnResourceExecutionAsync',
  'OnActionExecuting',
  'OnActionExecutionAsync',
];

/** Attributes of the framework that stand for a filter whose class they are given. */
const STANDING: ReadonlySet<string> = new Set(['TypeFilterAttribute', 'ServiceFilterAttribute']);

/** Metadata that says which attributes stand on an action and its class, by their names. */
export function attributeNames(decorators: readonly Decorator[]): readonly (readonly [string, Value])[] {
  return decorators.flatMap(({ expression }) => {
    const named = expression.kind === 'call' ? expression.callee : expression;
    const name = named.kind === 'name' || named.kind === 'member' ? named.name : '';
    return name === '' ? [] : [[attributeKey(name), { kind: 'boolean', value: true }] as const];
  });
}

/** The key of such metadata. */
export function attributeKey(name: string): string {
  return `[${name.replace(/(?<=.)Attribute(?:`\d+)?$/, '')}]`;
}

/** Methods by which an attribute of ASP.NET MVC and Web API decides itself whom it lets pass. */
const DECIDING: ReadonlySet<string> = new Set([
  'AuthorizeCore',
  'IsAuthorized',
  'OnAuthorization',
  'OnAuthorizationAsync',
  'HandleUnauthorizedRequest',
]);

function isReplaced(cls: ClassValue): boolean {
  // In ASP.NET Core the attribute itself only says what is asked for; what is beside it asks for more.
  const isOfCore = lineOf(cls).some(
    above =>
      above.kind === 'external' && fullNames(above).includes('Microsoft.AspNetCore.Authorization.AuthorizeAttribute'),
  );
  if (isOfCore && !isOfOld(cls)) return false;
  return classesAbove(cls).some(above =>
    above.cls.members.some(member => member.kind === 'method' && DECIDING.has(member.name)),
  );
}

function isOfOld(cls: ClassValue): boolean {
  return lineOf(cls).some(
    above => above.kind === 'external' && fullNames(above).some(name => name.startsWith('System.Web.')),
  );
}

function unsure(guard: KnownGuard): KnownGuard {
  if (guard.effect !== 'required') return guard;
  return { ...guard, effect: 'unknown', why: 'a class of the tree decides in its place whom it lets pass' };
}

/** The guards of what stands on a class or method. */
export function attributeGuards(
  machine: Machine,
  cls: ClassValue,
  decorators: readonly Decorator[],
  marked: Marked,
): readonly Value[] {
  const scope: Scope = { parent: cls.scope, names: new Map(), file: cls.scope.file, self: cls, cls };
  return [...markedGuards(machine, marked), ...ofTree(machine, scope, decorators)];
}

/** Guards that marks name; a class of the tree stands for what it does as a filter. */
function markedGuards(machine: Machine, marked: Marked): readonly Value[] {
  return [...marked.guards, ...[...marked.slots.values()].flat()].flatMap(guard =>
    guard.kind === 'class' ? guardsOfFilter(machine, guard, opaqueInstance(machine, guard)) : [guard],
  );
}

/** Guards and metadata of what stands on a function that is given as a handler. */
export function handlerAttributes(
  machine: Machine,
  handler: Value | undefined,
):
  | { readonly guards: readonly Value[]; readonly metadata: ReadonlyMap<string, Value>; readonly isDeprecated: boolean }
  | undefined {
  if (handler?.kind !== 'closure' || handler.fn.decorators.length === 0) return undefined;
  if (!rulesAt(machine, handler.scope.file).hasAttributeClasses) return undefined;
  const { fn, scope } = handler;
  const marked = markedBy(machine, scope, fn.decorators);
  return {
    guards: [...markedGuards(machine, marked), ...ofTree(machine, scope, fn.decorators)],
    metadata: marked.metadata,
    isDeprecated: marked.isDeprecated,
  };
}

/** Attributes whose class is in the tree: what their class says by the attributes of its bases, and the methods that are asked. */
function ofTree(machine: Machine, scope: Scope, decorators: readonly Decorator[]): readonly Value[] {
  return attributesOfTree(machine, scope, decorators).flatMap(made => guardsOfFilter(machine, made.of, made));
}

/** Attributes whose class is in the tree, made as they are written. */
export function attributesOfTree(
  machine: Machine,
  scope: Scope,
  decorators: readonly Decorator[],
): readonly InstanceValue[] {
  return decorators.flatMap(({ expression }) => {
    // A copy of what is written, which no fact speaks of; a call of a class makes the attribute.
    const written: Expr =
      expression.kind === 'call'
        ? { ...expression, isNew: true }
        : {
            kind: 'call',
            at: expression.at,
            nameAt: expression.at,
            callee: { ...expression },
            args: [],
            isNew: true,
            isAwaited: false,
            typeArguments: [],
          };
    const made = evaluate(machine, { scope, memo: new Map(), returns: [] }, written);
    return optionsOf(made).flatMap(value => (value.kind === 'instance' ? [value] : []));
  });
}

/** The methods of a class of the tree that are asked before an action: those of a filter, or of the controller itself. */
export function askedBefore(machine: Machine, cls: ClassValue, self: Value): readonly Value[] {
  return ASKED.flatMap((name): readonly Value[] => {
    const has = classesAbove(cls).some(above =>
      above.cls.members.some(member => member.kind === 'method' && member.name === name),
    );
    const method = has ? methodOf(machine, cls, name, self) : undefined;
    // What it reads and keeps is for those that come after: it stands there only where it refuses.
    return method?.kind === 'closure' ? [{ kind: 'composed', how: 'refuses', of: [method] }] : [];
  });
}

/** What a class of the tree that is a filter does before an action. */
export function guardsOfFilter(machine: Machine, cls: ClassValue, self: Value): readonly Value[] {
  const asked = askedBefore(machine, cls, self);
  // What decides in place of the base is asked alone; what it decides by is its own.
  const bases = lineOf(cls).flatMap(above => {
    const known = above.kind === 'external' ? exportedGuard(machine, above) : undefined;
    return known?.kind === 'guard' ? [isReplaced(cls) ? unsure(known) : withPolicy(machine, cls, known)] : [];
  });
  const isStanding = lineOf(cls).some(above => above.kind === 'external' && STANDING.has(above.path.at(-1) ?? ''));
  const given = isStanding ? givenToBase(machine, cls) : undefined;
  const meant = given?.kind === 'class' && given !== cls ? given : undefined;
  return [...bases, ...asked, ...(meant ? guardsOfFilter(machine, meant, opaqueInstance(machine, meant)) : [])];
}

/** An attribute whose class names a policy: `class AdminAttribute : AuthorizeAttribute { public AdminAttribute() : base("admin") { } }`. */
function withPolicy(machine: Machine, cls: ClassValue, guard: KnownGuard): KnownGuard {
  const { namesProvider } = guard;
  if (!namesProvider) return guard;
  const { framework, field, prefix } = namesProvider;
  const given = classesAbove(cls).flatMap(above => {
    const values = above.cls.members.flatMap(member =>
      member.kind === 'constructor' ? member.fn.body.flatMap(one => valueGiven(one, field)) : [],
    );
    return values.map(value => evaluate(machine, { scope: insideOf(above), memo: new Map(), returns: [] }, value));
  });
  const [name] = given.filter(value => value.kind === 'text' && !value.value.includes(HOLE));
  return name?.kind === 'text'
    ? { ...guard, providers: { framework, names: [`${prefix}${name.value}`], optional: [''] }, isTrusted: true }
    : guard;
}

/** What a statement of a constructor sets a field to, or hands to that of the base first. */
function valueGiven(statement: Statement, field: string): readonly Expr[] {
  if (statement.kind === 'assign') {
    const { target } = statement;
    const isField = (target.kind === 'name' || target.kind === 'member') && target.name === field;
    return isField ? [statement.value] : [];
  }
  const call = statement.kind === 'evaluate' && statement.value.kind === 'call' ? statement.value : undefined;
  return call?.callee.kind === 'name' && call.callee.name === 'super' ? call.args.slice(0, 1) : [];
}

/** In C#, what stands on a member sees the members around it. */
export function insideOf(cls: ClassValue): Scope {
  return { parent: cls.scope, names: new Map(), file: cls.scope.file, self: cls, cls };
}

/** The first thing that the constructor of the last class of the tree hands to a base outside of it. */
export function givenToBase(machine: Machine, cls: ClassValue): Value | undefined {
  const last = classesAbove(cls).at(-1);
  const made = last?.cls.members.find(member => member.kind === 'constructor');
  const [first] = made?.kind === 'constructor' ? made.fn.body : [];
  const call = first?.kind === 'evaluate' && first.value.kind === 'call' ? first.value : undefined;
  const [path] = call?.callee.kind === 'name' && call.callee.name === 'super' ? call.args : [];
  return last && path && evaluate(machine, { scope: insideOf(last), memo: new Map(), returns: [] }, path);
}
