import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { goRestful } from './go-restful.ts';

test('services, their paths, and routes that are built', () =>
  check(
    goRestful,
    'main.go',
    `
package main

import restful "github.com/emicklei/go-restful/v3"

func main() {
	ws := new(restful.WebService)
//                 ^^^^^^^^^^ router application go-restful
	ws.Path("/users").Consumes(restful.MIME_JSON).Produces(restful.MIME_JSON)
//       ^^^^^^^^ base-path /users | on ws
//                 ^^^^^^^^ alias ws.Path("/users")
//                                             ^^^^^^^^ alias ws.Path("/users").Consumes(restful.MIME_JSON)
	ws.Filter(logger)
//  ^^^^^^ guard | on ws; guards logger
	ws.Route(ws.GET("/{id}").To(show).Filter(auth).Doc("get a user"))
//               ^^^^^^^ route GET /{id} | on ws; chain show; guards auth
//                                 ^^^^^^ guard | on ws.GET("/{id}").To(show); guards auth
//                                              ^^^ alias ws.GET("/{id}").To(show).Filter(auth)
	container := restful.NewContainer()
//                    ^^^^^^^^^^^^ router application go-restful
	container.Add(ws)
//         ^^^ mount | on container; chain ws
}

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    goRestful,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// github.com/emicklei/go-restful
}
`,
  ));
