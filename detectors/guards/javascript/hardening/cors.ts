import type { Control } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { type LocalValues, optionOf } from '../../../routes/javascript/values.ts';

/**
 * What options of a CORS middleware let in: any origin with its credentials, or origins that are named. Undefined where
 * they do neither, or are made elsewhere. Any origin without credentials gives nothing away that a stranger cannot ask for.
 */
export function corsControl(options: Expr | undefined, local: LocalValues): Control | undefined {
  const origin = optionOf(options, 'origin', local);
  if (!origin) return undefined;
  const answered = answerOf(local.valueOf(origin), local);
  if (answered === 'named') return 'named-cors';
  const credentials = optionOf(options, 'credentials', local);
  const value = credentials && local.valueOf(credentials);
  return answered === 'any' && value?.kind === 'boolean' && value.value ? 'open-cors' : undefined;
}

function answerOf(origin: Expr, local: LocalValues): 'any' | 'named' | undefined {
  switch (origin.kind) {
    case 'boolean':
      return origin.value ? 'any' : undefined;
    case 'text':
      return origin.value === '*' ? 'any' : 'named';
    case 'pattern':
      return /^\^?\.[*+]\$?$/.test(origin.source) ? 'any' : 'named';
    case 'list': {
      const answers = origin.items.map(item => answerOf(local.valueOf(item), local));
      if (answers.includes('any')) return 'any';
      return answers.length > 0 && answers.every(answer => answer === 'named') ? 'named' : undefined;
    }
    case 'function':
      return echoes(origin) ? 'any' : undefined;
    default:
      return undefined;
  }
}

/** `(origin, callback) => callback(null, true)`, and `origin => origin` of Hono: whatever is asked for is allowed. */
function echoes({ fn }: Extract<Expr, { kind: 'function' }>): boolean {
  const [only, ...others] = fn.body;
  if (!only || others.length > 0 || (only.kind !== 'return' && only.kind !== 'evaluate')) return false;
  const [origin, callback] = fn.parameters.map(({ pattern }) => (pattern.kind === 'name' ? pattern.name : ''));
  const isOrigin = (expr: Expr | undefined): boolean => expr?.kind === 'name' && expr.name === origin;
  const { value } = only;
  if (only.kind === 'return' && isOrigin(value)) return true;
  if (value?.kind !== 'call' || value.callee.kind !== 'name' || value.callee.name !== callback) return false;
  const [, given] = value.args;
  return isOrigin(given) || (given?.kind === 'boolean' && given.value);
}
