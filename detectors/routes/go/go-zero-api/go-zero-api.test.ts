import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { goZeroApi } from './go-zero-api.ts';

test('descriptions that are broken off, and other files of that ending, have the routes that they say', () =>
  check(
    goZeroApi,
    'broken.api',
    `
service shop {
	@handler One
	get /one (Req
//   ^^^^ router-file
//   ^^^^ route GET /one
`,
  ));

test('files without services have no routes', () =>
  check(goZeroApi, 'types.api', 'type service {\n  get /users\n}\nservice { @handler x get /x }\n'));

test('routes of services, with the prefix and the checks of their servers', () =>
  check(
    goZeroApi,
    'shop.api',
    `
syntax = "v1"

info(
	title: "shop"
)

import "types.api"

type (
	User {
		Id   int    \`json:"id"\`
		Path string \`json:"path"\` // get /none
	}
	Req {
		Id int \`path:"id"\`
	}
)

@server(
	jwt: Auth
	prefix: /v1
	group: users
	middleware: Audit, Trace // both
)
service shop-api {
	@doc(
		summary: "one user"
	)
	@handler GetUser
	get /users/:id (Req) returns (User)
//   ^^^^^^^^^^ router-file | go-zero
//   ^^^^^^^^^^ guard-kind required jwt
//   ^^^^^^^^^^ route GET /v1/users/:id | chain /users/:id; guards nothing, /users/:id, /users/:id

	@handler(createUser)
	post /users(User)
//    ^^^^^^ guard-kind required jwt
//    ^^^^^^ route POST /v1/users | chain /users; guards nothing, /users, /users

	// @handler Gone
	// delete /gone
}

@server(
	prefix: "/open"
)
service shop-api {
	@doc "all"
	@handler List
	get /list-all/items returns ([]User)
//   ^^^^^^^^^^^^^^^ route GET /open/list-all/items | chain /list-all/items
}

service shop-api {
	@handler Root
	get /
//   ^ route GET / | chain /
}
`,
  ));
