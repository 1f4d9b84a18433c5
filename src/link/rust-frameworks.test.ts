/** Routes of Rust programs and who may call them, in ways that only one framework has. */
import { expect, test } from 'vitest';
import { linkOf, linked, notesOf } from '../../tests/support/link.ts';

test('filters of warp that ask for a path or a method do so for what is built on them', async () => {
  expect(
    await linkOf({
      'src/main.rs': `
use warp::Filter;
mod items;
async fn main() {
    let root = warp::path!("api" / "v1" / ..);
    let routes = root.and(items::routes(db).or(warp::path("health").and(warp::get()).map(|| "ok")));
    hyper_serve(warp::service(routes)).await;
}`,
      'src/items.rs': `
use warp::Filter;
fn item() -> impl Filter { warp::path!("items" / u32).and(warp::get().or(warp::head()).unify()) }
fn with_db(db: Db) -> impl Filter { warp::any().map(move || db.clone()) }
pub fn routes(db: Db) -> impl Filter {
    item().and(with_db(db.clone())).then(show).and(format()).map(reply)
        .or(warp::path!("items").and(warp::post()).and(warp::path::end().map(move || 1)).and_then(create))
}
fn format() -> impl Filter { warp::query::<Format>() }
async fn show() {}
async fn create() {}
fn reply() {}`,
    }),
  ).toEqual([
    'GET /api/v1/health none',
    'POST /api/v1/items none',
    'GET /api/v1/items/{param} none',
    'HEAD /api/v1/items/{param} none',
  ]);
});

test('security schemes of Poem OpenAPI guard what takes one, as far as their checker can tell', async () => {
  expect(
    await linkOf({
      'src/main.rs': `
use poem::{Route, Server, Request};
use poem_openapi::{OpenApi, OpenApiService, SecurityScheme, auth::{ApiKey, Bearer}, param::Header};
use jwt::VerifyWithKey;
#[derive(SecurityScheme)]
#[oai(type = "api_key", key_name = "X-API-Key", in = "header", checker = "verified")]
struct Checked(User);
async fn verified(req: &Request, api_key: ApiKey) -> Option<User> {
    let server_key = req.data::<ServerKey>().unwrap();
    VerifyWithKey::<User>::verify_with_key(api_key.key.as_str(), server_key).ok()
}
#[derive(SecurityScheme)]
#[oai(ty = "bearer", checker = "anybody")]
struct Believed(User);
async fn anybody(req: &Request, bearer: Bearer) -> Option<User> { Some(User { name: bearer.token }) }
#[derive(SecurityScheme)]
#[oai(ty = "bearer")]
struct Plain(Bearer);
pub struct Api;
#[OpenApi]
impl Api {
    #[oai(path = "/checked", method = "get")]
    async fn checked(&self, user: Checked) {}
    #[oai(path = "/believed", method = "get")]
    async fn believed(&self, user: Believed) {}
    #[oai(path = "/plain", method = "get")]
    async fn plain(&self, token: Plain) {}
    #[oai(path = "/open", method = "get")]
    async fn open(&self, #[oai(name = "X-Properties")] properties: Header<Option<String>>) {}
}
async fn main() {
    let mut service = domains().iter().fold(OpenApiService::new(Api, "x", "1"), |made, domain| made.server(domain));
    let page = service.swagger_ui();
    Server::new(l).run(Route::new().nest("/api", service).nest("/docs", page)).await;
}`,
    }),
  ).toEqual([
    'GET /api/believed unknown bearer',
    'GET /api/checked required api-key',
    'GET /api/open none',
    'GET /api/plain unknown bearer',
  ]);
});

