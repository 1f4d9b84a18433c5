import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { extractorsRust } from './extractors-rust.ts';

test('what is made of a request', () =>
  check(
    extractorsRust,
    'src/auth.rs',
    `
use axum::extract::FromRequestParts;
impl<S> FromRequestParts<S> for User {
//      ^^^^^^^^^^^^^^^^^^^ mark found
    async fn from_request_parts() {}
}
impl From<User> for Id {}
`,
  ));
