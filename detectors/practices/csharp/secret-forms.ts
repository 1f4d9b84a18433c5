import type { CallExpr, Expr } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import type { SecretForms } from '../written-secret.ts';

/** `Encoding.UTF8.GetBytes("…")`, `Convert.FromBase64String("…")`, `SHA256.HashData(…)`, `"…".Sha256()`. */
export const FORMS: SecretForms = {
  encoders: new Set(['GetBytes', 'FromBase64String', 'FromHexString', 'HashData', 'SymmetricSecurityKey']),
  same: new Set(['ToCharArray', 'ToString', 'Trim', 'ToArray', 'Sha256', 'Sha512', 'AsSpan']),
  fallback: fallbackOf,
};

/** `configuration.GetValue<string>("Jwt:Key", "…")`, `configuration.GetValue("Jwt:Key", "…")`. */
function fallbackOf(_file: ProgramFile, { callee, args }: CallExpr): Expr | undefined {
  return callee.kind === 'member' && callee.name === 'GetValue' && args.length === 2 ? args[1] : undefined;
}
