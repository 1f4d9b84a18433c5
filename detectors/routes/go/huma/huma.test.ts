import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { huma } from './huma.ts';

test('operations of an API and of its groups', () =>
  check(
    huma,
    'main.go',
    `
package main

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
)

func main() {
	api := humachi.New(router, config)
//              ^^^ router application huma
	api.UseMiddleware(auth)
//   ^^^^^^^^^^^^^ guard | on api; guards auth
	huma.Get(api, "/users/{id}", show)
//             ^^^^^^^^^^^^^ route GET /users/{id} | on api; chain show
	huma.Register(api, huma.Operation{Method: http.MethodPost, Path: "/users", Middlewares: guards}, create)
//                                                                ^^^^^^^^ route http.MethodPost /users | on api; chain create; guards guards
	huma.Register(api, operation, create)
//                  ^^^^^^^^^ route operation.Method operation.Path | on api; chain create
	group := huma.NewGroup(api, "/v1")
//             ^^^^^^^^ router router huma | prefix /v1; from api
}

func register(api huma.API) {}
//                ^^^^^^^^ router application huma

`,
  ));

test('an API that a group of a router serves', () =>
  check(
    huma,
    'main.go',
    `
package main

import "github.com/danielgtaylor/huma/v2/adapters/humaecho"

func main() {
	api := humaecho.NewWithGroup(e, g, config)
//               ^^^^^^^^^^^^ router application huma
}

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    huma,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// github.com/danielgtaylor/huma
}
`,
  ));
