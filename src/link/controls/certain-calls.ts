/** Calls that a function makes whenever it goes on, and what it does with their results. */
import type { CallExpr, Expr, Statement } from '../../core/program.ts';
import { visitNodes } from '../walk.ts';

export type CertainCall = {
  readonly call: CallExpr;
  /** The name that its result goes by; of several results the last one. */
  readonly kept: string | undefined;
  /** A branch that hangs on its result ends the function. */
  readonly isActedOn: boolean;
};

/** In the order in which they run; what stands below a branch or in a loop is left out. */
export function certainCalls(statements: readonly Statement[]): readonly CertainCall[] {
  const found: CertainCall[] = [];
  walk(statements, found);
  return found;
}

function walk(statements: readonly Statement[], found: CertainCall[]): void {
  for (const [index, statement] of statements.entries()) {
    switch (statement.kind) {
      case 'declare':
      case 'assign': {
        if (!statement.value) break;
        const kept = nameKept(statement);
        const isActedOn = kept !== undefined && statements.slice(index + 1).some(later => decidesBy(later, kept));
        for (const call of callsIn(statement.value))
          found.push({ call, kept: call === statement.value ? kept : undefined, isActedOn });
        break;
      }
      case 'evaluate':
      case 'return':
      case 'throw':
        if (statement.value)
          for (const call of callsIn(statement.value)) found.push({ call, kept: undefined, isActedOn: false });
        break;
      case 'branch': {
        const isActedOn = ends(statement.then) || ends(statement.otherwise);
        for (const call of callsIn(statement.test)) found.push({ call, kept: undefined, isActedOn });
        break;
      }
      case 'block':
        walk(statement.body, found);
        break;
      case 'attempt':
        walk([...statement.body, ...statement.after], found);
        break;
      case 'select':
      case 'each':
      case 'repeat':
      case 'leave':
        break;
    }
  }
}

function nameKept(statement: Extract<Statement, { kind: 'declare' | 'assign' }>): string | undefined {
  if (statement.kind === 'assign') {
    const { target } = statement;
    const last = target.kind === 'list' ? target.items.at(-1) : target;
    return last?.kind === 'name' ? last.name : undefined;
  }
  const { pattern } = statement;
  const last = pattern.kind === 'list' ? pattern.items.at(-1) : pattern;
  return last?.kind === 'name' ? last.name : undefined;
}

/** `if err != nil { return … }`. */
function decidesBy(statement: Statement, name: string): boolean {
  if (statement.kind !== 'branch' || !(ends(statement.then) || ends(statement.otherwise))) return false;
  let isAsked = false;
  visitNodes([statement.test], node => {
    if (node.kind === 'name' && node.name === name) isAsked = true;
  });
  return isAsked;
}

/** Functions of frameworks that end the one that calls them. */
const ENDS = /^\\?(?:abort|abort_if|abort_unless|wp_send_json_error|wp_die)$/;

export function ends(statements: readonly Statement[]): boolean {
  return statements.some(
    statement =>
      statement.kind === 'return' ||
      statement.kind === 'throw' ||
      (statement.kind === 'evaluate' &&
        statement.value.kind === 'call' &&
        statement.value.callee.kind === 'name' &&
        ENDS.test(statement.value.callee.name)),
  );
}

const DEPTH = 40;

/** Calls that evaluating an expression certainly makes. */
function callsIn(expr: Expr, left: number = DEPTH): readonly CallExpr[] {
  if (left === 0) return [];
  const next = (inner: Expr): readonly CallExpr[] => callsIn(inner, left - 1);
  switch (expr.kind) {
    case 'call':
      return [...next(expr.callee), ...expr.args.flatMap(next), expr];
    case 'member':
    case 'index':
      return next(expr.of);
    case 'assigned':
    case 'spread':
    case 'named':
      return next(expr.value);
    case 'choice':
      return next(expr.test);
    case 'operation':
      return (expr.operator === 'and' || expr.operator === 'or' ? expr.operands.slice(0, 1) : expr.operands).flatMap(
        next,
      );
    case 'list':
      return expr.items.flatMap(next);
    case 'record':
      return expr.entries.flatMap(entry => next(entry.value));
    case 'concat':
    case 'unknown':
      return expr.parts.flatMap(next);
    default:
      return [];
  }
}
