import type { CallExpr, Expr } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import type { SecretForms } from '../written-secret.ts';

/** `Base64.decode64('…')`, `Digest::SHA256.digest('…')`, `['…'].pack('H*')` is not followed. */
export const FORMS: SecretForms = {
  encoders: new Set(['decode64', 'strict_decode64', 'urlsafe_decode64', 'digest', 'hexdigest']),
  same: new Set(['to_s', 'strip', 'freeze', 'b', 'presence', 'force_encoding']),
  fallback: fallbackOf,
};

/** `ENV.fetch('JWT_SECRET', '…')`, `ENV.fetch('JWT_SECRET') { '…' }`. */
function fallbackOf(_file: ProgramFile, { callee, args }: CallExpr): Expr | undefined {
  if (callee.kind !== 'member' || callee.name !== 'fetch') return undefined;
  const [, second] = args;
  if (second?.kind !== 'named') return second;
  const last = second.value.kind === 'function' ? second.value.fn.body.at(-1) : undefined;
  return last?.kind === 'return' ? last.value : undefined;
}
