import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { secureConfigurationJvm } from './secure-configuration.ts';

const HEAD = `package shop;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.web.cors.*;
import org.springframework.web.bind.annotation.CrossOrigin;
`;

const marked = (line: string, name: string, said: string): string =>
  said === '' ? line : `${line}\n//${' '.repeat(line.lastIndexOf(name) - 2)}${'^'.repeat(name.length)} switch ${said}`;

/** A chain whose calls are \`calls\`, the last \`name\` of which is marked. */
function chain(calls: string, name: string, said: string, headers = true): Promise<void> {
  return check(
    secureConfigurationJvm,
    'src/main/java/shop/Security.java',
    `${HEAD}class Security {
  SecurityFilterChain chain(HttpSecurity http) throws Exception {
${headers ? `//                          ^^^^^^^^^^^^ switch secure-headers on` : ''}
${marked(`    return http${calls}.build();`, name, said)}
  }
}
`,
  );
}

test.each([
  ['a login by form', '.csrf(c -> c.disable()).formLogin(f -> f.loginPage("/in"))', 'csrf', 'csrf off'],
  ['a login by form, as it was written once', '.csrf().disable().formLogin().and()', 'csrf', 'csrf off'],
  ['a login elsewhere', '.csrf(AbstractHttpConfigurer::disable).oauth2Login(withDefaults())', 'csrf', 'csrf off'],
  ['a login, and checks as they are by default', '.formLogin(withDefaults())', 'formLogin', 'csrf on'],
  ['tokens', '.csrf(c -> c.disable()).oauth2ResourceServer(o -> o.jwt())', '', ''],
  [
    'a login without sessions',
    '.csrf(c -> c.disable()).formLogin(f -> {}).sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))',
    '',
    '',
  ],
  ['a login that is off', '.csrf(c -> c.disable()).formLogin(f -> f.disable())', '', ''],
  ['checks for some paths', '.csrf(c -> c.ignoringRequestMatchers("/hook")).formLogin(withDefaults())', '', ''],
])('requests of foreign pages: %s', (_, calls, name, said) => chain(calls, name, said));

test('headers that are switched off count, those of one kind do not', async () => {
  await chain('.headers(h -> h.disable())', 'headers', 'secure-headers off', false);
  await chain('.headers().disable()', 'headers', 'secure-headers off', false);
  await chain('.headers(h -> h.frameOptions(f -> f.disable()))', '', '');
});

test('a part of a chain says nothing of its headers', () =>
  check(
    secureConfigurationJvm,
    'src/main/java/shop/Part.java',
    `${HEAD}class Part extends AbstractHttpConfigurer<Part, HttpSecurity> { public void configure(HttpSecurity http) { http.addFilter(f); } }\n`,
  ));

test('a class of the same name builds no chain', () =>
  check(
    secureConfigurationJvm,
    'src/main/java/shop/Security.java',
    `package shop;
import shop.own.HttpSecurity;
class Security { void a(HttpSecurity http) { http.headers().disable(); } }
`,
  ));

const line = (code: string, name: string, said: string): Promise<void> =>
  check(secureConfigurationJvm, 'src/main/java/shop/Web.java', `${HEAD}class Web {\n${marked(code, name, said)}\n}\n`);

test.each([
  [
    'any, with credentials',
    '  void a() { var c = new CorsConfiguration(); c.setAllowedOriginPatterns(List.of("*")); c.setAllowCredentials(true); }',
    'setAllowedOriginPatterns',
    'cross-origin off',
  ],
  [
    'any, one at a time',
    '  void a(CorsConfiguration c) { c.addAllowedOriginPattern("*"); c.setAllowCredentials(true); }',
    'addAllowedOriginPattern',
    'cross-origin off',
  ],
  [
    'any, in a registry',
    '  void a(CorsRegistry r) { r.addMapping("/**").allowedOriginPatterns("*").allowCredentials(true); }',
    'allowedOriginPatterns',
    'cross-origin off',
  ],
  ['any, without credentials', '  void a(CorsRegistry r) { r.addMapping("/**").allowedOrigins("*"); }', '', ''],
  [
    'one by its name',
    '  void a(CorsRegistry r) { r.addMapping("/**").allowedOrigins("https://shop.io").allowCredentials(true); }',
    'allowedOrigins',
    'cross-origin on',
  ],
  [
    'the own machine',
    '  void a(CorsRegistry r) { r.addMapping("/**").allowedOrigins("http://localhost:3000"); }',
    '',
    '',
  ],
  [
    'configured ones',
    '  void a(CorsRegistry r) { r.addMapping("/**").allowedOrigins(origins).allowCredentials(true); }',
    '',
    '',
  ],
  [
    'any, by an annotation',
    '  @CrossOrigin(originPatterns = "*", allowCredentials = "true") void a() {}',
    'CrossOrigin',
    'cross-origin off',
  ],
  ['any without credentials, by an annotation', '  @CrossOrigin("*") void a() {}', '', ''],
  [
    'that of the request, if it is known',
    '  void a() { if (KNOWN.contains(o)) { response.setHeader("Access-Control-Allow-Origin", request.getHeader("Origin")); response.setHeader("Access-Control-Allow-Credentials", "true"); } }',
    '',
    '',
  ],
])('origins: %s', (_, code, name, said) => line(code, name, said));

test('a filter that sends the origin of the request back allows any', () =>
  line(
    `  void a() {
    response.setHeader("Access-Control-Allow-Origin", request.getHeader("Origin"));
//           ^^^^^^^^^ switch cross-origin off
    response.setHeader("Access-Control-Allow-Credentials", "true");
  }`,
    '',
    '',
  ));

test('Spring Security that is debugged tells credentials', () =>
  check(
    secureConfigurationJvm,
    'src/main/java/shop/Security.java',
    `import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
@EnableWebSecurity(debug = true)
//                 ^^^^^^^^^^^^ switch debug-mode off
class Security {}
`,
  ));

test('Ktor: any host with credentials counts, as do hosts that are named', async () => {
  const ktor = (body: string): Promise<void> =>
    check(
      secureConfigurationJvm,
      'src/Web.kt',
      `import io.ktor.server.plugins.cors.routing.*\nfun Application.web() {\n  install(CORS) {\n${body}\n  }\n}\n`,
    );
  await ktor('    anyHost()\n//  ^^^^^^^ switch cross-origin off\n    allowCredentials = true');
  await ktor('    anyHost()');
  await ktor('    allowHost("shop.io")\n//  ^^^^^^^^^ switch cross-origin on');
});
