import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { actixWeb } from './actix-web.ts';

test('applications, scopes, resources and routes', () =>
  check(
    actixWeb,
    'src/main.rs',
    `
use actix_web::{web, App, HttpServer};
fn config(cfg: &mut web::ServiceConfig) {
//             ^^^^^^^^^^^^^^^^^^^^^^^ router router actix-web
    cfg.service(web::resource("/x").route(web::get().to(show)));
//      ^^^^^^^ mount | on cfg; chain web::resource("/x").route(web::get().to(show))
//                            ^^^^ router router actix-web | prefix /x
//                                  ^^^^^ mount | on web::resource("/x"); chain web::get().to(show)
//                                        ^^^^^^^^ router router actix-web | route GET  show
}
fn app() {
    App::new().configure(config).service(web::scope("/api").wrap(auth).route("/y", web::post().to(create)));
//       ^^^ router application actix-web
//             ^^^^^^^^^ mount | on App::new(); chain config; calls self
//                               ^^^^^^^ mount
//                                                  ^^^^^^ router router actix-web | prefix /api
//                                                          ^^^^ guard | on web::scope("/api"); guards auth
//                                                                     ^^^^^ mount /y | on web::scope("/api").wrap(auth); chain web::post().to(create)
//                                                                                 ^^^^^^^^^ router router actix-web | route POST  create
}
`,
  ));

test('functions that say where they are served', () =>
  check(
    actixWeb,
    'src/main.rs',
    `
use actix_web::{get, route};
#[get("/users/{id}")]
//    ^^^^^^^^^^^^^ mount | on get("/users/{id}"); chain function
//    ^^^^^^^^^^^^^ router router actix-web | route GET /users/{id} function
async fn user() {}
#[route("/both", method = "GET", method = "POST")]
//      ^^^^^^^ mount | on route("/both", method = "GET", method = "POST"); chain function
//      ^^^^^^^ router router actix-web | route GET,POST /both function
async fn both() {}
`,
  ));

test('attributes of another package', () =>
  check(
    actixWeb,
    'src/main.rs',
    `
use other::get;
use actix_web::HttpResponse;
#[get("/users/{id}")]
async fn user() {}
`,
  ));

test('what is left over, and types whose routes a macro lists', () =>
  check(
    actixWeb,
    'src/main.rs',
    `
use actix_web::{web, App};
fn app() {
    App::new().configure(Api::configure).default_service(web::get().to(index));
//       ^^^ router application actix-web
//             ^^^^^^^^^ mount | on App::new(); chain Api.configure; calls self
//             ^^^^^^^^^ mount | on App::new(); chain Api
//                                       ^^^^^^^^^^^^^^^ route GET /{tail:.*}
    web::resource("/x").default_service(web::to(refuse));
//                ^^^^ router router actix-web | prefix /x
}
`,
  ));
