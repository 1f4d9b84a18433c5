import { test } from 'vitest';
import { checkFacts } from '../../../../tests/support/check.ts';
import { springSecurity } from './spring-security.ts';

test('a chain is a list of rules, with its order, its scope and its mechanisms', () =>
  checkFacts(
    springSecurity,
    'Security.java',
    `import org.springframework.context.annotation.*;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
class Security {
  @Bean @Order(1) SecurityFilterChain chain(HttpSecurity http) {
    http.securityMatcher("/api/**").authorizeHttpRequests(a -> a
        .requestMatchers(HttpMethod.GET, OPEN).permitAll()
        .requestMatchers(new AntPathRequestMatcher("/x/**", "POST")).hasAnyRole("A", "B")
        .requestMatchers(EndpointRequest.toAnyEndpoint()).denyAll()
        .anyRequest().authenticated())
      .httpBasic(h -> h.disable()).oauth2ResourceServer(o -> o.jwt(withDefaults()));
    return http.build();
  }
}
`,
    [
      '7:39 access-list denied | order 1',
      '8:10 access-rule scope /api/**',
      '9:48 access-rule open GET OPEN',
      '10:70 access-rule required POST /x/** | scopes A, B',
      '11:59 access-rule denied [/actuator/**]',
      '12:23 access-rule required',
      '13:36 access-rule required | bearer',
      '13:64 access-rule required | jwt',
    ],
  ));

test('adapters, ignored paths and profiles', () =>
  checkFacts(
    springSecurity,
    'Adapter.java',
    `import org.springframework.context.annotation.Profile;
import org.springframework.security.config.annotation.web.configuration.*;
@Profile("legacy")
class Adapter extends WebSecurityConfigurerAdapter {
  protected void configure(HttpSecurity http) { http.authorizeRequests().antMatchers("/a").access("hasRole('A')").and().formLogin().permitAll(); }
  public void configure(WebSecurity web) { web.ignoring().antMatchers("/b/**"); }
}
`,
    [
      '5:121 access-rule required | session',
      '5:18 access-list open | if the profile legacy; order 100',
      '5:92 access-rule unknown /a',
      '6:15 access-list open | needs scope; if the profile legacy; order -1099511627776',
      '6:59 access-rule scope /b/**',
    ],
  ));

test('annotations on methods are guards where they are switched on', () =>
  checkFacts(
    springSecurity,
    'Items.kt',
    `import jakarta.annotation.security.RolesAllowed
import org.springframework.security.access.annotation.Secured
import org.springframework.security.access.prepost.PreAuthorize
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity
@EnableMethodSecurity(securedEnabled = true)
class Items {
  @PreAuthorize("hasRole('A')") fun a() {}
  @Secured("IS_AUTHENTICATED_ANONYMOUSLY") fun b() {}
  @RolesAllowed("C") fun c() {}
}
`,
    [
      '5:2 enables method security (@PreAuthorize)',
      '5:2 enables method security (@Secured)',
      "7:4 guard-kind unknown | rule hasRole('A'); needs method security (@PreAuthorize)",
      '7:4 mark guard nothing',
      '8:4 guard-kind none | needs method security (@Secured)',
      '8:4 mark guard nothing',
      '9:4 guard-kind required | needs method security (@RolesAllowed); scopes C',
      '9:4 mark guard nothing',
    ],
  ));

test('builders and annotations of others are none', () =>
  checkFacts(
    springSecurity,
    'Others.java',
    `import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
class Others {
  void a(Query q) { q.access("x").permitAll(); q.matcher("a").hasRole("b"); new BCryptPasswordEncoder().matches("a", "b"); }
  // http.authorizeHttpRequests(a -> a.anyRequest().permitAll());
}
`,
    [],
  ));
