/** Verification that jwt-auth does by its settings. Source: tymon/jwt-auth and php-open-source-saver/jwt-auth, `config/jwt.php`. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { judgedBy, unsound } from '../../judged-verification.ts';
import { secretFact, writtenSecretIn } from '../../written-secret.ts';
import { returnedSettings } from '../returned-settings.ts';
import { PHP_FORMS } from '../written-secret.ts';

const NAME = 'jwt-auth';

/** The algorithm is one that is set; that there is an issuer may be demanded, and who it is is not looked at. */
export function configuredVerification(file: ProgramFile): readonly PracticeFact[] {
  if (!/(?:^|\/)config\/jwt\.php$/.test(file.path)) return [];
  const settings = returnedSettings(file);
  const find = (name: string): (typeof settings)[number] | undefined =>
    settings.find(({ path }) => path.length === 1 && path[0] === name);
  const claims = find('required_claims');
  const secret = find('secret');
  if (!claims || !find('algo')) return [];
  const written = secret && writtenSecretIn(file, secret.value, [], PHP_FORMS);
  const isWritten = written && !written.isFallback && secretFact(written, NAME, undefined).length > 0;
  const judged = isWritten
    ? { ...unsound(`${NAME} verifies with a secret that is written in the code`), hides: [written.at] }
    : judgedBy(NAME, { algorithm: 'checked', issuer: 'missing', audience: 'missing' });
  return judged ? [{ kind: 'practice', at: claims.at, practice: 'token-verification', ...judged }] : [];
}
