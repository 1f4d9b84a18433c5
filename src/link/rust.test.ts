/** Who may call operations of Rust programs, through the real front end and the real detectors. */
import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const AXUM = `use axum::{Router, Json, routing::{get, post}, middleware::{self, Next}, extract::{Request, FromRequestParts, Extension}, http::{StatusCode, request::Parts, header}, response::{Response, IntoResponse}};
async fn open() {}
async fn list() {}
`;

/** An axum program whose `main` serves what `app` gives. */
const served = (code: string): Promise<readonly string[]> =>
  linkOf({
    'src/main.rs': `${AXUM}${code}
#[tokio::main]
async fn main() { let listener = bind().await; axum::serve(listener, app()).await.unwrap(); }
`,
  });

/** The status of an operation behind a function of axum's `middleware::from_fn`. */
async function behind(middleware: string): Promise<string> {
  const [only] = await served(
    `${middleware}
fn app() -> Router { Router::new().route("/x", get(list)).layer(middleware::from_fn(auth)) }`,
  );
  return only?.replace(/^GET \/x /, '') ?? 'nothing';
}

/** The status of an operation whose handler takes a \`User\`, or what \`type\` says. */
async function taking(implementation: string, type = 'User'): Promise<string> {
  const [only] = await served(
    `pub struct User { id: i32 }
pub struct Rejection;
impl<S: Send + Sync> FromRequestParts<S> for User {
    type Rejection = Rejection;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        ${implementation}
    }
}
async fn show(user: ${type}) {}
fn app() -> Router { Router::new().route("/x", get(show)) }`,
  );
  return only?.replace(/^GET \/x /, '') ?? 'nothing';
}

test('a layer stands before what was added before it, and before nothing else', async () => {
  expect(
    await served(`
async fn auth(req: Request, next: Next) -> Result<Response, StatusCode> {
    let token = req.headers().get(header::AUTHORIZATION).ok_or(StatusCode::UNAUTHORIZED)?;
    if !check(token) { return Err(StatusCode::UNAUTHORIZED); }
    Ok(next.run(req).await)
}
fn admin() -> Router { Router::new().route("/a", get(list)).route_layer(middleware::from_fn(auth)).route("/b", get(open)) }
fn app() -> Router { Router::new().route("/open", get(open)).nest("/admin", admin()).merge(Router::new().route("/m", post(list))) }
`),
  ).toEqual(['GET /admin/a required bearer', 'GET /admin/b none', 'POST /m none', 'GET /open none']);
});

