import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { gotham } from './gotham.ts';

test('routes and scopes', () =>
  check(
    gotham,
    'src/main.rs',
    `
use gotham::router::builder::*;
fn router() -> Router {
    build_simple_router(|route| {
//  ^^^^^^^^^^^^^^^^^^^ mount
//  ^^^^^^^^^^^^^^^^^^^ router application gotham
        route.get("/users/:id").to(user);
//                ^^^^^^^^^^^^ route GET /users/:id | on route; chain user
        route.scope("/api", |route| { route.post("/x").to(x); });
//                  ^^^^^^ mount /api | on route; chain function; calls child
//                                               ^^^^ route POST /x | on route; chain x
        route.with_pipeline_chain(chain, |route| { route.get("/y").to(y); });
//            ^^^^^^^^^^^^^^^^^^^ guard-kind unknown
//            ^^^^^^^^^^^^^^^^^^^ mount | on route; chain function; calls child; guards with_pipeline_chain
//                                                           ^^^^ route GET /y | on route; chain y
    })
}
`,
  ));

test('another package', () =>
  check(
    gotham,
    'src/main.rs',
    `
use other::build_simple_router;
fn router() { build_simple_router(|route| {}); }
`,
  ));
