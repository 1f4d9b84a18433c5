/** What is said of a place that verifies tokens, whatever library does it. */
import type { PracticeFact } from '../../src/core/facts/practice.ts';
import type { CallSite, ProgramFile } from '../../src/parse/program-file.ts';

export type Judged = Pick<PracticeFact, 'standing' | 'what' | 'hides'>;

/** What a verification checks: `unknown` where the file does not tell. */
export type Checks = {
  readonly algorithm: Told;
  readonly issuer: Told;
  readonly audience: Told;
};

export type Told = 'checked' | 'missing' | 'unknown';

/** Undefined where nothing is known to be missing, and something is not known. */
export function judgedBy(name: string, checks: Checks): Judged | undefined {
  const told = Object.entries(checks);
  const missing = told.flatMap(([what, one]) => (one === 'missing' ? [what] : []));
  if (missing.length > 0) return { standing: 'partial', what: `${name} does not check ${missing.join(', ')}` };
  return told.some(([, one]) => one === 'unknown')
    ? undefined
    : { standing: 'sound', what: `${name} checks signature, algorithm, issuer, audience and expiry` };
}

export function unsound(what: string): Judged {
  return { standing: 'unsound', what };
}

/** Code that looks at the expiry by itself takes the place of a check that is switched off; `own` is how it would. */
export function withoutExpiry(name: string, text: string, own: RegExp): Judged {
  return own.test(text)
    ? { standing: 'partial', what: `${name} leaves the expiry of tokens to other code` }
    : unsound(`${name} ignores the expiry of tokens`);
}

/** What is judged of the call that does it, if anything is. */
export function verificationAt({ call }: CallSite, judged: Judged | undefined): readonly PracticeFact[] {
  return judged ? [{ kind: 'practice', at: call.nameAt, practice: 'token-verification', ...judged }] : [];
}

/** Where a file verifies no token: the places at which it believes one all the same. */
export function orBelieved(
  file: ProgramFile,
  verified: readonly PracticeFact[],
  isReadBlindly: (file: ProgramFile, site: CallSite) => boolean,
): readonly PracticeFact[] {
  if (verified.length > 0) return verified;
  const judged = unsound('a token that is decoded and not verified says who the caller is');
  return file.calls.flatMap(site => (isReadBlindly(file, site) ? verificationAt(site, judged) : []));
}
