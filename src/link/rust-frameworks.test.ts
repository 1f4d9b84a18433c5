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