test.each([
  [
    'a header that is demanded and compared',
    `async fn auth(req: Request, next: Next) -> Response {
    match req.headers().get("x-api-key") {
        Some(key) if key == SECRET => next.run(req).await,
        _ => StatusCode::UNAUTHORIZED.into_response(),
    }
}`,
    'required api-key',
  ],
  [
    'a header that is only looked for',
    `async fn auth(req: Request, next: Next) -> Response {
    if req.headers().get("authorization").is_none() { return StatusCode::UNAUTHORIZED.into_response(); }
    next.run(req).await
}`,
    'unknown bearer',
  ],
  [
    'a token that is verified where it is sent',
    `async fn auth(mut req: Request, next: Next) -> Response {
    if let Some(token) = req.headers().get("authorization").and_then(|v| v.to_str().ok()) {
        if let Ok(user) = verify_token(token) { req.extensions_mut().insert(user); }
    }
    next.run(req).await
}`,
    'optional bearer',
  ],
  [
    'a failure that is matched and let through',
    `fn check(req: &Request) -> Result<String, StatusCode> {
    let token = req.headers().get("authorization").ok_or(StatusCode::UNAUTHORIZED)?;
    Ok(verify_token(token)?)
}
async fn auth(mut req: Request, next: Next) -> Response {
    let user = check(&req);
    if let Ok(user) = user { req.extensions_mut().insert(user); }
    next.run(req).await
}`,
    'optional bearer',
  ],
  [
    'a failure that is handed on with ?',
    `fn check(req: &Request) -> Result<String, StatusCode> {
    let token = req.headers().get("authorization").ok_or(StatusCode::UNAUTHORIZED)?;
    jsonwebtoken::decode::<Claims>(token, &key(), &Validation::default()).map_err(|_| StatusCode::UNAUTHORIZED)
}
async fn auth(req: Request, next: Next) -> Result<Response, StatusCode> {
    let user = check(&req)?;
    Ok(next.run(req).await)
}`,
    'required bearer',
  ],
  [
    'signatures that nobody looks at',
    `async fn auth(req: Request, next: Next) -> Result<Response, StatusCode> {
    let token = req.headers().get("authorization").ok_or(StatusCode::UNAUTHORIZED)?.to_str().map_err(|_| StatusCode::UNAUTHORIZED)?;
    let mut validation = Validation::default();
    validation.insecure_disable_signature_validation();
    let claims = jsonwebtoken::decode::<Claims>(token, &key(), &validation).map_err(|_| StatusCode::UNAUTHORIZED)?;
    Ok(next.run(req).await)
}`,
    'unknown bearer',
  ],
  [
    'requests that log',
    `async fn auth(req: Request, next: Next) -> Response { tracing::info!("{}", req.uri()); next.run(req).await }`,
    'none',
  ],
  [
    'what is given the request and the rest may refuse anybody',
    `async fn auth(State(workers): State<Arc<dyn Workers>>, req: Request, next: Next) -> Response { workers.dispatch(req, next).await }`,
    'unknown',
  ],
  [
    'a let-else that refuses',
    `async fn auth(req: Request, next: Next) -> Result<Response, StatusCode> {
    let Some(header) = req.headers().get("authorization") else { return Err(StatusCode::UNAUTHORIZED) };
    let Ok(token) = header.to_str() else { return Err(StatusCode::UNAUTHORIZED) };
    let user = lookup_session(token).await.map_err(|_| StatusCode::UNAUTHORIZED)?;
    Ok(next.run(req).await)
}`,
    'required bearer',
  ],
])('middleware: %s', async (_name, middleware, expected) => {
  expect(await behind(middleware)).toBe(expected);
});

const DEMANDS = `let token = parts.headers.get("authorization").and_then(|v| v.to_str().ok()).ok_or(Rejection)?;
        let claims = read_claims(token)?;
        Ok(User { id: claims.sub })`;

test.each([
  ['an extractor that refuses', DEMANDS, 'User', 'required bearer'],
  ['one that may be missing', DEMANDS, 'Option<User>', 'optional bearer'],
  ['one whose failure is handed over', DEMANDS, 'Result<User, Rejection>', 'optional bearer'],
  ['one that reads no credential', 'Ok(User { id: 1 })', 'User', 'none'],
  [
    'one that what stands before it fills',
    'parts.extensions.get::<AuthUser>().cloned().map(|u| User { id: u.id }).ok_or(Rejection)',
    'User',
    'required session',
  ],
  [
    'one that gives an anonymous user',
    `match parts.headers.get("authorization") { Some(token) => Ok(User { id: find_user(token)? }), None => Ok(User { id: 0 }) }`,
    'User',
    'optional bearer',
  ],
  ['a header of a package', '', 'axum_extra::TypedHeader<Authorization<Bearer>>', 'unknown bearer'],
  ['another header of a package', '', 'axum_extra::TypedHeader<UserAgent>', 'none'],
])('parameters: %s', async (_name, implementation, type, expected) => {
  expect(await taking(implementation, type)).toBe(expected);
});

