import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { GO_FILES } from '../../../routes/go/source-files.ts';
import { valueOf } from '../../bindings.ts';
import { dottedName } from '../../calls.ts';
import { namedSecret } from '../../named-secret.ts';
import { passwordIn } from '../../address-password.ts';
import { secretsPassed } from '../../secrets-passed.ts';
import { distinctSecrets, isSecretText, secretFact, type WrittenSecret } from '../../written-secret.ts';
import { keyReturnedBy } from '../key-functions.ts';
import { GO_FORMS, writtenSecret } from '../written-secret.ts';
import { ACCOUNTS, DATA_SOURCES, SECRET_ROWS } from './rows.ts';

export const writtenSecretsGo = defineDetector({
  id: 'written-secrets-go',
  title: 'Secrets written in Go code',
  kind: 'practice',
  docs: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  reads: 'go',
  files: GO_FILES,
  words: [
    'jwt',
    'jose',
    'sessions',
    'securecookie',
    'csrf',
    'crypto',
    'sql',
    'gorm',
    'redis',
    'amqp',
    'pgx',
    'mail',
    'smtp',
    'credentials',
    'BasicAuth',
    'ecret',
    'assword',
    'Key',
    'SECRET',
    'PASSWORD',
    'KEY',
    'TOKEN',
  ],
  emits: ['practice'],
  limits: [
    'Literals that a known library takes as a secret are found, and constants and variables of the package whose name says that they are one and that no word is made of.',
    'Placeholders (`changeme`, `<your key>`) are not counted; the fallback of a configured secret is shown and not counted.',
    'Passwords of databases count where they are part of an address that is written as one text, and no word.',
  ],
  version: 1,
  detect: file =>
    distinctSecrets([
      ...secretsPassed(file, SECRET_ROWS, GO_FORMS),
      ...file.calls.flatMap(site => [...dataSource(file, site), ...accounts(file, site), ...keyOf(file, site)]),
      ...constants(file),
    ]),
});

/** `jwt.Parse(token, func(t *jwt.Token) (any, error) { return []byte("…"), nil })`. */
function keyOf(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const key = keyReturnedBy(file, site);
  return key ? secretFact(writtenSecret(file, key.value, key.inside), 'the key that signs tokens', undefined) : [];
}

/** `sql.Open("postgres", "postgres://shop:…@db/shop")`: the password in it. */
function dataSource(file: ProgramFile, { call, inside }: CallSite): readonly PracticeFact[] {
  const index = DATA_SOURCES.get(dottedName(file, call.callee) ?? '');
  const given = index === undefined ? undefined : call.args[index];
  const written = given && addressIn(file, given, inside);
  const password = written && passwordIn(written.text);
  return written && password !== undefined
    ? secretFact({ ...written, text: password }, 'the password of a database', true)
    : [];
}

function addressIn(file: ProgramFile, expr: Expr, inside: CallSite['inside']): WrittenSecret | undefined {
  const value = valueOf(file, expr, inside);
  return value.kind === 'text'
    ? { isFallback: false, text: value.value, at: value.at }
    : writtenSecret(file, expr, inside);
}

/** `gin.BasicAuth(gin.Accounts{"admin": "…"})`. */
function accounts(file: ProgramFile, { call, inside }: CallSite): readonly PracticeFact[] {
  const [given] = call.args;
  if (!given || !ACCOUNTS.has(dottedName(file, call.callee) ?? '')) return [];
  const value = valueOf(file, given, inside);
  if (value.kind !== 'record') return [];
  return value.entries.flatMap(entry =>
    secretFact(writtenSecret(file, entry.value, inside), 'the password of an account', undefined),
  );
}

/** Constants and variables of the package, which its other files may use. */
function constants(file: ProgramFile): readonly PracticeFact[] {
  return file.module.body.flatMap(statement =>
    statement.kind === 'declare' && statement.pattern.kind === 'name' && statement.value
      ? namedSecret(statement.pattern.name, statement.value, isSecretText)
      : [],
  );
}
