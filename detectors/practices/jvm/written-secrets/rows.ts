/** What libraries of Java and Kotlin take as a secret. Sources: their reference documentation. */
export type SecretRow = {
  readonly module: string;
  /** Dotted exports that are called; or, with `method`, that begin the chain or are the type of what it is called on. */
  readonly names: readonly string[];
  readonly method?: readonly string[];
  /** Index of the secret among the arguments. */
  readonly argument: number;
  readonly what: string;
  /** A password may stand for an account of a local database: only one that no word is made of counts. */
  readonly isAccount?: true;
};

const SIGNING = 'the key that signs tokens';
const CIPHER = 'the key of a cipher or hash';
const DATABASE = 'the password of a database';
const CLOUD = 'the key of a cloud account';

export const SECRET_ROWS: readonly SecretRow[] = [
  { module: 'io.jsonwebtoken', names: ['Jwts.builder'], method: ['signWith'], argument: 1, what: SIGNING },
  { module: 'io.jsonwebtoken', names: ['Jwts.builder'], method: ['signWith'], argument: 0, what: SIGNING },
  {
    module: 'io.jsonwebtoken',
    names: ['Jwts.parser', 'Jwts.parserBuilder'],
    method: ['setSigningKey', 'verifyWith'],
    argument: 0,
    what: SIGNING,
  },
  { module: 'io.jsonwebtoken.security', names: ['Keys.hmacShaKeyFor'], argument: 0, what: SIGNING },
  {
    module: 'com.auth0.jwt.algorithms',
    names: ['Algorithm.HMAC256', 'Algorithm.HMAC384', 'Algorithm.HMAC512'],
    argument: 0,
    what: SIGNING,
  },
  { module: 'com.nimbusds.jose.crypto', names: ['MACSigner', 'MACVerifier'], argument: 0, what: SIGNING },
  { module: 'javax.crypto.spec', names: ['SecretKeySpec', 'PBEKeySpec', 'DESKeySpec'], argument: 0, what: CIPHER },
  { module: 'java.sql', names: ['DriverManager.getConnection'], argument: 2, what: DATABASE, isAccount: true },
  {
    module: 'com.zaxxer.hikari',
    names: ['HikariConfig', 'HikariDataSource'],
    method: ['setPassword'],
    argument: 0,
    what: DATABASE,
    isAccount: true,
  },
  {
    module: 'org.springframework.jdbc.datasource',
    names: ['DriverManagerDataSource', 'SimpleDriverDataSource'],
    method: ['setPassword'],
    argument: 0,
    what: DATABASE,
    isAccount: true,
  },
  {
    module: 'org.springframework.boot.jdbc',
    names: ['DataSourceBuilder.create'],
    method: ['password'],
    argument: 0,
    what: DATABASE,
    isAccount: true,
  },
  {
    module: 'org.springframework.mail.javamail',
    names: ['JavaMailSenderImpl'],
    method: ['setPassword'],
    argument: 0,
    what: 'the password of a mail account',
    isAccount: true,
  },
  { module: 'com.amazonaws.auth', names: ['BasicAWSCredentials'], argument: 1, what: CLOUD, isAccount: true },
  {
    module: 'software.amazon.awssdk.auth.credentials',
    names: ['AwsBasicCredentials.create'],
    argument: 1,
    what: CLOUD,
    isAccount: true,
  },
];
