import { expect, test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { linkOf } from '../../../../tests/support/link.ts';
import { goyave } from './goyave.ts';

test('a route is a router of its own, for what is said of it afterwards', () =>
  check(
    goyave,
    'route.go',
    `
package route

import "goyave.dev/goyave/v5"

func Register(server *goyave.Server, router *goyave.Router) {
//                                           ^^^^^^^^^^^^^ router router goyave
	router.Get("/hello", hello)
//      ^^^ router router goyave | from router
//          ^^^^^^^^ route GET /hello | on router.Get("/hello", hello); chain hello
}
`,
  ));

test('look-ups are no routes where the framework is not loaded', () =>
  check(
    goyave,
    'client.go',
    `
package client

// goyave.dev/goyave/v5
func load(c *http.Client) {
	c.Get("/users", nil)
	c.Subrouter("/x")
}
`,
  ));

const HEAD = `package main
import (
	"goyave.dev/goyave/v5"
	"goyave.dev/goyave/v5/auth"
)
func h(response *goyave.Response, request *goyave.Request) {}
func main() {
	server, err := goyave.New(goyave.Options{})
	server.RegisterRoutes(register)
}
`;

const main = (body: string): Readonly<Record<string, string>> => ({
  'main.go': `${HEAD}func register(server *goyave.Server, router *goyave.Router) {\n${body}\n}\n`,
});

test('authentication asks where metadata says so, and the innermost says it', async () => {
  expect(
    await linkOf(
      main(`
	router.GlobalMiddleware(auth.Middleware(auth.NewJWTAuthenticator(users)))
	router.Get("/", h)
	r := router.Get("/late", h)
	r.SetMeta(auth.MetaAuth, true)
	in := router.Subrouter("/in").SetMeta(auth.MetaAuth, true)
	in.Get("/", h).Name("in")
	in.Post("/open", h).SetMeta(auth.MetaAuth, false)
	in.Subrouter("/open").SetMeta(auth.MetaAuth, false).Delete("/again", h).SetMeta(auth.MetaAuth, true)
	in.Patch("/perhaps", h).SetMeta(auth.MetaAuth, decided())
`),
    ),
  ).toEqual([
    'GET / none',
    'GET /in required jwt',
    'POST /in/open none',
    'DELETE /in/open/again required jwt',
    'PATCH /in/perhaps unknown',
    'GET /late required jwt',
  ]);
});

test('metadata protects nothing where no middleware looks at it', async () => {
  expect(
    await linkOf(
      main(`
	a := router.Subrouter("/a").SetMeta(auth.MetaAuth, true)
	a.Get("/x", h)
	b := router.Subrouter("/b").SetMeta(auth.MetaAuth, true).Middleware(auth.ConfigBasicAuth())
	b.Get("/x", h)
	c := router.Subrouter("/c").SetMeta(auth.MetaAuth, true).Middleware(auth.Middleware(own))
	c.Get("/x", h)
`),
    ),
  ).toEqual(['GET /a/x none', 'GET /b/x required basic', 'GET /c/x unknown']);
});

test('an authenticator that may let strangers pass is not known to refuse them', async () => {
  expect(
    await linkOf(
      main(`
	authenticator := auth.NewJWTAuthenticator(users)
	authenticator.Optional = true
	router.GlobalMiddleware(auth.Middleware(authenticator))
	router.Get("/x", h).SetMeta(auth.MetaAuth, true)
`),
    ),
  ).toEqual(['GET /x unknown']);
});
