import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const PROTO = `syntax = "proto3";
package shop.v1;
service OrderService {
  rpc GetOrder(A) returns (B) { option idempotency_level = NO_SIDE_EFFECTS; }
  rpc Watch(A) returns (stream B);
}
`;
const UNARY = `func unary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
		if req.Header().Get("Authorization") != "Bearer " + secret {
			return nil, connect.NewError(connect.CodeUnauthenticated, missing)
		}
		return next(ctx, req)
	}
}
`;

test('a service whose handler a build generates has the methods of its description; functions stand before single requests alone', async () => {
  expect(
    await linkOf({
      'go.mod': 'module example.com/shop\n',
      'proto/shop/v1/shop.proto': PROTO,
      'proto/other/v1/other.proto': PROTO.replace('shop.v1', 'other.v1'),
      'main.go': `package main
import (
	"context"
	"net/http"
	"connectrpc.com/connect"
	"example.com/shop/gen/shop/v1/shopv1connect"
)
type orders struct{}
${UNARY}
func main() {
	mux := http.NewServeMux()
	path, handler := shopv1connect.NewOrderServiceHandler(&orders{}, connect.WithInterceptors(unary), connect.WithCompressMinBytes(1))
	mux.Handle(path, handler)
	http.ListenAndServe(":80", mux)
}
`,
    }),
  ).toEqual([
    'GET /shop.v1.OrderService/GetOrder required bearer',
    'POST /shop.v1.OrderService/GetOrder required bearer',
    'POST /shop.v1.OrderService/Watch none',
  ]);
});

test('without a description, a service has the methods of what implements it, and its package is not known', async () => {
  expect(
    await linkOf({
      'main.go': `package main
import (
	"context"
	"net/http"
	"connectrpc.com/connect"
	"example.com/shop/gen/shop/v1/shopv1connect"
)
type orders struct{}
func (orders) Get(ctx context.Context, req *connect.Request[shopv1.GetRequest]) (*connect.Response[shopv1.GetResponse], error) { return nil, nil }
func (orders) Watch(ctx context.Context, req *connect.Request[shopv1.GetRequest], to *connect.ServerStream[shopv1.GetResponse]) error { return nil }
func (orders) Helper(id string) {}
type guard struct{}
func (guard) WrapUnary(next connect.UnaryFunc) connect.UnaryFunc { return next }
func (guard) WrapStreamingHandler(next connect.StreamingHandlerFunc) connect.StreamingHandlerFunc {
	return func(ctx context.Context, conn connect.StreamingHandlerConn) error {
		if conn.RequestHeader().Get("Authorization") != "Bearer " + secret { return connect.NewError(connect.CodeUnauthenticated, missing) }
		return next(ctx, conn)
	}
}
func main() {
	mux := http.NewServeMux()
	mux.Handle(shopv1connect.NewOrdersHandler(&orders{}, connect.WithInterceptors(&guard{})))
	http.ListenAndServe(":80", mux)
}
`,
    }),
  ).toEqual(['POST /{?}.Orders/Get none unresolved', 'POST /{?}.Orders/Watch required bearer unresolved']);
});

test('generated code of the tree is followed, below prefixes and behind what stands around its mux', async () => {
  expect(
    await linkOf({
      'go.mod': 'module example.com/shop\n',
      'gen/shopv1connect/shop.connect.go': `package shopv1connect
import (
	connect "connectrpc.com/connect"
	http "net/http"
)
const GetProcedure = "/shop.v1.Orders/Get"
func NewOrdersHandler(svc OrdersHandler, opts ...connect.HandlerOption) (string, http.Handler) {
	get := connect.NewUnaryHandler(GetProcedure, svc.Get, connect.WithHandlerOptions(opts...))
	return "/shop.v1.Orders/", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { get.ServeHTTP(w, r) })
}
`,
      'main.go': `package main
import (
	"context"
	"net/http"
	"connectrpc.com/authn"
	"example.com/shop/gen/shopv1connect"
)
type orders struct{}
func authenticate(ctx context.Context, req *http.Request) (any, error) {
	user, password, ok := req.BasicAuth()
	if !ok || !matches(password, secret) { return nil, authn.Errorf("invalid credentials") }
	return user, nil
}
func main() {
	api := http.NewServeMux()
	api.Handle(shopv1connect.NewOrdersHandler(&orders{}))
	mux := http.NewServeMux()
	mux.Handle("/grpc/", http.StripPrefix("/grpc", api))
	http.ListenAndServe(":80", authn.NewMiddleware(authenticate).Wrap(mux))
}
`,
    }),
  ).toEqual(['POST /grpc/shop.v1.Orders/Get required basic']);
});

