import { test } from 'vitest';
import { checkAt } from '../../../../tests/support/check-literal.ts';
import { tokenVerificationScala } from './token-verification.ts';

/** One line in a method of this name, in which the last `place` is marked. */
function scala(line: string, place: string, said: string, { top = '', method = 'read' } = {}): Promise<void> {
  const code = `package shop
import pdi.jwt.{Jwt, JwtAlgorithm, JwtCirce, JwtClaim, JwtOptions}
import io.jsonwebtoken.Jwts
import com.auth0.jwt.JWT
object Tokens {
  ${top}
  def ${method}(token: String) = {
    ${line}
  }
}
`;
  return checkAt(tokenVerificationScala, 'Tokens.scala', {
    code,
    place,
    said: said === '' ? '' : `token-verification ${said}`,
  });
}

const PARTIAL = 'partial | jwt-scala does not check issuer, audience';

test.each([
  ['Jwt.decode(token, key, Seq(JwtAlgorithm.HS256))', 'decode', PARTIAL],
  ['JwtCirce.decodeJson(token, key, JwtAlgorithm.allHmac())', 'decodeJson', PARTIAL],
  ['Jwt.decode(token, publicKey)', 'decode', PARTIAL],
  ['Jwt.decode(token, key, algorithms, JwtOptions(leeway = 5))', 'decode', PARTIAL],
  ['Jwt.decode(token, key, algorithms, JwtOptions.DEFAULT)', 'decode', PARTIAL],
  [
    'Jwt.decode(token, key, Seq(JwtAlgorithm.HS256)).filter(_.issuer.contains("shop"))',
    'decode',
    'partial | jwt-scala does not check audience',
  ],
  [
    'Jwt.decode(token, key, Seq(JwtAlgorithm.HS256)).filter(_.isValid("shop", "api"))',
    'decode',
    'sound | jwt-scala checks signature, algorithm, issuer, audience and expiry',
  ],
  [
    'Jwt.decode(token, key, Seq(JwtAlgorithm.HS256)).map(claim => claim.isValid("shop", "api"))',
    'decode',
    'sound | jwt-scala checks signature, algorithm, issuer, audience and expiry',
  ],
  ['{ form.isValid("shop", "api"); Jwt.decode(token, key, Seq(JwtAlgorithm.HS256)) }', 'decode', PARTIAL],
  [
    'Jwt.decode(token, key, Seq(JwtAlgorithm.HS256), JwtOptions(signature = false))',
    'decode',
    'unsound | jwt-scala does not verify the signature',
  ],
  [
    'Jwt.decode(token, key, Seq(JwtAlgorithm.HS256), JwtOptions(expiration = false))',
    'decode',
    'unsound | jwt-scala ignores the expiry of tokens',
  ],
  [
    'Jwt.decode(token, key, algorithms, JwtOptions(true, false))',
    'decode',
    'unsound | jwt-scala ignores the expiry of tokens',
  ],
  ['Jwt.decode(token, key, algorithms, given)', '', ''],
  ['Jwt.decode(token, key, jwtOptions)', '', ''],
  ['Jwt.decode(token, JwtOptions(signature = false))', '', ''],
  ['Codec.decode(token, key, Seq(JwtAlgorithm.HS256))', '', ''],
  [
    'Jwts.parser().verifyWith(key).requireIssuer("shop").build().parseSignedClaims(token)',
    'parseSignedClaims',
    'partial | jjwt does not check audience',
  ],
  [
    'JWT.require(algorithm).withIssuer("shop").withAudience("api").build().verify(token)',
    'build',
    'sound | java-jwt checks signature, algorithm, issuer, audience and expiry',
  ],
])('%s', (line, place, said) => scala(line, place, said));

test('options that a value holds', () =>
  scala('Jwt.decode(token, key, algorithms, lenient)', 'decode', 'unsound | jwt-scala ignores the expiry of tokens', {
    top: 'val lenient = JwtOptions(expiration = false)',
  }));

test('an age that other code looks at', () =>
  scala(
    'Jwt.decode(token, key, algorithms, JwtOptions(expiration = false)).filter(_.expiration.exists(_ > now))',
    'decode',
    'partial | jwt-scala leaves the expiry of tokens to other code',
  ));

const BELIEVED = 'unsound | a token that is decoded and not verified says who the caller is';

test.each([
  ['authenticate', 'Jwt.decode(token, JwtOptions(signature = false))', 'decode', BELIEVED],
  ['currentUser', 'JWT.decode(token).getSubject', 'decode', BELIEVED],
  ['keyOf', 'Jwt.decode(token, JwtOptions(signature = false))', '', ''],
  ['authenticate', 'basicRequest.send(backend); JWT.decode(token).getSubject', '', ''],
])('%s reads %s', (method, line, place, said) => scala(line, place, said, { method }));
