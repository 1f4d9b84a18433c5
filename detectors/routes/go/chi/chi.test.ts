import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { chi } from './chi.ts';

test('routes, functions that are handed a router, and guards in line', () =>
  check(
    chi,
    'main.go',
    `
package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

func main() {
	r := chi.NewRouter()
//        ^^^^^^^^^ router application chi
	r.Use(logger)
// ^^^ guard | on r; guards logger
	r.Get("/users/{id}", show)
//     ^^^^^^^^^^^^^ route GET /users/{id} | on r; chain show
	r.Method("PUT", "/users", handler)
//               ^^^^^^^^ route PUT /users | on r; chain handler
	r.MethodFunc(http.MethodPatch, "/users", show)
//                              ^^^^^^^^ route http.MethodPatch /users | on r; chain show
	r.HandleFunc("/any/*", show)
//            ^^^^^^^^ route ANY /any/* | on r; chain show
	r.Route("/admin", func(r chi.Router) {
//       ^^^^^^^^ mount /admin | on r; chain function; calls child
//                        ^^^^^^^^^^ router router chi
		r.Use(auth)
//  ^^^ guard | on r; guards auth
	})
	r.Group(func(r chi.Router) {})
// ^^^^^ mount | on r; chain function; calls child
//              ^^^^^^^^^^ router router chi
	r.With(auth, paginate).Post("/users", create)
// ^^^^ router router chi | guards auth, paginate; from r
//                           ^^^^^^^^ route POST /users | on r.With(auth, paginate); chain create
	r.Mount("/sub", other())
//       ^^^^^^ mount /sub | on r; chain other()
}

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    chi,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// github.com/go-chi/chi
}
`,
  ));
