/** What Spring serves, through the real front end, detectors and linker. */
import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const WEB = 'import org.springframework.web.bind.annotation.*;\nimport org.springframework.stereotype.Controller;\n';

test('paths of class and method multiply, constants come from other files, and no method is any', async () => {
  expect(
    await linkOf({
      'shop/Api.java': 'package shop; interface Api { String V1 = "/v1"; }',
      'shop/Items.java': `package shop;
${WEB}
@RestController
@RequestMapping({Api.V1 + "/items", "/things"})
class Items implements Api {
  private static final String ONE = "/{id:[0-9]+}";
  @GetMapping(ONE) String one() { return ""; }
  @RequestMapping(value = "/all", method = {RequestMethod.GET, RequestMethod.POST}) String all() { return ""; }
  @RequestMapping(path = "/any") String any() { return ""; }
  @PostMapping String add() { return ""; }
}`,
    }),
  ).toEqual([
    'POST /things none',
    'GET /things/all none',
    'POST /things/all none',
    'ANY /things/any none',
    'GET /things/{id} none',
    'POST /v1/items none',
    'GET /v1/items/all none',
    'POST /v1/items/all none',
    'ANY /v1/items/any none',
    'GET /v1/items/{id} none',
  ]);
});

test('mappings of interfaces and abstract bases are those of the controllers; theirs alone serve nothing', async () => {
  expect(
    await linkOf({
      'shop/ItemsApi.java': `package shop;
${WEB}
@RequestMapping("/api/items")
public interface ItemsApi { @GetMapping("/{id}") String one(@PathVariable String id); @PostMapping default String add(String x) { return x; } }`,
      'shop/Base.java': `package shop;
${WEB}
abstract class Base<T> { @GetMapping("/list") T list() { return null; } @DeleteMapping("/{id}") void remove(T id) {} }`,
      'shop/Items.java': `package shop; ${WEB} @RestController class Items implements ItemsApi { public String one(String id) { return id; } }`,
      'shop/Users.java': `package shop; ${WEB} @RestController @RequestMapping("/users") class Users extends Base<String> { @Override void remove(String id) {} }`,
    }),
  ).toEqual(['POST /api/items none', 'GET /api/items/{id} none', 'GET /users/list none', 'DELETE /users/{id} none']);
});

test('annotations of the tree hand on what they are given where they say so', async () => {
  expect(
    await linkOf({
      'shop/ApiGet.java': `package shop;
${WEB}
import org.springframework.core.annotation.AliasFor;
@RequestMapping(method = RequestMethod.GET)
public @interface ApiGet { @AliasFor(annotation = RequestMapping.class, attribute = "path") String[] value() default {}; }`,
      'shop/ApiController.java': `package shop; ${WEB} @RestController @RequestMapping("/api") public @interface ApiController { }`,
      'shop/Items.java':
        'package shop; @ApiController class Items { @ApiGet("/a") String a() { return ""; } @ApiGet({"/b", "/c"}) String b() { return ""; } }',
    }),
  ).toEqual(['GET /api/a none', 'GET /api/b none', 'GET /api/c none']);
});

test('clients are written as controllers are, and serve nothing', async () => {
  expect(
    await linkOf({
      'shop/Client.java': `package shop; ${WEB} import org.springframework.cloud.openfeign.FeignClient;
@FeignClient(name = "x") @RequestMapping("/x") interface Client { @GetMapping("/a") String a(); }`,
      'shop/Exchange.java': `package shop; import org.springframework.web.service.annotation.*;
@HttpExchange("/y") interface Exchange { @GetExchange("/a") String a(); }`,
      'shop/Retro.java':
        'package shop; import retrofit2.http.GET; import org.springframework.stereotype.Service; interface Retro { @GET("/z") String z(); }',
    }),
  ).toEqual([]);
});

test('placeholders and the base of all paths come from the settings beside the code', async () => {
  expect(
    await linkOf({
      'a/src/main/java/shop/Items.java': `package shop; ${WEB} @RestController @RequestMapping("\${api.base-path}/\${api.version:v2}")
class Items { @GetMapping("/a") String a() { return ""; } @GetMapping("/\${no.such}") String b() { return ""; } }`,
      'a/src/main/resources/application.yml': 'server:\n  servlet:\n    context-path: /shop\napi:\n  basePath: /api\n',
      'a/src/main/resources/application-dev.yml': 'server:\n  servlet:\n    context-path: /dev\n',
      'b/src/main/java/other/Users.java': `package other; ${WEB} @RestController class Users { @GetMapping("/u") String u() { return ""; } }`,
      'b/src/main/resources/application.properties': '# comment\nserver.servlet.context-path = /b\n',
    }),
  ).toEqual(['GET /b/u none', 'GET /shop/api/v2/a none', 'GET /shop/api/v2/{?} none unresolved']);
});

