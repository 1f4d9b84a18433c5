import { defineDetector } from '../../../../src/detector.ts';
import { RUBY_FILES } from '../../../routes/ruby/source-files.ts';
import { namedSecrets } from '../../named-secret.ts';
import { passwordsPassed, secretsAssigned, secretsPassed } from '../../secrets-passed.ts';
import { LIMITS_OF_LITERALS, distinctSecrets, isSecretText } from '../../written-secret.ts';
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
  limits: LIMITS_OF_LITERALS,
  version: 1,
  detect: file =>
    distinctSecrets([
      ...secretsPassed(file, SECRET_ROWS, FORMS),
      ...passwordsPassed(file, CONNECTIONS, FORMS),
      ...secretsAssigned(file, MEMBERS, FORMS),
      ...namedSecrets(file, isSecretText),
    ]),
});
