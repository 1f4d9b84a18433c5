import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { goAuth } from './go-auth.ts';

test('middleware of known packages, options that weaken it, and chains', () =>
  check(
    goAuth,
    'main.go',
    `
package main

import (
	jwtmiddleware "github.com/auth0/go-jwt-middleware/v2"
// <~----------------------------------------------------- guard-export required jwt
	"github.com/gin-gonic/gin"
	"github.com/go-chi/jwtauth/v5"
// <~------------------------------ guard-export required jwt
	"github.com/gofiber/fiber/v2/middleware/keyauth"
	"github.com/justinas/alice"
	echojwt "github.com/labstack/echo-jwt/v4"
	"github.com/labstack/echo/v4/middleware"
)

func main() {
	r.Use(gin.BasicAuth(accounts))
//         ^^^^^^^^^ guard-kind required basic
	e.Use(middleware.KeyAuth(check))
//                ^^^^^^^ guard-kind required api-key
	e.Use(echojwt.WithConfig(echojwt.Config{SigningKey: key}))
//             ^^^^^^^^^^ guard-kind required jwt
	e.Use(echojwt.WithConfig(echojwt.Config{SigningKey: key, Skipper: public}))
//             ^^^^^^^^^^ guard-kind required jwt | skips public
	e.Use(echojwt.WithConfig(echojwt.Config{SigningKey: key, ContinueOnIgnoredError: true}))
//             ^^^^^^^^^^ guard-kind unknown jwt
	e.Use(echojwt.WithConfig(echojwt.Config{SigningKey: key, ErrorHandler: refuse}))
//             ^^^^^^^^^^ guard-kind required jwt
	app.Use(keyauth.New(keyauth.Config{Next: public}))
//               ^^^ guard-kind required api-key | skips public
	app.Use(keyauth.New(keyauth.Config{ErrorHandler: func(c *fiber.Ctx, err error) error { return c.SendStatus(401) }}))
//               ^^^ guard-kind required api-key
	app.Use(keyauth.New(keyauth.Config{ErrorHandler: func(c *fiber.Ctx, err error) error { return c.Next() }}))
//               ^^^ guard-kind unknown api-key
	app.Use(keyauth.New(keyauth.Config{ErrorHandler: handle}))
//               ^^^ guard-kind unknown api-key
	r.Use(jwtauth.Verifier(auth), jwtauth.Authenticator(auth))
//             ^^^^^^^^ guard-kind none
//                                     ^^^^^^^^^^^^^ guard-kind required jwt
	r.Use(jwtauth.Verify(auth, jwtauth.TokenFromHeader, fromQuery))
//             ^^^^^^ guard-kind none
	r.Use(mw.MiddlewareFunc())
//        ^^^^^^^^^^^^^^ guard-kind required jwt | of mw from github.com/appleboy/gin-jwt, github.com/appleboy/gin-jwt/v2, github.com/appleboy/gin-jwt/v3, github.com/hertz-contrib/jwt
	chain := alice.New(a, b)
//              ^^^ alias [a, b]
	mux.Handle("/x", chain.Append(c).Then(handler))
//                      ^^^^^^ alias [...chain, c]
//                                ^^^^ compose handler | guards chain.Append(c)
}

`,
  ));

test('functions of the same names from elsewhere are none', () =>
  check(
    goAuth,
    'main.go',
    `
package main

import "github.com/acme/shop/middleware"

// github.com/justinas/alice
func main() {
	r.Use(middleware.BasicAuth(users))
	r.Use(BasicAuth(users))
	chain.Then(handler)
}
`,
  ));
