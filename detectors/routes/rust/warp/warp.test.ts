import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { warp } from './warp.ts';

test('chains of filters', () =>
  check(
    warp,
    'src/main.rs',
    `
use warp::Filter;
fn routes() {
    let show = warp::path!("users" / u32).and(warp::get()).and_then(show);
//             ^^^^^^^^^^ router router warp | prefix users/{param}
//                         ^^^^^^^^^^^^^ router router warp | prefix users/{param}; route GET  show
//                                        ^^^ mount | on warp::path!("users" / u32).and(warp::get())
//                                        ^^^ router router warp | prefix users/{param}
    let all = show.or(warp::path("x").and(warp::post()).and(with_auth()).map(x));
//                 ^^ mount
//                 ^^ router router warp
//                    ^^^^^^^^^^ router router warp | prefix x
//                               ^^^ router router warp | prefix x; route POST  x
//                                    ^^^ mount | on warp::path("x").and(warp::post())
//                                    ^^^ router router warp | prefix x
//                                                      ^^^ mount | on warp::path("x").and(warp::post()).and(with_auth()); chain with_auth()
//                                                      ^^^ router router warp | prefix x
//                                                          ^^^^^^^^^^^ guard-kind unknown
    warp::serve(all).run(addr);
//  ^^^^^^^^^^^ compose all
}
`,
  ));

test('what hands something on is no route', () =>
  check(
    warp,
    'src/main.rs',
    `
use warp::Filter;
fn with_db() { warp::any().map(db) }
fn list(items: Vec<u8>) { items.iter().map(x) }
`,
  ));

test('one route of a chain with several answers, and filters of the program', () =>
  check(
    warp,
    'src/main.rs',
    `
use warp::Filter;
fn show() { warp::path("a").and(warp::get().or(warp::head()).unify()).then(show).map(reply) }
//          ^^^^^^^^^^ router router warp | prefix a
//                     ^^^ router router warp | prefix a; route GET,HEAD  show
//                          ^^^ mount
//                          ^^^ router router warp | prefix a
fn list() { own_filter().and(with_db()).then(list); }
//                       ^^^ mount
//                       ^^^ router router warp | below own_filter()
//                                      ^^^^ router router warp | route ANY  list; below own_filter()
`,
  ));
