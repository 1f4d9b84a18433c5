/** Whether the options of a limiter leave anything that is limited: scoring §D.9, G23, and §D.4 (keyed on nothing). */
import type { LimitsNothing } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { type LocalValues, optionOf } from '../../../routes/javascript/values.ts';

const BOUNDS = ['limit', 'max', 'delayAfter'];
const WINDOWS = ['windowMs', 'duration', 'timeWindow'];

/** No service gets as many requests from one caller. */
const ABSURD_PER_MINUTE = 1_000_000;
/** Whatever the window is. */
const ABSURD = 1_000_000_000;

/** What is written down is judged; values that are made elsewhere are taken for sensible. */
export function limitsNothing(options: Expr | undefined, local: LocalValues): LimitsNothing | undefined {
  const written = (keys: readonly string[]): Expr | undefined => {
    const found = keys.map(key => optionOf(options, key, local)).find(value => value !== undefined);
    return found && local.valueOf(found);
  };
  if (givesConstant(written(['skip'])) === true) return { kind: 'skipped', why: 'its `skip` lets every request pass' };
  if (typeof givesConstant(written(['keyGenerator'])) === 'string')
    return { kind: 'keyless', why: 'its key is the same for every caller' };
  const bound = numberOf(written(BOUNDS));
  const window = numberOf(written(WINDOWS));
  if (bound === undefined) return undefined;
  const isAbsurd = bound >= ABSURD || (window !== undefined && (bound * 60_000) / window >= ABSURD_PER_MINUTE);
  return isAbsurd ? { kind: 'absurd', why: `${bound} requests in a window limit nothing` } : undefined;
}

function numberOf(value: Expr | undefined): number | undefined {
  if (value?.kind === 'number') return value.value;
  if (value?.kind === 'name') return value.name === 'Infinity' ? Infinity : undefined;
  const isLargest =
    value?.kind === 'member' &&
    value.of.kind === 'name' &&
    value.of.name === 'Number' &&
    ['MAX_SAFE_INTEGER', 'MAX_VALUE', 'POSITIVE_INFINITY'].includes(value.name);
  return isLargest ? Infinity : undefined;
}

/** The text or truth that a function gives back whatever it is called with. */
function givesConstant(value: Expr | undefined): string | boolean | undefined {
  if (value?.kind !== 'function') return undefined;
  const [only, ...more] = value.fn.body;
  if (only?.kind !== 'return' || more.length > 0) return undefined;
  return only.value?.kind === 'text' || only.value?.kind === 'boolean' ? only.value.value : undefined;
}
