/** What functions and libraries of PHP take as a secret. Sources: the PHP manual and the documentation of the libraries. */
import { CIPHER, CLOUD, DATABASE, SIGNING } from '../../secret-kinds.ts';
import type { ConnectionRow, SecretRow } from '../../secrets-passed.ts';

/** Functions of PHP, which are looked for in the namespace around first. */
function functions(...names: readonly string[]): readonly string[] {
  return names.map(name => `\\.${name}`);
}

export const SECRET_ROWS: readonly SecretRow[] = [
  { calls: ['Firebase\\JWT.JWT.encode'], secret: 1, what: SIGNING },
  { calls: ['Firebase\\JWT.Key'], secret: 0, what: SIGNING },
  { calls: ['Lcobucci\\JWT\\Signer\\Key.InMemory.plainText'], secret: 0, what: SIGNING },
  { calls: ['Lcobucci\\JWT\\Signer\\Key.InMemory.base64Encoded'], secret: 0, what: SIGNING },
  { calls: functions('openssl_encrypt', 'openssl_decrypt', 'hash_hmac'), secret: 2, what: CIPHER },
  { calls: functions('sodium_crypto_secretbox', 'sodium_crypto_secretbox_open'), secret: 2, what: CIPHER },
  { calls: functions('PDO', 'mysqli', 'mysqli_connect'), secret: 2, what: DATABASE, isAccount: true },
  { calls: ['Aws\\Credentials.Credentials'], secret: 1, what: CLOUD, isAccount: true },
];

export const CONNECTIONS: readonly ConnectionRow[] = [{ calls: functions('PDO', 'pg_connect'), address: 0 }];

/** `define('API_KEY', '…')`. */
export const DEFINES: readonly string[] = functions('define');
