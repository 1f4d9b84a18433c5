import { test } from 'vitest';
import { checkFacts } from '../../../../tests/support/check.ts';
import { spring } from './spring.ts';

test('controllers, prefixes and mappings are marks, with values, paths and methods', () =>
  checkFacts(
    spring,
    'Items.java',
    `import org.springframework.web.bind.annotation.*;
import jakarta.validation.Valid;
@RestController
@RequestMapping(Api.BASE)
class Items {
  @GetMapping("/{id}") String one(@PathVariable("id") Long id, @RequestParam String q) { return ""; }
  @RequestMapping(value = {"/a", "/b"}, method = {RequestMethod.GET, RequestMethod.PUT}) void both() {}
  @RequestMapping("/any") void any() {}
  @PostMapping void add(@Valid @RequestBody Item item) {}
  @Deprecated @DeleteMapping(path = "/{id}") void remove() {}
}
`,
    [
      '3:2 mark controller found',
      '4:2 mark prefix Api.BASE',
      '6:15 mark route GET /{id}',
      '6:36 mark input path id',
      '6:65 mark input query',
      '7:27 mark route [RequestMethod.GET, RequestMethod.PUT] [/a, /b]',
      '8:19 mark route ANY /any',
      '9:26 mark validated',
      '9:33 mark input body',
      '9:4 mark route POST',
      '10:37 mark route DELETE /{id}',
      '10:4 mark deprecated',
    ],
  ));

test('clients, look-alikes, comments and messages are no routes', () =>
  checkFacts(
    spring,
    'Others.java',
    `import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.messaging.handler.annotation.MessageMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.client.RestTemplate;
import retrofit2.http.GET;
import javax.ws.rs.Path;
@FeignClient("x") interface Client { @GetMapping("/a") String a(); }
interface Retro { @GET("/b") String b(); }
@Path("/c") class Rest { }
class Socket { @MessageMapping("/d") void d() {} }
// @GetMapping("/e") void e() {}
class Caller { String f(RestTemplate http) { return http.getForObject("/f", String.class); } }
`,
    [],
  ));

test('annotations of the tree may be for classes and methods, and say what they hand on', () =>
  checkFacts(
    spring,
    'ApiGet.kt',
    `import org.springframework.core.annotation.AliasFor
import org.springframework.web.bind.annotation.RequestMapping
import org.springframework.web.bind.annotation.RequestMethod
@RequestMapping(method = [RequestMethod.GET])
annotation class ApiGet(@get:AliasFor(annotation = RequestMapping::class, attribute = "path") val value: Array<String> = [])
`,
    ['4:2 mark prefix [RequestMethod.GET]', '4:2 mark route [RequestMethod.GET]', '5:30 mark attribute path'],
  ));

test('functional routes, their builders and what stands before them', () =>
  checkFacts(
    spring,
    'Routes.java',
    `import org.springframework.web.servlet.function.*;
import static org.springframework.web.servlet.function.RouterFunctions.route;
import static org.springframework.web.servlet.function.RequestPredicates.*;
class Routes {
  Object a(Handler h) { return route().GET("/a", h::a).path("/p", b -> b.POST("/c", accept(JSON), h::c)).filter(f).build(); }
  Object b(Handler h) { return route(GET("/e").and(accept(JSON)), h::e).andRoute(path("/f"), h::f); }
  void c(Other other) { other.route("/x"); }
}
`,
    [
      '5:106 guard | on route().GET("/a", h::a).path("/p", b -> b.POST("/c", accept(JSON), h::c)); guards f',
      '5:116 alias route().GET("/a", h::a).path("/p", b -> b.POST("/c", accept(JSON), h::c)).filter(f)',
      '5:32 router router spring',
      '5:44 route GET /a | on route(); chain h.a',
      '5:56 mount /p | on route().GET("/a", h::a); chain function; calls child',
      '5:79 route POST /c | on b; chain h.c',
      '6:32 router router spring',
      '6:42 route GET /e | on route(GET("/e").and(accept(JSON)), h::e); chain h.e',
      '6:48 mount | on GET("/e"); chain accept(JSON)',
      '6:87 route ANY /f | on route(GET("/e").and(accept(JSON)), h::e); chain h.f',
    ],
  ));

test('interceptors and filters are guards, applications start with an annotation', () =>
  checkFacts(
    spring,
    'Web.java',
    `import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
@SpringBootApplication(exclude = SecurityAutoConfiguration.class)
class App {
  void addInterceptors(InterceptorRegistry registry) { registry.addInterceptor(auth).addPathPatterns("/api/**").excludePathPatterns(OPEN); }
  Object bean() { FilterRegistrationBean<F> r = new FilterRegistrationBean<>(); r.setFilter(new F()); r.addUrlPatterns("/x/*"); return r; }
}
@Component class F extends OncePerRequestFilter { }
class Plain extends OncePerRequestFilter { }
`,
    [
      '7:7 access-list open | fallback; order 0',
      '7:7 application',
      '8:65 guard [/api/**] | guards auth; matching; except [OPEN]',
      '9:83 guard [/x/**] | guards new F(); matching',
      '11:18 guard | guards F; matching',
    ],
  ));
