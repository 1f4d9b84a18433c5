import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { kratos } from './kratos.ts';

test('clients, and files that serve nothing by it, have no routes', () =>
  check(
    kratos,
    'client.go',
    `
package main

import "github.com/go-kratos/kratos/v2/log"

func main() {
	r.GET("/users", list)
	client.HandleFunc("/x", f)
	log.Info("x")
}
`,
  ));

test('routers, handlers and what options put before them', () =>
  check(
    kratos,
    'main.go',
    `
package main

import (
	"github.com/go-kratos/kratos/v2/middleware/recovery"
	"github.com/go-kratos/kratos/v2/transport/http"
)

func register(s *http.Server, srv Greeter) {
//               ^^^^^^^^^^^ router application kratos
	r := s.Route("/")
//      ^^^^^ router router kratos | prefix /; from s
	r.GET("/hello/{name}", hello(srv), filter)
//     ^^^^^^^^^^^^^^^ route GET /hello/{name} | on r; chain filter, hello(srv)
}

func main() {
	srv := http.NewServer(http.Address(":80"), http.Middleware(recovery.Recovery()), http.Filter(auth))
//           ^^^^^^^^^ router application kratos | guards http.Address(":80"), http.Middleware(recovery.Recovery()), http.Filter(auth)
//                                               ^^^^^^^^^^ guard-kind none
//                                                                                     ^^^^^^ alias [auth]
	srv.HandleFunc("/raw", raw)
//              ^^^^^^ route ANY /raw | on srv; chain raw
	srv.HandlePrefix("/files/", files)
//                ^^^^^^^^^ mount /files/ | on srv; chain files
	v1 := srv.Route("/v1")
//         ^^^^^ router router kratos | prefix /v1; from srv
	v1.Handle("PUT", "/x", hello)
//                ^^^^ route PUT /x | on v1; chain hello
	other := http.NewServer(http.Middleware(jwt.Server(key)))
//             ^^^^^^^^^ router application kratos | guards http.Middleware(jwt.Server(key))
//                            ^^^^^^^^^^ guard-kind unknown
}
`,
  ));
