import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { SCALA_FILES } from '../../../routes/scala/source-files.ts';
import { namedSecret } from '../../named-secret.ts';
import { secretsPassed } from '../../secrets-passed.ts';
import { distinctSecrets, isSecretText, type SecretForms } from '../../written-secret.ts';
import { constantOf, constantsOf } from '../constants.ts';
import { SECRET_ROWS } from './rows.ts';

export const writtenSecretsScala = defineDetector({
  id: 'written-secrets-scala',
  title: 'Secrets written in Scala code',
  kind: 'practice',
  docs: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  reads: 'scala',
  files: SCALA_FILES,
  words: [
    'ecret',
    'SECRET',
    'assword',
    'PASSWORD',
    'Key',
    'KEY',
    'TOKEN',
    'Jwt',
    'HMAC',
    'Credentials',
    'getConnection',
    'forURL',
    'fromDriverManager',
  ],
  emits: ['practice'],
  limits: [
    'Literals that a known library takes as a secret are found, and fields whose name says that they are one and that no word is made of.',
    'Placeholders (`changeme`, `<your key>`) are not counted; the fallback of a configured secret is shown and not counted.',
  ],
  version: 1,
  detect: file => distinctSecrets([...secretsPassed(file, SECRET_ROWS, FORMS), ...named(file)]),
});

/** `"…".getBytes`, `sys.env.getOrElse("KEY", "…")`. */
const FORMS: SecretForms = {
  encoders: new Set(['Some', 'Option', 'String', 'Secret', 'JwtSecretKey']),
  same: new Set(['getBytes', 'toCharArray', 'trim', 'toString', 'utf8']),
  fallback: fallbackOf,
  configured: valueIn,
};

/** A value of an object or class of the file; `"…".getBytes` without brackets is the text. */
function valueIn(file: ProgramFile, expr: Expr): Expr | undefined {
  if (expr.kind === 'member' && FORMS.same.has(expr.name)) return expr.of;
  return constantOf(file, expr);
}

/** What `getOrElse` gives where nothing is set: beside the name of a setting, or after it was looked up. */
function fallbackOf(_file: ProgramFile, { callee, args }: CallExpr): Expr | undefined {
  if (callee.kind !== 'member' || callee.name !== 'getOrElse') return undefined;
  return args.length === 2 ? args[1] : args[0];
}

/** Values of objects and classes, and of the file: other files may use them. */
function named(file: ProgramFile): ReturnType<typeof namedSecret> {
  const fields = constantsOf(file).flatMap(({ name, value }) => namedSecret(name, value, isSecretText));
  const declared = file.module.body.flatMap(statement =>
    statement.kind === 'declare' && statement.pattern.kind === 'name' && statement.value
      ? namedSecret(statement.pattern.name, statement.value, isSecretText)
      : [],
  );
  return [...declared, ...fields];
}
