/** How PHP code writes a secret in another form, and where it looks one up. */
import type { CallExpr, Expr } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import type { SecretForms } from '../written-secret.ts';

/** `base64_decode('…')`, `hash('sha256', '…')` is not followed. */
export const PHP_FORMS: SecretForms = {
  encoders: new Set(['\\base64_decode', '\\hex2bin', '\\md5', '\\sha1', '\\trim']),
  same: new Set(),
  fallback: fallbackOf,
};

/** `env('JWT_SECRET', '…')` and `config('jwt.secret', '…')` of Laravel. */
function fallbackOf(_file: ProgramFile, { callee, args }: CallExpr): Expr | undefined {
  const isReader = callee.kind === 'name' && /^\\?(?:env|config)$/.test(callee.name);
  return isReader && args.length === 2 ? args[1] : undefined;
}
