import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { gin } from './gin.ts';

test('routes, groups, and what stands before them', () =>
  check(
    gin,
    'main.go',
    `
package main

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

var engine = gin.Default()
//               ^^^^^^^ router application gin

func routes(r *gin.RouterGroup, e gin.IRouter) {
//             ^^^^^^^^^^^^^^^ router router gin
//                                ^^^^^^^^^^^ router router gin
	r.GET("/users/:id", auth, show)
//     ^^^^^^^^^^^^ route GET /users/:id | on r; chain auth, show
	r.Any("/any", show)
//     ^^^^^^ route ANY /any | on r; chain show
	r.Handle(http.MethodPut, "/users", show)
//                        ^^^^^^^^ route http.MethodPut /users | on r; chain show
	r.Match([]string{"GET", "HEAD"}, "/health", show)
//                                ^^^^^^^^^ route [GET, HEAD] /health | on r; chain show
	admin := r.Group("/admin", auth)
//          ^^^^^ router router gin | prefix /admin; guards auth; from r
	admin.Use(logger, auth)
//     ^^^ guard | on admin; guards logger, auth
	plain := &gin.Engine{}
//             ^^^^^^ router application gin
}

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    gin,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// github.com/gin-gonic/gin
}
`,
  ));
