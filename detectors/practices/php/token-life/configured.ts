/** Lives of tokens by settings. Sources: tymon/jwt-auth and php-open-source-saver/jwt-auth, `config/jwt.php`; Laravel Sanctum, `config/sanctum.php`. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { isTrue, numberOf } from '../../calls.ts';
import { type JudgedLife, NEVER, ofLife } from '../../judged-life.ts';
import { returnedSettings } from '../returned-settings.ts';

export function configuredLife(file: ProgramFile): readonly PracticeFact[] {
  const name = /(?:^|\/)config\/(jwt|sanctum)\.php$/i.exec(file.path)?.[1];
  if (name === undefined) return [];
  return returnedSettings(file).flatMap(({ path, at, value }): readonly PracticeFact[] => {
    const [setting = '', ...below] = path;
    const judged =
      below.length > 0 ? undefined : name === 'jwt' ? ofJwtAuth(file, setting, value) : ofSanctum(file, setting, value);
    return judged ? [{ kind: 'practice', at, practice: 'token-life', ...judged }] : [];
  });
}

/** Minutes; null is for ever. */
function ofJwtAuth(file: ProgramFile, setting: string, value: Expr): JudgedLife | undefined {
  switch (setting) {
    case 'ttl':
      return value.kind === 'nothing' ? NEVER : ofMinutes(file, value, false);
    case 'refresh_ttl':
      return value.kind === 'nothing' ? undefined : ofMinutes(file, value, true);
    case 'blacklist_enabled':
      return isTrue(value) ? { standing: 'sound', what: 'tokens are looked up in a store of revoked ones' } : undefined;
    default:
      return undefined;
  }
}

function ofSanctum(file: ProgramFile, setting: string, value: Expr): JudgedLife | undefined {
  if (setting !== 'expiration' || numberOf(file, value, []) === undefined) return undefined;
  return ofMinutes(file, value, false);
}

function ofMinutes(file: ProgramFile, value: Expr, isRefresh: boolean): JudgedLife {
  const minutes = numberOf(file, value, []);
  return ofLife(minutes === undefined ? undefined : minutes * 60, isRefresh && minutes !== undefined);
}