test('what Salvo leaves of a token in the depot is a credential', async () => {
  expect(
    await linkOf({
      'src/main.rs': `
use salvo::prelude::*;
use salvo::jwt_auth::{JwtAuth, JwtAuthState, JwtAuthDepotExt, ConstDecoder};
#[handler]
fn checked(depot: &mut Depot, res: &mut Response, ctrl: &mut FlowCtrl) {
    if let Err(error) = verify(depot) {
        res.render(Json(error));
        ctrl.skip_rest();
    }
}
fn verify(depot: &mut Depot) -> Result<(), AppError> {
    match depot.jwt_auth_state() {
        JwtAuthState::Authorized => { let claims = depot.jwt_auth_data::<Claims>().unwrap().claims.clone(); }
        _ => { return Err(AppError::Unauthorized); }
    };
    Ok(())
}
#[handler]
async fn show() {}
async fn main() {
    let auth: JwtAuth<Claims, _> = JwtAuth::new(ConstDecoder::from_secret(key)).force_passed(true);
    let router = Router::new().hoop(auth)
        .push(Router::with_path("checked").hoop(checked).get(show))
        .push(Router::with_path("open").get(show));
    let document = OpenApi::new("x", "1").merge_router(&router);
    Server::new(a).serve(router.unshift(document.into_router("/api-doc"))).await;
}`,
    }),
  ).toEqual(['GET /checked required jwt', 'GET /open optional jwt']);
});

const LEFT_OVER = {
  'src/main.rs': `
use axum::{Router, routing::get, http::StatusCode, response::IntoResponse};
async fn list() -> &'static str { "x" }
async fn proxy(req: Request) -> Response { forward(req).await }
async fn nothing() -> impl IntoResponse { (StatusCode::NOT_FOUND, "nothing") }
async fn main() {
    let app = Router::new()
        .route("/files/{*path}", get(list))
        .nest("/refused", Router::new().fallback(nothing))
        .nest("/old", Router::new().fallback(proxy))
        .fallback(proxy);
    axum::serve(l, app).await;
}`,
};

test('what is left over below a prefix is an operation, unless everybody is refused', async () => {
  expect(await linkOf(LEFT_OVER)).toEqual(['GET /files/{*path} none', 'ANY /old/{*fallback} none']);
  expect(await notesOf(LEFT_OVER)).toEqual(['catch-all-route src/main.rs:11']);
});

/** What an axum program says of its one operation, whose handler takes and does this. */
async function handled(items: string, parameter: string, body: string): Promise<string> {
  const [only] = await linkOf({
    'src/main.rs': `
use axum::{Router, routing::get, extract::FromRequestParts, http::{StatusCode, request::Parts, header}};
${items}
async fn show(${parameter}) -> Result<(), StatusCode> { ${body} }
async fn main() { axum::serve(l, Router::new().route("/x", get(show))).await; }`,
  });
  return only?.replace(/^GET \/x /, '') ?? 'nothing';
}

const extractor = (body: string): string => `pub struct User { id: Option<u32> }
impl<S> FromRequestParts<S> for User {
    type Rejection = StatusCode;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, StatusCode> { ${body} }
}`;

const LENIENT = extractor(
  'let id = parts.headers.get(header::AUTHORIZATION).and_then(|token| verify_token(token).ok()); Ok(User { id })',
);

