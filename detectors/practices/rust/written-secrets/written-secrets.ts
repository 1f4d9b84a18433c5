import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { namedSecrets } from '../../named-secret.ts';
import { passwordsPassed, secretsPassed } from '../../secrets-passed.ts';
import { LIMITS_OF_LITERALS, distinctSecrets, isSecretText, type SecretForms } from '../../written-secret.ts';
import { CONNECTIONS, SECRET_ROWS } from './rows.ts';

export const writtenSecretsRust = defineDetector({
  id: 'written-secrets-rust',
  title: 'Secrets written in Rust code',
  kind: 'practice',
  docs: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  reads: 'rust',
  files: ['**/*.rs'],
  words: [
    'ecret',
    'SECRET',
    'PASSWORD',
    'KEY',
    'TOKEN',
    'Key',
    'mac',
    'Gcm',
    'ChaCha',
    'Credentials',
    'connect',
    'redis',
    'mongodb',
  ],
  emits: ['practice'],
  limits: LIMITS_OF_LITERALS,
  version: 1,
  detect: file =>
    distinctSecrets([
      ...secretsPassed(file, SECRET_ROWS, FORMS),
      ...passwordsPassed(file, CONNECTIONS, FORMS),
      ...namedSecrets(file, isSecretText),
    ]),
});

/** `"…".as_bytes()`, `"…".to_string().as_ref()`. */
const FORMS: SecretForms = {
  encoders: new Set(),
  same: new Set([
    'as_bytes',
    'as_ref',
    'as_str',
    'as_slice',
    'to_string',
    'to_owned',
    'to_vec',
    'into',
    'into_bytes',
    'clone',
    'trim',
  ]),
  fallback: fallbackOf,
};

/** `env::var("JWT_SECRET").unwrap_or("…".into())`, `….unwrap_or_else(|_| "…".into())`. */
function fallbackOf(_file: ProgramFile, { callee, args }: CallExpr): Expr | undefined {
  if (callee.kind !== 'member') return undefined;
  const [first] = args;
  if (callee.name === 'unwrap_or') return first;
  if (callee.name !== 'unwrap_or_else' || first?.kind !== 'function') return undefined;
  const last = first.fn.body.at(-1);
  return last?.kind === 'return' ? last.value : undefined;
}
