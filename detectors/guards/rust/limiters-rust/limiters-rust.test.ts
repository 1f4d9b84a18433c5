import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { limitersRust } from './limiters-rust.ts';

test('layers and middleware that limit', () =>
  check(
    limitersRust,
    'src/main.rs',
    `
use actix_governor::{Governor, GovernorConfigBuilder};
use tower_governor::GovernorLayer;
fn app() {
    App::new().wrap(Governor::new(&config));
//                            ^^^ guard-kind none limiter
    router.layer(GovernorLayer { config: Arc::new(config) });
//               ^^^^^^^^^^^^^ guard-kind none limiter
}
`,
  ));

test('one counter for all', () =>
  check(
    limitersRust,
    'src/main.rs',
    `
use tower::limit::RateLimitLayer;
fn app() { router.layer(RateLimitLayer::new(5, Duration::from_secs(1))); }
//                                      ^^^ guard-kind none limiter | stops nobody: all callers share one counter
`,
  ));

test('types of others', () =>
  check(
    limitersRust,
    'src/main.rs',
    `
use crate::limits::{Governor, RateLimiter};
fn app() { App::new().wrap(Governor::new(&config)).wrap(RateLimiter::new(1)); }
`,
  ));
