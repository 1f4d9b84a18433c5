import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { jvmTokenVerification } from './token-verification.ts';

/** A method whose statements end in `code`; what is said stands under `name` in it. */
function java(imports: string, before: string, code: string, name: string, said: string): Promise<void> {
  const column = code.lastIndexOf(name);
  const mark = said === '' ? '' : `//${' '.repeat(column - 2)}${'^'.repeat(name.length)} token-verification ${said}\n`;
  return check(
    jvmTokenVerification,
    'src/main/java/shop/Tokens.java',
    `package shop;\n${imports}\nclass Tokens {\n${before}\nObject read(String token) throws Exception {\n${code}\n${mark}}\n}\n`,
  );
}

const JJWT =
  'import io.jsonwebtoken.Jwts;\nimport io.jsonwebtoken.ExpiredJwtException;\nimport io.jsonwebtoken.security.Keys;';
const KEY = '@Value("${jwt.secret}") private String secret;';

test.each([
  [
    'signature alone',
    KEY,
    '  return Jwts.parserBuilder().setSigningKey(secret).build().parseClaimsJws(token).getBody();',
    'parseClaimsJws',
    'partial | jjwt does not check issuer, audience',
  ],
  [
    'all checks',
    'private final Key key = load();',
    '  return Jwts.parser().requireIssuer("me").requireAudience("shop").verifyWith(key).build().parseSignedClaims(token);',
    'parseSignedClaims',
    'sound | jjwt checks signature, algorithm, issuer, audience and expiry',
  ],
  [
    'a parser in a field',
    'private JwtParser parser;\nTokens(Key key) { this.parser = Jwts.parser().verifyWith(key).build(); }',
    '  return parser.parseSignedClaims(token);',
    'parseSignedClaims',
    'partial | jjwt does not check issuer, audience',
  ],
  [
    'a parser in a local whose builder is told one thing after the other',
    KEY,
    '  var builder = Jwts.parserBuilder(); builder.requireIssuer("me"); builder.setSigningKey(secret); return builder.build().parseClaimsJws(token);',
    'parseClaimsJws',
    'partial | jjwt does not check audience',
  ],
  [
    'a parse that takes unsigned tokens too',
    KEY,
    '  return Jwts.parser().setSigningKey(secret).parse(token);',
    'parse',
    'unsound | jjwt parse accepts tokens without signature',
  ],
  [
    'a parse of unsigned tokens',
    KEY,
    '  return Jwts.parser().setSigningKey(secret).parseClaimsJwt(token);',
    'parseClaimsJwt',
    'unsound | jjwt parseClaimsJwt accepts tokens without signature',
  ],
  [
    'a handler that says which tokens it takes',
    KEY,
    '  return Jwts.parser().setSigningKey(secret).parse(token, new Signed());',
    '',
    '',
  ],
  [
    'a parse of the version that refuses unsigned tokens',
    KEY,
    '  return Jwts.parser().verifyWith(secret).build().parse(token);',
    'parse',
    'partial | jjwt does not check issuer, audience',
  ],
  [
    'a secret in a constant',
    'private static final String SECRET = "hush";',
    '  return Jwts.parser().setSigningKey(SECRET.getBytes()).parseClaimsJws(token);',
    'parseClaimsJws',
    'unsound | jjwt verifies with a secret that is written in the code',
  ],
  [
    'a secret behind a method',
    'private Key key() { return Keys.hmacShaKeyFor("hush-hush-hush".getBytes()); }',
    '  return Jwts.parser().verifyWith(key()).build().parseSignedClaims(token);',
    'parseSignedClaims',
    'unsound | jjwt verifies with a secret that is written in the code',
  ],
  [
    'a fallback of a configured secret',
    '@Value("${jwt.secret:hush}") private String secret;',
    '  return Jwts.parser().setSigningKey(secret).parseClaimsJws(token);',
    'parseClaimsJws',
    'partial | jjwt does not check issuer, audience',
  ],
  [
    'the claims of expired tokens',
    KEY,
    '  try { return Jwts.parser().setSigningKey(secret).parseClaimsJws(token).getBody(); } catch (ExpiredJwtException e) { return e.getClaims(); }',
    'parseClaimsJws',
    'partial | jjwt leaves the expiry of tokens to other code',
  ],
  ['a parser of elsewhere', 'private JwtParser parser;', '  return parser.parseClaimsJws(token);', '', ''],
  ['another parser', '', '  return Other.parser().setSigningKey("x").parseClaimsJws(token);', '', ''],
])('jjwt: %s', (_, before, code, name, said) => java(JJWT, before, code, name, said));

const AUTH0 = 'import com.auth0.jwt.JWT;\nimport com.auth0.jwt.algorithms.Algorithm;';

