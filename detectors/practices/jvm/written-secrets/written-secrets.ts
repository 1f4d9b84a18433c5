import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { namedSecret } from '../../named-secret.ts';
import { chainOf, startsWith } from '../chains.ts';
import { JVM_FILES } from '../values.ts';
import { distinctSecrets, secretFact } from '../../written-secret.ts';
import { isSecretText, writtenSecret } from '../written-secret.ts';
import { SECRET_ROWS, type SecretRow } from './rows.ts';

export const writtenSecretsJvm = defineDetector({
  id: 'written-secrets-jvm',
  title: 'Secrets written in Java and Kotlin code',
  kind: 'practice',
  docs: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  reads: 'jvm',
  files: JVM_FILES,
  words: [
    ...new Set([
      ...SECRET_ROWS.map(({ module }) => module),
      'SECRET',
      'KEY',
      'PASSW',
      'TOKEN',
      'ecret',
      'assword',
      'Key',
    ]),
  ],
  emits: ['practice'],
  limits: [
    'Literals that a known library takes as a secret are found, and constants whose name says that they are one and that no word is made of.',
    'Placeholders (`changeme`, `<your key>`) are not counted; the default of a setting that is injected is shown and not counted.',
  ],
  version: 1,
  detect: file => distinctSecrets([...file.calls.flatMap(site => secretsAt(file, site)), ...constants(file)]),
});

function secretsAt(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  return SECRET_ROWS.flatMap((row): readonly PracticeFact[] => {
    const value = takes(file, site, row) ? site.call.args[row.argument] : undefined;
    return secretFact(value && writtenSecret(file, { expr: value, inside: site.inside }), row.what, row.isAccount);
  });
}

function takes(
  file: ProgramFile,
  { call, name, receiver, inside }: CallSite,
  { module, names, method }: SecretRow,
): boolean {
  if (!method) {
    const origin = file.originOf(call.callee);
    return origin !== undefined && names.some(one => isFrom(origin, module, one));
  }
  if (!receiver || !method.includes(name)) return false;
  return startsWith(file, chainOf(file, { expr: receiver, inside }), module, names);
}

function constants(file: ProgramFile): readonly PracticeFact[] {
  return file.classes.flatMap(({ members }) =>
    members.flatMap(member =>
      member.kind === 'field' && member.isStatic && member.value
        ? namedSecret(member.name, member.value, isSecretText)
        : [],
    ),
  );
}
