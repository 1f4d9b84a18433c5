/** Lives of tokens and sessions by settings. Sources: Simple JWT, flask-jwt-extended, REST framework, Django, Flask-Session. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { valueOf } from '../../bindings.ts';
import { optionIn } from '../../constants.ts';
import { isFalse, isTrue } from '../../calls.ts';
import { type JudgedLife, NEVER, ofLife } from '../../judged-life.ts';
import { type Setting, settingsIn } from '../settings.ts';
import { secondsOf } from './lives.ts';

export function configuredLife(file: ProgramFile): readonly PracticeFact[] {
  const settings = settingsIn(file).filter(({ isConditional }) => !isConditional);
  return settings.flatMap(setting =>
    judged(file, setting, settings).map(one => ({ kind: 'practice', at: setting.at, practice: 'token-life', ...one })),
  );
}

function judged(file: ProgramFile, { name, value }: Setting, settings: readonly Setting[]): readonly JudgedLife[] {
  switch (name) {
    case 'SIMPLE_JWT':
      return ofSimpleJwt(file, value);
    case 'JWT_ACCESS_TOKEN_EXPIRES':
    case 'JWT_REFRESH_TOKEN_EXPIRES':
      return [isFalse(value) ? NEVER : ofLife(secondsOf(file, value, []), name.includes('REFRESH'))];
    case 'REST_FRAMEWORK':
      return usesStockTokens(file, value)
        ? [{ standing: 'unsound', what: 'tokens of the REST framework (TokenAuthentication) never expire' }]
        : [];
    case 'SESSION_COOKIE_AGE':
      // Sessions of Django are kept in its database unless another engine is named.
      return settings.some(one => one.name === 'SESSION_ENGINE' && !isStore(one.value))
        ? []
        : [{ standing: 'sound', what: 'sessions are kept in a store and end after a time' }];
    default:
      return [];
  }
}

function isStore(engine: Expr): boolean {
  return engine.kind === 'text' && /\.(?:db|cache|cached_db|file)$/.test(engine.value);
}

/** Access tokens live for five minutes unless it is said otherwise. */
function ofSimpleJwt(file: ProgramFile, value: Expr): readonly JudgedLife[] {
  if (valueOf(file, value, []).kind !== 'record') return [];
  const life = optionIn(file, value, 'ACCESS_TOKEN_LIFETIME', []);
  const rotates = optionIn(file, value, 'ROTATE_REFRESH_TOKENS', []);
  return [
    ...(life.kind === 'given'
      ? [ofLife(secondsOf(file, life.value, []), false)]
      : life.kind === 'absent'
        ? [{ standing: 'sound', what: 'tokens expire within an hour' } as const]
        : []),
    ...(rotates.kind === 'given' && isTrue(rotates.value)
      ? [{ standing: 'sound', what: 'refresh tokens rotate' } as const]
      : []),
  ];
}

function usesStockTokens(file: ProgramFile, value: Expr): boolean {
  const classes = optionIn(file, value, 'DEFAULT_AUTHENTICATION_CLASSES', []);
  const list = classes.kind === 'given' ? valueOf(file, classes.value, []) : undefined;
  return (
    list?.kind === 'list' &&
    list.items.some(item => item.kind === 'text' && item.value === 'rest_framework.authentication.TokenAuthentication')
  );
}