test('an implementation in another file than the type counts', async () => {
  expect(
    await linkOf({
      'Cargo.toml': '[package]\nname = "shop"\n',
      'src/main.rs': `mod auth; mod models;
use actix_web::{web, App, HttpServer, get};
use crate::models::User;
#[get("/me")]
async fn me(user: User) -> String { String::new() }
#[get("/open")]
async fn open() -> String { String::new() }
#[actix_web::main]
async fn main() { HttpServer::new(|| App::new().service(web::scope("/api").service(me).service(open))).run().await }
`,
      'src/models.rs': 'pub struct User { pub id: i32 }\n',
      'src/auth.rs': `use actix_web::{FromRequest, HttpRequest, dev::Payload, error::ErrorUnauthorized};
use crate::models::User;
impl FromRequest for User {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;
    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = req.headers().get("Authorization");
        ready(match header.and_then(|h| h.to_str().ok()).and_then(|t| find_by_token(t)) {
            Some(user) => Ok(user),
            None => Err(ErrorUnauthorized("no")),
        })
    }
}
`,
    }),
  ).toEqual(['GET /api/me required bearer', 'GET /api/open none']);
});

test('middleware of Actix Web stands before all of its scope, wherever it is wrapped', async () => {
  expect(
    await linkOf({
      'src/main.rs': `use actix_web::{web, App, HttpServer, middleware::from_fn, middleware::Next, dev::{ServiceRequest, ServiceResponse}, Error, error};
use actix_web_httpauth::{middleware::HttpAuthentication, extractors::bearer::BearerAuth};
async fn validator(req: ServiceRequest, credentials: BearerAuth) -> Result<ServiceRequest, (Error, ServiceRequest)> {
    if check_token(credentials.token()) { Ok(req) } else { Err((error::ErrorUnauthorized("no"), req)) }
}
async fn anyone(req: ServiceRequest, credentials: BearerAuth) -> Result<ServiceRequest, (Error, ServiceRequest)> { Ok(req) }
async fn key(req: ServiceRequest, next: Next<BoxBody>) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(key) = req.headers().get("x-api-key") else { return Err(error::ErrorUnauthorized("no")) };
    if key != SECRET { return Err(error::ErrorForbidden("no")) }
    next.call(req).await
}
async fn x() {}
#[actix_web::main]
async fn main() {
    HttpServer::new(|| App::new()
        .service(web::scope("/a").route("/x", web::get().to(x)).wrap(HttpAuthentication::bearer(validator)))
        .service(web::scope("/b").wrap(HttpAuthentication::bearer(anyone)).route("/x", web::get().to(x)))
        .service(web::scope("/c").wrap(from_fn(key)).route("/x", web::get().to(x)))
        .route("/x", web::get().to(x))).run().await
}
`,
    }),
  ).toEqual(['GET /a/x required bearer', 'GET /b/x unknown bearer', 'GET /c/x required api-key', 'GET /x none']);
});

test("Rocket's guards, and routes that others of the same path follow", async () => {
  expect(
    await linkOf({
      'src/main.rs': `#[macro_use] extern crate rocket;
use rocket::request::{self, Request, FromRequest, Outcome};
use rocket::http::Status;
struct Admin;
#[rocket::async_trait]
impl<'r> FromRequest<'r> for Admin {
    type Error = ();
    async fn from_request(req: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        match req.cookies().get_private("user_id") {
            Some(cookie) => Outcome::Success(Admin),
            None => Outcome::Error((Status::Unauthorized, ())),
        }
    }
}
#[get("/panel/<id>?<page>")]
fn panel(admin: Admin, id: i32, page: Option<u32>) -> String { String::new() }
#[get("/")]
fn home(admin: Admin) -> String { String::new() }
#[get("/", rank = 2)]
fn welcome() -> String { String::new() }
#[get("/unmounted")]
fn unmounted() -> String { String::new() }
#[launch]
fn rocket() -> _ { rocket::build().mount("/site", routes![panel, home, welcome]) }
`,
    }),
  ).toEqual(['GET /site unknown session', 'GET /site/panel/{id} required session']);
});

