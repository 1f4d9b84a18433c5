import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { pocketbase } from './pocketbase.ts';

test('groups, what is bound to one route, and the router of an event', () =>
  check(
    pocketbase,
    'main.go',
    `
package main

import (
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func bind(app core.App, rg *router.RouterGroup[*core.RequestEvent]) {
//                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ router router pocketbase
	sub := rg.Group("/foos").Bind(auth).Unbind("x")
//         ^^^^^ router router pocketbase | prefix /foos; from rg
//                        ^^^^ guard | on rg.Group("/foos"); guards auth
//                                   ^^^^^^ alias rg.Group("/foos").Bind(auth)
	sub.GET("/{id}", show).Bind(auth)
//       ^^^^^^^ route GET /{id} | on sub; chain show; guards auth
	sub.BindFunc(logger)
//   ^^^^^^^^ guard | on sub; guards logger
	app.OnServe().BindFunc(func(se *core.ServeEvent) error {
//             ^^^^^^^^ guard | on app.OnServe(); guards function
		se.Router.POST("/hello", hello)
//               ^^^^^^^^ route POST /hello | in its builder, or root; chain hello
		g := se.Router.Group("/v1")
//               ^^^^^ router router pocketbase | prefix /v1; in its builder, or root
		return se.Next()
	})
}

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    pocketbase,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// github.com/pocketbase/pocketbase
}
`,
  ));
