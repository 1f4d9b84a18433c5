/**
 * What classes of the tree do to a stranger that ASP.NET asks who may call: middleware, filters, ways to authenticate, and
 * requirements with the handlers that say whether they are met.
 *
 * Sources: ASP.NET Core, Write custom middleware; Filters; Policy-based authorization; `AuthenticationHandler<TOptions>`.
 */
import type { ClassMember } from '../../core/program.ts';
import { classesAbove, lineOf } from '../ancestors.ts';
import { opaqueInstance } from '../calling.ts';
import type { Machine } from '../machine.ts';
import { methodOf } from '../members.ts';
import type { ClassValue, ClosureValue, Value } from '../value.ts';
import { readDeciding } from './deciding.ts';
import { readBody } from './reading.ts';
import { type Reading, simple, strongest } from './readings.ts';
import type { Request } from './request.ts';

/** Methods that run before what answers, by the interface or base that asks for them. */
const STANDING: readonly string[] = [
  'InvokeAsync',
  'Invoke',
  'OnAuthorization',
  'OnAuthorizationAsync',
  'OnResourceExecuting',
  'OnResourceExecutionAsync',
  'OnActionExecuting',
  'OnActionExecutionAsync',
  'OnPageHandlerExecutionAsync',
];

/** How a class of the tree decides; undefined where it has none of the methods that frameworks ask. */
export function csharpClass(machine: Machine, cls: ClassValue, self: Value, request: Request): Reading | undefined {
  const scheme = ownMethod(machine, cls, 'HandleAuthenticateAsync', self);
  if (scheme) return schemeReading(machine, cls, scheme, request);
  if (isRequirement(cls)) return requirementReading(machine, cls, request);
  const standing = STANDING.flatMap(name => ownMethod(machine, cls, name, self) ?? []);
  const name = cls.cls.name ?? 'a class';
  return standing.length === 0
    ? undefined
    : strongest(
        standing.map(closure =>
          readBody(machine, closure, request, { style: 'middleware' }, { what: name, at: cls.cls.nameAt, name }),
        ),
      );
}

function ownMethod(machine: Machine, cls: ClassValue, name: string, self: Value): ClosureValue | undefined {
  const isOwn = classesAbove(cls).some(above => above.cls.members.some(member => isMethod(member, name)));
  const method = isOwn ? methodOf(machine, cls, name, self) : undefined;
  return method?.kind === 'closure' ? method : undefined;
}

function isMethod(member: ClassMember, name: string): boolean {
  return member.kind === 'method' && member.name === name && member.isAbstract !== true;
}

/**
 * A way to authenticate: whom it gives a ticket is authenticated. What hands the request to something that could not be
 * followed is taken to look at a credential there, as such classes are for nothing else.
 */
function schemeReading(machine: Machine, cls: ClassValue, closure: ClosureValue, request: Request): Reading {
  const what = cls.cls.name ?? 'a way to authenticate';
  const named = { what, at: cls.cls.nameAt, name: what };
  const { leavesItTo, ...reading } = readDeciding(machine, closure, request, named);
  return leavesItTo === undefined
    ? reading
    : { ...reading, effect: 'required', why: `it leaves it to ${leavesItTo} who is authenticated` };
}

/** Interfaces and classes of the framework that requirements have. */
const REQUIREMENT = 'IAuthorizationRequirement';

function isRequirement(cls: ClassValue): boolean {
  return lineOf(cls).some(above => nameOf(above) === REQUIREMENT) || isNamed(cls, REQUIREMENT);
}

function nameOf(value: Value): string {
  if (value.kind === 'external') return value.path.at(-1) ?? '';
  return value.kind === 'unknown' ? (value.name ?? '') : '';
}

/** Whether a class says by name that it implements something, wherever that is. */
function isNamed(cls: ClassValue, name: string): boolean {
  return classesAbove(cls).some(above => above.cls.implements.some(type => type.name === name));
}

/** A requirement is met where any handler says so. */
function requirementReading(machine: Machine, cls: ClassValue, request: Request): Reading {
  const what = cls.cls.name ?? 'a requirement';
  const at = cls.cls.nameAt;
  const handlers = handlersOf(machine, cls);
  if (handlers.length === 0)
    return simple('unknown', what, 'the handler that says whether it is met was not found', at);
  const readings = handlers.map(({ handler, closure }): Reading => {
    const named = { what: handler.cls.name ?? what, at: handler.cls.nameAt, name: handler.cls.name };
    return readDeciding(machine, closure, request, named);
  });
  const open = readings.find(({ effect }) => effect === 'none');
  if (open) return { ...open, why: `${what} is met for strangers, too` };
  return readings.find(({ effect }) => effect === 'unknown') ?? strongest(readings);
}

type Handler = { readonly handler: ClassValue; readonly closure: ClosureValue };

function handlersOf(machine: Machine, requirement: ClassValue): readonly Handler[] {
  const types = new Set(classesAbove(requirement).flatMap(({ cls }) => cls.name ?? []));
  return handlersIn(machine).filter(({ closure }) => {
    const type = closure.fn.parameters[1]?.pattern.type?.name;
    // One that is asked about all requirements looks for its own among them; a type parameter may be any.
    return type === undefined || types.has(type) || /^T(?:[A-Z]\w*)?$/.test(type);
  });
}

const HANDLERS = new WeakMap<Machine, { readonly classes: number; readonly handlers: readonly Handler[] }>();

function handlersIn(machine: Machine): readonly Handler[] {
  const known = HANDLERS.get(machine);
  if (known?.classes === machine.classes.size) return known.handlers;
  const classes = [...machine.classes.values()].toSorted((a, b) => (a.cls.id < b.cls.id ? -1 : 1));
  const handlers = classes.flatMap((handler): readonly Handler[] => {
    if (handler.cls.isAbstract || handler.cls.form !== undefined) return [];
    const self = opaqueInstance(machine, handler);
    const method =
      ownMethod(machine, handler, 'HandleRequirementAsync', self) ??
      (isNamed(handler, 'IAuthorizationHandler') ? ownMethod(machine, handler, 'HandleAsync', self) : undefined);
    return method ? [{ handler, closure: method }] : [];
  });
  HANDLERS.set(machine, { classes: machine.classes.size, handlers });
  return handlers;
}