test.each([
  [
    'a handler that verifies a token itself is where callers are checked',
    '',
    'headers: HeaderMap',
    'let token = headers.get("authorization").ok_or(StatusCode::UNAUTHORIZED)?; verify_token(token)?; Ok(())',
    'required bearer',
  ],
  [
    'a handler that only looks for one is not',
    '',
    'headers: HeaderMap',
    'headers.get("authorization").ok_or(StatusCode::UNAUTHORIZED)?; Ok(())',
    'unknown bearer',
  ],
  [
    'what an extractor gives is there for strangers, too, where they get through it',
    LENIENT,
    'user: User',
    'if let Some(id) = user.id { greet(id); } Ok(())',
    'optional bearer',
  ],
  [
    'what is asked of it may refuse them',
    LENIENT,
    'user: User',
    'if user.is_locked() { return Err(StatusCode::FORBIDDEN); } Ok(())',
    'unknown bearer',
  ],
  [
    'a handler that demands what may be missing in it refuses strangers',
    LENIENT,
    'User { id }: User',
    'let Some(id) = id else { return Err(StatusCode::UNAUTHORIZED) }; Ok(())',
    'required bearer',
  ],
  [
    'so does a method of it',
    `${LENIENT}
impl User { fn known(&self) -> Result<u32, StatusCode> { self.id.ok_or(StatusCode::UNAUTHORIZED) } }`,
    'user: User',
    'let id = user.known()?; Ok(())',
    'required bearer',
  ],
  [
    'what it is handed to may refuse, or not',
    LENIENT,
    'user: User, State(posts): State<Posts>',
    'posts.all(user)?; Ok(())',
    'unknown bearer',
  ],
  [
    'so may what gives the answer',
    LENIENT,
    'user: User, State(posts): State<Posts>',
    'posts.all(user).await.map(Json)',
    'unknown bearer',
  ],
  [
    'what only stores a header leaves it to the handler to verify it',
    extractor('let id = parts.headers.get(header::AUTHORIZATION).ok_or(StatusCode::UNAUTHORIZED)?; Ok(User { id })'),
    'user: User',
    'verify_token(user.id).map_err(|_| StatusCode::UNAUTHORIZED)?; Ok(())',
    'required bearer',
  ],
  [
    'where the handler does not, nobody does',
    extractor('let id = parts.headers.get(header::AUTHORIZATION).ok_or(StatusCode::UNAUTHORIZED)?; Ok(User { id })'),
    'user: User',
    'Ok(())',
    'unknown bearer',
  ],
  [
    'a failure that a function of errors turns into an answer is a refusal',
    `fn error_to_response(error: AppError) -> Response { make(error) }
async fn checked(headers: &HeaderMap) -> Result<Page, AppError> {
    let token = headers.get("authorization").ok_or(AppError::Missing)?;
    Ok(page(verify_token(token)?))
}`,
    'headers: HeaderMap',
    'checked(&headers).await.map(render).unwrap_or_else(error_to_response)',
    'required bearer',
  ],
  [
    'a value in place of a failure is none',
    `async fn checked(headers: &HeaderMap) -> Result<Page, AppError> {
    let token = headers.get("authorization").ok_or(AppError::Missing)?;
    Ok(page(verify_token(token)?))
}
fn front_page(error: AppError) -> Page { make() }`,
    'headers: HeaderMap',
    'checked(&headers).await.map(render).unwrap_or_else(front_page)',
    'none',
  ],
  [
    'a session is there for everybody',
    '',
    'parts: Parts',
    'let session = parts.extensions.get::<SessionExtension>().expect("layer"); session.insert("seen", true); Ok(())',
    'none',
  ],
  [
    'a user in the extensions is there for callers alone',
    '',
    'parts: Parts',
    'parts.extensions.get::<CurrentUser>().ok_or(StatusCode::UNAUTHORIZED)?; Ok(())',
    'required session',
  ],
])('%s', async (_rule, items, parameter, body, expected) => {
  expect(await handled(items, parameter, body)).toBe(expected);
});

test('limiters are seen on the routes that they are put around', async () => {
  const { operations } = await linked({
    'src/main.rs': `
use axum::{Router, routing::get};
use tower::limit::RateLimitLayer;
use tower_governor::GovernorLayer;
async fn main() {
    let own = Router::new().route("/own", get(list)).layer(GovernorLayer { config });
    let shared = Router::new().route("/shared", get(list)).layer(RateLimitLayer::new(5, second));
    axum::serve(l, own.merge(shared).route("/free", get(list))).await;
}
async fn list() {}`,
  });
  expect(operations.map(({ path, limiter }) => [path, limiter?.line])).toEqual([
    ['/free', undefined],
    ['/own', 6],
    ['/shared', 7],
  ]);
});

