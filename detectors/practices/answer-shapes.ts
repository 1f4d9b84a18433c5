/** Whether an answer names its fields, or is a stored object as it is: what languages share. */
import type { Expr, RecordEntry, Statement } from '../../src/core/program.ts';

export type Shape = 'sound' | 'partial' | 'unsound';

export const SHAPE_WORDS: Readonly<Record<Shape, string>> = {
  sound: 'the answer names its fields',
  partial: 'the answer holds what was made elsewhere',
  unsound: 'the answer is a stored object as it is',
};

/** The shape of what holds several. */
export function most(shapes: readonly Shape[]): Shape {
  if (shapes.includes('unsound')) return 'unsound';
  return shapes.includes('partial') || shapes.length === 0 ? 'partial' : 'sound';
}

/** The shape of a record by those of its entries; undefined for one that tells of a failure. */
export function recordShape(
  entries: readonly RecordEntry[],
  depth: number,
  shapeOf: (value: Expr) => Shape | undefined,
): Shape | undefined {
  const isOfFailure = entries.every(
    entry => entry.kind === 'entry' && /^(?:errors?|message|msg|detail|status|success)$/.test(entry.key),
  );
  if (isOfFailure && depth <= 1) return undefined;
  return most(
    entries.map((entry): Shape => {
      const shape = shapeOf(entry.value) ?? 'sound';
      return entry.kind === 'entry' || shape === 'unsound' ? shape : 'partial';
    }),
  );
}

/** Values of the `return` statements of a body, those of inner functions left out. What is answered to a failure is no resource. */
export function returnsIn(body: readonly Statement[]): readonly Expr[] {
  const found: Expr[] = [];
  const left: Statement[] = body.toReversed();
  for (let statement = left.pop(); statement; statement = left.pop()) {
    switch (statement.kind) {
      case 'return':
        if (statement.value) found.push(statement.value);
        break;
      case 'branch':
        left.push(...statement.then, ...statement.otherwise);
        break;
      case 'each':
      case 'repeat':
      case 'block':
        left.push(...statement.body);
        break;
      case 'attempt':
        left.push(...statement.body, ...statement.after);
        break;
      case 'select':
        for (const one of statement.cases) left.push(...one.body);
        break;
      default:
        break;
    }
  }
  return found;
}
