import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { outboundHardeningRust } from './outbound-hardening.ts';

test('clients with and without a limit', async () => {
  await check(
    outboundHardeningRust,
    'src/a.rs',
    `
use reqwest::Client;
fn quick() -> Client { Client::builder().timeout(Duration::from_secs(5)).build().unwrap() }
//                             ^^^^^^^ outbound sound | reqwest gives up after a time
`,
  );
  await check(
    outboundHardeningRust,
    'src/b.rs',
    `
use reqwest::Client;
fn slow() -> Client { Client::new() }
//                            ^^^ outbound partial | reqwest has no timeout of its own
fn built() -> Client { Client::builder().user_agent("x").build().unwrap() }
//                             ^^^^^^^ outbound partial
async fn ask() { reqwest::get("https://carrier.test").await; }
//               ^^^^^^^^^^^^ outbound partial
`,
  );
});

test('requests that have a limit each, and clients of others', async () => {
  await check(
    outboundHardeningRust,
    'src/c.rs',
    `
use reqwest::Client;
async fn ask() { Client::new().get("https://carrier.test").timeout(limit).send().await; }
`,
  );
  await check(
    outboundHardeningRust,
    'src/d.rs',
    `
use crate::reqwest_like::Client;
use reqwest::blocking;
fn ask() { Client::new(); blocking::Client::new(); }
`,
  );
});

test('certificates that are not verified', () =>
  check(
    outboundHardeningRust,
    'src/e.rs',
    `
use reqwest::Client;
fn open() { Client::builder().timeout(limit).danger_accept_invalid_certs(true).build(); }
//                  ^^^^^^^ outbound sound
//                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ outbound unsound | certificates of the other side are not verified
//                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ switch tls-verification off
fn closed(mut builder: reqwest::ClientBuilder) {
    builder.danger_accept_invalid_certs(false);
    builder.danger_accept_invalid_certs(settings.insecure);
    if development { builder = builder.danger_accept_invalid_certs(true); }
}
`,
  ));
