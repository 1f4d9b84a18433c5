/** Who may call what by Spring Security, through the real front end, detectors and linker. */
import { expect, test } from 'vitest';
import { type Sources, linkOf } from '../../tests/support/link.ts';

const CONTROLLER = `package shop;
import org.springframework.web.bind.annotation.*;
@RestController
class Items {
  @GetMapping("/items") String list() { return ""; }
  @PostMapping("/items") String add() { return ""; }
  @GetMapping("/public/info") String info() { return ""; }
  @GetMapping("/admin/users/{id}") String user() { return ""; }
}
`;

const IMPORTS = `package shop;
import org.springframework.context.annotation.*;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.builders.WebSecurity;
import org.springframework.security.config.annotation.web.configuration.*;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.util.matcher.AntPathRequestMatcher;
`;

/** \`GET /items\` … of the controller above, behind the members of a configuration class. */
async function behind(members: string, more: Sources = {}): Promise<readonly string[]> {
  return linkOf({
    'shop/Items.java': CONTROLLER,
    'shop/Security.java': `${IMPORTS}@Configuration class Security { ${members} }`,
    ...more,
  });
}

const chain = (body: string, head = '@Bean'): string =>
  `${head} SecurityFilterChain chain(HttpSecurity http) throws Exception { ${body} return http.build(); }`;

test('the first rule that matches decides, by path and method', async () => {
  expect(
    await behind(
      chain(`http.authorizeHttpRequests(auth -> auth
        .requestMatchers("/public/**").permitAll()
        .requestMatchers(HttpMethod.GET, "/items").permitAll()
        .requestMatchers("/admin/**").hasRole("ADMIN")
        .anyRequest().authenticated()).httpBasic(Customizer.withDefaults());`),
    ),
  ).toEqual([
    'GET /admin/users/{id} required basic',
    'GET /items none',
    'POST /items required basic',
    'GET /public/info none',
  ]);
});

test('calls that are chained by and() are read as lambdas are', async () => {
  expect(
    await behind(
      `@Configuration static class Adapter extends WebSecurityConfigurerAdapter {
        private static final String[] OPEN = {"/public/**", "/items"};
        @Override protected void configure(HttpSecurity http) throws Exception {
          http.csrf().disable().authorizeRequests()
            .antMatchers(OPEN).permitAll()
            .antMatchers(HttpMethod.POST, "/items").authenticated()
            .antMatchers("/admin/**").access("hasRole('ADMIN') and hasIpAddress('10.0.0.0/8')")
            .and().addFilterBefore(new JwtFilter(), UsernamePasswordAuthenticationFilter.class);
        }
        @Override public void configure(WebSecurity web) { web.ignoring().antMatchers("/admin/users/1"); }
      }`,
    ),
  ).toEqual(['GET /admin/users/{id} unknown', 'GET /items none', 'POST /items none', 'GET /public/info none']);
});

test('what no rule speaks of is denied by the newer calls, allowed by the older ones, and open without any', async () => {
  const statuses = async (body: string): Promise<string> =>
    [...new Set((await behind(chain(body))).map(line => line.split(' ')[2]))].join();
  expect(await statuses('http.authorizeHttpRequests(a -> a.requestMatchers("/x").permitAll());')).toBe('required');
  expect(await statuses('http.authorizeRequests(a -> a.antMatchers("/x").permitAll());')).toBe('none');
  expect(await statuses('http.csrf(c -> c.disable());')).toBe('none');
  expect(await statuses('common(http);')).toBe('unknown');
});

test('the chain of the lowest order that speaks of a path decides', async () => {
  expect(
    await behind(`
      @Bean @Order(2) SecurityFilterChain web(HttpSecurity http) { http.authorizeHttpRequests(a -> a.anyRequest().permitAll()); return http.build(); }
      @Bean @Order(1) SecurityFilterChain admin(HttpSecurity http) {
        http.securityMatcher("/admin/**").authorizeHttpRequests(a -> a.anyRequest().authenticated()); return http.build(); }`),
  ).toEqual(['GET /admin/users/{id} required', 'GET /items none', 'POST /items none', 'GET /public/info none']);
});

test('a chain of a profile may not be there; one that only development lacks is', async () => {
  const body = 'http.authorizeHttpRequests(a -> a.anyRequest().authenticated());';
  const first = async (head: string): Promise<string | undefined> => (await behind(chain(body, head)))[0];
  expect(await first('@Bean @Profile("secure")')).toBe('GET /admin/users/{id} unknown');
  expect(await first('@Bean @Profile("!dev")')).toBe('GET /admin/users/{id} required');
});

