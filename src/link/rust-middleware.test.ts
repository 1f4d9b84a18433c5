/** Middleware, guards and extractors that programs of Rust declare themselves, through the real front end and the real detectors. */
import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

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
