import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { authRust } from './auth-rust.ts';

test('functions that stand before others, and guards of packages', () =>
  check(
    authRust,
    'src/main.rs',
    `
use axum::middleware::{self, from_fn_with_state};
use actix_web_httpauth::middleware::HttpAuthentication;
use tower_http::validate_request::ValidateRequestHeaderLayer;
use actix_session::SessionMiddleware;
use salvo::jwt_auth::JwtAuth;
fn f() {
    middleware::from_fn(auth);
//  ^^^^^^^^^^^^^^^^^^^ alias auth
    from_fn_with_state(state, auth);
//  ^^^^^^^^^^^^^^^^^^ alias auth
    HttpAuthentication::bearer(validator);
//                      ^^^^^^ guard-kind required bearer
    ValidateRequestHeaderLayer::bearer("x");
//                              ^^^^^^ guard-kind required bearer
    SessionMiddleware::new(store, key);
//                     ^^^ guard-kind none
    JwtAuth::new(decoder).finders(x).force_passed(true);
//           ^^^ guard-kind required jwt
//                                   ^^^^^^^^^^^^ guard-kind optional jwt
    axum_login::login_required!(Backend);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind required session
}
`,
  ));

test('names of others', () =>
  check(
    authRust,
    'src/main.rs',
    `
use other::{from_fn, HttpAuthentication};
fn f() { from_fn(auth); HttpAuthentication::bearer(validator); std::array::from_fn(f); }
`,
  ));

test('middleware that may be switched off, and what a program is asked by a layer of a package', () =>
  check(
    authRust,
    'src/main.rs',
    `
use actix_web::middleware::Condition;
use tower_http::auth::AsyncRequireAuthorizationLayer;
use other::Condition as Own;
fn f() {
    Condition::new(settings.auth, Auth);
//             ^^^ alias Condition::new(settings.auth, Auth)
    Condition::new(settings.browsers, settings.make_cors().unwrap_or_default());
//             ^^^ guard-kind none
    Condition::new(cors_middleware.is_some(), cors_middleware.unwrap_or_default());
//             ^^^ guard-kind none
    AsyncRequireAuthorizationLayer::new(Mine);
//                                  ^^^ alias Mine
    AsyncRequireAuthorizationLayer::new(other::Thing::new());
//                                  ^^^ guard-kind unknown
    Own::new(settings.auth, Auth);
}
`,
  ));
