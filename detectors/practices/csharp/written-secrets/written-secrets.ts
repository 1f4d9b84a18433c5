import { defineDetector } from '../../../../src/detector.ts';
import { CSHARP_FILES } from '../../../routes/csharp/names.ts';
import { importsOne } from '../../library-calls.ts';
import { namedSecrets } from '../../named-secret.ts';
import { passwordsPassed, secretsAssigned, secretsPassed } from '../../secrets-passed.ts';
import { distinctSecrets, isSecretText } from '../../written-secret.ts';
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
      ...(importsOne(file, CIPHER_MODULES) ? secretsAssigned(file, CIPHER_MEMBERS, FORMS) : []),
      ...namedSecrets(file, isSecretText),
    ]),
});
