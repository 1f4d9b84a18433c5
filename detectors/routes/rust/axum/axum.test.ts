import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { axum } from './axum.ts';

test('a route is a path and what answers there by method', () =>
  check(
    axum,
    'src/main.rs',
    `
use axum::{Router, routing::{get, post, on, MethodFilter}};
fn app() -> Router {
    Router::new()
//          ^^^ router router axum
        .route("/users", get(list).post(create))
//       ^^^^^ mount /users | on Router::new(); chain get(list).post(create)
//                       ^^^ router router axum | route GET  list
//                                 ^^^^ route POST | on get(list); chain create
        .route("/any", on(MethodFilter::GET.or(MethodFilter::POST), list))
//       ^^^^^ mount /any
//                     ^^ router router axum | route GET,POST  list
        .nest("/api", api::router())
//       ^^^^ mount /api
        .merge(other())
//       ^^^^^ mount
}
`,
  ));

test('layers, and what is served', () =>
  check(
    axum,
    'src/main.rs',
    `
use axum::{Router, routing::get, middleware::from_fn};
use tower_http::services::ServeDir;
async fn run() {
    let app = Router::new().route("/a", get(a)).layer(from_fn(auth)).nest_service("/files", ServeDir::new("x"));
//                    ^^^ router router axum
//                          ^^^^^ mount /a | on Router::new(); chain get(a)
//                                      ^^^ router router axum | route GET  a
//                                              ^^^^^ compose Router::new().route("/a", get(a)) | guards from_fn(auth)
//                                                                                ^^^^^^^^ route ANY /files/*
    axum::serve(listener, app).await;
//  ^^^^^^^^^^^ compose app
}
`,
  ));

test('handlers that say where they are served', () =>
  check(
    axum,
    'src/main.rs',
    `
use utoipa_axum::{router::OpenApiRouter, routes};
#[utoipa::path(get, path = "/pets/{id}")]
//                         ^^^^^^^^^^^^ router router axum | route GET /pets/{id} function
async fn pet() {}
fn app() { OpenApiRouter::new().routes(routes!(pet)); }
//                        ^^^ router router axum
//                              ^^^^^^ mount | on OpenApiRouter::new(); chain routes!(pet)
//                                     ^^^^^^ mount | on routes!(pet); chain pet
//                                     ^^^^^^ router router axum
`,
  ));

test('names of others are no routes', () =>
  check(
    axum,
    'src/main.rs',
    `
use std::collections::HashMap;
use reqwest::Client;
fn f(map: HashMap<u8, u8>) { map.get("a"); Client::new().get("/x"); builder.at("/x"); }
`,
  ));

test('what is left over is a route of its own, files are not', () =>
  check(
    axum,
    'src/main.rs',
    `
use axum::Router;
use tower_http::services::ServeDir;
fn app() { let app = Router::new().fallback(proxy); app.fallback_service(ServeDir::new("x")); }
//                           ^^^ router router axum
//                                 ^^^^^^^^ route ANY /{*fallback} | on Router::new(); chain proxy
async fn run(app: Router) { listen(app.into_make_service()); }
//                                     ^^^^^^^^^^^^^^^^^ compose app
`,
  ));
