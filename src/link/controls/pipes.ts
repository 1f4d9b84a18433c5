/** What the pipes of Nest check of the parameters of a handler. Source: NestJS, Pipes and Validation. */
import type { Parameter } from '../../core/program.ts';
import type { SeenControl } from '../../core/operation.ts';
import { opaqueInstance } from '../calling.ts';
import { exportedGuard } from '../guards/reading.ts';
import { evaluate } from '../interpreter.ts';
import { methodOf } from '../members.ts';
import type { Machine } from '../machine.ts';
import type { ClosureValue, Value } from '../value.ts';
import { classOfType } from './class-of-type.ts';
import { checksIn } from './input-checks.ts';
import { constrainsFields } from './schema-values.ts';

/** A parameter of a handler that holds what the request holds. */
type Bound = {
  readonly parameter: Parameter;
  readonly part: 'Body' | 'Query' | 'Param';
  readonly pipes: readonly Value[];
};

/**
 * The checks of a handler's parameters: there are any when everything of body and query that it takes is checked; where it
 * takes neither, when all path parameters are.
 */
export function parametersChecked(
  machine: Machine,
  handler: ClosureValue,
  pipes: readonly Value[],
): readonly SeenControl[] {
  const bound = handler.fn.parameters.flatMap(parameter => boundBy(machine, handler, parameter));
  const free = bound.filter(({ part }) => part !== 'Param');
  const wanted = free.length > 0 ? free : bound;
  const [first] = wanted;
  if (!first || !wanted.every(one => isChecked(machine, handler, one, pipes))) return [];
  return [{ control: 'validation', at: first.parameter.at, what: 'a pipe checks the parameters of the handler' }];
}

function boundBy(machine: Machine, handler: ClosureValue, parameter: Parameter): readonly Bound[] {
  const valueOf = (expr: Parameters<typeof evaluate>[2]): Value =>
    evaluate(machine, { scope: handler.scope, memo: new Map(), returns: [] }, expr);
  return parameter.decorators.flatMap(({ expression }): readonly Bound[] => {
    if (expression.kind !== 'call') return [];
    const decorator = valueOf(expression.callee);
    const part = decorator.kind === 'external' && decorator.module === '@nestjs/common' ? decorator.path.at(-1) : '';
    if (part !== 'Body' && part !== 'Query' && part !== 'Param') return [];
    const pipes = expression.args.map(valueOf).filter(({ kind }) => kind !== 'text');
    return [{ parameter, part, pipes }];
  });
}

function isChecked(machine: Machine, handler: ClosureValue, bound: Bound, general: readonly Value[]): boolean {
  const { pattern } = bound.parameter;
  const type = 'type' in pattern && pattern.type ? classOfType(machine, handler.scope, pattern.type) : undefined;
  const ofClass = type !== undefined && constrainsFields(machine, type);
  return [...general, ...bound.pipes].some(pipe => {
    switch (checkedBy(machine, pipe)) {
      case 'schema':
        return true;
      case 'class':
        return ofClass;
      case 'parameter':
        return bound.pipes.includes(pipe);
      case undefined:
        return false;
    }
  });
}

/** How a pipe checks: by a schema of its own, by the class of the value, or as what it converts one parameter to. */
function checkedBy(machine: Machine, pipe: Value, depth = 0): 'schema' | 'class' | 'parameter' | undefined {
  if (depth > 8) return undefined;
  switch (pipe.kind) {
    case 'guard':
      return pipe.controls?.includes('class-validation')
        ? 'class'
        : pipe.controls?.includes('parameter-validation')
          ? 'parameter'
          : undefined;
    case 'external': {
      const known = exportedGuard(machine, pipe);
      return known && checkedBy(machine, known, depth + 1);
    }
    case 'outcome':
      return pipe.call.isNew ? checkedBy(machine, pipe.of, depth + 1) : undefined;
    case 'class':
    case 'instance': {
      const cls = pipe.kind === 'class' ? pipe : pipe.of;
      const self = pipe.kind === 'instance' ? pipe : opaqueInstance(machine, cls);
      const method = cls.cls.members.some(member => member.kind === 'method' && member.name === 'transform')
        ? methodOf(machine, cls, 'transform', self)
        : undefined;
      if (method?.kind === 'closure') {
        const [check] = checksIn(machine, method).filter(({ by }) => by !== 'result');
        if (check) return check.by === 'class' ? 'class' : 'schema';
      }
      return cls.base ? checkedBy(machine, cls.base, depth + 1) : undefined;
    }
    default:
      return undefined;
  }
}
