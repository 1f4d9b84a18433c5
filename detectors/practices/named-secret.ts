/** Constants whose name says that they are a secret: they may be used in any file. */
import type { PracticeFact } from '../../src/core/facts/practice.ts';
import type { Expr } from '../../src/core/program.ts';
import type { ProgramFile } from '../../src/parse/program-file.ts';
import { isPlaceholder, looksRandom } from './placeholder-secret.ts';

const SECRET_NAME =
  /(?:^|_|[a-z])(?:SECRET|SECRET_?KEY|PASSWORD|PASSWD|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SIGNING_?KEY|ENCRYPTION_?KEY|JWT_?KEY|TOKEN)$|(?:[sS]ecret|[sS]ecretKey|[pP]assword|[aA]piKey|[pP]rivateKey|[sS]igningKey|[aA]ccessKey)$/;

/** The fact that a constant of this name holds a secret; none where a word may be what it holds. */
export function namedSecret(
  name: string,
  value: Expr,
  isSecretText: (text: string) => boolean,
): readonly PracticeFact[] {
  if (value.kind !== 'text') return [];
  const { value: text, at } = value;
  const isSecret = SECRET_NAME.test(name) && text.length >= 16 && isSecretText(text);
  // Names of settings, headers and columns have dots, hyphens or underscores between words; keys seldom have.
  if (!isSecret || isPlaceholder(text) || !looksRandom(text) || /\s|^[a-z]+(?:[._-][a-z0-9]+)+$/i.test(text)) return [];
  return [
    {
      kind: 'practice',
      at,
      practice: 'secret',
      standing: 'unsound',
      what: `${name} is written in the code`,
      hides: [at],
    },
  ];
}

/** Constants of the module and of its classes, which other files may use. */
export function namedSecrets(file: ProgramFile, isSecretText: (text: string) => boolean): readonly PracticeFact[] {
  const declared = file.module.body.flatMap(statement =>
    statement.kind === 'declare' && statement.pattern.kind === 'name' && statement.value
      ? namedSecret(statement.pattern.name.replace(/^.*::/, ''), statement.value, isSecretText)
      : [],
  );
  const fields = file.classes.flatMap(({ members }) =>
    members.flatMap(member =>
      member.kind === 'field' && member.isStatic && member.value
        ? namedSecret(member.name, member.value, isSecretText)
        : [],
    ),
  );
  return [...declared, ...fields];
}