test('Salvo goes on after what does not answer', async () => {
  expect(
    await linkOf({
      'src/main.rs': `use salvo::prelude::*;
#[handler]
async fn auth(req: &mut Request, depot: &mut Depot, res: &mut Response, ctrl: &mut FlowCtrl) {
    let token = req.header::<String>("authorization");
    match token.and_then(|t| find_user(&t)) {
        Some(user) => { depot.insert("user", user); }
        None => { res.status_code(StatusCode::UNAUTHORIZED); ctrl.skip_rest(); }
    }
}
#[handler]
async fn note(req: &mut Request, ctrl: &mut FlowCtrl) { log(req.uri()); }
#[handler]
async fn list() {}
#[tokio::main]
async fn main() {
    let router = Router::new().hoop(note)
        .push(Router::with_path("users").hoop(auth).get(list).push(Router::with_path("<id>").delete(list)))
        .push(Router::with_path("open").get(list));
    Server::new(acceptor).serve(router).await;
}
`,
    }),
  ).toEqual(['GET /open none', 'GET /users required bearer', 'DELETE /users/{id} required bearer']);
});

test('a session that a type of the tree is put around is asked by its methods', async () => {
  const [only] = await linkOf({
    'src/main.rs': `use actix_web::{web, App, HttpServer, FromRequest, HttpRequest, middleware::{from_fn, Next}, dev::{ServiceRequest, ServiceResponse, Payload}, Error};
pub struct TypedSession(Session);
impl TypedSession { fn user(&self) -> Result<Option<u8>, Error> { self.0.get("user_id") } }
impl FromRequest for TypedSession {
    type Error = Error;
    type Future = Ready<Result<TypedSession, Error>>;
    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future { ready(Ok(TypedSession(req.get_session()))) }
}
async fn known(mut req: ServiceRequest, next: Next<Body>) -> Result<ServiceResponse<Body>, Error> {
    let session = { let (http, payload) = req.parts_mut(); TypedSession::from_request(http, payload).await }?;
    match session.user()? { Some(_) => next.call(req).await, None => Err(login()) }
}
async fn x() {}
#[actix_web::main]
async fn main() { HttpServer::new(|| App::new().wrap(from_fn(known)).route("/x", web::get().to(x))).run().await }
`,
  });
  expect(only).toBe('GET /x required session');
});

test('what a macro of the program does may be anything', async () => {
  expect(
    await taking(
      `let Some(token) = parts.headers.get("authorization") else { refuse!("no token") };
        Ok(User { id: find_user(token)? })`,
    ),
  ).not.toContain('required');
});

/** A guard of Rocket that refuses by a macro of the program, which stands in a file of its own. */
const byMacro = (rules: string): Promise<readonly string[]> =>
  linkOf({
    'Cargo.toml': '[package]\nname = "shop"\n',
    'src/main.rs': `#[macro_use] extern crate rocket;
#[macro_use] mod error;
mod auth;
use auth::Member;
#[get("/me")]
fn me(member: Member) -> String { String::new() }
#[launch]
fn rocket() -> _ { rocket::build().mount("/", routes![me]) }
`,
    'src/error.rs': `#[macro_export]
macro_rules! refuse { ${rules} }
`,
    'src/auth.rs': `use rocket::request::{Request, FromRequest, Outcome};
pub struct Member { id: i32 }
#[rocket::async_trait]
impl<'r> FromRequest<'r> for Member {
    type Error = &'static str;
    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        let token: &str = if let Some(given) = request.headers().get_one("Authorization") {
            if let Some(split) = given.rsplit("Bearer ").next() { split } else { refuse!("no token") }
        } else {
            refuse!("no header")
        };
        let Ok(claims) = verify_token(token) else { refuse!("no claims", token) };
        Outcome::Success(Member { id: claims.sub })
    }
}
`,
  });

