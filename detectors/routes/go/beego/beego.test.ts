import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { beego } from './beego.ts';

test('controllers, namespaces and filters', () =>
  check(
    beego,
    'main.go',
    `
package main

import "github.com/beego/beego/v2/server/web"

func main() {
	web.Router("/users", &UserController{}, "get:List;post,put:Save")
//          ^^^^^^^^ route GET /users | in its builder, or root; chain UserController{}.List
//          ^^^^^^^^ route POST,PUT /users | in its builder, or root; chain UserController{}.Save
	web.Get("/ping", ping)
//       ^^^^^^^ route GET /ping | in its builder, or root; chain ping
	ns := web.NewNamespace("/v1",
//         ^^^^^^^^^^^^ router application beego | prefix /v1; chain web.NSRouter("/items", &ItemController{}, "get:List"), web.NSNamespace("/admin", web.NSGet("/x", ping))
		web.NSRouter("/items", &ItemController{}, "get:List"),
//    ^^^^^^^^ router router beego
//             ^^^^^^^^ route GET /items | on web.NSRouter("/items", &ItemController{}, "get:List"); chain ItemController{}.List
		web.NSNamespace("/admin", web.NSGet("/x", ping)),
//    ^^^^^^^^^^^ router router beego | prefix /admin; chain web.NSGet("/x", ping)
//                              ^^^^^ router router beego
//                                    ^^^^ route GET /x | on web.NSGet("/x", ping); chain ping
	)
	web.InsertFilter("/admin/*", web.BeforeRouter, auth)
//                ^^^^^^^^^^ guard /admin/* | in its builder, or root; guards auth; matching
	web.InsertFilter("/after/*", web.AfterExec, logger)
}

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    beego,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// beego
}
`,
  ));

test('controllers by their names and comments, and filters of namespaces', () =>
  check(
    beego,
    'main.go',
    `
package main

import "github.com/beego/beego/v2/server/web"

func main() {
	web.AutoRouter(&UserController{})
//   ^^^^^^^^^^ bound-objects name UserController{} | in its builder, or root; ANY
	web.AutoPrefix("/admin", &UserController{})
//   ^^^^^^^^^^ bound-objects name UserController{} | in its builder, or root; prefix /admin; ANY
	web.Include(&PageController{})
//   ^^^^^^^ bound-objects comment PageController{} | in its builder, or root; ANY
	web.CtrlGet("/ping", UserController.Ping)
//           ^^^^^^^ route GET /ping | in its builder, or root; chain UserController.Ping
	web.RESTRouter("/rest", &RestController{}, "get:List")
//              ^^^^^^^ route GET /rest | in its builder, or root; chain RestController{}.List
//              ^^^^^^^ route GET /rest/:objectId | in its builder, or root; chain RestController{}.List
	web.NewNamespace("/v1", web.NSBefore(auth), web.NSInclude(&PageController{}))
//   ^^^^^^^^^^^^ router application beego | prefix /v1; chain web.NSInclude(&PageController{}); guards auth
//                                               ^^^^^^^^^ router router beego
//                                               ^^^^^^^^^ bound-objects comment PageController{} | on web.NSInclude(&PageController{}); ANY
}
`,
  ));
