/** Parts of a request that stand in for a credential, where that may be sent at two places. */
import type { Expr } from '../../core/program.ts';
import { readCredential, see } from './expressions.ts';
import { ANY, type Context, type Seen, type Step, type Way, fork } from './seen.ts';
import type { Credential } from './vocabulary.ts';

/** `headers['X-Token'] || params[:token]`: what stands in for a credential where that is not sent is one. */
const SENT: Credential = { mechanism: 'api-key', isCarried: true };

export function isSecretOf(seen: Seen): seen is Extract<Seen, { kind: 'request' }> {
  return seen.kind === 'request' && seen.path.length > 1 && /(?:token|key|secret)$/i.test(seen.path.at(-1) ?? '');
}

function nameOfPart(seen: Seen): string {
  return seen.kind === 'request' ? seen.path.slice(-2).join('.') : '';
}

/** Whether an expression is nothing but a credential, which whoever calls without one has not, and others may make up. */
export function isCredential(context: Context, way: Way, expr: Expr): boolean {
  const before = fork(way);
  const [only, ...others] = see(context, before, expr);
  const { seen } = only ?? { seen: ANY };
  return others.length === 0 && (seen.kind === 'absent' || (seen.kind === 'forged' && seen.isWhole));
}

export function asRead(context: Context, { seen, way }: Step): Way {
  standIn(context, way, seen);
  return way;
}

/** What such a part gives to a stranger. */
export function standIn(context: Context, way: Way, seen: Seen): Seen {
  return readCredential(context, way, nameOfPart(seen), SENT);
}
