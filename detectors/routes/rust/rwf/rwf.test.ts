import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { rwf } from './rwf.ts';

test('routes', () =>
  check(
    rwf,
    'src/main.rs',
    `
use rwf::http::{Server, Engine};
use rwf::prelude::*;
fn main() {
    let engine = Engine::new(vec![crud!("/users" => Users)]);
//                       ^^^ mount | on Engine::new(vec![crud!("/users" => Users)]); chain [crud!("/users" => Users)]
//                       ^^^ router router rwf
//                                      ^^^^^^^^ router router rwf
    Server::new(vec![route!("/x" => X), engine!("/admin" => engine)]);
//          ^^^ mount
//          ^^^ router application rwf
//                          ^^^^ router router rwf | route ANY /x X
//                                      ^^^^^^ mount /admin | on engine!("/admin" => engine); chain engine
//                                      ^^^^^^ router router rwf
}
`,
  ));

test('another package', () =>
  check(
    rwf,
    'src/main.rs',
    `
use other::Server;
fn main() { Server::new(vec![]); }
`,
  ));
