import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { poem } from './poem.ts';

test('routes', () =>
  check(
    poem,
    'src/main.rs',
    `
use poem::{get, Route, Server};
async fn main() {
    let app = Route::new().at("/users", get(list).post(create)).nest("/api", api()).with(auth);
//                   ^^^ router router poem
//                            ^^^^^^^^ route ANY /users | on Route::new(); chain get(list).post(create)
//                                      ^^^ router router poem | route GET  list
//                                                ^^^^ route POST | on get(list); chain create
//                                                              ^^^^ mount /api | on Route::new().at("/users", get(list).post(create)); chain api()
//                                                                                  ^^^^ compose Route::new().at("/users", get(list).post(create)).nest("/api", api())
    Server::new(listener).run(app).await;
//                        ^^^ compose app
}
`,
  ));

test('another package', () =>
  check(
    poem,
    'src/main.rs',
    `
use other::Route;
fn app() { Route::new().at("/users", list); }
`,
  ));
