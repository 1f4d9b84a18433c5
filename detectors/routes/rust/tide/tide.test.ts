import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { tide } from './tide.ts';

test('routes', () =>
  check(
    tide,
    'src/main.rs',
    `
fn app() {
    let mut app = tide::new();
//                ^^^^^^^^^ router application tide
    app.at("/users").get(list).post(create);
//         ^^^^^^^^ router router tide | prefix /users; from app
//                   ^^^ route GET | on app.at("/users"); chain list
//                             ^^^^ route POST | on app.at("/users").get(list); chain create
    app.at("/files").serve_dir("x");
//         ^^^^^^^^ router router tide | prefix /files; from app
//                   ^^^^^^^^^ route GET /* | on app.at("/files"); chain x
    app.with(auth);
//      ^^^^ guard | on app; guards auth
}
`,
  ));

test('another package', () =>
  check(
    tide,
    'src/main.rs',
    `
use other::Server;
fn app() { let app = Server::new(); app.at("/users"); }
`,
  ));
