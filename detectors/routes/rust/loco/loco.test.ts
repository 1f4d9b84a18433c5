import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { loco } from './loco.ts';

test('routes of a controller, and the application', () =>
  check(
    loco,
    'src/main.rs',
    `
use loco_rs::prelude::*;
use loco_rs::controller::AppRoutes;
fn routes() -> Routes { Routes::new().prefix("users").add("/", get(list)) }
//                              ^^^ router router loco
//                                           ^^^^^^^ base-path users | on Routes::new()
//                                                        ^^^ mount / | on Routes::new().prefix("users"); chain get(list)
fn app() -> AppRoutes { AppRoutes::with_default_routes().add_route(routes()) }
//                                 ^^^^^^^^^^^^^^^^^^^ router application loco
//                                                       ^^^^^^^^^ mount | on AppRoutes::with_default_routes(); chain routes()
`,
  ));

test('another package', () =>
  check(
    loco,
    'src/main.rs',
    `
use other::Routes;
fn routes() -> Routes { Routes::new() }
`,
  ));
