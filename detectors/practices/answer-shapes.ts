/** Whether an answer names its fields, or is a stored object as it is: what languages share. */
import type { CallExpr, Expr, RecordEntry, Statement } from '../../src/core/program.ts';

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

/** Values without fields. */
const PLAIN: ReadonlySet<Expr['kind']> = new Set(['text', 'number', 'boolean', 'nothing', 'concat']);

/** A text, a number or nothing: it has no fields. */
export function isPlainValue({ kind }: Expr): boolean {
  return PLAIN.has(kind);
}

const DEPTH = 4;

/** What a language says of the values inside an answer. */
export type ShapesOf = {
  readonly shapeOf: (value: Expr, depth: number) => Shape | undefined;
  readonly ofCall: (call: CallExpr) => Shape | undefined;
  /** Members whose names say that they are one field. */
  readonly field: RegExp;
};

/** The shape of a value as it is written, `depth` levels inside the answer; undefined for an answer without fields. */
export function writtenShape(value: Expr, depth: number, { shapeOf, ofCall, field }: ShapesOf): Shape | undefined {
  if (isPlainValue(value)) return depth === 0 ? undefined : 'sound';
  if (depth > DEPTH) return 'partial';
  switch (value.kind) {
    case 'record':
      return value.entries.length === 0
        ? undefined
        : recordShape(value.entries, depth, inner => shapeOf(inner, depth + 2));
    case 'list':
      return value.items.length === 0 ? undefined : most(value.items.map(item => shapeOf(item, depth + 1) ?? 'sound'));
    case 'call':
      return ofCall(value);
    case 'member':
      return depth > 1 && field.test(value.name) ? 'sound' : 'partial';
    default:
      return 'partial';
  }
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
