import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { PHP_FILES } from '../../../routes/php/values.ts';
import { isCallOf } from '../../library-calls.ts';
import { namedSecret, namedSecrets } from '../../named-secret.ts';
import { passwordsPassed, secretsPassed } from '../../secrets-passed.ts';
import { distinctSecrets, isSecretText } from '../../written-secret.ts';
import { PHP_FORMS } from '../written-secret.ts';
import { CONNECTIONS, DEFINES, SECRET_ROWS } from './rows.ts';

export const writtenSecretsPhp = defineDetector({
  id: 'written-secrets-php',
  title: 'Secrets written in PHP code',
  kind: 'practice',
  docs: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  reads: 'php',
  files: PHP_FILES,
  words: [
    'JWT',
    'openssl_',
    'hash_hmac',
    'sodium_',
    'PDO',
    'mysqli',
    'pg_connect',
    'Credentials',
    'ecret',
    'SECRET',
    'assword',
    'PASSWORD',
    'KEY',
    'Key',
    'TOKEN',
  ],
  emits: ['practice'],
  limits: [
    'Literals that a known library takes as a secret are found, and constants whose name says that they are one and that no word is made of.',
    'Placeholders (`changeme`, `<your key>`) are not counted; the fallback of a configured secret is shown and not counted.',
    'Passwords of databases count where no word is made of them.',
  ],
  version: 1,
  detect: file =>
    distinctSecrets([
      ...secretsPassed(file, SECRET_ROWS, PHP_FORMS),
      ...passwordsPassed(file, CONNECTIONS, PHP_FORMS),
      ...file.calls.flatMap(site => defined(file, site)),
      ...namedSecrets(file, isSecretText),
    ]),
});

/** `define('API_KEY', '…')`. */
function defined(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const [name, value] = site.call.args;
  return name?.kind === 'text' && value && isCallOf(file, site, { calls: DEFINES })
    ? namedSecret(name.value, value, isSecretText)
    : [];
}
