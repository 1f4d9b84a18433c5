import { expect, test } from 'vitest';
import { goResolver } from './resolve.ts';

const FILES: Readonly<Record<string, string>> = {
  'go.mod': 'module github.com/acme/shop\n\ngo 1.22\n\nreplace example.com/auth => ./libs/auth\n',
  'main.go': 'package main\n\nfunc main() {}\n',
  'api/routes.go':
    'package api\n\nfunc Routes(r Router) {}\n\nvar (\n\tFirst, Second = 1, 2\n\t// Third\n\tThird int\n)\n',
  'api/server.go': 'package api\n\ntype Server struct{}\n\nfunc NewServer() *Server { return nil }\n',
  'api/users.go': 'package api\n\nfunc (s *Server) Get() {}\nfunc (Store[T]) Len() int { return 0 }\n',
  'api/users_test.go': 'package api\n\nfunc OnlyInTests() {}\n',
  'api/file_windows.go': 'package api\n\nfunc Open() {}\n',
  'api/file_unix.go': 'package api\n\nfunc Open() {}\n',
  'libs/auth/auth.go': 'package auth\n\nconst (\n\tRole = "x"\n)\n\ntype Guard = func()\n',
  'tools/go.mod': 'module example.com/tools // of our own\n',
  'tools/gen/gen.go': 'package gen\n\nfunc Run() {}\n',
};

const resolve = goResolver(new Set(Object.keys(FILES)), path => FILES[path]);

test.each([
  ['main.go', 'github.com/acme/shop/api', 'Routes', 'api/routes.go'],
  ['main.go', 'github.com/acme/shop/api', 'Second', 'api/routes.go'],
  ['main.go', 'github.com/acme/shop/api', 'Third', 'api/routes.go'],
  ['main.go', 'github.com/acme/shop/api', '*', 'api/file_unix.go'],
  ['api/routes.go', '.', 'Server', 'api/server.go'],
  ['api/server.go', '.', 'Server.Get', 'api/users.go'],
  ['api/server.go', '.', 'Store.Len', 'api/users.go'],
  ['api/server.go', '.', 'Open', 'api/file_unix.go'],
  ['main.go', 'example.com/auth', 'Role', 'libs/auth/auth.go'],
  ['main.go', '.,example.com/auth', 'Guard', 'libs/auth/auth.go'],
  ['main.go', 'example.com/tools/gen', 'Run', 'tools/gen/gen.go'],
])('%s finds %s %s', (from, specifier, name, file) =>
  expect(resolve(from, specifier, name)).toEqual({ kind: 'file', file }),
);

test.each([
  ['main.go', 'net/http', 'Get', { kind: 'package', name: 'net/http', subpath: '' }],
  ['main.go', 'github.com/gin-gonic/gin', '*', { kind: 'package', name: 'github.com/gin-gonic/gin', subpath: '' }],
  ['main.go', 'github.com/acme/shop/api', 'OnlyInTests', { kind: 'missing', specifier: 'github.com/acme/shop/api' }],
  ['main.go', 'github.com/acme/shop/gone', 'X', { kind: 'missing', specifier: 'github.com/acme/shop/gone' }],
  ['main.go', '.', 'Missing', { kind: 'missing', specifier: '.' }],
  ['main.go', '../outside', 'X', { kind: 'package', name: '../outside', subpath: '' }],
])('%s does not find %s %s', (from, specifier, name, expected) =>
  expect(resolve(from, specifier, name)).toEqual(expected),
);

const OLD: Readonly<Record<string, string>> = {
  'main.go': 'package main\n',
  'routers/router.go': 'package routers\n\nfunc Init() {}\n',
  'http/http.go': 'package http\n\nfunc Get() {}\n',
};
const resolveOld = goResolver(new Set(Object.keys(OLD)), path => OLD[path]);

test.each([
  ['shop/routers', { kind: 'file', file: 'routers/router.go' }],
  ['github.com/acme/shop/routers', { kind: 'file', file: 'routers/router.go' }],
  ['net/http', { kind: 'package', name: 'net/http', subpath: '' }],
  ['github.com/acme/http', { kind: 'package', name: 'github.com/acme/http', subpath: '' }],
])('without modules, %s is told by the folders of the tree', (specifier, expected) =>
  expect(resolveOld('main.go', specifier, '*')).toEqual(expected),
);
