import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const AUTH = `package authn

import (
	"errors"
	"net/http"
)

var ErrNoToken = errors.New("no token")

type Session struct{ Name string }

type Authenticator interface {
	Authenticate(r *http.Request) (*Session, error)
}
`;

const JWT = `package authn

import (
	"net/http"

	"github.com/golang-jwt/jwt/v5"
)

type JWTAuthenticator struct{ store Store }

func (a *JWTAuthenticator) Authenticate(r *http.Request) (*Session, error) {
	raw := r.Header.Get("Authorization")
	if len(raw) == 0 {
		return nil, ErrNoToken
	}
	parsed, err := jwt.Parse(raw, nil)
	if err != nil || !parsed.Valid {
		return nil, errors.New("not valid")
	}
	return &Session{}, nil
}
`;

const OPEN = `package authn

import "net/http"

type Open struct{}

func (Open) Authenticate(r *http.Request) (*Session, error) { return &Session{}, nil }
`;

/** A program whose guards are handed an interface, and never a value of a known type. */
function served(guard: string): string {
  return `package main

import (
	"context"
	"errors"
	"net/http"

	"example.com/app/authn"
	"github.com/go-chi/chi/v5"
)

func guard(authenticator authn.Authenticator) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			session, err := authenticator.Authenticate(r)
			${guard}
			next.ServeHTTP(w, r.WithContext(withSession(r.Context(), session)))
		})
	}
}

func withSession(ctx context.Context, s *authn.Session) context.Context { return context.WithValue(ctx, "session", s) }

func routes(a authn.Authenticator) {
	r := chi.NewRouter()
	r.With(guard(a)).Get("/x", h)
	http.ListenAndServe(":1", r)
}

func h(w http.ResponseWriter, r *http.Request) {}
`;
}

const MODULE = 'module example.com/app\n\nrequire github.com/go-chi/chi/v5 v5.0.0\n';
const REFUSING = 'if err != nil { w.WriteHeader(401); return }';
const ANONYMOUS = 'if err != nil && !errors.Is(err, authn.ErrNoToken) { w.WriteHeader(401); return }';

function behind(guard: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return linkOf({ 'go.mod': MODULE, 'authn/authn.go': AUTH, 'main.go': served(guard), ...files });
}

test('an interface that one type implements is that type', async () => {
  expect(await behind(REFUSING, { 'authn/jwt.go': JWT })).toEqual(['GET /x required bearer']);
});

test('which error it is tells who is let in', async () => {
  expect(await behind(ANONYMOUS, { 'authn/jwt.go': JWT })).toEqual(['GET /x optional bearer']);
});

test('of two types, either may be the one', async () => {
  expect(await behind(REFUSING, { 'authn/jwt.go': JWT, 'authn/open.go': OPEN })).toEqual(['GET /x unknown bearer']);
});

test('what stands for another type in tests is none', async () => {
  const mock = OPEN.replaceAll('Open', 'MockAuthenticator');
  expect(await behind(REFUSING, { 'authn/jwt.go': JWT, 'authn/mock_authn.go': mock })).toEqual([
    'GET /x required bearer',
  ]);
});

test('a type that lacks a method of the interface is none', async () => {
  const wider = AUTH.replace('(*Session, error)\n}', '(*Session, error)\n\tClose() error\n}');
  const closing = `${JWT}\nfunc (a *JWTAuthenticator) Close() error { return nil }\n`;
  expect(await behind(REFUSING, { 'authn/authn.go': wider, 'authn/jwt.go': closing, 'authn/open.go': OPEN })).toEqual([
    'GET /x required bearer',
  ]);
});

test('an interface that nothing implements is not known', async () => {
  expect(await behind(REFUSING, {})).toEqual(['GET /x unknown']);
});
