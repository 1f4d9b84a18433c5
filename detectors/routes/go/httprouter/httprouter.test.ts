import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { httprouter } from './httprouter.ts';

test('routes, and fields that hold a router', () =>
  check(
    httprouter,
    'main.go',
    `
package main

import "github.com/julienschmidt/httprouter"

func main() {
	router := httprouter.New()
//                    ^^^ router application httprouter
	router.GET("/users/:id", show)
//          ^^^^^^^^^^^^ route GET /users/:id | on router; chain show
	router.Handle("PUT", "/users", create)
//                    ^^^^^^^^ route PUT /users | on router; chain create
	router.HandlerFunc("DELETE", "/users/:id", remove)
//                            ^^^^^^^^^^^^ route DELETE /users/:id | on router; chain remove
}

type server struct{ router *httprouter.Router }
//                          ^^^^^^^^^^^^^^^^^ router application httprouter

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    httprouter,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// github.com/julienschmidt/httprouter
}
`,
  ));
