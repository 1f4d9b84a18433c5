/** What libraries of Ruby take as a secret. Sources: their documentation. */
import { ACCOUNT, CIPHER, CLIENT, CLOUD, DATABASE, SESSION, SIGNING } from '../../secret-kinds.ts';
import type { ConnectionRow, SecretMember, SecretRow } from '../../secrets-passed.ts';

const HMAC = ['digest', 'hexdigest', 'base64digest'].map(one => `OpenSSL::HMAC.${one}`);
const AWS = ['S3', 'SES', 'SNS', 'SQS', 'DynamoDB', 'STS'].map(one => `Aws::${one}::Client`);

export const SECRET_ROWS: readonly SecretRow[] = [
  { calls: ['JWT.encode', 'JWT.decode'], secret: 1, what: SIGNING },
  {
    calls: ['ActiveSupport::MessageVerifier', 'ActiveSupport::MessageEncryptor', 'ActiveSupport::KeyGenerator'],
    secret: 0,
    what: SESSION,
  },
  { calls: ['self.set'], first: /^session_secret$/, secret: 1, what: SESSION },
  { calls: ['self.use'], secret: 'secret', what: SESSION },
  { calls: HMAC, secret: 1, what: CIPHER },
  { calls: ['Lockbox', 'Lockbox.new'], secret: 'key', what: CIPHER },
  { calls: ['self.http_basic_authenticate_with'], secret: 'password', what: ACCOUNT },
  { calls: ['self.provider'], secret: 2, what: CLIENT, isAccount: true },
  { calls: ['Aws::Credentials'], secret: 1, what: CLOUD, isAccount: true },
  { calls: AWS, secret: 'secret_access_key', what: CLOUD, isAccount: true },
  { calls: ['PG.connect', 'Mysql2::Client', 'Redis'], secret: 'password', what: DATABASE, isAccount: true },
];

export const CONNECTIONS: readonly ConnectionRow[] = [
  { calls: ['Sequel.connect', 'ActiveRecord::Base.establish_connection', 'PG.connect'], address: 0 },
  { calls: ['Redis'], address: 'url' },
];

/** Settings of Rails and Devise. */
export const MEMBERS: readonly SecretMember[] = [
  { name: 'secret_key_base', what: SESSION },
  { name: 'secret_key', what: SIGNING },
  { name: 'pepper', what: CIPHER },
];
