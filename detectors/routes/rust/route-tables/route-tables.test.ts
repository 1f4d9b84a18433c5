import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { routeTables } from './route-tables.ts';

test('a table of paths and handlers in an attribute', () =>
  check(
    routeTables,
    'src/main.rs',
    `
#[tables::routes(table("/users" => [get(list), post(create)], "/admin" => sub(AdminApi)), title = "Users")]
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind unknown
//                                                            ^^^^^^^^ router router rust-route-tables | prefix /admin; chain AdminApi
pub struct Api;
//         ^^^ router router rust-route-tables | chain sub(AdminApi); guards tables::routes(table("/users" => [get(list), post(create)], "/admin" => sub(AdminApi)), title = "Users"); route GET /users list; route POST /users create
`,
  ));

test('pairs of others are no routes', () =>
  check(
    routeTables,
    'src/main.rs',
    `
#[tables::settings(words("/a" => "b", "text" => get(list), "/c" => other(1)))]
pub struct Words;
#[derive(Debug)]
pub struct Plain;
fn f(x: &str) { match x { "/a" => get(list), _ => post(list) }; }
`,
  ));
