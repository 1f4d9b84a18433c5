/**
 * Objects that Ruby makes of a request to ask who calls: `AuthorizeRequest.new(request.headers).call`.
 *
 * Sources: Ruby, Class, `new`; simple_command, README.
 */
import { idAt } from '../../core/location.ts';
import type { FunctionNode } from '../../core/program.ts';
import { classesAbove, lineOf } from '../ancestors.ts';
import { methodOf } from '../members.ts';
import { type ClassValue, type InstanceValue, type Scope, fullNames } from '../value.ts';
import { follow, targetOf } from './follow.ts';
import { handedOn } from './named-arguments.ts';
import { ANY, type Called, type Context, type Seen, type Step, type Way } from './seen.ts';

/** Objects that one exploration tells apart. */
const LIMIT = 50;

/** What making an object of a class of the tree does: its fields are known from then on. Undefined where that is not followed. */
export function madeObject(context: Context, way: Way, cls: ClassValue, called: Called): readonly Step[] | undefined {
  const { args, node } = called;
  // Errors are made to be thrown, whatever they are made of.
  if (args.length === 0 || isOutside(cls)) return undefined;
  const objects = (context.budget.objects ??= new Map<string, InstanceValue>());
  const key = `${cls.cls.id} ${idAt(node.at)}`;
  const object: InstanceValue = objects.get(key) ?? { kind: 'instance', of: cls, fields: new Map() };
  if (!objects.has(key) && objects.size >= LIMIT) return undefined;
  objects.set(key, object);
  const names = (context.budget.fieldsOf ??= new Map<InstanceValue, string>());
  names.set(object, names.get(object) ?? `(object ${names.size})`);
  return constructed(context, way, { cls, object, args, called });
}

/** What it derives from may keep anything, where it is of a gem; modules seldom do. */
function isOutside(cls: ClassValue): boolean {
  return classesAbove(cls).some(
    ({ base }) =>
      base !== undefined &&
      base.kind !== 'class' &&
      base.kind !== 'nothing' &&
      !(base.kind === 'external' && fullNames(base).some(name => /^(?:Object|BasicObject)$/.test(name))),
  );
}

type Made = {
  readonly cls: ClassValue;
  readonly object: InstanceValue;
  readonly args: readonly Seen[];
  readonly called?: Called;
};

function constructed(context: Context, way: Way, { cls, object, args, called }: Made): readonly Step[] {
  const found = classesAbove(cls).flatMap(above => {
    const fn = initializerOf(above);
    return fn ? [{ above, fn }] : [];
  })[0];
  const made: Seen = { kind: 'known', value: object };
  if (!found) return [{ seen: made, way }];
  const { above, fn } = found;
  const scope: Scope = { parent: above.scope, names: new Map(), file: above.scope.file, self: object, cls: above };
  return follow(
    context,
    way,
    { fn, scope, visible: [], self: object, cls: above },
    called ? handedOn(fn, called) : args,
  ).map(step => (step.way.end ? step : { seen: made, way: step.way }));
}

function initializerOf({ cls }: ClassValue): FunctionNode | undefined {
  const found = cls.members.find(member => member.kind === 'constructor');
  return found?.kind === 'constructor' ? found.fn : undefined;
}

/** `super` in `initialize`: the one of the class above. */
export function superInitialized(context: Context, way: Way, args: readonly Seen[]): readonly Step[] | undefined {
  const { self, cls } = context;
  if (self?.kind !== 'instance' || !context.budget.fieldsOf?.has(self) || cls?.base?.kind !== 'class') return undefined;
  return constructed(context, way, { cls: cls.base, object: self, args }).map(step => ({ ...step, seen: ANY }));
}

/**
 * `Authorize.call(request)` of simple_command makes an object, has it do what its own `call` says, and gives what became of it:
 * `result`.
 */
export function commandCalled(
  context: Context,
  way: Way,
  cls: ClassValue,
  called: Called,
): readonly Step[] | undefined {
  const isOne = lineOf(cls).some(
    above => above.kind === 'external' && fullNames(above).some(name => name === 'SimpleCommand'),
  );
  if (!isOne || cls.statics.has('call')) return undefined;
  return madeObject(context, way, cls, called)?.flatMap(({ seen, way: after }): readonly Step[] => {
    const object = seen.kind === 'known' && seen.value.kind === 'instance' ? seen.value : undefined;
    const method = object && methodOf(context.machine, cls, 'call', object);
    if (after.end || method?.kind !== 'closure') return [{ seen: ANY, way: after }];
    return follow(context, after, targetOf(method), []).map(step => ({
      seen: { kind: 'object', fields: new Map([['result', step.seen]]) },
      way: step.way,
    }));
  });
}
