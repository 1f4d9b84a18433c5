/** What libraries of Go take as a secret. Sources: their package documentation. */
import { versionsOf } from '../../../routes/go/verbs.ts';
import type { SecretRow } from '../../secrets-passed.ts';
import { GOLANG_JWT } from '../token-packages.ts';

const SIGNING = 'the key that signs tokens';
const SESSION = 'the key that signs sessions and cookies';
const CIPHER = 'the key of a cipher or hash';
const DATABASE = 'the password of a database';
const CLOUD = 'the key of a cloud account';
const MAIL = 'the password of a mail account';

function named(modules: readonly string[], ...names: readonly string[]): readonly string[] {
  return modules.flatMap(module => names.map(name => `${module}.${name}`));
}

const JWX = versionsOf('github.com/lestrrat-go/jwx', 3);
const JOSE = [
  'gopkg.in/square/go-jose.v2',
  'gopkg.in/go-jose/go-jose.v2',
  ...versionsOf('github.com/go-jose/go-jose', 4),
];
const ECHO_MIDDLEWARE = ['github.com/labstack/echo/middleware', 'github.com/labstack/echo/v4/middleware'];
const ECHO_JWT = versionsOf('github.com/labstack/echo-jwt', 5);
const FIBER_JWT = [...versionsOf('github.com/gofiber/jwt', 4), ...versionsOf('github.com/gofiber/contrib/jwt', 3)];
const CRISTAL = versionsOf('github.com/cristalhq/jwt', 5);
const REDIS = [...versionsOf('github.com/redis/go-redis', 9), ...versionsOf('github.com/go-redis/redis', 9)];

export const SECRET_ROWS: readonly SecretRow[] = [
  { methods: ['SignedString'], modules: GOLANG_JWT, secret: 0, what: SIGNING },
  { calls: JWX.flatMap(one => [`${one}/jwt.WithKey`, `${one}/jws.WithKey`]), secret: 1, what: SIGNING },
  {
    calls: ['github.com/lestrrat-go/jwx/jwt.Sign', 'github.com/lestrrat-go/jwx/jwt.WithVerify'],
    secret: 2,
    what: SIGNING,
  },
  { calls: named(JOSE, 'SigningKey'), secret: 'Key', what: SIGNING },
  { calls: named(versionsOf('github.com/go-chi/jwtauth', 5), 'New'), secret: 1, what: SIGNING },
  { calls: [...named(ECHO_JWT, 'JWT'), ...named(ECHO_MIDDLEWARE, 'JWT')], secret: 0, what: SIGNING },
  {
    calls: [...named(ECHO_JWT, 'Config'), ...named(ECHO_MIDDLEWARE, 'JWTConfig'), ...named(FIBER_JWT, 'Config')],
    secret: 'SigningKey',
    what: SIGNING,
  },
  { calls: named(FIBER_JWT, 'SigningKey'), secret: 'Key', what: SIGNING },
  { calls: named(versionsOf('github.com/appleboy/gin-jwt', 3), 'GinJWTMiddleware'), secret: 'Key', what: SIGNING },
  { calls: named(CRISTAL, 'NewSignerHS', 'NewVerifierHS'), secret: 1, what: SIGNING },
  { calls: ['github.com/kataras/jwt.Sign', 'github.com/kataras/jwt.Verify'], secret: 1, what: SIGNING },
  { calls: ['github.com/gorilla/sessions.NewCookieStore'], secret: 0, what: SESSION },
  { calls: ['github.com/gorilla/sessions.NewFilesystemStore'], secret: 1, what: SESSION },
  {
    calls: ['github.com/gin-contrib/sessions/cookie.NewStore', 'github.com/gin-contrib/sessions/memstore.NewStore'],
    secret: 0,
    what: SESSION,
  },
  { calls: ['github.com/gorilla/securecookie.New', 'github.com/gorilla/csrf.Protect'], secret: 0, what: SESSION },
  { calls: ['github.com/gorilla/securecookie.New'], secret: 1, what: SESSION },
  {
    calls: named(
      versionsOf('github.com/gofiber/fiber', 3).map(one => `${one}/middleware/encryptcookie`),
      'Config',
    ),
    secret: 'Key',
    what: SESSION,
  },
  { calls: ['crypto/hmac.New'], secret: 1, what: CIPHER },
  {
    calls: [
      'crypto/aes.NewCipher',
      'crypto/des.NewCipher',
      'crypto/des.NewTripleDESCipher',
      'golang.org/x/crypto/chacha20poly1305.New',
      'golang.org/x/crypto/chacha20poly1305.NewX',
    ],
    secret: 0,
    what: CIPHER,
  },
  { calls: ['github.com/go-sql-driver/mysql.Config'], secret: 'Passwd', what: DATABASE, isAccount: true },
  {
    calls: named(REDIS, 'Options', 'UniversalOptions', 'ClusterOptions'),
    secret: 'Password',
    what: DATABASE,
    isAccount: true,
  },
  { calls: ['net/smtp.PlainAuth'], secret: 2, what: MAIL, isAccount: true },
  {
    calls: ['gopkg.in/gomail.v2.NewDialer', 'github.com/go-gomail/gomail.NewDialer'],
    secret: 3,
    what: MAIL,
    isAccount: true,
  },
  {
    calls: [
      'github.com/aws/aws-sdk-go/aws/credentials.NewStaticCredentials',
      'github.com/aws/aws-sdk-go-v2/credentials.NewStaticCredentialsProvider',
      ...named(
        versionsOf('github.com/minio/minio-go', 7).map(one => `${one}/pkg/credentials`),
        'NewStaticV4',
        'NewStaticV2',
      ),
    ],
    secret: 1,
    what: CLOUD,
    isAccount: true,
  },
];

/** Calls that take an address or a list of settings with a password in it, and where. */
export const DATA_SOURCES: ReadonlyMap<string, number> = new Map([
  ...named(['database/sql', 'github.com/jmoiron/sqlx'], 'Open', 'Connect', 'MustConnect', 'MustOpen').map(
    one => [one, 1] as const,
  ),
  ...named(['gorm.io/driver/postgres', 'gorm.io/driver/mysql', 'gorm.io/driver/sqlserver'], 'Open').map(
    one => [one, 0] as const,
  ),
  ...named(['github.com/jinzhu/gorm', 'xorm.io/xorm'], 'Open', 'NewEngine').map(one => [one, 1] as const),
  ...versionsOf('github.com/jackc/pgx', 5).flatMap(one => [
    [`${one}.Connect`, 1] as const,
    [`${one}/pgxpool.New`, 1] as const,
    [`${one}/pgxpool.Connect`, 1] as const,
    [`${one}/pgxpool.ParseConfig`, 0] as const,
  ]),
  ...named(REDIS, 'ParseURL').map(one => [one, 0] as const),
  ...named(['github.com/rabbitmq/amqp091-go', 'github.com/streadway/amqp'], 'Dial').map(one => [one, 0] as const),
]);

/** Calls that are given passwords by the names of accounts. */
export const ACCOUNTS: ReadonlySet<string> = new Set(['github.com/gin-gonic/gin.BasicAuth']);
