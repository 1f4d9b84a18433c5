import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { poemOpenapi } from './poem-openapi.ts';

test('methods of a type', () =>
  check(
    poemOpenapi,
    'src/main.rs',
    `
use poem_openapi::{OpenApi, OpenApiService};
struct Api;
#[OpenApi(prefix_path = "/v1")]
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^ mark controller /v1
impl Api {
    #[oai(path = "/users", method = "get")]
//               ^^^^^^^^ mark route GET /users
    async fn list(&self) {}
    async fn helper(&self) {}
}
fn app() { OpenApiService::new(Api, "Api", "1"); }
//                         ^^^ mount | on OpenApiService::new(Api, "Api", "1"); chain Api
//                         ^^^ router router poem-openapi
`,
  ));

test('another attribute', () =>
  check(
    poemOpenapi,
    'src/main.rs',
    `
use other::OpenApi;
#[OpenApi]
impl Api {}
`,
  ));

test('security schemes, which are made of the request', () =>
  check(
    poemOpenapi,
    'src/main.rs',
    `
use poem_openapi::{SecurityScheme, auth::ApiKey};
#[derive(SecurityScheme)]
#[oai(type = "api_key", key_name = "X-API-Key", in = "header", checker = "check")]
struct Key(User);
//     ^^^ mark extracted Key
//     ^^^ guard-kind required api-key
#[derive(SecurityScheme)]
#[oai(ty = "bearer")]
struct Token(Bearer);
//     ^^^^^ mark extracted Token
//     ^^^^^ guard-kind unknown demanded bearer
#[derive(SecurityScheme)]
enum Either { Key(Key), Token(Token) }
//   ^^^^^^ mark extracted Either
//   ^^^^^^ guard-kind unknown
#[derive(Debug)]
struct Plain(User);
`,
  ));
