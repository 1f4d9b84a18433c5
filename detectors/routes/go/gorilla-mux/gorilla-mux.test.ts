import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { gorillaMux } from './gorilla-mux.ts';

test('what the calls of a chain say together, in any order', () =>
  check(
    gorillaMux,
    'main.go',
    `
package main

import "github.com/gorilla/mux"

func main() {
	r := mux.NewRouter()
//        ^^^^^^^^^ router application gorilla-mux
	r.Use(logger, auth)
// ^^^ guard | on r; guards logger, auth
	r.HandleFunc("/users/{id}", show).Methods("GET", "HEAD").Name("user")
//            ^^^^^^^^^^^^^ route [GET, HEAD] /users/{id} | on r; chain show
	r.Handle("/users", handler)
//        ^^^^^^^^ route ANY /users | on r; chain handler
	r.Methods("POST").Path("/users").HandlerFunc(create)
//                      ^^^^^^^^ route [POST] /users | on r; chain create
	r.Path("/items").Handler(handler).Methods("PUT")
//      ^^^^^^^^ route [PUT] /items | on r; chain handler
	r.PathPrefix("/files/").Handler(files)
//            ^^^^^^^^^ route ANY /files//{rest...} | on r; chain files
	api := r.PathPrefix("/api").Subrouter()
//                           ^^^^^^^^^ router router gorilla-mux | prefix /api; from r
	r.NewRoute().Subrouter()
//            ^^^^^^^^^ router router gorilla-mux | from r
	srv.Handler(handler)
}

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    gorillaMux,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// github.com/gorilla/mux
}
`,
  ));