test('matchers that are made, held in constants and looped over are known', async () => {
  expect(
    await behind(
      `private static final String[] OPEN = {Paths.PUBLIC};
      ${chain(`http.authorizeHttpRequests(auth -> {
        for (String path : OPEN) auth.requestMatchers(path).permitAll();
        auth.requestMatchers(new AntPathRequestMatcher("/items", "GET")).permitAll();
        auth.requestMatchers(AntPathRequestMatcher.antMatcher(HttpMethod.POST, "/items")).hasAuthority("write");
        auth.anyRequest().authenticated();
      });`)}`,
      { 'shop/Paths.java': 'package shop; class Paths { static final String PUBLIC = "/public/**"; }' },
    ),
  ).toEqual(['GET /admin/users/{id} required', 'GET /items none', 'POST /items required', 'GET /public/info none']);
});

test('rules that are handed in from elsewhere are not known', async () => {
  expect(
    (
      await behind(
        '@Bean SecurityFilterChain chain(HttpSecurity http, Customizer rules) { http.authorizeHttpRequests(rules); return http.build(); }',
      )
    )[0],
  ).toBe('GET /admin/users/{id} unknown');
});

test('with the starter and no chain everything asks for a caller, unless the configuration is left out', async () => {
  const build = {
    'build.gradle': "dependencies { implementation 'org.springframework.boot:spring-boot-starter-security' }",
  };
  const first = async (sources: Sources): Promise<string | undefined> =>
    (await linkOf({ 'shop/Items.java': CONTROLLER, ...sources }))[0];
  expect(await first(build)).toBe('GET /admin/users/{id} required');
  expect(
    await first({ 'build.gradle': "testImplementation 'org.springframework.boot:spring-boot-starter-security'" }),
  ).toBe('GET /admin/users/{id} none');
  expect(
    await first({
      ...build,
      'shop/App.java': `package shop;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
@SpringBootApplication(exclude = {SecurityAutoConfiguration.class}) class App { }`,
    }),
  ).toBe('GET /admin/users/{id} none');
});

const METHODS = `package shop;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.access.annotation.Secured;
import org.springframework.web.bind.annotation.*;
@RestController
@PreAuthorize("hasRole('USER')")
class Items {
  @GetMapping("/a") String a() { return ""; }
  @PreAuthorize("permitAll()") @GetMapping("/b") String b() { return ""; }
  @PreAuthorize("@rules.check(#id) or hasRole('X')") @GetMapping("/c") String c() { return ""; }
  @Admins @GetMapping("/d") String d() { return ""; }
  @PreAuthorize("permitAll()") @Secured("ROLE_X") @GetMapping("/e") String e() { return ""; }
}
@PreAuthorize("hasAuthority('" + Names.ADMIN + "')") @interface Admins { }
class Names { static final String ADMIN = "admin"; }
`;

test('annotations on methods ask where they are switched on; that on the method replaces that on the class', async () => {
  const enabling = (annotation: string): string =>
    `package shop; import org.springframework.security.config.annotation.method.configuration.*; ${annotation} class Config { }`;
  const behindMethods = async (annotation: string): Promise<readonly string[]> =>
    linkOf({ 'shop/Items.java': METHODS, 'shop/Config.java': enabling(annotation) });
  expect(await behindMethods('@EnableMethodSecurity')).toEqual([
    'GET /a required',
    'GET /b none',
    'GET /c unknown',
    'GET /d required',
    'GET /e none',
  ]);
  expect((await behindMethods('@EnableMethodSecurity(securedEnabled = true)')).at(-1)).toBe('GET /e required');
  expect((await behindMethods(''))[0]).toBe('GET /a none');
});

test('the rules of the Kotlin DSL are read', async () => {
  expect(
    await linkOf({
      'shop/Items.java': CONTROLLER,
      'shop/Security.kt': `package shop
import org.springframework.context.annotation.Bean
import org.springframework.http.HttpMethod
import org.springframework.security.config.annotation.web.builders.HttpSecurity
import org.springframework.security.config.annotation.web.invoke
import org.springframework.security.web.SecurityFilterChain
class Security {
  @Bean
  fun chain(http: HttpSecurity): SecurityFilterChain {
    http {
      csrf { disable() }
      authorizeHttpRequests {
        authorize("/public/**", permitAll)
        authorize(HttpMethod.POST, "/items", hasAuthority("write"))
        authorize("/admin/**", denyAll)
        authorize(anyRequest, permitAll)
      }
      oauth2ResourceServer { jwt { } }
    }
    return http.build()
  }
}`,
    }),
  ).toEqual([
    'GET /admin/users/{id} required bearer jwt',
    'GET /items none',
    'POST /items required bearer jwt',
    'GET /public/info none',
  ]);
});