test('a description by utoipa above an attribute of Actix Web changes nothing about the route', async () => {
  expect(
    await linkOf({
      'src/main.rs': `
use actix_web::{web, get, App, HttpResponse, HttpServer};
mod keys;
pub type Caller = web::ReqData<Principal>;
fn main() { HttpServer::new(|| App::new().service(web::scope("/v1").service(keys::keys).service(keys::open))); }`,
      'src/keys.rs': `
use crate::Caller as CurrentUser;
use actix_web::{get, HttpResponse};
#[utoipa::path(get, path = "/keys", tag = "keys")]
#[get("/keys")]
pub async fn keys(user: CurrentUser) -> Result<HttpResponse, Error> { user.validate()?; Ok(HttpResponse::Ok().finish()) }
#[get("/open")]
#[utoipa::path(get, path = "/v1/open", tag = "keys")]
pub async fn open() -> HttpResponse { HttpResponse::Ok().finish() }`,
    }),
  ).toEqual(['GET /v1/keys unknown', 'GET /v1/open none']);
});

test('what a body asks for by the type of a variable is made of the request', async () => {
  expect(
    await handled(
      extractor(
        'let jar: PrivateCookieJar = parts.extract_with_state(state).await.unwrap(); match jar.get("session_id") { Some(cookie) => match validate_session(cookie.value()).await { Ok(user) => Ok(user), Err(_) => Err(StatusCode::UNAUTHORIZED) }, None => Err(StatusCode::UNAUTHORIZED) }',
      ),
      'user: User',
      'Ok(())',
    ),
  ).toBe('required session');
});

/** An Actix Web program with middleware that it declares itself, and an operation below each of these. */
const transforming = (service: string, ...wraps: readonly string[]): Promise<readonly string[]> =>
  linkOf({
    'src/main.rs': `use actix_web::{web, App, HttpServer, middleware::Condition, Error, error, HttpResponse, dev::{Service, ServiceRequest, ServiceResponse, Transform}};
use actix_web_extras::middleware::Condition as Maybe;
use std::future::{ready, Ready};
pub struct Auth { keys: Keys }
impl Auth { pub fn new(keys: Keys) -> Self { Self { keys } } }
impl<S, B> Transform<S, ServiceRequest> for Auth {
    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(AuthService { keys: self.keys.clone(), service: Rc::new(service) }))
    }
}
pub struct AuthService<S> { keys: Keys, service: Rc<S> }
impl<S, B> Service<ServiceRequest> for AuthService<S> {
    forward_ready!(service);
    fn call(&self, req: ServiceRequest) -> Self::Future { ${service} }
}
async fn x() {}
#[actix_web::main]
async fn main() {
    HttpServer::new(|| App::new()
        ${wraps.map((wrap, index) => `.service(web::scope("/${index}").wrap(${wrap}).route("/x", web::get().to(x)))`).join('\n        ')}
        .route("/x", web::get().to(x))).run().await
}
`,
  });

const REFUSING = `let service = self.service.clone();
        Box::pin(async move {
            let token = req.headers().get("Authorization").and_then(|h| h.to_str().ok());
            match token {
                Some(token) if verify_token(token).is_ok() => service.call(req).await,
                _ => Ok(req.into_response(HttpResponse::Unauthorized().finish())),
            }
        })`;

test('middleware of the tree is followed into the service that it makes', async () => {
  expect(
    await transforming(
      REFUSING,
      'Auth::new(keys)',
      'Condition::new(settings.auth, Auth::new(keys))',
      'Maybe::from_option(keys.map(|keys| Auth::new(keys)))',
    ),
  ).toEqual(['GET /0/x required bearer', 'GET /1/x unknown bearer', 'GET /2/x unknown', 'GET /x none']);
});

test('middleware of the tree that lets some paths pass does so for these alone', async () => {
  expect(
    await transforming(
      `if req.path() == "/0/x" { return Box::pin(self.service.call(req)); } ${REFUSING}`,
      'Auth { keys }',
      'Auth { keys }',
    ),
  ).toEqual(['GET /0/x none', 'GET /1/x required bearer', 'GET /x none']);
});

