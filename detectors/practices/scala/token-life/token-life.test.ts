import { test } from 'vitest';
import { checkAt } from '../../../../tests/support/check-literal.ts';
import { tokenLifeScala } from './token-life.ts';

/** Lines in a method of this name, in which the last `place` is marked. */
function scala(lines: string, place: string, said: string, method = 'issue'): Promise<void> {
  const code = `package shop
import pdi.jwt.{Jwt, JwtAlgorithm, JwtClaim}
import io.jsonwebtoken.Jwts
import com.auth0.jwt.JWT
import java.time.{Duration, Instant}
import java.util.Date
import scala.concurrent.duration._
object Tokens {
  val life = 60 * 60 * 24
  def ${method}(user: String, later: Long) = {
    ${lines}
  }
}
`;
  return checkAt(tokenLifeScala, 'Tokens.scala', { code, place, said: said === '' ? '' : `token-life ${said}` });
}

const HOUR = 'sound | tokens expire within an hour';
const DAY = 'partial | tokens expire after 24 hours';
const NEVER = 'unsound | tokens are issued that never expire';
const CONFIGURED = 'partial | tokens expire after a time that is configured';
const encoded = (claim: string): string => `Jwt.encode(${claim}, key, JwtAlgorithm.HS256)`;

test.each([
  [encoded('JwtClaim(subject = Some(user)).issuedNow.expiresIn(300)'), HOUR],
  [encoded('JwtClaim(subject = Some(user)).issuedNow.expiresIn(life).++(("roles", roles))'), DAY],
  [encoded('JwtClaim().expiresIn(15.minutes.toSeconds)'), HOUR],
  [encoded('JwtClaim().expiresIn(config.life.toSeconds)'), CONFIGURED],
  [encoded('JwtClaim().expiresAt(Instant.now.getEpochSecond + 900)'), HOUR],
  [encoded('JwtClaim(expiration = Some(Instant.now.plusSeconds(15 * 60).getEpochSecond))'), HOUR],
  [encoded('JwtClaim(expiration = Some(Instant.now().plus(Duration.ofDays(1)).getEpochSecond))'), DAY],
  [encoded('JwtClaim(expiration = Some(later))'), CONFIGURED],
  [`val claim = JwtClaim(subject = Some(user)).expiresIn(600)\n    ${encoded('claim')}`, HOUR],
  ['Jwt.encode(claim = JwtClaim().expiresIn(600), key = key, algorithm = algorithm)', HOUR],
  [encoded('JwtClaim(subject = Some(user)).issuedNow'), NEVER],
  [encoded('JwtClaim() + ("user", user)'), NEVER],
  [encoded('JwtClaim() + ("exp", later)'), ''],
  [encoded('JwtClaim(content = user.asJson.noSpaces)'), ''],
  [encoded('claims(user)'), ''],
  [encoded('user.asJson'), ''],
  ['Codec.encode(JwtClaim(subject = Some(user)), key)', ''],
])('%s', (lines, said) => scala(lines, 'encode', said));

test('libraries of Java', async () => {
  await scala(
    'Jwts.builder().subject(user).expiration(new Date(System.currentTimeMillis() + 15 * 60 * 1000)).signWith(key).compact()',
    'compact',
    HOUR,
  );
  await scala('JWT.create().withSubject(user).sign(algorithm)', 'sign', NEVER);
  await scala('Box.create().withSubject(user).sign(algorithm)', 'sign', '');
});

test('a refresh token may live longer', () =>
  scala(encoded('JwtClaim().expiresIn(30 * 24 * 60 * 60)'), 'encode', 'sound | refresh tokens expire', 'refreshToken'));
