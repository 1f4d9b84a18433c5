import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { jvmWrittenSecrets } from './written-secrets.ts';

/** A class with one line whose last `literal` is marked. */
function java(line: string, literal: string, said: string, rest = ''): Promise<void> {
  const column = line.lastIndexOf(literal);
  const mark = said === '' ? '' : `//${' '.repeat(column - 2)}${'^'.repeat(literal.length)} secret ${said}`;
  return check(
    jvmWrittenSecrets,
    'src/main/java/shop/Secrets.java',
    `package shop;
import io.jsonwebtoken.*;
import io.jsonwebtoken.security.Keys;
import com.auth0.jwt.algorithms.Algorithm;
import com.zaxxer.hikari.HikariConfig;
import java.sql.DriverManager;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.annotation.Value;
class Secrets {
${line}
${mark}
${rest}
}
`,
  );
}

const SIGNS = 'unsound | the key that signs tokens is written in the code';

test.each<readonly [string, string, string, string, string?]>([
  [
    'a key given to a builder',
    '  Object a() { return Jwts.builder().signWith(SignatureAlgorithm.HS512, "hush-hush").compact(); }',
    '"hush-hush"',
    SIGNS,
  ],
  ['a key given to an algorithm', '  Algorithm a = Algorithm.HMAC256("hush-hush");', '"hush-hush"', SIGNS],
  [
    'a key in another form',
    '  Object a() { return Keys.hmacShaKeyFor(Decoders.BASE64.decode("aHVzaC1odXNo")); }',
    '"aHVzaC1odXNo"',
    SIGNS,
  ],
  [
    'a key of a cipher',
    '  Object a() { return new SecretKeySpec("0f3a9c1d".getBytes(), "AES"); }',
    '"0f3a9c1d"',
    'unsound | the key of a cipher or hash is written in the code',
  ],
  [
    'the default of an injected key',
    '  @Value("${jwt.secret:hush-hush}") String key;',
    '"${jwt.secret:hush-hush}"',
    'partial',
    '  Object a() { return Algorithm.HMAC256(key); }',
  ],
  [
    'the fallback of the environment',
    '  Algorithm a = Algorithm.HMAC256(env.getProperty("jwt.secret", "hush-hush"));',
    '"hush-hush"',
    'partial',
  ],
  [
    'a password of a database',
    '  Object a() { var c = new HikariConfig(); c.setPassword("tX9wRk2Lq8zB"); return c; }',
    '"tX9wRk2Lq8zB"',
    'unsound | the password of a database is written in the code',
  ],
  [
    'a constant',
    '  public static final String JWT_SECRET = "b7Xq0ZpLw93nTfK20dRk3";',
    '"b7Xq0ZpLw93nTfK20dRk3"',
    'unsound | JWT_SECRET is written in the code',
  ],
])('%s is a secret', (_, line = '', literal = '', said = '', rest = '') => java(line, literal, said, rest));

test.each([
  ['an injected key', '  @Value("${jwt.secret}") String key; Object a() { return Algorithm.HMAC256(key); }'],
  ['a key of the environment', '  Algorithm a = Algorithm.HMAC256(System.getenv("JWT_SECRET"));'],
  [
    'a random key',
    '  Object a() { return Jwts.builder().signWith(Keys.secretKeyFor(SignatureAlgorithm.HS256)).compact(); }',
  ],
  ['a placeholder', '  Algorithm a = Algorithm.HMAC256("change-me");'],
  [
    'a password that is a word',
    '  Object a() throws Exception { return DriverManager.getConnection(URL, "sa", "password"); }',
  ],
  ['the name of a setting', '  static final String JWT_SECRET = "app.security.jwt2.secret";'],
  ['the name of a header', '  static final String AUTH_TOKEN = "X-Auth-Token-V2-Name";'],
  ['a sentence', '  static final String BAD_PASSWORD = "Passwords need 1 digit and 2 letters";'],
  ['a field that is filled in', '  private String apiKey = "b7Xq0ZpLw93nTfK20dRk3";'],
])('%s is none', (_, line) => java(line, '', ''));

test('Kotlin is read as Java is', () =>
  check(
    jvmWrittenSecrets,
    'src/Secrets.kt',
    `package shop
import com.auth0.jwt.algorithms.Algorithm
object Tokens {
  private const val SECRET = "hush-hush"
//                           ^^^^^^^^^^^ secret unsound
  private val algorithm = Algorithm.HMAC256(SECRET)
}
`,
  ));