const REFUSES = `($why:expr) => {{
    error!("{}", $why);
    return ::rocket::request::Outcome::Error((rocket::http::Status::Unauthorized, $why));
}};
($why:expr, $log:expr) => {{
    let why = $why;
    error!("{why} {}", $log);
    return ::rocket::request::Outcome::Error((rocket::http::Status::Unauthorized, why));
}};`;

test.each([
  ['that refuses', REFUSES, 'required bearer'],
  [
    'that lets everybody pass',
    '($($why:expr),*) => {{ return Outcome::Success(Member { id: 0 }); }};',
    'optional bearer',
  ],
  [
    'whose rules do different things',
    '($why:expr) => { return Outcome::Success(Member { id: 0 }) }; ($why:expr, $log:expr) => { return Outcome::Error((Status::Unauthorized, $why)) };',
    'unknown bearer',
  ],
  [
    'that may return or not',
    '($($why:expr),*) => {{ if is_strict() { return Outcome::Error((Status::Unauthorized, "no")); } }};',
    'unknown bearer',
  ],
  ['that is made of others', '($($why:expr),*) => { stop!($($why),*) };', 'unknown bearer'],
])('a macro of the program %s', async (_name, rules, expected) => {
  expect(await byMacro(rules)).toEqual([`GET /me ${expected}`]);
});

test('a configuring function is found by the trait that it implements, and a handler in what is put around it', async () => {
  expect(
    await linkOf({
      'Cargo.toml': '[package]\nname = "shop"\n',
      'src/main.rs': `mod routes;
use actix_web::{web, App, HttpServer};
use crate::routes::Routes;
#[actix_web::main]
async fn main() {
    HttpServer::new(|| App::new().configure(|s| other(s, 1)).configure(<routes::Shop as Routes>::configure)).run().await
}
fn other(cfg: &mut web::ServiceConfig, n: u8) { cfg.route("/other", web::get().to(routes::list)); }
`,
      'src/routes.rs': `use actix_web::{web, HttpResponse, Handler};
pub trait Routes { fn configure(cfg: &mut web::ServiceConfig); }
pub struct Shop;
pub struct Orders;
pub struct InTurn<H>(pub H);
pub async fn list() -> HttpResponse { HttpResponse::Ok().finish() }
impl Routes for Shop {
    fn configure(cfg: &mut web::ServiceConfig) {
        cfg.service(web::scope("/orders").configure(<Orders as Routes>::configure));
    }
}
impl Routes for Orders {
    fn configure(cfg: &mut web::ServiceConfig) {
        cfg.service(web::resource("").route(web::get().to(InTurn(list))).route(web::post().to(list)));
    }
}
`,
    }),
  ).toEqual(['GET /orders none', 'POST /orders none', 'GET /other none']);
});

test('routers that a method of an optional object adds to are followed through it', async () => {
  expect(
    await linkOf({
      'src/main.rs': `use axum::{Router, routing::get, middleware::{self, Next}, extract::Request, http::StatusCode, response::Response};
struct Server { db: Db }
impl Server {
    fn new() -> Arc<Self> { Arc::new(Self { db: open() }) }
    fn attach(&self, api: Router) -> Router { api.layer(middleware::from_fn(auth)).route("/open", get(x)) }
}
async fn auth(req: Request, next: Next) -> Result<Response, StatusCode> {
    let token = req.headers().get("authorization").ok_or(StatusCode::UNAUTHORIZED)?;
    find_session(token).await.map_err(|_| StatusCode::UNAUTHORIZED)?;
    Ok(next.run(req).await)
}
async fn x() {}
#[tokio::main]
async fn main() {
    let server = if args.no_server { None } else { Some(Server::new()) };
    let mut api = Router::new().route("/users", get(x));
    if let Some(server) = &server { api = server.clone().attach(api); }
    axum::serve(listener, api).await
}
`,
    }),
  ).toEqual(['GET /open none if server.is_some()', 'GET /users unknown']);
});
