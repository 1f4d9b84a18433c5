import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { jvmTokenLife } from './token-life.ts';

function java(method: string, before: string, code: string, name: string, said: string): Promise<void> {
  const column = code.lastIndexOf(name);
  const mark = said === '' ? '' : `//${' '.repeat(column - 2)}${'^'.repeat(name.length)} token-life ${said}\n`;
  return check(
    jvmTokenLife,
    'src/main/java/shop/Issuer.java',
    `package shop;
import io.jsonwebtoken.Jwts;
import com.auth0.jwt.JWT;
import com.nimbusds.jwt.*;
import org.springframework.security.oauth2.jwt.*;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import java.time.*;
import java.util.Date;
class Issuer {
${before}
Object ${method}(User user) {
${code}
${mark}}
}
`,
  );
}

const HOUR = 'sound | tokens expire within an hour';
const CONFIGURED = 'partial | tokens expire after a time that is configured';

test.each([
  ['milliseconds', '', 'new Date(System.currentTimeMillis() + 15 * 60 * 1000)', HOUR],
  ['a local for the present', 'long now = System.currentTimeMillis();', 'new Date(now + 3600000L)', HOUR],
  [
    'a constant',
    'static final long LIFE = 1000L * 60 * 60 * 10;',
    'new Date(System.currentTimeMillis() + LIFE)',
    'partial | tokens expire after 10 hours',
  ],
  ['an instant', '', 'Date.from(Instant.now().plusSeconds(900))', HOUR],
  [
    'an instant and a unit',
    '',
    'Date.from(Instant.now().plus(7, ChronoUnit.DAYS))',
    'partial | tokens expire after 168 hours',
  ],
  ['a duration', '', 'Date.from(Instant.now().plus(Duration.ofMinutes(5)))', HOUR],
  ['a unit of time', '', 'new Date(System.currentTimeMillis() + TimeUnit.MINUTES.toMillis(30))', HOUR],
  [
    'a local date',
    '',
    'Date.from(LocalDateTime.now().plusDays(1).atZone(ZONE).toInstant())',
    'partial | tokens expire after 24 hours',
  ],
  ['a setting', '@Value("${jwt.life}") long life;', 'new Date(System.currentTimeMillis() + life)', CONFIGURED],
  ['a sum that is no product', '', 'new Date(System.currentTimeMillis() + (60 - 30))', CONFIGURED],
])('an expiry of %s', (_, before, moment, said) =>
  java(
    'issue',
    before,
    `  return Jwts.builder().setSubject("u").setExpiration(${moment}).signWith(key).compact();`,
    'compact',
    said,
  ),
);

test.each([
  [
    'without an expiry',
    '  return Jwts.builder().subject("u").signWith(key).compact();',
    'compact',
    'unsound | tokens are issued that never expire',
  ],
  ['with claims of elsewhere', '  return Jwts.builder().setClaims(claims(user)).signWith(key).compact();', '', ''],
  [
    'with the claim itself',
    '  return Jwts.builder().claim("exp", later).signWith(key).compact();',
    'compact',
    'partial | tokens expire after a time that is computed',
  ],
  [
    'with a builder that is handed on',
    '  var b = Jwts.builder(); enrich(b); return b.signWith(key).compact();',
    '',
    '',
  ],
  [
    'with a builder that is told later',
    '  var b = Jwts.builder(); b.expiration(Date.from(Instant.now().plusSeconds(60))); return b.signWith(key).compact();',
    'compact',
    HOUR,
  ],
  [
    'by java-jwt',
    '  return JWT.create().withSubject("u").withExpiresAt(Instant.now().plusSeconds(600)).sign(algorithm);',
    'sign',
    HOUR,
  ],
  [
    'by java-jwt without an expiry',
    '  return JWT.create().withSubject("u").sign(algorithm);',
    'sign',
    'unsound | tokens are issued that never expire',
  ],
  [
    'by Nimbus',
    '  var c = new JWTClaimsSet.Builder().subject("u").build(); return new SignedJWT(header, c);',
    'build',
    'unsound | tokens are issued that never expire',
  ],
  ['as claims to compare with', '  return new JWTClaimsSet.Builder().issuer("me").build();', '', ''],
  [
    'by an encoder of Spring Security',
    '  JwtEncoder e; var c = JwtClaimsSet.builder().expiresAt(Instant.now().plusSeconds(60)).build(); return e.encode(c);',
    'build',
    HOUR,
  ],
])('tokens that are made %s', (_, code, name, said) => java('issue', '', code, name, said));

test('a refresh token may live longer', () =>
  java(
    'refreshToken',
    '',
    '  return Jwts.builder().setExpiration(Date.from(Instant.now().plus(Duration.ofDays(30)))).signWith(key).compact();',
    'compact',
    'sound | refresh tokens expire',
  ));

test.each([
  [
    'a short life',
    '  return TokenSettings.builder().accessTokenTimeToLive(Duration.ofMinutes(15)).build();',
    'accessTokenTimeToLive',
    HOUR,
  ],
  [
    'new refresh tokens',
    '  return TokenSettings.builder().reuseRefreshTokens(false).build();',
    'reuseRefreshTokens',
    'sound | refresh tokens rotate',
  ],
  ['old refresh tokens', '  return TokenSettings.builder().reuseRefreshTokens(true).build();', '', ''],
  [
    'keys of the issuer',
    '  return NimbusJwtDecoder.withJwkSetUri(uri).build();',
    'withJwkSetUri',
    'sound | keys are taken from a set that the issuer can rotate',
  ],
])('settings: %s', (_, code, name, said) => java('settings', '', code, name, said));

test('Kotlin is read as Java is', () =>
  check(
    jvmTokenLife,
    'src/Issuer.kt',
    `package shop
import com.auth0.jwt.JWT
import java.util.Date
fun issue(): String = JWT.create().withIssuer("me").withExpiresAt(Date(System.currentTimeMillis() + 60_000 * 10)).sign(algorithm)
//                                                                                                                ^^^^ token-life sound | tokens expire within an hour
`,
  ));
