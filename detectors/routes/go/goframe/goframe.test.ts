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
//             ^^^^^^^^ bound-objects request users | on s; prefix /users; ANY
	s.BindHandler("POST:/users@localhost", create)
//             ^^^^^^^^^^^^^^^^^^^^^^^ bound-objects request create | on s; prefix /users; POST
	s.Use(logger)
// ^^^ guard | on s; guards logger
	s.Group("/api", func(group *ghttp.RouterGroup) {
//       ^^^^^^ mount /api | on s; chain function; calls child
//                           ^^^^^^^^^^^^^^^^^ router router goframe
		group.Middleware(auth)
//      ^^^^^^^^^^ guard | on group; guards auth
		group.GET("/profile/:id", profile)
//          ^^^^^^^^^^^^^^ bound-objects request profile | on group; prefix /profile/:id; GET
		group.ALL("/any", profile)
//          ^^^^^^ bound-objects request profile | on group; prefix /any; ANY
	})
	v1 := s.Group("/v1")
//       ^^^^^ router router goframe | prefix /v1; from s
}

`,
  ));

test('objects, and requests that say where they are answered', () =>
  check(
    goframe,
    'api.go',
    `
package api

import (
	"github.com/gogf/gf/v2/frame/g"
	"github.com/gogf/gf/v2/net/ghttp"
)

type GetReq struct {
	g.Meta \`path:"/users/{id}" method:"get" tags:"Users"\`
// <~----------------------------------------------------- request-route GET /users/{id}
	Id     int
}

type Plain struct {
	g.Meta \`orm:"users"\`
}

func register(group *ghttp.RouterGroup) {
//                   ^^^^^^^^^^^^^^^^^ router router goframe
	group.Bind(New(), other)
//     ^^^^ bound-objects request New(), other | on group; ANY
	group.REST("/rest", users)
//          ^^^^^^^ bound-objects verb users | on group; prefix /rest; ANY
	group.BindMiddleware("/rest/*", auth)
//                    ^^^^^^^^^ guard /rest/* | on group; guards auth; matching
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
