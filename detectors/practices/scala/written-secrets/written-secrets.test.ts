import { test } from 'vitest';
import { checkLiteral } from '../../../../tests/support/check-literal.ts';
import { writtenSecretsScala } from './written-secrets.ts';

/** A file with these lines in a method, in which `literal` is marked. */
function scala(lines: string, literal: string, said: string, top = ''): Promise<void> {
  const code = `package shop
import pdi.jwt.{Jwt, JwtAlgorithm}
import javax.crypto.spec.SecretKeySpec
object Setup {
  ${top}
  def make(given: String) = {
    ${lines}
  }
}
`;
  return checkLiteral(writtenSecretsScala, 'Setup.scala', code, literal, said);
}

const SIGNS = 'unsound | the key that signs tokens is written in the code';

test.each<readonly [string, string, string, string, string?]>([
  ['a key that signs', 'Jwt.encode(claim, "hush-hush", JwtAlgorithm.HS256)', '"hush-hush"', SIGNS],
  [
    'a key that verifies',
    'Jwt.decode(token, WORDS, Seq(JwtAlgorithm.HS256))',
    '"hush-hush"',
    SIGNS,
    'val WORDS = "hush-hush"',
  ],
  [
    'a key of bytes',
    'new SecretKeySpec("hush-hush".getBytes, "AES")',
    '"hush-hush"',
    'unsound | the key of a cipher or hash is written in the code',
  ],
  [
    'a fallback',
    'val key = sys.env.getOrElse("JWT", "hush-hush"); Jwt.encode(claim, key, JwtAlgorithm.HS256)',
    '"hush-hush"',
    'partial | the key that signs tokens is written in the code as the fallback of a configured one',
  ],
  [
    'a field that says so',
    '',
    '"b7Xq0ZpLw93nTfK20dRk3"',
    'unsound | apiKey is written in the code',
    'val apiKey = "b7Xq0ZpLw93nTfK20dRk3"',
  ],
])('%s is a secret', (_, lines = '', literal = '', said = '', top = '') => scala(lines, literal, said, top));

test.each([
  ['a key of the environment', 'Jwt.encode(claim, sys.env("JWT"), JwtAlgorithm.HS256)'],
  ['a key that is passed in', 'Jwt.encode(claim, given, JwtAlgorithm.HS256)'],
  ['a placeholder', 'Jwt.encode(claim, "change-me", JwtAlgorithm.HS256)'],
  ['another function of the name', 'Codec.encode(claim, "hush-hush")'],
])('%s is none', (_, lines) => scala(lines, '', ''));
