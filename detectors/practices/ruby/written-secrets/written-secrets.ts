import { defineDetector } from '../../../../src/detector.ts';
import { RUBY_FILES } from '../../../routes/ruby/source-files.ts';
import { namedSecrets } from '../../named-secret.ts';
import { passwordsPassed, secretsAssigned, secretsPassed } from '../../secrets-passed.ts';
import { distinctSecrets, isSecretText } from '../../written-secret.ts';
import { FORMS } from '../secret-forms.ts';
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
