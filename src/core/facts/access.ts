/** What lists of rules say of who may call which paths. */
import type { Expr } from '../program.ts';
import type { Method } from './program.ts';

/** What an access rule does with a caller. `open`: all pass. `denied`: nobody does. */
export type AccessEffect = 'open' | 'required' | 'optional' | 'denied' | 'unknown';

/** Requests that a rule speaks of. `ant`: `*` and `**`, `{name}`. `regex`: the whole path. */
export type AccessPattern = {
  readonly paths: Expr;
  readonly syntax: 'ant' | 'regex';
  readonly methods?: readonly Method[] | Expr;
};
