import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { hertz } from './hertz.ts';

test('routes, groups and guards', () =>
  check(
    hertz,
    'main.go',
    `
package main

import (
	"github.com/cloudwego/hertz/pkg/app/server"
	"github.com/cloudwego/hertz/pkg/route"
)

func main() {
	h := server.Default()
//           ^^^^^^^ router application hertz
	h.Use(logger)
// ^^^ guard | on h; guards logger
	h.GET("/ping", ping)
//     ^^^^^^^ route GET /ping | on h; chain ping
	h.Handle("LOAD", "/x", ping)
//                ^^^^ route LOAD /x | on h; chain ping
	v1 := h.Group("/v1", auth)
//       ^^^^^ router router hertz | prefix /v1; guards auth; from h
	v1.POST("/users", auth, create)
//       ^^^^^^^^ route POST /users | on v1; chain auth, create
}

func register(r *route.RouterGroup) {}
//               ^^^^^^^^^^^^^^^^^ router router hertz

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    hertz,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// github.com/cloudwego/hertz
}
`,
  ));
