/** What libraries of Scala, and of Java in Scala, take as a secret. Sources: their documentation. */
import { CIPHER, CLOUD, DATABASE, SIGNING } from '../../secret-kinds.ts';
import type { SecretRow } from '../../secrets-passed.ts';
import { jwtScala } from '../jwt-scala.ts';

const CODING = [
  'encode',
  'decode',
  'decodeRaw',
  'decodeJson',
  'decodeAll',
  'decodeRawAll',
  'decodeJsonAll',
  'validate',
  'isValid',
];

export const SECRET_ROWS: readonly SecretRow[] = [
  {
    calls: jwtScala(...CODING),
    secret: 1,
    what: SIGNING,
  },
  {
    calls: ['HMAC256', 'HMAC384', 'HMAC512'].map(name => `com.auth0.jwt.algorithms.Algorithm.${name}`),
    secret: 0,
    what: SIGNING,
  },
  { calls: ['io.jsonwebtoken.security.Keys.hmacShaKeyFor'], secret: 0, what: SIGNING },
  { calls: ['com.nimbusds.jose.crypto.MACSigner', 'com.nimbusds.jose.crypto.MACVerifier'], secret: 0, what: SIGNING },
  { calls: ['tsec.mac.jca.HMACSHA256.unsafeBuildKey', 'tsec.mac.jca.HMACSHA256.buildKey'], secret: 0, what: SIGNING },
  { calls: ['javax.crypto.spec.SecretKeySpec', 'javax.crypto.spec.PBEKeySpec'], secret: 0, what: CIPHER },
  { calls: ['java.sql.DriverManager.getConnection'], secret: 2, what: DATABASE, isAccount: true },
  {
    calls: ['doobie.Transactor.fromDriverManager', 'doobie.util.transactor.Transactor.fromDriverManager'],
    secret: 3,
    what: DATABASE,
    isAccount: true,
  },
  { methods: ['forURL'], modules: ['slick'], secret: 'password', what: DATABASE, isAccount: true },
  {
    calls: [
      'com.amazonaws.auth.BasicAWSCredentials',
      'software.amazon.awssdk.auth.credentials.AwsBasicCredentials.create',
    ],
    secret: 1,
    what: CLOUD,
    isAccount: true,
  },
];
