import { test } from 'vitest';
import { checkLiteral } from '../../../../tests/support/check-literal.ts';
import { writtenSecretsRust } from './written-secrets.ts';

/** A file with these lines in a function, in which `literal` is marked. */
function rust(lines: string, literal: string, said: string, top = ''): Promise<void> {
  const code = `use cookie::Key;
use hmac::{Hmac, Mac};
use jsonwebtoken::{DecodingKey, EncodingKey};
use std::env;

${top}

fn set_up(given: &str) {
    ${lines}
}
`;
  return checkLiteral(writtenSecretsRust, 'src/setup.rs', code, literal, said);
}

const SIGNS = 'unsound | the key that signs tokens is written in the code';
const FALLS_BACK = 'partial | the key that signs tokens is written in the code as the fallback of a configured one';

test.each<readonly [string, string, string, string, string?]>([
  ['a key that signs', 'EncodingKey::from_secret("hush-hush".as_ref());', '"hush-hush"', SIGNS],
  ['a key of bytes', 'DecodingKey::from_secret(b"hush-hush");', 'b"hush-hush"', SIGNS],
  ['a constant key', 'EncodingKey::from_secret(WORDS);', 'b"hush-hush"', SIGNS, 'const WORDS: &[u8] = b"hush-hush";'],
  [
    'a fallback',
    'let key = env::var("JWT").unwrap_or("hush-hush".to_string()); EncodingKey::from_secret(key.as_bytes());',
    '"hush-hush"',
    FALLS_BACK,
  ],
  [
    'a fallback that is made',
    'let key = env::var("JWT").unwrap_or_else(|_| "hush-hush".into()); EncodingKey::from_secret(key.as_bytes());',
    '"hush-hush"',
    FALLS_BACK,
  ],
  [
    'a key of a hash',
    'Hmac::<Sha256>::new_from_slice(b"hush-hush");',
    'b"hush-hush"',
    'unsound | the key of a cipher or hash is written in the code',
  ],
  [
    'a key of cookies',
    'Key::from(b"hush-hush");',
    'b"hush-hush"',
    'unsound | the key that signs sessions and cookies is written in the code',
  ],
  [
    'a constant that says so',
    '',
    '"b7Xq0ZpLw93nTfK20dRk3"',
    'unsound | API_KEY is written in the code',
    'pub const API_KEY: &str = "b7Xq0ZpLw93nTfK20dRk3";',
  ],
])('%s is a secret', (_, lines = '', literal = '', said = '', top = '') => rust(lines, literal, said, top));

test.each([
  ['a key of the environment', 'EncodingKey::from_secret(env::var("JWT").expect("JWT is set").as_bytes());'],
  ['a key that is passed in', 'EncodingKey::from_secret(given.as_bytes());'],
  ['a placeholder', 'EncodingKey::from_secret(b"change-me");'],
  ['a conversion', 'String::from("hush-hush");'],
])('%s is none', (_, lines) => rust(lines, '', ''));
