import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { tokenVerificationRust } from './token-verification.ts';

/** The body of a function, in which the first `name` is marked. */
function lines(code: string, name: string, said: string): Promise<void> {
  const text = `    ${code}`;
  const mark =
    said === '' ? '' : `//${' '.repeat(text.indexOf(name) - 2)}${'^'.repeat(name.length)} token-verification ${said}`;
  return check(
    tokenVerificationRust,
    'src/auth.rs',
    `use jsonwebtoken::{decode, Algorithm, DecodingKey, Validation};\nfn claims(token: &str) {\n${text}\n${mark}\n}\n`,
  );
}

test.each([
  [
    'everything',
    'let mut v = Validation::new(Algorithm::RS256); v.set_issuer(&[ISS]); v.set_audience(&[AUD]); decode(token, &key, &v)',
    'new',
    'sound | jsonwebtoken checks signature, algorithm, issuer, audience and expiry',
  ],
  [
    'the default',
    'decode::<Claims>(token, &key, &Validation::default())',
    'default',
    'partial | jsonwebtoken does not check issuer, audience',
  ],
  [
    'an audience alone',
    'let mut v = Validation::new(Algorithm::RS256); v.aud = Some(audiences); decode(token, &key, &v)',
    'new',
    'partial | jsonwebtoken does not check issuer',
  ],
  [
    'no expiry',
    'let mut v = Validation::new(Algorithm::RS256); v.validate_exp = false; decode(token, &key, &v)',
    'new',
    'unsound | jsonwebtoken ignores the expiry of tokens',
  ],
  [
    'no expiry, as a field',
    'decode(token, &key, &Validation { validate_exp: false, ..Validation::default() })',
    'Validation',
    'unsound | jsonwebtoken ignores the expiry of tokens',
  ],
  [
    'an expiry that other code looks at',
    'let mut v = Validation::new(Algorithm::RS256); v.validate_exp = false; if decode(token, &key, &v).claims.exp < now { return; }',
    'new',
    'partial | jsonwebtoken leaves the expiry of tokens to other code',
  ],
  [
    'no signature',
    'let mut v = Validation::default(); v.insecure_disable_signature_validation(); decode(token, &key, &v)',
    'default',
    'unsound | jsonwebtoken does not verify the signature',
  ],
  ['a validation of elsewhere', 'decode(token, &key, &self.validation)', '', ''],
])('%s', (_, code, name, said) => lines(code, name, said));

test('a token that is read before it is verified', () =>
  check(
    tokenVerificationRust,
    'src/auth.rs',
    `use jsonwebtoken::{decode, Validation};
fn read(token: &str) { let mut v = Validation::default(); v.insecure_disable_signature_validation(); decode(token, &key, &v) }
fn verify(token: &str) { decode(token, &key, &Validation::default()) }
//                                                        ^^^^^^^ token-verification partial
`,
  ));

test('a validation without expiry for others, who may look at it', () =>
  check(
    tokenVerificationRust,
    'src/validation.rs',
    `use jsonwebtoken::Validation;
pub fn lenient() -> Validation { let mut v = Validation::default(); v.validate_exp = false; v }
`,
  ));

test('a type of the program', () =>
  check(
    tokenVerificationRust,
    'src/forms.rs',
    `use crate::forms::Validation; // not of jsonwebtoken
fn check(form: &Form) { Validation::default().run(form) }
`,
  ));
