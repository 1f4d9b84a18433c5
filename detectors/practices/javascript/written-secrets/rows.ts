/** Calls that take a secret. Sources: the READMEs of the packages, Node's documentation of `crypto`. */

export type SecretRow = {
  readonly modules: readonly string[];
  readonly exports: readonly string[];
  /** Index of the argument that is the secret, or holds it under one of `options` (dotted). */
  readonly argument: number;
  readonly options?: readonly string[];
  readonly what: string;
  /** Of databases on the own machine everyone knows the password: only one that no word is made of counts. */
  readonly isAccount?: true;
};

const SIGNING = 'the key that signs tokens';
const SESSION = 'the key that signs sessions and cookies';
const DATABASE = 'the password of a database';

export const SECRET_ROWS: readonly SecretRow[] = [
  { modules: ['jsonwebtoken'], exports: ['sign', 'verify'], argument: 1, what: SIGNING },
  { modules: ['jose'], exports: ['SignJWT.sign'], argument: 0, what: SIGNING },
  { modules: ['jose'], exports: ['jwtVerify'], argument: 1, what: SIGNING },
  { modules: ['express-jwt'], exports: ['default', 'expressjwt'], argument: 0, options: ['secret'], what: SIGNING },
  { modules: ['koa-jwt'], exports: ['default'], argument: 0, options: ['secret'], what: SIGNING },
  { modules: ['passport-jwt'], exports: ['Strategy'], argument: 0, options: ['secretOrKey'], what: SIGNING },
  { modules: ['@fastify/jwt', 'fastify-jwt'], exports: ['register'], argument: 1, options: ['secret'], what: SIGNING },
  { modules: ['fast-jwt'], exports: ['createSigner', 'createVerifier'], argument: 0, options: ['key'], what: SIGNING },
  { modules: ['@nestjs/jwt'], exports: ['JwtModule.register'], argument: 0, options: ['secret'], what: SIGNING },
  { modules: ['hono/jwt'], exports: ['sign', 'verify'], argument: 1, what: SIGNING },
  { modules: ['hono/jwt'], exports: ['jwt'], argument: 0, options: ['secret'], what: SIGNING },
  {
    modules: ['express-session', 'koa-session'],
    exports: ['default'],
    argument: 0,
    options: ['secret'],
    what: SESSION,
  },
  { modules: ['cookie-session'], exports: ['default'], argument: 0, options: ['secret', 'keys'], what: SESSION },
  { modules: ['cookie-parser'], exports: ['default'], argument: 0, what: SESSION },
  {
    modules: ['@fastify/cookie', '@fastify/session', '@fastify/secure-session', 'fastify-cookie'],
    exports: ['register'],
    argument: 1,
    options: ['secret'],
    what: SESSION,
  },
  { modules: ['iron-session'], exports: ['getIronSession'], argument: 2, options: ['password'], what: SESSION },
  {
    modules: ['next-auth', 'better-auth'],
    exports: ['default', 'betterAuth'],
    argument: 0,
    options: ['secret'],
    what: SESSION,
  },
  {
    modules: ['crypto', 'node:crypto'],
    exports: ['createHmac', 'createCipheriv', 'createDecipheriv'],
    argument: 1,
    what: 'the key of a cipher or hash',
  },
  {
    modules: ['crypto', 'node:crypto'],
    exports: ['createSecretKey', 'scryptSync'],
    argument: 0,
    what: 'the key of a cipher or hash',
  },
  { modules: ['pg'], exports: ['Pool', 'Client'], argument: 0, options: ['password'], what: DATABASE, isAccount: true },
  {
    modules: ['mysql', 'mysql2', 'mysql2/promise'],
    exports: ['createConnection', 'createPool'],
    argument: 0,
    options: ['password'],
    what: DATABASE,
    isAccount: true,
  },
  {
    modules: ['typeorm'],
    exports: ['DataSource', 'createConnection'],
    argument: 0,
    options: ['password'],
    what: DATABASE,
    isAccount: true,
  },
  { modules: ['sequelize'], exports: ['Sequelize', 'default'], argument: 2, what: DATABASE, isAccount: true },
  {
    modules: ['nodemailer'],
    exports: ['createTransport'],
    argument: 0,
    options: ['auth.pass'],
    what: 'the password of a mail account',
    isAccount: true,
  },
];
