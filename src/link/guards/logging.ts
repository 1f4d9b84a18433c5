/** Calls that write to a log: what they are handed is looked at, and what they do with it decides nothing about a request. */
import type { CallExpr, Expr } from '../../core/program.ts';

/**
 * `log.Error(ctx, err)`, `this.logger.warn(…)`, `Rails.logger.info(…)`, `console.log(…)`: a method of what is named for a
 * log, whose result nobody takes. Not those that end the program or the function: `log.Fatal`, `logger.Panic`.
 */
export function writesLog(value: Expr): value is CallExpr {
  if (value.kind !== 'call' || value.callee.kind !== 'member' || ENDING.test(value.callee.name)) return false;
  const { of } = value.callee;
  const name = of.kind === 'name' || of.kind === 'member' ? of.name : undefined;
  return name !== undefined && LOG.test(name);
}

const LOG = /^[$@_]*(?:log|logs|logger|logging|slog|zap|console)$/i;
const ENDING = /fatal|panic|exit|throw|fail|abort|die|raise|\$|!$/i;
