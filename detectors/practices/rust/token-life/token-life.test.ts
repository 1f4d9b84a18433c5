import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { tokenLifeRust } from './token-life.ts';

/** A program whose function `issue` ends with a call of `encode` or `create`, in which `name` is marked. */
function issuing(code: string, said: string, name = 'encode'): Promise<void> {
  const rows = code.split('\n').map(row => `    ${row}`);
  const at = rows.at(-1)?.indexOf(`${name}(`) ?? 0;
  const mark = `//${' '.repeat(Math.max(0, at - 2))}${'^'.repeat(name.length)} token-life ${said}`;
  return check(
    tokenLifeRust,
    'src/tokens.rs',
    `
use chrono::{Utc, Duration};
use jsonwebtoken::{encode, EncodingKey, Header};
use jwt_simple::prelude::*;
const LIFE: i64 = 60 * 60 * 24;
struct Claims { sub: String, exp: usize }
impl Claims {
    fn new(sub: String) -> Self { Self { sub, exp: (Utc::now() + Duration::minutes(5)).timestamp() as usize } }
}
struct Session { sub: String, role: String }
fn issue(sub: String, settings: &Settings) {
${rows.join('\n')}
${said === '' ? '' : mark}
}
`,
  );
}

const HOUR = 'sound | tokens expire within an hour';
const encoded = (exp: string): string =>
  `let claims = Claims { sub, exp: ${exp} };\nencode(&Header::default(), &claims, &EncodingKey::from_secret(key)).unwrap()`;

test.each([
  [encoded('(Utc::now() + Duration::minutes(15)).timestamp() as usize'), HOUR],
  [encoded('Utc::now().checked_add_signed(Duration::try_hours(1).unwrap()).expect("time").timestamp() as usize'), HOUR],
  [encoded('get_current_timestamp() + 3600'), HOUR],
  [
    encoded('SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() + 60 * 60 * 48'),
    'partial | tokens expire after 48 hours',
  ],
  [encoded('Utc::now().timestamp() + LIFE'), 'partial | tokens expire after 24 hours'],
  [encoded('Utc::now().timestamp() + settings.life'), 'partial | tokens expire after a time that is configured'],
  [
    `let refresh = Claims { sub, exp: Utc::now().timestamp() + LIFE };\nencode(&Header::default(), &refresh, &key)`,
    'sound | refresh tokens expire',
  ],
  ['let claims = Claims::new(sub);\nencode(&Header::default(), &claims, &key)', HOUR],
  [
    'let claims = Session { sub, role };\nencode(&Header::default(), &claims, &key)',
    'unsound | tokens are issued that never expire',
  ],
  ['encode(&Header::default(), &settings.claims(), &key)', ''],
  ['let claims = Session { sub, ..Default::default() };\nencode(&Header::default(), &claims, &key)', ''],
  ['let claims = Session { sub, valid_until: later };\nencode(&Header::default(), &claims, &key)', ''],
  ['let claims = Session { sub, standard: other };\nencode(&Header::default(), &claims, &key)', ''],
])('%s', (code, said) => issuing(code, said));

test('claims of jwt-simple are made for a time', () =>
  issuing(
    'let claims = jwt_simple::claims::Claims::create(Duration::from_hours(2));',
    'partial | tokens expire after 2 hours',
    'create',
  ));

test('functions of other packages', () =>
  check(
    tokenLifeRust,
    'src/tokens.rs',
    `
use base64::encode;
struct Session { sub: String }
fn issue(sub: String) { encode(&a, &Session { sub }, &key); }
`,
  ));
