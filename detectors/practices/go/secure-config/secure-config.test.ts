import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { secureConfigGo } from './secure-config.ts';

test('modes of Gin', () =>
  check(secureConfigGo, {
    files: {
      'a.go': `package main

import "github.com/gin-gonic/gin"

func main() {
	gin.SetMode(gin.DebugMode)
//   ^^^^^^^ switch debug-mode off | gin.SetMode(gin.DebugMode)
}
`,
      'b.go': `package main

import "github.com/gin-gonic/gin"

func main() {
	gin.SetMode("release")
//   ^^^^^^^ switch debug-mode on
}
`,
      'c.go': `package main

import "github.com/gin-gonic/gin"

func main() {
	gin.SetMode(settings.Mode)
	if development {
		gin.SetMode(gin.DebugMode)
	}
}
`,
    },
  }));

test('origins of others', () =>
  check(
    secureConfigGo,
    'main.go',
    `package main

import (
	"github.com/gin-contrib/cors"
	rs "github.com/rs/cors"
)

func main() {
	r.Use(cors.New(cors.Config{AllowOriginFunc: func(o string) bool { return true }, AllowCredentials: true}))
//                   ^^^^^^ switch cross-origin off | any origin is answered with credentials
	r.Use(cors.New(cors.Config{AllowOriginFunc: func(o string) bool { return true }}))
	r.Use(cors.New(cors.Config{AllowOriginFunc: func(o string) bool { return isOurs(o) }, AllowCredentials: true}))
	r.Use(cors.New(cors.Config{AllowOrigins: []string{"https://shop.test"}, AllowCredentials: true}))
//                   ^^^^^^ switch cross-origin on | origins that are answered are named
	r.Use(cors.New(cors.Config{AllowOrigins: settings.Origins, AllowCredentials: true}))
	rs.New(rs.Options{AllowedOrigins: []string{"https://*.shop.test"}})
	rs.New(rs.Options{AllowedOrigins: []string{"https://shop.test"}})
//         ^^^^^^^ switch cross-origin on
}
`,
  ));

test('flags of session cookies', () =>
  check(
    secureConfigGo,
    'main.go',
    `package main

import "github.com/gorilla/sessions"

func main() {
	store.Options = &sessions.Options{HttpOnly: true, Secure: true}
//                         ^^^^^^^ switch session-cookie on
	other.Options = &sessions.Options{HttpOnly: true, Secure: false}
//                         ^^^^^^^ switch session-cookie off | Secure of the session cookie is off
	third.Options = &sessions.Options{HttpOnly: true, Secure: isProduction}
	fourth.Options = &sessions.Options{Path: "/"}
	options := http.Options{HttpOnly: false}
}
`,
  ));
