/** What stands before the handler of an operation besides guards: validation, headers, limits. */
import type { Control } from '../../core/facts/program.ts';
import type { SeenControl } from '../../core/operation.ts';
import { type ActiveGuard, type Guarded, coverage, requestOf } from '../authentication.ts';
import { exportedGuard } from '../guards/reading.ts';
import { methodOf } from '../members.ts';
import { opaqueInstance } from '../calling.ts';
import type { Machine } from '../machine.ts';
import { type ClosureValue, type Value, flatten, optionsOf } from '../value.ts';
import { unwrapped } from '../wrappers.ts';
import { declaredChecks } from './declared-checks.ts';
import { leaksOfHandler, mappingOf, rescuedBy, surroundingOf, surroundingOfAspNet } from './errors.ts';
import { checksIn } from './input-checks.ts';
import { limitsOfPhp } from './limits-php.ts';
import { parametersChecked } from './pipes.ts';
import { storedTypesOf } from './stored-types.ts';

/**
 * The controls that every request to an operation passes. What covers its path only in part, or stands under a condition
 * that the operation does not share, is left out. In the order in which they run; the handler's own come last.
 */
export function controlsOn(machine: Machine, guarded: Guarded): readonly SeenControl[] {
  const found: SeenControl[] = [];
  const pipes: Value[] = [];
  const mappers: (readonly SeenControl[])[] = [];
  for (const guard of guarded.guards) {
    if (!certainlyCovers(guard, guarded)) continue;
    if (guard.stage === 'error') {
      mappers.push(mappingOf(machine, guard.value));
      continue;
    }
    if (guarded.syntax === 'koa') mappers.push(surroundingOf(machine, guard.value));
    if (guarded.syntax === 'aspnet') mappers.push(surroundingOfAspNet(machine, guard.value));
    if (guard.stage === 'pipe') pipes.push(guard.value);
    else found.push(...controlsOf(machine, guard.value).map(control => ({ ...control, at: control.at ?? guard.at })));
  }
  const { wrappers, handler } = guarded.handler ? unwrapped(guarded.handler) : { wrappers: [], handler: undefined };
  for (const { around } of wrappers) found.push(...ofWrapper(machine, around, handler));
  if (handler?.kind === 'closure') {
    found.push(...parametersChecked(machine, handler, [...pipes, ...guarded.pipes]));
    found.push(...ofChecks(machine, handler), ...leaksOfHandler(machine, handler.fn));
    found.push(...storedTypesOf(machine, handler), ...declaredChecks(machine, handler, guarded.method));
    found.push(...limitsOfPhp(machine, handler));
    mappers.push(rescuedBy(machine, handler));
  }
  // The innermost one is asked first; what it does not answer goes on to the next.
  found.push(...(mappers.findLast(mapper => mapper.length > 0) ?? []));
  return effective(found, guarded);
}

export function certainlyCovers(guard: ActiveGuard, guarded: Guarded): boolean {
  return (
    guard.conditions.every(condition => condition.isQuiet || guarded.conditions.includes(condition)) &&
    coverage(guard, guarded, requestOf(guarded, guard)) === 'all'
  );
}

/** The controls of a function around a handler; what the handler does, which it calls, is said of the handler. */
function ofWrapper(machine: Machine, around: ClosureValue, handler: Value | undefined): readonly SeenControl[] {
  const inside = handler?.kind === 'closure' ? handler.fn.at : undefined;
  return [...ofChecks(machine, around), ...leaksOfHandler(machine, around.fn)].filter(
    ({ at }) => !(inside && at.file === inside.file && at.line >= inside.line && at.line <= inside.endLine),
  );
}

/** A control of a function, with its place where it has one of its own. */
type Found = Omit<SeenControl, 'at'> & Partial<Pick<SeenControl, 'at'>>;

function controlsOf(machine: Machine, value: Value, depth = 0): readonly Found[] {
  if (depth > DEPTH) return [];
  switch (value.kind) {
    case 'guard':
      return value.except ? [] : (value.controls ?? []).map(control => ({ control, at: value.at, what: value.what }));
    case 'external': {
      const known = exportedGuard(machine, value);
      return known ? controlsOf(machine, known, depth + 1) : [];
    }
    case 'outcome':
    case 'method':
      // `body('email').isEmail()`: what a method of it gives is still the same middleware.
      return controlsOf(machine, value.of, depth + 1);
    case 'closure':
      return ofChecks(machine, value);
    case 'class':
    case 'instance': {
      const cls = value.kind === 'class' ? value : value.of;
      const self = value.kind === 'instance' ? value : opaqueInstance(machine, cls);
      const method = methodOf(machine, cls, 'use', self);
      return method?.kind === 'closure' ? ofChecks(machine, method) : [];
    }
    case 'list':
      return flatten(value).flatMap(item => controlsOf(machine, item, depth + 1));
    case 'either': {
      const [first, ...others] = optionsOf(value).map(option => controlsOf(machine, option, depth + 1));
      return (first ?? []).filter(({ control }) => others.every(other => other.some(one => one.control === control)));
    }
    default:
      return [];
  }
}

const DEPTH = 30;

function ofChecks(machine: Machine, closure: Extract<Value, { kind: 'closure' }>): readonly SeenControl[] {
  // Four parameters: it runs only after something failed.
  if (closure.fn.parameters.length === 4) return [];
  return checksIn(machine, closure).flatMap((check): readonly SeenControl[] => {
    const what = `${closure.fn.name ?? machine.namesOf.get(closure.fn.id) ?? 'a function'} checks what the request holds`;
    if (check.by === 'class') return [];
    if (check.by === 'result') return [{ control: 'validation-check', at: check.at, what }];
    return [{ control: check.isOfBody ? 'validation' : 'parameter-validation', at: check.at, what }];
  });
}

/** Methods whose requests have a body that path parameters and headers say nothing of. */
const WITH_BODY: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH']);

/** Rules count with the check that asks for their result; checks of path parameters only where no body comes with them. */
function effective(found: readonly SeenControl[], { method }: Guarded): readonly SeenControl[] {
  const has = (control: Control): boolean => found.some(one => one.control === control);
  const isChecked = has('validation-rule') && has('validation-check');
  return found.flatMap(({ control, ...rest }): readonly SeenControl[] => {
    if (control === 'validation-rule') return isChecked ? [{ control: 'validation', ...rest }] : [];
    if (control === 'validation-check' || control === 'class-validation') return [];
    if (control === 'parameter-validation') return WITH_BODY.has(method) ? [] : [{ control: 'validation', ...rest }];
    return [{ control, ...rest }];
  });
}
