import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { netHttp } from './net-http.ts';

test('muxes, the default one, and prefixes that are cut off', () =>
  check(
    netHttp,
    'main.go',
    `
package main

import "net/http"

func main() {
	mux := http.NewServeMux()
//           ^^^^^^^^^^^ router application net-http
	mux.HandleFunc("GET /users/{id}", show)
//              ^^^^^^^^^^^^^^^^^ route ANY GET /users/{id} | on mux; chain show
	mux.Handle("/files/", http.StripPrefix("/files", files))
//          ^^^^^^^^^ route ANY /files/ | on mux; chain http.StripPrefix("/files", files)
//                          ^^^^^^^^^^^ router router net-http | prefix /files; chain files
	http.HandleFunc("/plain", show)
//               ^^^^^^^^ route ANY /plain | in its builder, or root; chain show
	http.Handle("/x", handler)
//           ^^^^ route ANY /x | in its builder, or root; chain handler
	http.DefaultServeMux.HandleFunc("/y", show)
//                               ^^^^ route ANY /y | in its builder, or root; chain show
	own := &http.ServeMux{}
//            ^^^^^^^^ router application net-http
}

func register(mux *http.ServeMux) {}
//                 ^^^^^^^^^^^^^ router application net-http

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    netHttp,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// ServeMux
}
`,
  ));

test('routes that one call gives, and handlers of servers', () =>
  check(
    netHttp,
    'main.go',
    `
package main

import (
	"net/http"
	"connectrpc.com/authn"
)

func serve(mux *http.ServeMux) {
//              ^^^^^^^^^^^^^ router application net-http
	mux.Handle(usersconnect.NewUsersHandler(users))
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ route ANY usersconnect.NewUsersHandler(users) | on mux; chain usersconnect.NewUsersHandler(users)
	http.ListenAndServe(":80", cors(mux))
//    ^^^^^^^^^^^^^^ compose cors(mux)
	server := &http.Server{Addr: ":80", Handler: cors(mux)}
//               ^^^^^^ compose cors(mux)
	http.ListenAndServe(":81", nil)
}
`,
  ));