test('what a package stands around a router is before all of it', async () => {
  expect(
    await linkOf({
      'main.go': `package main
import (
	"net/http"
	jwtmiddleware "github.com/auth0/go-jwt-middleware/v2"
	"github.com/gorilla/handlers"
	"github.com/gorilla/mux"
)
func h(w http.ResponseWriter, r *http.Request) {}
func main() {
	r := mux.NewRouter()
	r.HandleFunc("/x", h).Methods("GET")
	guard := jwtmiddleware.New(validate)
	http.ListenAndServe(":80", handlers.CORS()(guard.CheckJWT(r)))
}
`,
    }),
  ).toEqual(['GET /x required jwt']);
});

test('several results of one call are the arguments of another one', async () => {
  expect(
    await linkOf({
      'go.mod': 'module example.com/shop\n',
      'proto/shop/v1/shop.proto': PROTO,
      'main.go': `package main
import (
	"net/http"
	"connectrpc.com/connect"
	"example.com/shop/gen/shop/v1/shopv1connect"
)
type orders struct{}
type served struct { path string; handler http.Handler }
func wrap(path string, handler http.Handler) served { return served{path: path, handler: handler} }
func main() {
	mux := http.NewServeMux()
	for _, one := range []served{wrap(shopv1connect.NewOrderServiceHandler(&orders{}, connect.WithCompressMinBytes(1)))} {
		mux.Handle(one.path, one.handler)
	}
	http.ListenAndServe(":80", mux)
}
`,
    }),
  ).toEqual([
    'GET /shop.v1.OrderService/GetOrder none',
    'POST /shop.v1.OrderService/GetOrder none',
    'POST /shop.v1.OrderService/Watch none',
  ]);
});

test('interceptors that spare some procedures are asked about each', async () => {
  expect(
    await linkOf({
      'go.mod': 'module example.com/shop\n',
      'proto/shop/v1/shop.proto': PROTO.replace('option idempotency_level = NO_SIDE_EFFECTS;', '').replace(
        'returns (stream B)',
        'returns (B)',
      ),
      'main.go': `package main
import (
	"context"
	"net/http"
	"connectrpc.com/connect"
	"example.com/shop/gen/shop/v1/shopv1connect"
)
type orders struct{}
var open = map[string]bool{"/shop.v1.OrderService/Watch": true}
func unary(next connect.UnaryFunc) connect.UnaryFunc {
	return func(ctx context.Context, req connect.AnyRequest) (connect.AnyResponse, error) {
		if open[req.Spec().Procedure] { return next(ctx, req) }
		if req.Header().Get("Authorization") != "Bearer " + secret { return nil, connect.NewError(connect.CodeUnauthenticated, missing) }
		return next(ctx, req)
	}
}
func main() {
	mux := http.NewServeMux()
	mux.Handle(shopv1connect.NewOrderServiceHandler(&orders{}, connect.WithInterceptors(unary)))
	http.ListenAndServe(":80", mux)
}
`,
    }),
  ).toEqual(['POST /shop.v1.OrderService/GetOrder required bearer', 'POST /shop.v1.OrderService/Watch none']);
});
