/** Calls and settings that take a secret. Sources: the documentation of the packages, Python's of `hmac` and `smtplib`. */

export type SecretRow = {
  /** Dotted name of the function or class in its library; `name` or `index` is the argument that is the secret. */
  readonly calls: readonly string[];
  readonly name?: string;
  readonly index?: number;
  readonly what: string;
  /** Of databases on the own machine everyone knows the password: only one that no word is made of counts. */
  readonly isAccount?: true;
};

const SIGNING = 'the key that signs tokens';
const SESSION = 'the key that signs sessions and cookies';
const CIPHER = 'the key of a cipher or hash';
const DATABASE = 'the password of a database';

export const SECRET_ROWS: readonly SecretRow[] = [
  { calls: ['jwt.encode', 'jwt.decode', 'jose.jwt.encode', 'jose.jwt.decode'], name: 'key', index: 1, what: SIGNING },
  { calls: ['authlib.jose.jwt.encode'], name: 'key', index: 2, what: SIGNING },
  { calls: ['authlib.jose.jwt.decode'], name: 'key', index: 1, what: SIGNING },
  {
    calls: [
      'itsdangerous.URLSafeTimedSerializer',
      'itsdangerous.URLSafeSerializer',
      'itsdangerous.TimestampSigner',
      'itsdangerous.Signer',
      'itsdangerous.url_safe.URLSafeTimedSerializer',
    ],
    name: 'secret_key',
    index: 0,
    what: SIGNING,
  },
  { calls: ['starlette.middleware.sessions.SessionMiddleware'], name: 'secret_key', index: 1, what: SESSION },
  { calls: ['hmac.new', 'hmac.digest'], name: 'key', index: 0, what: CIPHER },
  { calls: ['cryptography.fernet.Fernet'], name: 'key', index: 0, what: CIPHER },
  { calls: ['Crypto.Cipher.AES.new', 'Cryptodome.Cipher.AES.new'], name: 'key', index: 0, what: CIPHER },
  {
    calls: [
      'psycopg2.connect',
      'psycopg.connect',
      'pymysql.connect',
      'MySQLdb.connect',
      'mysql.connector.connect',
      'asyncpg.connect',
      'asyncpg.create_pool',
      'redis.Redis',
    ],
    name: 'password',
    what: DATABASE,
    isAccount: true,
  },
  {
    calls: ['boto3.client', 'boto3.resource', 'boto3.Session'],
    name: 'aws_secret_access_key',
    what: 'a key of a cloud account',
    isAccount: true,
  },
];

/** Settings that frameworks and their extensions take. */
export type SecretSetting = { readonly names: RegExp; readonly what: string; readonly isAccount?: true };

export const SECRET_SETTINGS: readonly SecretSetting[] = [
  { names: /^(?:SECRET_KEY|WTF_CSRF_SECRET_KEY|SESSION_SECRET(?:_KEY)?)$/, what: SESSION },
  { names: /^(?:JWT_SECRET(?:_KEY)?|JWT_PRIVATE_KEY|JWT_SIGNING_KEY|TOKEN_SECRET)$/, what: SIGNING },
  { names: /^(?:MAIL_PASSWORD|EMAIL_HOST_PASSWORD)$/, what: 'the password of a mail account', isAccount: true },
  { names: /^(?:DB_PASSWORD|DATABASE_PASSWORD|POSTGRES_PASSWORD|MYSQL_PASSWORD)$/, what: DATABASE, isAccount: true },
  {
    names: /^[A-Z][A-Z0-9_]{0,60}_(?:SECRET_KEY|CLIENT_SECRET|API_KEY|SECRET_ACCESS_KEY|AUTH_TOKEN)$/,
    what: 'a credential of another service',
    isAccount: true,
  },
];

export const SECRET_WORDS: readonly string[] = [
  'jwt',
  'jose',
  'itsdangerous',
  'SessionMiddleware',
  'hmac',
  'fernet',
  'Cipher',
  'connect',
  'create_pool',
  'Redis',
  'boto3',
  'SECRET',
  'secret_key',
  'JWT_',
  'PASSWORD',
  'API_KEY',
  'AUTH_TOKEN',
  // Fields of pydantic settings are written in either case.
  'BaseSettings',
];
