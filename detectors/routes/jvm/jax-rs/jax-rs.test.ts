import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { jaxRs } from './jax-rs.ts';

test('paths of classes and methods, verbs, and the application', () =>
  check(
    jaxRs,
    'Users.java',
    `
import jakarta.ws.rs.*;
@ApplicationPath("/api")
//               ^^^^^^ mark application /api
class App extends jakarta.ws.rs.core.Application {}
@Path("/users")
//    ^^^^^^^^ mark controller /users found
class Users {
  @GET
// ^^^ mark route GET
  @Path(value = "{id}")
//              ^^^^^^ mark prefix {id}
  public String one(@PathParam("id") String id) { return id; }
//                   ^^^^^^^^^ mark input path id
}
`,
  ));

test('Kotlin, and the older packages', () =>
  check(
    jaxRs,
    'Users.kt',
    `
import javax.ws.rs.POST
import javax.ws.rs.Path
@Path("users")
//    ^^^^^^^ mark controller users found
class Users {
    @POST
//   ^^^^ mark route POST
    fun add(user: User): User = user
}
`,
  ));

test('annotations of the same names from elsewhere, and clients, are none', () =>
  check(
    jaxRs,
    'Client.java',
    `
import retrofit2.http.GET;
import retrofit2.http.Path;
import jakarta.ws.rs.Produces;
interface Client {
  // @jakarta.ws.rs.GET
  @GET("/users/{id}") Call<User> user(@Path("id") String id);
  String TEXT = "@jakarta.ws.rs.Path(\\"/x\\")";
}
`,
  ));

test('a client of MicroProfile serves nothing', () =>
  check(
    jaxRs,
    'Remote.java',
    `
import jakarta.ws.rs.*;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
@RegisterRestClient(baseUri = "https://example.com")
@Path("/remote")
interface Remote { @GET String get(); }
`,
  ));

test('who may call, and what makes the runtime ask', () =>
  check(
    jaxRs,
    'Admin.java',
    `
import jakarta.annotation.security.*;
  import org.glassfish.jersey.server.filter.RolesAllowedDynamicFeature;
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ access-annotations enforced
import io.dropwizard.auth.Auth;
import java.util.Optional;
class Admin {
  @RolesAllowed({"admin", "owner"})
//              ^^^^^^^^^^^^^^^^^^ mark access required [admin, owner]
  void a() {}
  @PermitAll
// ^^^^^^^^^ mark access open
  void b(@Auth User user) {}
//        ^^^^ guard-kind required
  @DenyAll
// ^^^^^^^ mark access denied
  void c(@Auth Optional<User> user) {}
//        ^^^^ guard-kind optional
}
`,
  ));

test('filters, what binds them and what registers them', () =>
  check(
    jaxRs,
    'AuthFilter.java',
    `
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.container.*;
import jakarta.ws.rs.ext.Provider;
 @NameBinding
//^^^^^^^^^^^ mark binding
@interface Secured {}
@Secured @Provider
//        ^^^^^^^^ mark found
class AuthFilter implements ContainerRequestFilter {
//                          ^^^^^^^^^^^^^^^^^^^^^^ filter-base jakarta.ws.rs.container.ContainerRequestFilter filter
  public void filter(ContainerRequestContext context) {}
  void set(ResourceConfig config) { config.register(AuthFilter.class); }
//                                         ^^^^^^^^ filter-use AuthFilter
}
`,
  ));

test('the servlet that code puts somewhere', () =>
  check(
    jaxRs,
    'Server.java',
    `
import org.glassfish.jersey.servlet.ServletContainer;
class Server {
  void start(ServletContextHandler context) {
    ServletHolder holder = new ServletHolder(new ServletContainer(config));
    context.addServlet(holder, "/api/*");
//                             ^^^^^^^^ base-path /api
    context.addServlet(Other.class, "/other/*");
  }
}
`,
  ));
