import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { grpcGateway } from './grpc-gateway.ts';

test('paths that are handled beside those of a service', () =>
  check(
    grpcGateway,
    'main.go',
    `
package main

import "github.com/grpc-ecosystem/grpc-gateway/v2/runtime"

func main() {
	mux := runtime.NewServeMux()
//              ^^^^^^^^^^^ router application grpc-gateway
	mux.HandlePath("GET", "/hello/{name}", hello)
//                     ^^^^^^^^^^^^^^^ route GET /hello/{name} | on mux; chain hello
}

`,
  ));

test('clients, stores and headers are no routers', () =>
  check(
    grpcGateway,
    'client.go',
    `
package main

import "net/http"

func load(c *http.Client, cache Cache) {
	c.Get("/users")
	cache.GET("key")
	headers.Get("Authorization")
	client.POST("/users")
	// grpc-gateway
}
`,
  ));
