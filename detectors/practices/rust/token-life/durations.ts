/** How long something lasts, as Rust writes it. Sources: the documentation of `std`, chrono, time and coarsetime. */
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { lastName } from '../../../routes/rust/chains.ts';
import { valueOf } from '../../bindings.ts';
import { numberOf } from '../../calls.ts';

type Inside = readonly FunctionNode[];

const SECONDS: ReadonlyMap<string, number> = new Map([
  ['millis', 1e-3],
  ['milliseconds', 1e-3],
  ['secs', 1],
  ['seconds', 1],
  ['mins', 60],
  ['minutes', 60],
  ['hours', 3_600],
  ['days', 86_400],
  ['weeks', 604_800],
]);

/** Methods that give the same moment or time in another form, or open what it is in. */
const SAME: ReadonlySet<string> = new Set([
  '?',
  'as_secs',
  'clone',
  'expect',
  'into',
  'num_seconds',
  'timestamp',
  'to_owned',
  'try_into',
  'unix_timestamp',
  'unwrap',
  'unwrap_or_default',
  'whole_seconds',
]);
const ADDING: ReadonlySet<string> = new Set(['add', 'checked_add', 'checked_add_signed', 'saturating_add']);
const NOW: ReadonlySet<string> = new Set(['now', 'now_utc', 'now_local', 'get_current_timestamp', 'now_since_epoch']);

const MOST_STEPS = 10;

/** Seconds of `Duration::hours(1)`, `Duration::from_secs(60 * 60)`, `3600`; undefined for what is computed. */
export function secondsOf(file: ProgramFile, expr: Expr, inside: Inside, left = MOST_STEPS): number | undefined {
  const plain = numberOf(file, expr, inside);
  if (plain !== undefined) return plain;
  const value = valueOf(file, expr, inside);
  if (value.kind !== 'call' || left === 0) return undefined;
  const { callee, args } = value;
  const name = callee.kind === 'member' ? callee.name : callee.kind === 'name' ? lastName(callee.name) : '';
  if (callee.kind === 'member' && SAME.has(name)) return secondsOf(file, callee.of, inside, left - 1);
  const unit = SECONDS.get(name.replace(/^(?:try_|from_)+/, ''));
  const [count] = args;
  const number = count && numberOf(file, count, inside);
  return unit === undefined || number === undefined ? undefined : unit * number;
}

/** Seconds from now to `(Utc::now() + Duration::hours(1)).timestamp()`, `get_current_timestamp() + 3600`. */
export function secondsFromNow(file: ProgramFile, expr: Expr, inside: Inside, left = MOST_STEPS): number | undefined {
  const value = valueOf(file, expr, inside);
  if (left === 0) return undefined;
  if (value.kind === 'concat') {
    const [now, ...spans] = value.parts;
    if (!now || !isNow(file, now, inside, left)) return undefined;
    const all = spans.map(span => secondsOf(file, span, inside));
    return all.reduce((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0);
  }
  if (value.kind !== 'call' || value.callee.kind !== 'member') return undefined;
  const { of, name } = value.callee;
  const [span] = value.args;
  if (ADDING.has(name) && span) return isNow(file, of, inside, left) ? secondsOf(file, span, inside) : undefined;
  return SAME.has(name) ? secondsFromNow(file, of, inside, left - 1) : undefined;
}

/** `Utc::now()`, `SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs()`, and a name that it is kept under. */
function isNow(file: ProgramFile, expr: Expr, inside: Inside, left: number): boolean {
  const value = valueOf(file, expr, inside);
  if (value.kind !== 'call' || left === 0) return false;
  const { callee } = value;
  const name = callee.kind === 'member' ? callee.name : callee.kind === 'name' ? lastName(callee.name) : '';
  if (NOW.has(name)) return true;
  return callee.kind === 'member' && (SAME.has(name) || name === 'duration_since')
    ? isNow(file, callee.of, inside, left - 1)
    : false;
}
