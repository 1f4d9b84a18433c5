import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { outboundHardeningGo } from './outbound-hardening.ts';

test('clients with and without a limit', () =>
  check(
    outboundHardeningGo,
    'shop/clients.go',
    `package shop

import (
	"net/http"
	"time"
)

var quick = &http.Client{Timeout: 10 * time.Second}
//                ^^^^^^ outbound sound | net/http gives up after a time
var slow = &http.Client{}
//               ^^^^^^ outbound partial | net/http has no timeout of its own
var endless = http.Client{Timeout: 0}
//                 ^^^^^^ outbound partial
var own = http.Client{Transport: transport}

func ask() {
	http.Get("https://carrier.test")
//    ^^^ outbound partial | net/http has no timeout of its own
	http.DefaultClient.Do(request)
//                  ^^ outbound partial
	http.Get("http://localhost:9000/health")
}
`,
  ));

test('requests that end with their context, and a default that is changed', async () => {
  await check(
    outboundHardeningGo,
    'shop/context.go',
    `package shop

import "net/http"

func ask() {
	ctx, cancel := context.WithTimeout(parent, limit)
	request, _ := http.NewRequestWithContext(ctx, "GET", address, nil)
	http.DefaultClient.Do(request)
	client := &http.Client{}
}
`,
  );
  await check(
    outboundHardeningGo,
    'shop/changed.go',
    `package shop

import "net/http"

func init() { http.DefaultClient.Timeout = limit }
func ask()  { http.Get(address) }
`,
  );
});

test('certificates that are not verified', async () => {
  await check(
    outboundHardeningGo,
    'shop/tls.go',
    `package shop

import "crypto/tls"

var config = &tls.Config{InsecureSkipVerify: true}
//                       ^^^^^^^^^^^^^^^^^^ outbound unsound | certificates of the other side are not verified
//                       ^^^^^^^^^^^^^^^^^^ switch tls-verification off
var checked = &tls.Config{InsecureSkipVerify: false}
var configured = &tls.Config{InsecureSkipVerify: settings.Insecure}

func development() {
	if debug {
		config.InsecureSkipVerify = true
	}
}
`,
  );
  await check(
    outboundHardeningGo,
    'shop/pinned.go',
    `package shop

import "crypto/tls"

var config = &tls.Config{InsecureSkipVerify: true, VerifyPeerCertificate: pinned}
`,
  );
});

test('addresses that the client chooses', () =>
  check(
    outboundHardeningGo,
    'shop/fetch.go',
    `package shop

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

func fetch(w http.ResponseWriter, r *http.Request) {
	target := r.URL.Query().Get("url")
	http.Get(target)
//    ^^^ outbound unsound | net/http requests an address that the client chooses
}

func proxy(c *gin.Context) {
	request, err := http.NewRequest("GET", c.Query("url")+"/status", nil)
//                    ^^^^^^^^^^ outbound unsound
}

func checked(c *gin.Context) {
	target := c.Query("url")
	if !isAllowed(target) {
		return
	}
	request, err := http.NewRequest("GET", target, nil)
}

func part(c *gin.Context) {
	request, err := http.NewRequest("GET", "https://carrier.test/"+c.Query("id"), nil)
}

func stored(c *gin.Context) {
	request, err := http.NewRequest("GET", cache.Query("url"), nil)
}
`,
  ));