test('functional routes are served where they are nested', async () => {
  const routes = `package shop;
import org.springframework.context.annotation.*;
import org.springframework.web.servlet.function.*;
import static org.springframework.web.servlet.function.RouterFunctions.*;
import static org.springframework.web.servlet.function.RequestPredicates.*;
@Configuration class Routes {
  @Bean RouterFunction<ServerResponse> built(Handler h) {
    return route().GET("/a", h::a).path("/p", b -> b.POST("/c", accept(JSON), h::c).nest(path("/q"), n -> n.DELETE("/{id}", h::d))).build();
  }
  @Bean RouterFunction<ServerResponse> composed(Handler h) {
    return RouterFunctions.route(GET("/e").and(accept(JSON)), h::e).andRoute(method(HttpMethod.PUT).and(path("/f")), h::f).andNest(path("/n"), inner(h));
  }
  private RouterFunction<ServerResponse> inner(Handler h) { return route(GET("/g"), h::g); }
}
class Handler { ServerResponse a(ServerRequest r) { return null; } }`;
  expect(await linkOf({ 'shop/Routes.java': routes })).toEqual([
    'GET /a none',
    'GET /e none',
    'PUT /f none',
    'GET /n/g none',
    'POST /p/c none',
    'DELETE /p/q/{id} none',
  ]);
});

test('the router DSL of Kotlin is read', async () => {
  expect(
    await linkOf({
      'shop/Routes.kt': `package shop
import org.springframework.context.annotation.Bean
import org.springframework.web.reactive.function.server.coRouter
class Routes {
  @Bean
  fun routes(h: Handler) = coRouter {
    GET("/a", h::a)
    "/api".nest {
      POST("/b") { ok().buildAndAwait() }
      accept(JSON).nest { GET("/c/{id}", h::c) }
    }
  }
}`,
    }),
  ).toEqual(['GET /a none', 'POST /api/b none', 'GET /api/c/{id} none']);
});

const ITEMS = `package shop; ${WEB} @RestController class Items { @GetMapping("/api/items") String a() { return ""; } @PostMapping("/api/login") String b() { return ""; } @GetMapping("/home") String c() { return ""; } }`;

test('interceptors and filters are read, on the paths that they are put before', async () => {
  expect(
    await linkOf({
      'shop/Items.java': ITEMS,
      'shop/AuthInterceptor.java': `package shop;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
class AuthInterceptor implements HandlerInterceptor {
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) throws Exception {
    if (!(handler instanceof HandlerMethod)) { return true; }
    String token = request.getHeader("Authorization");
    if (token == null || !tokens.verify(token)) { response.sendError(HttpServletResponse.SC_UNAUTHORIZED); return false; }
    return true;
  }
}`,
      'shop/Log.java': `package shop; import org.springframework.web.servlet.HandlerInterceptor;
class Log implements HandlerInterceptor { public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) { log(request.getRequestURI()); return true; } }`,
      'shop/Web.java': `package shop; import org.springframework.web.servlet.config.annotation.*;
class Web implements WebMvcConfigurer {
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new Log());
    registry.addInterceptor(new AuthInterceptor()).addPathPatterns("/api/**").excludePathPatterns("/api/login");
  }
}`,
    }),
  ).toEqual(['GET /api/items required bearer', 'POST /api/login none', 'GET /home none']);
});

const filter = (body: string): string => `package shop;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
@Component class TokenFilter extends OncePerRequestFilter {
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws Exception { ${body} }
}`;

test.each([
  [
    'one that answers with 401',
    'String key = request.getHeader("X-API-Key"); if (key == null || !keys.isValid(key)) { response.setStatus(401); return; } chain.doFilter(request, response);',
    'required api-key',
  ],
  [
    'one that only identifies',
    'String token = request.getHeader("Authorization"); if (token != null && tokens.isValid(token)) { SecurityContextHolder.getContext().setAuthentication(of(token)); } chain.doFilter(request, response);',
    'none',
  ],
  [
    'one that takes whatever is there',
    'if (request.getHeader("Authorization") == null) { throw new IllegalStateException(); } chain.doFilter(request, response);',
    'unknown bearer',
  ],
  [
    'one about something else',
    'MDC.put("id", request.getHeader("X-Request-Id")); chain.doFilter(request, response);',
    'none',
  ],
])('a filter that is a component: %s', async (_name, body, expected) => {
  const lines = await linkOf({ 'shop/Items.java': ITEMS, 'shop/TokenFilter.java': filter(body) });
  expect(lines.at(-1)).toBe(`GET /home ${expected}`);
});
