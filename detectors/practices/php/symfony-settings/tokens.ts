/** Sources: LexikJWTAuthenticationBundle, Configuration reference; JWTRefreshTokenBundle, README; league/oauth2-server-bundle, Configuration. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import { type JudgedLife, ofLife } from '../../judged-life.ts';
import { type Judged, judgedBy, unsound } from '../../judged-verification.ts';
import { secondsOfIso } from '../lives.ts';
import { isRecord, type Setting, type Settings } from './settings.ts';

export function tokensIn(settings: Settings): readonly PracticeFact[] {
  return [...ofLexik(settings), ...ofRefresh(settings), ...ofLeague(settings)];
}

function life({ at }: Setting, judged: JudgedLife): PracticeFact {
  return { kind: 'practice', at, practice: 'token-life', ...judged };
}

const LEXIK = 'lexik_jwt_authentication';

/** Tokens live for an hour unless it is said; their issuer is the application itself, which does not look for it. */
function ofLexik(settings: Settings): readonly PracticeFact[] {
  const bundle = settings(LEXIK);
  if (!bundle || !isRecord(bundle.value)) return [];
  const ttl = settings(LEXIK, 'token_ttl');
  const seconds = ttl ? numberOf(ttl.value) : 3_600;
  const endless = settings(LEXIK, 'allow_no_expiration');
  const judged: Judged | undefined =
    endless?.value === true
      ? unsound('LexikJWTAuthenticationBundle accepts tokens without an expiry')
      : judgedBy('LexikJWTAuthenticationBundle', { algorithm: 'checked', issuer: 'missing', audience: 'missing' });
  return [
    life(ttl ?? bundle, ofLife(seconds, false)),
    ...(judged
      ? [{ kind: 'practice', at: (endless ?? bundle).at, practice: 'token-verification', ...judged } as const]
      : []),
  ];
}

function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

const REFRESH = 'gesdinet_jwt_refresh_token';

function ofRefresh(settings: Settings): readonly PracticeFact[] {
  const single = settings(REFRESH, 'single_use');
  const ttl = settings(REFRESH, 'ttl');
  return [
    ...(ttl && numberOf(ttl.value) !== undefined ? [life(ttl, ofLife(numberOf(ttl.value), true))] : []),
    ...(single?.value === true ? [life(single, { standing: 'sound', what: 'refresh tokens rotate' })] : []),
  ];
}

const LEAGUE = ['league_oauth2_server', 'authorization_server'] as const;

function ofLeague(settings: Settings): readonly PracticeFact[] {
  const access = settings(...LEAGUE, 'access_token_ttl');
  const refresh = settings(...LEAGUE, 'refresh_token_ttl');
  const seconds = (setting: Setting): number | undefined =>
    typeof setting.value === 'string' ? secondsOfIso(setting.value) : undefined;
  return [
    ...(access ? [life(access, ofLife(seconds(access), false))] : []),
    ...(refresh && seconds(refresh) !== undefined ? [life(refresh, ofLife(seconds(refresh), true))] : []),
  ];
}
