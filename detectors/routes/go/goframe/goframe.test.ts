import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { goframe } from './goframe.ts';

test('handlers that are bound by a pattern, and groups', () =>
  check(
    goframe,
    'main.go',
    `
package main

import (
	"github.com/gogf/gf/v2/frame/g"
	"github.com/gogf/gf/v2/net/ghttp"
)

func main() {
	s := g.Server()
//      ^^^^^^ router application goframe
	s.BindHandler("/users", users)
//             ^^^^^^^^ route ANY /users | on s; chain users
	s.BindHandler("POST:/users@localhost", create)
//             ^^^^^^^^^^^^^^^^^^^^^^^ route POST /users | on s; chain create
	s.Use(logger)
// ^^^ guard | on s; guards logger
	s.Group("/api", func(group *ghttp.RouterGroup) {
//       ^^^^^^ mount /api | on s; chain function; calls child
//                           ^^^^^^^^^^^^^^^^^ router router goframe
		group.Middleware(auth)
//      ^^^^^^^^^^ guard | on group; guards auth
		group.GET("/profile/:id", profile)
//          ^^^^^^^^^^^^^^ route GET /profile/:id | on group; chain profile
		group.ALL("/any", profile)
//          ^^^^^^ route ANY /any | on group; chain profile
	})
	v1 := s.Group("/v1")
//       ^^^^^ router router goframe | prefix /v1; from s
}

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    goframe,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// github.com/gogf/gf
}
`,
  ));
