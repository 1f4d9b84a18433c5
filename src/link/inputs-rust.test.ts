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

/** What each operation of a program takes, in its order. */
async function taken(main: string): Promise<readonly (readonly string[])[]> {
  const { operations } = await linked({ 'src/main.rs': main });
  return operations.map(({ method, path, parameters }) => [
    `${method} ${path}`,
    ...parameters.map(one => `${one.in} ${one.name}`),
  ]);
}

test('what filters of warp take', async () => {
  expect(
    await taken(`use warp::Filter;
#[derive(Deserialize)]
struct Page { page: u32, size: Option<u32> }
#[tokio::main]
async fn main() {
    let list = warp::path("users").and(warp::query::<Page>()).and(warp::header::optional::<String>("x-trace")).and(warp::get()).map(|page, trace| "x");
    let add = warp::path("users").and(warp::body::content_length_limit(99)).and(warp::body::json()).and(warp::cookie("sid")).and(warp::post()).map(|user, sid| "x");
    warp::serve(list.or(add)).run(([127, 0, 0, 1], 3030)).await;
}`),
  ).toEqual([
    ['GET /users', 'query Page', 'query page', 'query size', 'header x-trace'],
    ['POST /users', 'body body', 'cookie sid'],
  ]);
});

test('the parameter that Rocket makes of the body, and what controllers of Rwf ask for', async () => {
  expect(
    await taken(`#[macro_use] extern crate rocket;
#[post("/users/<id>?<notify>", data = "<user>")]
fn create(id: u32, notify: bool, user: String) {}
#[launch]
fn rocket() -> _ { rocket::build().mount("/", routes![create]) }`),
  ).toEqual([['POST /users/{id}', 'path id', 'query notify', 'body user']]);
  expect(
    await taken(`use rwf::prelude::*;
#[derive(Default)]
struct Search;
#[async_trait]
impl Controller for Search {
    async fn handle(&self, request: &Request) -> Result<Response, Error> {
        let q = request.query_parameter("q");
        let trace = request.header("X-Trace");
        Ok(Response::new())
    }
}
#[tokio::main]
async fn main() { rwf::http::Server::new(vec![route!("/search" => Search)]).launch().await }`),
  ).toEqual([['ANY /search', 'header X-Trace', 'query q']]);
});
