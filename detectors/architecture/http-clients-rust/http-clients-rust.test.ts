import { test } from 'vitest';
import { check } from '../../../tests/support/check.ts';
import { httpClientsRust } from './http-clients-rust.ts';

test('requests to other hosts are consumed APIs, with host and method where they are written', () =>
  check(
    httpClientsRust,
    'src/carrier.rs',
    `
use reqwest::Client;

const BASE: &str = "https://carrier.test";

async fn book(client: &Client, id: u32) -> Result<(), reqwest::Error> {
    client.get("https://slots.test/free").send().await?;
//         ^^^ consumed-api | client reqwest; host slots.test; method GET
    client.post(format!("{BASE}/parcels/{id}")).send().await?;
//         ^^^^ consumed-api | client reqwest; host carrier.test; method POST
    reqwest::get("https://maps.test/v1").await?;
//  ^^^^^^^^^^^^ consumed-api | client reqwest; host maps.test; method GET
    ureq::put("https://ureq.test").call();
//  ^^^^^^^^^ consumed-api | client ureq; host ureq.test; method PUT
    Ok(())
}
`,
  ));

test('a request that is built', () =>
  check(
    httpClientsRust,
    'src/built.rs',
    `
use hyper::Request;

fn built() {
    Request::builder().method("GET").uri("https://hyper.test/x").body(());
//                                   ^^^ consumed-api | client hyper; host hyper.test
}
`,
  ));

test('the own machine, paths, routes and lookups are none', () =>
  check(
    httpClientsRust,
    'src/other.rs',
    `
use axum::routing::get;
use reqwest::Client;

async fn other(client: &Client, map: &HashMap<String, String>, url: &str) {
    client.get("http://localhost:3000/health").send().await;
    client.get("/slots").send().await;
    client.get(url).send().await;
    map.get("https-key");
    Router::new().route("/slots", get(slots));
}
`,
  ));
