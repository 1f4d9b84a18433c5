import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { salvo } from './salvo.ts';

test('routers in routers', () =>
  check(
    salvo,
    'src/main.rs',
    `
use salvo::prelude::*;
fn app() -> Router {
    Router::with_path("users").hoop(auth).get(list).push(Router::with_path("{id}").delete(remove))
//                    ^^^^^^^ router router salvo | prefix users
//                             ^^^^ guard | on Router::with_path("users"); guards auth
//                                        ^^^ route GET | on Router::with_path("users").hoop(auth); chain list
//                                                  ^^^^ mount
//                                                                         ^^^^^^ router router salvo | prefix {id}
//                                                                                 ^^^^^^ route DELETE | on Router::with_path("{id}"); chain remove
}
`,
  ));

test('another router', () =>
  check(
    salvo,
    'src/main.rs',
    `
use axum::Router;
fn app() { Router::new().get(list); }
`,
  ));
