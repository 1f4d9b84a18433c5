/**
 * Middleware that a program declares itself, as Rust's frameworks ask for it: a type that makes, of what stands behind it, what
 * answers in its place. What that does to a stranger is followed; what cannot be followed may refuse anybody.
 *
 * Sources: tower, Layer and Service; Actix Web, Middleware (Transform); Poem, Middleware; tower-http, AuthorizeRequest,
 * AsyncAuthorizeRequest and ValidateRequest.
 */
import { callClosure } from '../calling.ts';
import type { Machine } from '../machine.ts';
import { methodOf } from '../members.ts';
import { type ClassValue, type ClosureValue, type Value, optionsOf, unknown } from '../value.ts';
import { readBody } from './reading.ts';
import { type Reading, oneOf, simple } from './readings.ts';
import type { Request } from './request.ts';

/** Traits of middleware, the method by which each makes what answers, and the one by which that answers. */
const LAYERS: ReadonlyMap<string, readonly [makes: string, answers: string]> = new Map([
  ['Layer', ['layer', 'call']],
  ['Transform', ['new_transform', 'call']],
  ['Middleware', ['transform', 'call']],
]);

/** Traits of what is asked about a request before it goes on, and the method that is asked. */
const ASKED: ReadonlyMap<string, string> = new Map([
  ['AuthorizeRequest', 'authorize'],
  ['AsyncAuthorizeRequest', 'authorize'],
  ['ValidateRequest', 'validate'],
  ['Service', 'call'],
  ['Endpoint', 'call'],
]);

/** What a type of the tree does that stands before others; undefined where it is no middleware of these. */
export function rustLayer(machine: Machine, cls: ClassValue, self: Value, request: Request): Reading | undefined {
  const what = cls.cls.name ?? 'a layer';
  const parts = partsOf(machine, cls);
  for (const part of parts)
    for (const { name } of part.cls.implements) {
      const layer = LAYERS.get(name);
      const maker = layer && methodOf(machine, part, layer[0], self);
      if (!layer || maker?.kind !== 'closure') continue;
      const made = madeBy(machine, maker);
      const answers = made.map(one =>
        one.kind === 'instance' ? methodNamed(machine, one.of, layer[1], one) : undefined,
      );
      const followed = answers.map(answer => (answer ? read(machine, answer, request, what) : unfollowed(cls, what)));
      return followed.length === 0 ? unfollowed(cls, what) : oneOf(followed);
    }
  for (const part of parts)
    for (const { name } of part.cls.implements) {
      const method = ASKED.get(name);
      const closure = method === undefined ? undefined : methodOf(machine, part, method, self);
      if (closure?.kind === 'closure') return read(machine, closure, request, what);
    }
  return undefined;
}

function read(machine: Machine, closure: ClosureValue, request: Request, what: string): Reading {
  return readBody(machine, closure, request, { style: 'middleware' }, { what, at: closure.fn.at, name: what });
}

function unfollowed({ cls }: ClassValue, what: string): Reading {
  return simple('unknown', what, 'what it puts around handlers could not be followed', cls.nameAt);
}

/** A type with what other files implement for it. */
function partsOf(machine: Machine, cls: ClassValue): readonly ClassValue[] {
  const others = [...machine.classes.values()].filter(
    ({ base }) => base?.kind === 'class' && base.cls === cls.cls && base !== cls,
  );
  return [cls, ...others];
}

function methodNamed(machine: Machine, cls: ClassValue, name: string, self: Value): ClosureValue | undefined {
  for (const part of partsOf(machine, cls)) {
    const method = methodOf(machine, part, name, self);
    if (method?.kind === 'closure') return method;
  }
  return undefined;
}

/** What a maker gives around something that is not looked at. */
function madeBy(machine: Machine, maker: ClosureValue): readonly Value[] {
  const steps = machine.steps;
  machine.steps = 0;
  const made = callClosure(machine, maker, [unknown('what stands behind')]);
  machine.steps = steps;
  return optionsOf(made);
}
