import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { fasthttpRouter } from './fasthttp-router.ts';

test('routes and groups', () =>
  check(
    fasthttpRouter,
    'main.go',
    `
package main

import "github.com/fasthttp/router"

func main() {
	r := router.New()
//           ^^^ router application fasthttp-router
	r.GET("/users/{id:[0-9]+}", show)
//     ^^^^^^^^^^^^^^^^^^^^ route GET /users/{id:[0-9]+} | on r; chain show
	r.ANY("/any", show)
//     ^^^^^^ route ANY /any | on r; chain show
	r.Handle("PUT", "/users", create)
//               ^^^^^^^^ route PUT /users | on r; chain create
	g := r.Group("/api")
//      ^^^^^ router router fasthttp-router | prefix /api; from r
	g.DELETE("/users/{id}", remove)
//        ^^^^^^^^^^^^^ route DELETE /users/{id} | on g; chain remove
}

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    fasthttpRouter,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// github.com/fasthttp/router
}
`,
  ));
