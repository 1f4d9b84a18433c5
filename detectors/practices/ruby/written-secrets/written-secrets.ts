import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { RUBY_FILES } from '../../../routes/ruby/source-files.ts';
import { namedSecrets } from '../../named-secret.ts';
import { passwordsPassed, secretsAssigned, secretsPassed } from '../../secrets-passed.ts';
import { distinctSecrets, isSecretText, type SecretForms } from '../../written-secret.ts';
import { CONNECTIONS, MEMBERS, SECRET_ROWS } from './rows.ts';

export const writtenSecretsRuby = defineDetector({
  id: 'written-secrets-ruby',
  title: 'Secrets written in Ruby code',
  kind: 'practice',
  docs: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  reads: 'ruby',
  files: RUBY_FILES,
  words: [
    'JWT',
    'HMAC',
    'ecret',
    'SECRET',
    'assword',
    'PASSWORD',
    'KEY',
    'TOKEN',
    'Key',
    'pepper',
    'MessageVerifier',
    'MessageEncryptor',
    'Lockbox',
    'provider',
    'Credentials',
    'establish_connection',
    'Sequel',
    'PG.',
    'Redis',
  ],
  emits: ['practice'],
  limits: [
    'Literals that a known library takes as a secret are found, and constants whose name says that they are one and that no word is made of.',
    'Placeholders (`changeme`, `<your key>`) are not counted; the fallback of a configured secret is shown and not counted.',
    'Passwords of databases count where they are part of an address that is written as one text, and no word.',
  ],
  version: 1,
  detect: file =>
    distinctSecrets([
      ...secretsPassed(file, SECRET_ROWS, FORMS),
      ...passwordsPassed(file, CONNECTIONS, FORMS),
      ...secretsAssigned(file, MEMBERS, FORMS),
      ...namedSecrets(file, isSecretText),
    ]),
});

/** `Base64.decode64('…')`, `Digest::SHA256.digest('…')`, `['…'].pack('H*')` is not followed. */
const FORMS: SecretForms = {
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
