import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { rocket } from './rocket.ts';

test('routes and where they are mounted', () =>
  check(
    rocket,
    'src/main.rs',
    `
#[macro_use] extern crate rocket;
#[get("/users/<id>?<page>")]
//    ^^^^^^^^^^^^^^^^^^^^ router router rocket | route GET /users/<id>?<page> function
fn user(id: u32, page: u32) {}
#[launch]
fn rocket() -> _ { rocket::build().mount("/api", routes![user]) }
//                 ^^^^^^^^^^^^^ router application rocket
//                                 ^^^^^ mount /api | on rocket::build(); chain routes![user]
//                                               ^^^^^^ alias [user]
`,
  ));

test('attributes of another framework', () =>
  check(
    rocket,
    'src/main.rs',
    `
use actix_web::get;
#[get("/users")]
async fn users() {}
`,
  ));
