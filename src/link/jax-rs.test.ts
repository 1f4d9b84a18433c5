/** Resources of Jakarta REST: paths from applications, classes, interfaces and locators, and who may call them. */
import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const REST = `import jakarta.ws.rs.*; import jakarta.ws.rs.core.*; import jakarta.annotation.security.*;`;

test('the path of the application, of the class and of the method, with constants, regular expressions and named elements', async () => {
  expect(
    await linkOf({
      'a/App.java': `package a; ${REST} @ApplicationPath("/api/*") public class App extends Application {}`,
      'a/Paths.java': 'package a; interface Paths { String USERS = "users"; }',
      'a/Users.java': `package a; ${REST}
@Path(Paths.USERS)
public class Users {
  static final String BY_ID = "{id: [0-9]{1,9}}";
  @GET public String list() { return ""; }
  @GET @Path(BY_ID) public String one(@PathParam("id") long id) { return ""; }
  @DELETE @Path(value = "/" + BY_ID + "/sessions/") public void end() {}
  @OPTIONS @Path("files/{rest: .+}") public void files() {}
  public String helper() { return ""; }
}`,
    }),
  ).toEqual([
    'GET /api/users none',
    'OPTIONS /api/users/files/{*rest} none',
    'GET /api/users/{id} none',
    'DELETE /api/users/{id}/sessions none',
  ]);
});

test('annotations of interfaces and abstract bases count for the classes that implement them, and clients are none', async () => {
  expect(
    await linkOf({
      'a/UsersApi.java': `package a; ${REST} @Path("/users") public interface UsersApi { @GET @Path("{id}") String one(@PathParam("id") String id); }`,
      'a/Users.java': `package a; ${REST} @Produces("text/plain") public class Users implements UsersApi { public String one(String id) { return id; } }`,
      'a/Base.java': `package a; ${REST} public abstract class Base<T> { @POST public void add(T item) {} @GET public abstract T all(); }`,
      'a/Pets.java': `package a; ${REST} @Path("/pets") public class Pets extends Base<Pet> { public Pet all() { return null; } }`,
      'a/Remote.java': `package a; ${REST} import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
@RegisterRestClient @Path("/remote") public interface Remote { @GET String get(); }`,
    }),
  ).toEqual(['GET /pets none', 'POST /pets none', 'GET /users/{id} none']);
});

test('locators lead to what they return, below their own path', async () => {
  expect(
    await linkOf({
      'a/Users.java': `package a; ${REST}
@Path("/users") public class Users {
  @Context ResourceContext context;
  @Path("{id}/profile") public Object profile(@PathParam("id") String id) { return new Profile(id); }
  @Path("{id}/pets") public Class<Pets> pets() { return Pets.class; }
  @Path("{id}/keys") public Keys keys() { return context.getResource(Keys.class); }
}`,
      'a/Profile.java': `package a; ${REST} public class Profile { Profile(String id) {} @GET public String get() { return ""; } @Path("owner") public Profile owner() { return new Profile(""); } }`,
      'a/Pets.java': `package a; ${REST} @Path("/pets") public class Pets { @GET public String all() { return ""; } @PUT @Path("{pet}") public void put() {} }`,
      'a/Keys.java': `package a; ${REST} public interface Keys { @GET @Path("first") String first(); }`,
    }),
  ).toEqual([
    'GET /pets none',
    'PUT /pets/{pet} none',
    'GET /users/{id}/keys/first none',
    'GET /users/{id}/pets none',
    'PUT /users/{id}/pets/{pet} none',
    'GET /users/{id}/profile none',
  ]);
});

test('annotations of the tree that carry a method are verbs', async () => {
  expect(
    await linkOf({
      'a/QUERY.java': `package a; import jakarta.ws.rs.HttpMethod; @HttpMethod("QUERY") public @interface QUERY {}`,
      'b/Search.java': `package b; import a.QUERY; ${REST} @Path("/search") public class Search { @QUERY public String run() { return ""; } }`,
    }),
  ).toEqual(['QUERY /search none']);
});

const RESOURCE = `package a; ${REST}
@Path("/x") @RolesAllowed("admin") public class X {
  @GET public String own() { return ""; }
  @POST @PermitAll public void open() {}
  @PUT @DenyAll public void shut() {}
}`;

test('annotations about roles count where the runtime looks at them', async () => {
  expect(await linkOf({ 'a/X.java': RESOURCE })).toEqual(['GET /x unknown', 'POST /x none', 'PUT /x unknown']);
  const jersey = `package a; import org.glassfish.jersey.server.ResourceConfig; import org.glassfish.jersey.server.filter.RolesAllowedDynamicFeature;
public class App extends ResourceConfig { public App() { register(RolesAllowedDynamicFeature.class); } }`;
  expect(await linkOf({ 'a/X.java': RESOURCE, 'a/App.java': jersey })).toEqual([
    'GET /x required',
    'POST /x none',
    'PUT /x required',
  ]);
  const dropwizard = `package a; import io.dropwizard.auth.AuthDynamicFeature;
public class App { void run(Environment env) { env.jersey().register(new AuthDynamicFeature(filter)); } }`;
  expect(await linkOf({ 'a/X.java': RESOURCE, 'a/App.java': dropwizard })).toEqual([
    'GET /x required',
    'POST /x required',
    'PUT /x required',
  ]);
});

