import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { ownRouters } from './own-routers.ts';

test('what has a method of HTTP for its name, a path and a handler', () =>
  check(
    ownRouters,
    'main.go',
    `
package main

func main() {
	router.GET("/users/:id", show)
//          ^^^^^^^^^^^^ own-route GET /users/:id | on router; show
	router.Post("/users", auth, create)
//           ^^^^^^^^ own-route POST /users | on router; create
	router.GET("users", show)
	cache.Get("/users")
	client.Get(url, show)
}
`,
  ));
