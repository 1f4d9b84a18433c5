import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { fiber } from './fiber.ts';

test('routes, groups, mounted applications, and guards below a path', () =>
  check(
    fiber,
    'main.go',
    `
package main

import "github.com/gofiber/fiber/v3"

func main() {
	app := fiber.New()
//            ^^^ router application fiber
	app.Use(logger)
//   ^^^ mount | on app; chain logger; prefix may lead
	app.Use("/admin", auth)
//   ^^^ mount | on app; chain /admin, auth; prefix may lead
	app.Get("/users/:id<int>", auth, show)
//       ^^^^^^^^^^^^^^^^^ route GET /users/:id<int> | on app; chain auth, show
	app.All("/any", show)
//       ^^^^^^ route ANY /any | on app; chain show
	app.Add("PUT", "/users", create)
//              ^^^^^^^^ route PUT /users | on app; chain create
	api := app.Group("/api", auth)
//          ^^^^^ router router fiber | prefix /api; guards auth; from app
	app.Route("/v1", func(r fiber.Router) { r.Post("/x", create) })
//         ^^^^^ mount /v1 | on app; chain function; calls child
//                       ^^^^^^^^^^^^ router router fiber
//                                              ^^^^ route POST /x | on r; chain create
	app.Mount("/sub", other)
//         ^^^^^^ mount /sub | on app; chain other
}

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    fiber,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// github.com/gofiber/fiber
}
`,
  ));
