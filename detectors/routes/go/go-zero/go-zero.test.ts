import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { goZero } from './go-zero.ts';

test('routes as literals, with a prefix and a token', () =>
  check(
    goZero,
    'main.go',
    `
package main

import (
	"net/http"

	"github.com/zeromicro/go-zero/rest"
)

func main() {
	server := rest.MustNewServer(conf)
//              ^^^^^^^^^^^^^ router application go-zero
	server.Use(logger)
//      ^^^ guard | on server; guards logger
	server.AddRoute(rest.Route{Method: http.MethodGet, Path: "/", Handler: home})
//                                                        ^^^ route http.MethodGet / | on server; chain home
	server.AddRoutes(
		rest.WithMiddlewares(
			[]rest.Middleware{auth},
			[]rest.Route{
				{Method: http.MethodGet, Path: "/users/:id", Handler: show},
//                                 ^^^^^^^^^^^^ route http.MethodGet /v1/users/:id | on server; chain show; guards [auth], rest.WithJwt(secret)
			}...,
		),
		rest.WithPrefix("/v1"),
		rest.WithJwt(secret),
//     ^^^^^^^ guard-kind required jwt
	)
}

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    goZero,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// github.com/zeromicro/go-zero
}
`,
  ));