test('a caller that Dropwizard is asked for', async () => {
  expect(
    await linkOf({
      'a/X.java': `package a; ${REST} import io.dropwizard.auth.Auth; import java.util.Optional;
@Path("/x") public class X {
  @GET public String one(@Auth User user) { return ""; }
  @POST public String two(@Auth Optional<User> user) { return ""; }
  @PUT public String three(User user) { return ""; }
}`,
    }),
  ).toEqual(['GET /x required', 'POST /x optional', 'PUT /x none']);
});

const FILTER = (
  annotations: string,
  body: string,
): string => `package a; ${REST} import jakarta.ws.rs.container.*; import jakarta.ws.rs.ext.Provider;
${annotations} public class AuthFilter implements ContainerRequestFilter {
  @Override public void filter(ContainerRequestContext requestContext) { ${body} }
}`;
const REFUSING = `String header = requestContext.getHeaderString(HttpHeaders.AUTHORIZATION);
if (header == null || !header.startsWith("Bearer ")) { requestContext.abortWith(Response.status(Response.Status.UNAUTHORIZED).build()); return; }
try { tokens.verify(header.substring(7)); } catch (Exception e) { requestContext.abortWith(Response.status(401).build()); }`;
const OPEN = `package a; ${REST} @Path("/x") public class X { @GET public String get() { return ""; } @Secured @POST public void add() {} }`;

test('filters stand before everything, or before what has the same annotation', async () => {
  expect(await linkOf({ 'a/X.java': OPEN, 'a/AuthFilter.java': FILTER('@Provider', REFUSING) })).toEqual([
    'GET /x required bearer',
    'POST /x required bearer',
  ]);
  const secured = `package a; import jakarta.ws.rs.NameBinding; @NameBinding public @interface Secured {}`;
  expect(
    await linkOf({
      'a/X.java': OPEN,
      'a/Secured.java': secured,
      'a/AuthFilter.java': FILTER('@Secured @Provider', REFUSING),
    }),
  ).toEqual(['GET /x none', 'POST /x required bearer']);
});

test('a filter that nothing puts in use is nothing; one that only looks is not authentication', async () => {
  expect(await linkOf({ 'a/X.java': OPEN, 'a/AuthFilter.java': FILTER('', REFUSING) })).toEqual([
    'GET /x none',
    'POST /x none',
  ]);
  const looking = `String header = requestContext.getHeaderString("Authorization"); if (header != null) requestContext.setProperty("user", users.find(header));`;
  expect(
    (await linkOf({ 'a/X.java': OPEN, 'a/AuthFilter.java': FILTER('@Provider', looking) })).map(
      line => line.split(' ')[2],
    ),
  ).toEqual(['optional', 'optional']);
  expect(
    await linkOf({
      'a/X.java': OPEN,
      'a/AuthFilter.java': FILTER('@Provider', 'log.info(requestContext.getMethod());'),
    }),
  ).toEqual(['GET /x none', 'POST /x none']);
});

test('a filter that is registered under a condition', async () => {
  expect(
    await linkOf({
      'a/X.java': OPEN,
      'a/AuthFilter.java': FILTER('', REFUSING),
      'a/App.java': `package a; import org.glassfish.jersey.server.ResourceConfig;
public class App extends ResourceConfig { public App(boolean secure) { if (secure) register(AuthFilter.class); } }`,
    }),
  ).toEqual(['GET /x unknown bearer', 'POST /x unknown bearer']);
});

test('a filter that asks which annotations stand on the method, and one that looks at the method of the request', async () => {
  const asking = `if (requestContext.getMethod().equals("OPTIONS")) { return; }
if (info.getResourceMethod().isAnnotationPresent(PermitAll.class)) { return; }
${REFUSING}`;
  expect(
    await linkOf({
      'a/X.java': `package a; ${REST} @Path("/x") public class X { @GET public String get() { return ""; } @PermitAll @POST public void add() {} @OPTIONS public void options() {} }`,
      'a/AuthFilter.java': FILTER('@Provider', asking),
    }),
  ).toEqual(['GET /x required bearer', 'OPTIONS /x none', 'POST /x none']);
});

test('a feature registers a filter for the operations that it chooses', async () => {
  expect(
    await linkOf({
      'a/X.java': `package a; ${REST} @Path("/x") public class X { @GET public String get() { return ""; } @PermitAll @POST public void add() {} }`,
      'a/AuthFilter.java': FILTER('', REFUSING),
      'a/AuthFeature.java': `package a; ${REST} import jakarta.ws.rs.container.*; import jakarta.ws.rs.ext.Provider; import java.lang.reflect.Method;
@Provider public class AuthFeature implements DynamicFeature {
  @Override public void configure(ResourceInfo info, FeatureContext context) {
    final Method method = info.getResourceMethod();
    if (!method.isAnnotationPresent(PermitAll.class)) { context.register(AuthFilter.class); }
  }
}`,
    }),
  ).toEqual(['GET /x required bearer', 'POST /x none']);
});