test('middleware of the tree that goes on whatever it finds refuses nobody', async () => {
  expect(
    await transforming(
      `if let Some(token) = req.headers().get("Authorization") { if let Ok(user) = verify_token(token) { req.extensions_mut().insert(user); } }
        self.service.call(req)`,
      'Auth { keys }',
    ),
  ).toEqual(['GET /0/x optional bearer', 'GET /x none']);
});

test('a layer of the tree stands before what was added before it', async () => {
  expect(
    await linkOf({
      'src/main.rs': `use axum::{Router, routing::get, extract::Request, http::StatusCode, response::IntoResponse};
use tower::{Layer, Service};
pub struct AuthLayer { state: App }
impl<S> Layer<S> for AuthLayer {
    type Service = AuthService<S>;
    fn layer(&self, inner: S) -> Self::Service { AuthService { inner, state: self.state.clone() } }
}
pub struct AuthService<S> { inner: S, state: App }
impl<S> Service<Request> for AuthService<S> {
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> { self.inner.poll_ready(cx) }
    fn call(&mut self, req: Request) -> Self::Future {
        let mut inner = self.inner.clone();
        Box::pin(async move {
            let Some(token) = req.headers().get("authorization") else { return Ok(StatusCode::UNAUTHORIZED.into_response()) };
            let Ok(user) = find_session(token).await else { return Ok(StatusCode::UNAUTHORIZED.into_response()) };
            inner.call(req).await
        })
    }
}
pub struct Opaque;
impl<S> Layer<S> for Opaque { fn layer(&self, inner: S) -> Self::Service { build(inner) } }
async fn x() {}
#[tokio::main]
async fn main() {
    let app = Router::new().route("/a", get(x)).layer(AuthLayer { state }).route("/b", get(x)).layer(Opaque).route("/c", get(x));
    axum::serve(bind().await, app).await.unwrap();
}
`,
    }),
  ).toEqual(['GET /a required bearer', 'GET /b unknown', 'GET /c none']);
});

test('an option of what is made of a request is made by a trait of its own', async () => {
  expect(
    await linkOf({
      'src/main.rs': `use axum::{Router, routing::get, extract::{FromRequestParts, OptionalFromRequestParts}, http::{StatusCode, request::Parts}};
pub struct User(String);
impl<S> FromRequestParts<S> for User {
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, StatusCode> {
        find_session(parts.headers.get("authorization").ok_or(StatusCode::UNAUTHORIZED)?).await
    }
}
impl<S> OptionalFromRequestParts<S> for User {
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, StatusCode> {
        let Some(token) = parts.headers.get("authorization") else { return Ok(None) };
        Ok(Some(find_session(token).await?))
    }
}
async fn must(user: User) {}
async fn may(user: Option<User>) {}
async fn asks(user: Option<User>) -> Result<(), StatusCode> { let user = user.ok_or(StatusCode::UNAUTHORIZED)?; Ok(()) }
#[tokio::main]
async fn main() {
    axum::serve(bind().await, Router::new().route("/must", get(must)).route("/may", get(may)).route("/asks", get(asks))).await.unwrap();
}
`,
    }),
  ).toEqual(['GET /asks required bearer', 'GET /may optional bearer', 'GET /must required bearer']);
});

test('what is asked of the path of a request is known of each operation', async () => {
  expect(
    await linkOf({
      'src/main.rs': `use actix_web::{web, App, HttpServer, middleware::{from_fn, Next}, dev::{ServiceRequest, ServiceResponse}, Error, error};
async fn known(req: ServiceRequest, next: Next<Body>) -> Result<ServiceResponse<Body>, Error> {
    if req.path().starts_with("/a/open/") || req.path() == "/a/" || req.path().contains("login") { return next.call(req).await; }
    let Some(token) = req.headers().get("authorization") else { return Err(error::ErrorUnauthorized("no")) };
    verify_token(token).map_err(|_| error::ErrorUnauthorized("no"))?;
    next.call(req).await
}
async fn x() {}
#[actix_web::main]
async fn main() {
    HttpServer::new(|| App::new().service(web::scope("/a").wrap(from_fn(known))
        .route("/x", web::get().to(x)).route("/{id}", web::put().to(x))
        .route("/login", web::get().to(x)).route("/open/{id}", web::get().to(x)))).run().await
}
`,
    }),
  ).toEqual(['GET /a/login none', 'GET /a/open/{id} none', 'GET /a/x required bearer', 'PUT /a/{id} unknown bearer']);
});

