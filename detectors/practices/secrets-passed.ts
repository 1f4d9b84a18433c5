/** Secrets that a file writes out where a library takes them: what detectors of languages share. */
import type { PracticeFact } from '../../src/core/facts/practice.ts';
import type { CallSite, ProgramFile } from '../../src/parse/program-file.ts';
import { passwordIn } from './address-password.ts';
import { optionIn } from './constants.ts';
import { argumentAt, isCallOf, type LibraryCall } from './library-calls.ts';
import { memberAssignments } from './member-assignments.ts';
import { distinctSecrets, secretFact, type SecretForms, writtenSecretIn } from './written-secret.ts';

/** What a library takes as a secret: the argument at this position, or of this name. */
export type SecretRow = LibraryCall & {
  readonly secret: number | string;
  /** Where that argument is options, the entry of them: `new Cipher({ key: '…' })`. */
  readonly entry?: string;
  /** The first argument, where it says what the call sets: `set :session_secret, '…'`. */
  readonly first?: RegExp;
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
        if (!isCallOf(file, site, row) || !isAbout(site, row.first)) return [];
        const argument = argumentAt(file, site, row.secret);
        const given =
          argument.kind === 'given' && row.entry !== undefined
            ? optionIn(file, argument.value, row.entry, site.inside)
            : argument;
        return given.kind === 'given'
          ? secretFact(writtenSecretIn(file, given.value, site.inside, forms), row.what, row.isAccount)
          : [];
      }),
    ),
  );
}

function isAbout({ call }: CallSite, first: RegExp | undefined): boolean {
  const [said] = call.args;
  return first === undefined || (said?.kind === 'text' && first.test(said.value));
}

/** What a member of this name holds: `options.ClientSecret = …`. */
export type SecretMember = {
  readonly name: string;
  readonly what: string;
  readonly isAccount?: true;
  /** It holds bytes: a plain text under this name is something else. */
  readonly isBytes?: true;
};

/** Secrets that a file assigns to members of settings. */
export function secretsAssigned(
  file: ProgramFile,
  members: readonly SecretMember[],
  forms: SecretForms,
): readonly PracticeFact[] {
  return memberAssignments(
    file,
    members.map(({ name }) => name),
  ).flatMap(({ target, value, inside }) => {
    const member = members.find(({ name }) => name === target.name);
    return member && !(member.isBytes && value.kind === 'text')
      ? secretFact(writtenSecretIn(file, value, inside, forms), member.what, member.isAccount)
      : [];
  });
}

/** A call that takes an address or settings of a connection with a password in them. */
export type ConnectionRow = LibraryCall & { readonly address: number | string };

/** Passwords in the addresses of connections that a file writes out. */
export function passwordsPassed(
  file: ProgramFile,
  rows: readonly ConnectionRow[],
  forms: SecretForms,
): readonly PracticeFact[] {
  return file.calls.flatMap(site =>
    rows.flatMap(row => {
      const given = isCallOf(file, site, row) ? argumentAt(file, site, row.address) : { kind: 'absent' as const };
      const written = given.kind === 'given' ? writtenSecretIn(file, given.value, site.inside, forms) : undefined;
      const password = written && passwordIn(written.text);
      return written && password !== undefined
        ? secretFact({ ...written, text: password }, 'the password of a database', true)
        : [];
    }),
  );
}
