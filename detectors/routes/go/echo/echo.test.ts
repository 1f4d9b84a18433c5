import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { echo } from './echo.ts';

test('a handler comes before what guards it', () =>
  check(
    echo,
    'main.go',
    `
package main

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

func main() {
	e := echo.New()
//         ^^^ router application echo
	e.Use(logger)
// ^^^ guard | on e; guards logger
	e.Pre(trim)
// ^^^ guard | on e; guards trim
	e.GET("/users/:id", show, auth)
//     ^^^^^^^^^^^^ route GET /users/:id | on e; chain auth, show
	e.Add(http.MethodPost, "/users", create)
//                      ^^^^^^^^ route http.MethodPost /users | on e; chain create
	e.Match([]string{"GET", "POST"}, "/both", show)
//                                ^^^^^^^ route [GET, POST] /both | on e; chain show
	e.Any("/any/*", show)
//     ^^^^^^^^ route ANY /any/* | on e; chain show
	g := e.Group("/admin", auth)
//      ^^^^^ router router echo | prefix /admin; guards auth; from e
	api := e.Host("api.example.com", auth)
//        ^^^^ router router echo | guards auth; from e
}

func users(g *echo.Group) {}
//            ^^^^^^^^^^ router router echo

`,
  ));

test('an application that is made with its configuration, of the newest major', () =>
  check(
    echo,
    'main.go',
    `
package main

import "github.com/labstack/echo/v5"

func main() {
	e := echo.NewWithConfig(echo.Config{Router: echo.NewRouter(echo.RouterConfig{})})
//         ^^^^^^^^^^^^^ router application echo
	e.GET("/users/:id", show)
//     ^^^^^^^^^^^^ route GET /users/:id | on e; chain show
}

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    echo,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// github.com/labstack/echo
}
`,
  ));