test('a credential that is only moved is none that is looked at', async () => {
  expect(
    await transforming(
      `if let Some(cookie) = req.cookie("token") {
            if let Ok(value) = HeaderValue::from_str(&cookie) { req.headers_mut().insert(AUTHORIZATION, value); }
            else { return async move { Ok(req.error_response(error::ErrorBadRequest("no"))) }.boxed_local(); }
        }
        Box::pin(self.service.call(req))`,
      'Auth { keys }',
    ),
  ).toEqual(['GET /0/x none', 'GET /x none']);
});

test('guards of Rocket that forward or fail refuse, unless the handler takes what may be missing', async () => {
  expect(
    await linkOf({
      'src/main.rs': `#[macro_use] extern crate rocket;
use rocket::request::{Request, FromRequest, Outcome};
use rocket::http::Status;
use rocket::outcome::{IntoOutcome, try_outcome};
struct User(i32);
struct Admin;
#[rocket::async_trait]
impl<'r> FromRequest<'r> for User {
    async fn from_request(req: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        req.cookies().get_private("user_id").and_then(|c| c.value().parse().ok()).map(User).or_forward(Status::Unauthorized)
    }
}
#[rocket::async_trait]
impl<'r> FromRequest<'r> for Admin {
    async fn from_request(req: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        let user = try_outcome!(req.guard::<User>().await);
        if is_admin(user.0) { Outcome::Success(Admin) } else { Outcome::Forward(Status::Unauthorized) }
    }
}
#[get("/user")] fn user(user: User) {}
#[get("/admin")] fn admin(admin: Admin) {}
#[get("/maybe")] fn maybe(user: Option<User>) {}
#[get("/needs")] fn needs(user: Option<User>) -> Result<String, Status> { let user = user.ok_or(Status::Unauthorized)?; Ok(String::new()) }
#[launch]
fn rocket() -> _ { rocket::build().mount("/", routes![user, admin, maybe, needs]) }`,
    }),
  ).toEqual([
    'GET /admin required session',
    'GET /maybe optional session',
    'GET /needs required session',
    'GET /user required session',
  ]);
});

test('an identity of Actix that may be missing is demanded by the handler, or by nobody', async () => {
  expect(
    await linkOf({
      'src/main.rs': `use actix_web::{web, App, HttpServer, Error, error, HttpResponse};
use actix_identity::Identity;
async fn must(id: Identity) {}
async fn may(id: Option<Identity>) {}
async fn needs(id: Option<Identity>) -> Result<HttpResponse, Error> { let id = id.ok_or(error::ErrorUnauthorized("no"))?; Ok(HttpResponse::Ok().finish()) }
#[actix_web::main]
async fn main() {
    HttpServer::new(|| App::new().route("/must", web::get().to(must)).route("/may", web::get().to(may)).route("/needs", web::get().to(needs))).run().await
}`,
    }),
  ).toEqual(['GET /may optional session', 'GET /must required session', 'GET /needs required session']);
});

test('signatures that a function of the tree has nobody look at', async () => {
  const program = (rules: string): Promise<string> =>
    handled(
      `use jsonwebtoken::{decode, Validation, Algorithm};
fn rules() -> Validation { let mut rules = Validation::new(Algorithm::HS256); ${rules} rules }`,
      'headers: HeaderMap',
      `let token = headers.get("authorization").ok_or(StatusCode::UNAUTHORIZED)?; let by = rules();
    decode::<Claims>(token, &KEY, &by).map_err(|_| StatusCode::UNAUTHORIZED)?; Ok(())`,
    );
  expect(await program('rules.leeway = 5;')).toBe('required bearer');
  expect(await program('rules.insecure_disable_signature_validation();')).toBe('unknown bearer');
});

