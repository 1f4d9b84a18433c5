import { defineDetector } from '../../../../src/detector.ts';
import { CSHARP_FILES } from '../../../routes/csharp/names.ts';
import { importsOne } from '../../library-calls.ts';
import { namedSecrets } from '../../named-secret.ts';
import { passwordsPassed, secretsAssigned, secretsPassed } from '../../secrets-passed.ts';
import { LIMITS_OF_LITERALS, distinctSecrets, isSecretText } from '../../written-secret.ts';
import { FORMS } from '../secret-forms.ts';
import { CIPHER_MEMBERS, CIPHER_MODULES, CONNECTIONS, MEMBERS, SECRET_ROWS } from './rows.ts';

export const writtenSecretsCSharp = defineDetector({
  id: 'written-secrets-csharp',
  title: 'Secrets written in C# code',
  kind: 'practice',
  docs: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  reads: 'c-sharp',
  files: CSHARP_FILES,
  words: ['ecret', 'assword', 'Key', 'KEY', 'SECRET', 'TOKEN', 'HMAC', 'Cryptography', 'Credential', 'MailKit', 'pwd'],
  emits: ['practice'],
  limits: LIMITS_OF_LITERALS,
  version: 1,
  detect: file =>
    distinctSecrets([
      ...secretsPassed(file, SECRET_ROWS, FORMS),
      ...passwordsPassed(file, CONNECTIONS, FORMS),
      ...secretsAssigned(file, MEMBERS, FORMS),
      ...(importsOne(file, CIPHER_MODULES) ? secretsAssigned(file, CIPHER_MEMBERS, FORMS) : []),
      ...namedSecrets(file, isSecretText),
    ]),
});
