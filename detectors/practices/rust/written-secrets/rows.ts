/** What libraries of Rust take as a secret. Sources: the documentation of their crates. */
import { CIPHER, CLOUD, SESSION, SIGNING } from '../../secret-kinds.ts';
import type { ConnectionRow, SecretRow } from '../../secrets-passed.ts';

const COOKIES = ['cookie', 'actix_web.cookie', 'axum_extra.extract.cookie', 'tower_cookies', 'tower_sessions.cookie'];
const KEYS = ['EncodingKey', 'DecodingKey'].flatMap(one => [
  `jsonwebtoken.${one}.from_secret`,
  `jsonwebtoken.${one}.from_base64_secret`,
]);

export const SECRET_ROWS: readonly SecretRow[] = [
  { calls: KEYS, secret: 0, what: SIGNING },
  { calls: COOKIES.flatMap(one => [`${one}.Key.from`, `${one}.Key.derive_from`]), secret: 0, what: SESSION },
  { calls: ['hmac.Hmac.new_from_slice', 'hmac.SimpleHmac.new_from_slice'], secret: 0, what: CIPHER },
  { calls: ['ring.hmac.Key.new'], secret: 1, what: CIPHER },
  {
    calls: ['aes_gcm.Aes256Gcm', 'aes_gcm.Aes128Gcm', 'chacha20poly1305.ChaCha20Poly1305'].flatMap(one => [
      `${one}.new_from_slice`,
    ]),
    secret: 0,
    what: CIPHER,
  },
  {
    calls: ['aws_credential_types.Credentials.new', 'aws_sdk_s3.config.Credentials.new'],
    secret: 1,
    what: CLOUD,
    isAccount: true,
  },
];

export const CONNECTIONS: readonly ConnectionRow[] = [
  {
    calls: [
      ...['PgPool', 'MySqlPool', 'AnyPool', 'PgConnection', 'MySqlConnection'].map(one => `sqlx.${one}.connect`),
      'sea_orm.Database.connect',
      'tokio_postgres.connect',
      'redis.Client.open',
      'mongodb.Client.with_uri_str',
    ],
    address: 0,
  },
];
