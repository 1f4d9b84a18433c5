/** Lives of tokens by settings. Sources: tymon/jwt-auth and php-open-source-saver/jwt-auth, `config/jwt.php`; Laravel Sanctum, `config/sanctum.php`; Laravel, `config/session.php`. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { isTrue, numberOf } from '../../calls.ts';
import { type JudgedLife, NEVER, ofLife, ofSession } from '../../judged-life.ts';
import { returnedSettings, settingValue } from '../returned-settings.ts';
import { ISSUED, UNLIMITED } from './sanctum.ts';

export function configuredLife(file: ProgramFile): readonly PracticeFact[] {
  const name = /(?:^|\/)config\/(jwt|sanctum|session)\.php$/i.exec(file.path)?.[1];
  if (name === undefined) return [];
  return returnedSettings(file).flatMap(({ path, at, value }): readonly PracticeFact[] => {
    const [setting = '', ...below] = path;
    const judged = below.length > 0 ? undefined : JUDGES.get(name.toLowerCase())?.(file, setting, value);
    return judged ? [{ kind: 'practice', at, practice: 'token-life', ...judged }] : [];
  });
}

type Judge = (
  file: ProgramFile,
  setting: string,
  value: Expr,
) => (JudgedLife & Pick<PracticeFact, 'holdsIf' | 'says'>) | undefined;

const JUDGES: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['jwt', ofJwtAuth],
  ['sanctum', ofSanctum],
  ['session', ofSessions],
]);

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

/** Minutes; null is for ever, save for tokens that are issued with a life of their own. */
function ofSanctum(file: ProgramFile, setting: string, value: Expr): ReturnType<Judge> {
  if (setting !== 'expiration') return undefined;
  if (value.kind === 'nothing') return { ...NEVER, holdsIf: ISSUED, says: UNLIMITED };
  // A variable of the environment without a number to fall back on may be unset, which is for ever, too.
  const known = settingValue(value);
  if (!known || numberOf(file, known.value, []) === undefined) return undefined;
  return ofMinutes(file, value, false);
}

/** Minutes without a request. */
function ofSessions(file: ProgramFile, setting: string, value: Expr): JudgedLife | undefined {
  const minutes = setting === 'lifetime' ? numberOf(file, value, []) : undefined;
  return minutes === undefined ? undefined : ofSession(minutes * 60);
}

function ofMinutes(file: ProgramFile, value: Expr, isRefresh: boolean): JudgedLife {
  const minutes = numberOf(file, value, []);
  return ofLife(minutes === undefined ? undefined : minutes * 60, isRefresh && minutes !== undefined);
}
