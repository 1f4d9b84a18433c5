import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { httpListener } from './http-listener.ts';

test('paths and methods that are compared with the request', () =>
  check(
    httpListener,
    'Program.cs',
    `
class Server { void Handle(HttpListenerContext context) {
  var method = context.Request.HttpMethod;
  var path = context.Request.Url?.AbsolutePath ?? "/";
  if (method == "GET" && path == "/health") Write();
  //                             ^^^^^^^^^ route GET /health
  else if (path == "/ready") Write();
  //               ^^^^^^^^ route ANY /ready
  else if ("DELETE".Equals(method) && path == "/users") Write();
  //                                          ^^^^^^^^ route DELETE /users
  if (path == "/items") { if (method == "PUT" || method == "PATCH") Write(); }
  //          ^^^^^^^^ route PUT,PATCH /items
  switch ((method, path)) { case ("POST", "/orders"): Write(); break; }
  //                                      ^^^^^^^^^ route POST /orders
  switch (path) { case "/a": case "/b": Write(); break; }
  //                   ^^^^ route ANY /a
  //                              ^^^^ route ANY /b
  if (context.User == "/no" || name == "/nowhere") Write();
} }
`,
  ));

test('what compares paths elsewhere is no server', () =>
  check(
    httpListener,
    'Client.cs',
    `
// It speaks of HttpListener alone.
class Client { void Go(Uri uri) { var path = uri.AbsolutePath; if (path == "/x") Write(); } }
`,
  ));