test.each([
  [
    'all checks',
    '',
    '  return JWT.require(Algorithm.RSA256(key)).withIssuer("me").withAudience("shop").build().verify(token);',
    'sound | java-jwt checks signature, algorithm, issuer, audience and expiry',
  ],
  [
    'no issuer',
    '',
    '  return JWT.require(Algorithm.RSA256(key)).withAudience("shop").build().verify(token);',
    'partial | java-jwt does not check issuer',
  ],
  [
    'the algorithm none',
    '',
    '  return JWT.require(Algorithm.none()).build().verify(token);',
    'unsound | java-jwt accepts tokens without signature (algorithm none)',
  ],
  [
    'a written secret',
    'private final Algorithm algorithm = Algorithm.HMAC256("hush");',
    '  return JWT.require(algorithm).withIssuer("me").build().verify(token);',
    'unsound | java-jwt verifies with a secret that is written in the code',
  ],
])('java-jwt: %s', (_, before, code, said) => java(AUTH0, before, code, 'build', said));

const SPRING = 'import org.springframework.security.oauth2.jwt.*;';

test.each([
  [
    'keys alone',
    '  return NimbusJwtDecoder.withJwkSetUri(uri).build();',
    'build',
    'partial | the token decoder of Spring Security does not check issuer, audience',
  ],
  [
    'the issuer',
    '  return JwtDecoders.fromIssuerLocation(issuer);',
    'fromIssuerLocation',
    'partial | the token decoder of Spring Security does not check audience',
  ],
  [
    'validators of issuer and audience',
    '  NimbusJwtDecoder d = NimbusJwtDecoder.withJwkSetUri(uri).build(); d.setJwtValidator(new DelegatingOAuth2TokenValidator<>(JwtValidators.createDefaultWithIssuer(issuer), new AudienceValidator(audience))); return d;',
    'build',
    'sound | the token decoder of Spring Security checks signature, algorithm, issuer, audience and expiry',
  ],
  [
    'a validator that takes the place of the one of the issuer',
    '  NimbusJwtDecoder d = JwtDecoders.fromIssuerLocation(issuer); d.setJwtValidator(new JwtTimestampValidator()); return d;',
    'fromIssuerLocation',
    'partial | the token decoder of Spring Security does not check issuer, audience',
  ],
  [
    'a written secret',
    '  return NimbusJwtDecoder.withSecretKey(new SecretKeySpec("hush".getBytes(), "HmacSHA256")).build();',
    'build',
    'unsound | the token decoder of Spring Security verifies with a secret that is written in the code',
  ],
])('Spring Security: %s', (_, code, name, said) => java(SPRING, '', code, name, said));

test.each([
  [
    'an expected issuer and audience',
    '  return new JwtConsumerBuilder().setRequireExpirationTime().setExpectedIssuer("me").setExpectedAudience("shop").setVerificationKey(key).build();',
    'sound | jose4j checks signature, algorithm, issuer, audience and expiry',
  ],
  [
    'no look at the signature',
    '  return new JwtConsumerBuilder().setSkipSignatureVerification().build();',
    'unsound | jose4j does not verify what it is told to skip',
  ],
])('jose4j: %s', (_, code, said) => java('import org.jose4j.jwt.consumer.*;', '', code, 'build', said));

const NIMBUS = 'import com.nimbusds.jwt.*;\nimport com.nimbusds.jwt.proc.*;\nimport com.nimbusds.jose.crypto.*;';

test.each([
  [
    'the signature alone',
    '  SignedJWT signed = SignedJWT.parse(token); return signed.verify(new RSASSAVerifier(key));',
    'verify',
    'partial | nimbus does not check issuer, audience, expiry',
  ],
  [
    'expiry by hand',
    '  SignedJWT signed = SignedJWT.parse(token); return signed.verify(new RSASSAVerifier(key)) && now.before(signed.getJWTClaimsSet().getExpirationTime());',
    'verify',
    'partial | nimbus does not check issuer, audience',
  ],
  [
    'a processor with a verifier of claims',
    '  var p = new DefaultJWTProcessor<>(); p.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>("shop", new JWTClaimsSet.Builder().issuer("me").build(), REQUIRED)); return p.process(token, null);',
    'process',
    'sound | nimbus checks signature, algorithm, issuer, audience and expiry',
  ],
])('Nimbus: %s', (_, code, name, said) => java(NIMBUS, '', code, name, said));

const DECODE = '  var t = JWT.decode(token); SecurityContextHolder.getContext().setAuthentication(of(t));';
const DECODED = 'unsound | the caller is made of a token that is read without verification (decode)';

test.each([
  ['becomes the caller', '', DECODE, DECODED],
  ['is only looked at', '', '  return JWT.decode(token).getSubject();', ''],
  ['goes to a verifier as well', 'Verifier verifier;', `  verifier.verify(token);\n${DECODE}`, ''],
])('a token that is decoded %s', (_, before, code, said) =>
  java(AUTH0, before, code, said === '' ? '' : 'decode', said),
);

test('Kotlin is read as Java is', () =>
  check(
    jvmTokenVerification,
    'src/Security.kt',
    `package shop
import com.auth0.jwt.JWT
import com.auth0.jwt.algorithms.Algorithm
import io.ktor.server.auth.jwt.*
fun Application.security(config: Config) {
  install(Authentication) {
    jwt("shop") {
      verifier(JWT.require(Algorithm.HMAC256(config.secret)).withAudience(config.audience).withIssuer(config.issuer).build())
//                                                                                                                   ^^^^^ token-verification sound
    }
  }
}
`,
  ));