test('what layers of tower-http ask of the program is followed', async () => {
  expect(
    await linkOf({
      'src/main.rs': `use axum::{Router, routing::get, http::{Request, Response, StatusCode}};
use tower_http::{auth::{AsyncRequireAuthorizationLayer, AsyncAuthorizeRequest}, validate_request::{ValidateRequestHeaderLayer, ValidateRequest}};
struct Auth;
impl<B> AsyncAuthorizeRequest<B> for Auth {
    fn authorize(&mut self, mut request: Request<B>) -> Self::Future {
        Box::pin(async {
            if let Some(user) = check_auth(&request).await { request.extensions_mut().insert(user); Ok(request) } else {
                Err(Response::builder().status(StatusCode::UNAUTHORIZED).body(Body::default()).unwrap())
            }
        })
    }
}
async fn check_auth<B>(request: &Request<B>) -> Option<UserId> { verify_token(request.headers().get("authorization")?).ok() }
struct Open;
impl<B> ValidateRequest<B> for Open { fn validate(&mut self, request: &mut Request<B>) -> Result<(), Response<()>> { Ok(()) } }
async fn x() {}
#[tokio::main]
async fn main() {
    let app = Router::new()
        .merge(Router::new().route("/a", get(x)).layer(AsyncRequireAuthorizationLayer::new(Auth)))
        .merge(Router::new().route("/b", get(x)).layer(ValidateRequestHeaderLayer::custom(Open)));
    axum::serve(l, app).await;
}`,
    }),
  ).toEqual(['GET /a required bearer', 'GET /b none']);
});

test('middleware of Poem, and errors of Salvo by their names', async () => {
  expect(
    await linkOf({
      'src/main.rs': `use poem::{get, handler, Route, Server, EndpointExt, Endpoint, Middleware, Request, Result, Error, http::StatusCode};
struct Auth;
impl<E: Endpoint> Middleware<E> for Auth { type Output = AuthEndpoint<E>; fn transform(&self, ep: E) -> Self::Output { AuthEndpoint { ep } } }
struct AuthEndpoint<E> { ep: E }
impl<E: Endpoint> Endpoint for AuthEndpoint<E> {
    async fn call(&self, req: Request) -> Result<Self::Output> {
        let token = req.header("x-api-key").ok_or(Error::from_status(StatusCode::UNAUTHORIZED))?;
        if token != SECRET { return Err(Error::from_status(StatusCode::UNAUTHORIZED)); }
        self.ep.call(req).await
    }
}
#[handler] fn x() {}
#[tokio::main]
async fn main() { Server::new(l).run(Route::new().at("/a", get(x).with(Auth)).at("/b", get(x))).await }`,
    }),
  ).toEqual(['GET /a required api-key', 'GET /b none']);
  expect(
    await linkOf({
      'src/main.rs': `use salvo::prelude::*;
use salvo::jwt_auth::{JwtAuth, JwtAuthDepotExt, JwtAuthState};
#[handler] async fn asks(depot: &mut Depot, res: &mut Response) {
    match depot.jwt_auth_state() {
        JwtAuthState::Authorized => { res.render("ok"); }
        JwtAuthState::Unauthorized => { res.render(StatusError::unauthorized()); }
        JwtAuthState::Forbidden => { res.render(StatusError::forbidden()); }
    }
}
#[handler] async fn open(res: &mut Response) { res.render("ok"); }
#[tokio::main]
async fn main() {
    let router = Router::new().hoop(JwtAuth::new(decoder).force_passed(true)).push(Router::with_path("a").get(asks)).push(Router::with_path("b").get(open));
    Server::new(acceptor).serve(router).await;
}`,
    }),
  ).toEqual(['GET /a required jwt', 'GET /b optional jwt']);
});
