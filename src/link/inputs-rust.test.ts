/** What handlers of Rust take from a request. */
import { expect, test } from 'vitest';
import { linked } from '../../tests/support/link.ts';

test('what handlers take: by the types of their parameters, and by what they look up', async () => {
  const { operations } = await linked({
    'src/main.rs': `
use axum::{Router, Json, routing::{get, post, put}, extract::{Path, Query, Form, State}};
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page { page_size: u32, #[serde(rename = "q")] query: String, #[serde(skip)] cached: bool, #[serde(flatten)] sort: Sort }
#[derive(Deserialize)]
struct Sort { by: String }
#[derive(Deserialize)]
struct NewUser { name: String, email: String }
async fn list(Query(page): Query<Page>, State(state): State<App>) {}
async fn create(headers: HeaderMap, Json(user): Json<NewUser>) { let trace = headers.get("X-Trace-Id"); }
async fn change(Path(id): Path<u32>, jar: CookieJar, Form(form): Form<Unknown>) { jar.get("session_id"); }
async fn main() {
    axum::serve(l, Router::new().route("/users", get(list).post(create)).route("/users/{id}", put(change))).await;
}`,
  });
  expect(
    operations.map(({ method, parameters }) => [method, ...parameters.map(one => `${one.in} ${one.name}`)]),
  ).toEqual([
    ['GET', 'query pageSize', 'query q', 'query by'],
    ['POST', 'body body', 'body name', 'body email', 'header X-Trace-Id'],
    ['PUT', 'path id', 'body form', 'cookie session_id'],
  ]);
});
