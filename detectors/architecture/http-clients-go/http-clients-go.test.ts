import { test } from 'vitest';
import { check } from '../../../tests/support/check.ts';
import { httpClientsGo } from './http-clients-go.ts';

test('requests of the standard library are consumed APIs', () =>
  check(
    httpClientsGo,
    'carrier/carrier.go',
    `package carrier

import (
	"fmt"
	"net/http"
)

const base = "https://carrier.test"

func book(ctx context.Context, client *http.Client, id string) {
	http.Get("https://slots.test/free")
//    ^^^ consumed-api | client net/http; host slots.test; method GET
	http.PostForm(base+"/parcels", form)
//    ^^^^^^^^ consumed-api | client net/http; host carrier.test; method POST
	req, err := http.NewRequest("PUT", fmt.Sprintf("https://carrier.test/parcels/%s", id), nil)
//                ^^^^^^^^^^ consumed-api | client net/http; host carrier.test; method PUT
	req, err = http.NewRequestWithContext(ctx, http.MethodDelete, fmt.Sprintf("%s/parcels/%s", base, id), nil)
//               ^^^^^^^^^^^^^^^^^^^^^ consumed-api | client net/http; host carrier.test; method DELETE
	client.Get("https://maps.test/v1")
//      ^^^ consumed-api | client net/http; host maps.test; method GET
	http.Get(settings.Address)
//    ^^^ consumed-api | client net/http; method GET
}
`,
  ));

test('libraries', () =>
  check(
    httpClientsGo,
    'carrier/clients.go',
    `package carrier

import (
	"github.com/dghubble/sling"
	"github.com/go-resty/resty/v2"
	"github.com/valyala/fasthttp"
	"gopkg.in/h2non/gentleman.v2"
)

func clients() {
	resty.New().R().Get("https://resty.test/a")
//               ^^^ consumed-api | client resty; host resty.test; method GET
	sling.New().Base("https://sling.test/").Get("users")
//           ^^^^ consumed-api | client sling; host sling.test
	gentleman.New().URL("https://gentle.test")
//               ^^^ consumed-api | client gentleman; host gentle.test
	fasthttp.Get(nil, "https://fast.test/x")
//        ^^^ consumed-api | client fasthttp; host fast.test; method GET
}
`,
  ));

test('a base of a client', () =>
  check(
    httpClientsGo,
    'carrier/req.go',
    `package carrier

import "github.com/imroc/req/v3"

var client = req.C().SetBaseURL("https://req.test")
//                   ^^^^^^^^^^ consumed-api | client req; host req.test
`,
  ));

test('the own machine, paths, routes and lookups are none', () =>
  check(
    httpClientsGo,
    'server/server.go',
    `package server

import (
	"net/http"
	"net/http/httptest"
)

func main() {
	http.Get("http://localhost:8080/health")
	router.Get("/users", list)
	request.Header.Get("Origin")
	cache.Get("https-key")
	httptest.NewRequest("GET", "https://shop.test/users", nil)
	http.HandleFunc("/orders", orders)
}
`,
  ));
