/** Secrets that a file writes out where a library takes them: what detectors of languages share. */
import type { PracticeFact } from '../../src/core/facts/practice.ts';
import type { ProgramFile } from '../../src/parse/program-file.ts';
import { argumentAt, isCallOf, type LibraryCall } from './library-calls.ts';
import { distinctSecrets, secretFact, type SecretForms, writtenSecretIn } from './written-secret.ts';

/** What a library takes as a secret: the argument at this position, or of this name. */
export type SecretRow = LibraryCall & {
  readonly secret: number | string;
  /** `the key that signs tokens`. */
  readonly what: string;
  /** A password may stand for an account of a local database: only one that no word is made of counts. */
  readonly isAccount?: true;
};

export function secretsPassed(
  file: ProgramFile,
  rows: readonly SecretRow[],
  forms: SecretForms,
): readonly PracticeFact[] {
  return distinctSecrets(
    file.calls.flatMap(site =>
      rows.flatMap(row => {
        if (!isCallOf(file, site, row)) return [];
        const given = argumentAt(file, site, row.secret);
        return given.kind === 'given'
          ? secretFact(writtenSecretIn(file, given.value, site.inside, forms), row.what, row.isAccount)
          : [];
      }),
    ),
  );
}
