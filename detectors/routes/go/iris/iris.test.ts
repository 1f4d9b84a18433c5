import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { iris } from './iris.ts';

test('routes, parties and guards', () =>
  check(
    iris,
    'main.go',
    `
package main

import "github.com/kataras/iris/v12"

func main() {
	app := iris.New()
//           ^^^ router application iris
	app.Use(logger)
//   ^^^ guard | on app; guards logger
	app.Get("/users/{id:int}", auth, show)
//       ^^^^^^^^^^^^^^^^^ route GET /users/{id:int} | on app; chain auth, show
	app.Handle("PUT", "/users", create)
//                 ^^^^^^^^ route PUT /users | on app; chain create
	app.HandleMany("GET POST", "/many", show)
//                          ^^^^^^^ route [GET, POST] /many | on app; chain show
	api := app.Party("/api", auth)
//          ^^^^^ router router iris | prefix /api; guards auth; from app
	app.PartyFunc("/v1", func(p iris.Party) { p.Post("/x", create) })
//             ^^^^^ mount /v1 | on app; chain function; calls child
//                           ^^^^^^^^^^ router router iris
//                                                ^^^^ route POST /x | on p; chain create
	app.Party("/v2", func(p iris.Party) {})
//         ^^^^^ mount /v2 | on app; chain function; calls child
//                       ^^^^^^^^^^ router router iris
	admin := app.Party("admin.")
//            ^^^^^ router router iris | from app
}

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    iris,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// github.com/kataras/iris
}
`,
  ));
