import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { connect } from './connect.ts';

test('handlers of services from generated packages, with their options', () =>
  check(
    connect,
    'main.go',
    `
package main

import (
	"connectrpc.com/connect"
	"connectrpc.com/grpchealth"
	"example.com/shop/gen/shop/v1/shopv1connect"
)

func main() {
	auth := connect.WithInterceptors(authenticate)
//               ^^^^^^^^^^^^^^^^ alias [authenticate]
	mux.Handle(shopv1connect.NewOrderServiceHandler(&orders{}, auth, connect.WithCompressMinBytes(1)))
//                        ^^^^^^^^^^^^^^^^^^^^^^ service-handler OrderService | example.com/shop/gen/shop/v1/shopv1connect; by orders{}; guards auth, connect.WithCompressMinBytes(1)
//                                                                        ^^^^^^^^^^^^^^^^^^^^ guard-kind none
	mux.Handle(grpchealth.NewHandler(checker))
//                     ^^^^^^^^^^ service-handler grpc.health.v1.Health | connectrpc.com/grpchealth; Check, Watch
}
`,
  ));

test('generated code gives one handler for all methods of a service', () =>
  check(
    connect,
    'gen/shop.connect.go',
    `
package shopv1connect

import (
	connect "connectrpc.com/connect"
	http "net/http"
)

const GetProcedure = "/shop.v1.Orders/Get"

func NewOrdersHandler(svc OrdersHandler, opts ...connect.HandlerOption) (string, http.Handler) {
	get := connect.NewUnaryHandler(GetProcedure, svc.Get, opts...)
//                              ^^^^^^^^^^^^ procedure GetProcedure | by svc.Get; guards ...opts
	watch := connect.NewServerStreamHandler("/shop.v1.Orders/Watch", svc.Watch, opts...)
//                                       ^^^^^^^^^^^^^^^^^^^^^^^ procedure stream /shop.v1.Orders/Watch | by svc.Watch; guards ...opts
	return "/shop.v1.Orders/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
//                               ^^^^^^^^^^^ router router connect | chain get, watch
		get.ServeHTTP(w, r)
	})
}
`,
  ));

test('clients, and functions of packages that are named alike, serve nothing', () =>
  check(
    connect,
    'client.go',
    `
package main

import (
	"example.com/shop/gen/shop/v1/shopv1connect"
	"example.com/shop/reconnect"
)

func main() {
	shopv1connect.NewOrderServiceClient(http.DefaultClient, url)
	reconnect.NewLoop(handler)
	db.NewSessionHandler()
}
`,
  ));
