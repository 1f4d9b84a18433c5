import { beforeAll, expect, test } from 'vitest';
import { block, exportShown, importShown, memberShown, shown, typeShown } from '../../tests/support/program-text.ts';
import type { Module } from '../core/program.ts';
import { programModule } from './program-module.ts';
import { programFile } from './program-index.ts';
import { loadGrammar } from './syntax/grammar.ts';

beforeAll(() => loadGrammar('go'));

function moduleOf(text: string): Module {
  const parsed = programModule('go', 'api/main.go', text);
  if (parsed.kind !== 'parsed') throw new Error('not parsed');
  return parsed.file;
}

/** The statements of a function with this body. */
function formOf(body: string): string {
  const [declared] = moduleOf(`package api\nfunc f() {\n${body}\n}\n`).body;
  const value = declared?.kind === 'declare' ? declared.value : undefined;
  return value?.kind === 'function' ? block(value.fn.body) : 'no function';
}

test.each([
  ['x, err := load(1)', 'let [x, err] = load(1)'],
  ['_, err := load(1)', 'let [, err] = load(1)'],
  ['a, b := 1, 2', 'let a = 1; let b = 2'],
  ['x, err = load()', 'let [value 0, value 1] = load(); x := value 0; err := value 1'],
  ['s.a, s.b = 1, 2', 'let value 0 = 1; let value 1 = 2; s.a := value 0; s.b := value 1'],
  ['_ = f()', 'f()'],
  ['x += "a"', "x := concat(x, 'a')"],
  ['x++', 'x := arithmetic(x)'],
  ['var a, b int', 'let a: int = 0; let b: int = 0'],
  ['var s []string', 'let s: Array<string> = []'],
  ['var err error', 'let err: error'],
  ['var c Config', 'let c: Config = new Config()'],
  ['var m *mux.Router', 'let m: mux.Router'],
  ['*p = 1', 'p := 1'],
])('assignments: %s', (body, expected) => expect(formOf(body)).toBe(expected));

test.each([
  ['return', 'return'],
  ['return a, nil', 'return [a, nothing]'],
  ['if a { b() } else if c { d() } else { e() }', 'if a {b()} else {if c {d()} else {e()}}'],
  ['if v, ok := m["a"]; !ok { return }', '{let [v, ok] = m.a; if not(ok) {return} else {}}'],
  ['for i, r := range routes { add(r) }', 'each entries [i, r] of routes {add(r)}'],
  ['for _, r := range routes { add(r) }', 'each entries [, r] of routes {add(r)}'],
  ['for k := range m { add(k) }', 'each keys k of m {add(k)}'],
  ['for range 3 { f() }', 'each keys _ of 3 {f()}'],
  ['for i := 0; i < 3; i++ { f() }', '{let i = 0; repeat less(i, 3) {f(); i := arithmetic(i)}}'],
  ['for x > 1 { f() }', 'repeat less(1, x) {f()}'],
  ['for { break }', 'repeat {leave}'],
  [
    'switch a { case 1, 2: f(); case 3: g(); fallthrough; default: h() }',
    'select a {1: {} 2: {f(); leave} 3: {g()} default: {h(); leave}}',
  ],
  ['switch { case a: f(); default: h(); case b: g() }', 'if a {f()} else {if b {g()} else {h()}}'],
  ['switch { case a, b: f() }', 'if or(a, b) {f()} else {}'],
  [
    'switch t := v.(type) { case *User: f(t); default: g() }',
    '{let subject 30 = v; let t = subject 30; select unknown() {instance-of(unknown(), User): {let t: User = subject 30; f(t); leave} default: {g(); leave}}}',
  ],
  ['panic("no")', "throw 'no'"],
  ['log.Fatal(err)', 'log.Fatal(err); throw'],
  ['go serve(mux)', 'serve(mux)'],
  ['defer close(x)', 'unknown(close, x)'],
  ['done: for { continue done }', 'repeat {leave}'],
  [
    'select { case x := <-c: f(x); default: }',
    'select unknown() {unknown(): {unknown(c); let x = unknown(); f(x); leave} default: {leave}}',
  ],
])('statements: %s', (body, expected) => expect(formOf(body)).toBe(expected));

test.each([
  ['&Server{router: r, Name: "a"}', "new Server(router=r, Name='a')"],
  ['http.Server{}', 'new http.Server()'],
  ['[]Route{{"GET", h}, {Path: "/x"}}', "[new Route('GET', h), new Route(Path='/x')]"],
  ['[]*Route{&Route{"GET"}}', "[new Route('GET')]"],
  ['[...]string{"a", 2: "b"}', "['a', 'b']"],
  ['map[string]Route{"a": {"GET"}, k: v}', "{a: new Route('GET'), [k]: v}"],
  ['struct{ A, B string }{"a", "b"}', "{A: 'a', B: 'b'}"],
  ['[]struct{ A string }{{"a"}, {A: "b"}}', "[{A: 'a'}, {A: 'b'}]"],
  ['gin.H{"status": 1}', '{status: 1}'],
  ['append(a, b, c)', '[...a, b, c]'],
  ['make(map[string]int)', '{}'],
  ['make([]int, 3)', '[]'],
  ['new(Server)', 'new Server()'],
  ['new(load(1))', 'load(1)'],
  ['new([]string{"a"})', "['a']"],
  ['new(1)', '1'],
  ['len(a)', 'a.length'],
  ['string(b)', 'b'],
  ['[]byte(s)', 's'],
  ['v.(*User)', 'v'],
  ['(*T)(v)', 'T(v)'],
  ['m["a"]', 'm.a'],
  ['m[i]', 'm[i]'],
  ['f(xs...)', 'f(...xs)'],
  ['Map[int, string](x)', 'Map<int, string>(x)'],
  ['huma.Get[In, Out](api, "/x")', "huma.Get<In, Out>(api, '/x')"],
  ['func(a int) error { return nil }', 'arrow(a: int) {return nothing}'],
  ['"a\\n\\x41\\u00e4" + `b\\n`', "concat('a\nAä', 'b\\n')"],
  ["'x'", "'x'"],
  ['0x1F', '31'],
  ['017', '15'],
  ['1_000', '1000'],
  ['a >= b', 'not(less(a, b))'],
  ['a && b && c', 'and(a, b, c)'],
  ['-1', '-1'],
  ['^a', 'arithmetic(a)'],
  ['<-c', 'unknown(c)'],
  ['s.routes', 's.routes'],
  ['&x', 'x'],
  ['f(&c.port, &c)', 'f((c.port := choice(unknown(), c.port, unknown())), c)'],
  ['json.Unmarshal(b, &c)', 'json.Unmarshal(b, (c := choice(unknown(), c, unknown())))'],
  ['yaml.Unmarshal(b, c)', 'yaml.Unmarshal(b, (c := choice(unknown(), c, unknown())))'],
])('expressions: %s', (text, expected) => expect(formOf(`_ = ${text}`)).toBe(expected));

test('a method is a function of its type, and finds what it is called on', () => {
  const module = moduleOf(`package api
func (s *Server) Get(w http.ResponseWriter, r *http.Request) (n int, err error) {
	n, err = s.db.Get(r)
	return
}
func (Store[T]) Len() int { return 0 }
`);
  expect(module.exports.map(exportShown)).toEqual(['Server.Get = local Server.Get', 'Store.Len = local Store.Len']);
  expect(module.body.map(statement => block([statement]))).toEqual([
    'let Server.Get = function(w: http.ResponseWriter, r: http.Request) {let s: Server = self; let n; let err; let [value 0, value 1] = s.db.Get(r); n := value 0; err := value 1; return [n, err]}',
    'let Store.Len = function() {return 0}',
  ]);
});

test('a struct has its fields, and what it embeds', () => {
  const module = moduleOf(`package api
type (
	// Server serves.
	Server struct {
		*gin.Engine
		Base
		a, b int
		router *mux.Router \`json:"router" binding:"required"\`
	}
	Handler func(w http.ResponseWriter)
	Admin Server
	Alias = gin.Engine
	Store interface { Get(id string) (User, error) }
)
`);
  const [server, ...others] = module.body;
  const cls = server?.kind === 'declare' && server.value?.kind === 'class' ? server.value.cls : undefined;
  expect(cls?.doc).toBe('Server serves.');
  expect(cls?.others?.map(shown)).toEqual(['gin.Engine', 'Base']);
  expect(
    cls?.members.map(member =>
      member.kind === 'field' && member.type ? `${member.name}: ${typeShown(member.type)}` : '',
    ),
  ).toEqual(['Engine: gin.Engine', 'Base: Base', 'a: int', 'b: int', 'router: mux.Router']);
  expect(cls?.members.map(memberShown).at(-1)).toBe("@json('router') @binding('required') router: mux.Router");
  expect(others.map(statement => block([statement]))).toEqual([
    'let Handler = class Handler',
    'let Admin = class Admin',
    'let Alias = gin.Engine',
    'let Store = class Store',
  ]);
});

test('constants count, and repeat what stands before them', () => {
  const module = moduleOf(`package api
const (
	A = iota
	B
	_
	D
)
const Base, Path = "/api", Base + "/x"
`);
  expect(block(module.body)).toBe(
    "let A = 0; let B = 1; 2; let D = 3; let Base = '/api'; let Path = concat(Base, '/x')",
  );
});

test('variables come after what they need, and what runs by itself comes last', () => {
  const module = moduleOf(`package main
func main() { serve() }
func init() { setUp() }
var router = newRouter()
func newRouter() *Router { return make_(prefix) }
var prefix = "/api"
type Child struct{ Parent }
type Parent struct{}
`);
  expect(module.body.map(statement => block([statement]).slice(0, 30))).toEqual([
    'let main = arrow main() {serve',
    'let newRouter = arrow newRoute',
    "let prefix = '/api'",
    'let router = newRouter()',
    'let Parent = class Parent',
    'let Child = class Child',
    'arrow init() {setUp()}()',
    'main()',
  ]);
});

test('packages go by the names that a file uses, and free names are those of its package', () => {
  const module = moduleOf(`package api
import (
	"net/http"
	chi "github.com/go-chi/chi/v5"
	"github.com/labstack/echo/v4"
	"gopkg.in/yaml.v3"
	"github.com/acme/go-shop"
	"github.com/acme/shop-settings"
	_ "github.com/lib/pq"
	. "github.com/acme/dsl"
)
func f(e *echo.Echo) {
	http.Get(chi.X, yaml.Y, shop.Z, settings.W)
	register(e)
}
`);
  expect(module.imports.map(importShown)).toEqual([
    'chi = * of github.com/go-chi/chi/v5',
    'http = * of net/http',
    'echo = * of github.com/labstack/echo/v4',
    'yaml = * of gopkg.in/yaml.v3',
    'shop = * of github.com/acme/go-shop',
    'settings = * of github.com/acme/shop-settings',
    'e = e of .,github.com/acme/dsl',
    'register = register of .,github.com/acme/dsl',
  ]);
});

test('a call is known by the package that it is made on, unless something nearer has the name', () => {
  const text = `package api
import "github.com/gin-gonic/gin"
func f() { gin.New() }
func g(gin Maker) { gin.New() }
`;
  const { calls, originOf } = programFile('api/main.go', 'product', text, moduleOf(text));
  expect(calls.map(({ call }) => originOf(call.callee))).toEqual([
    { module: 'github.com/gin-gonic/gin', path: ['*', 'New'] },
    undefined,
  ]);
});

test('the comment above a function is its documentation', () => {
  const [declared] = moduleOf(`package api

// GetUser gives a user.
//
// @Router /users/{id} [get]
func GetUser() {}
`).body;
  const value = declared?.kind === 'declare' ? declared.value : undefined;
  expect(value?.kind === 'function' && value.fn.doc).toBe('GetUser gives a user.\n\n@Router /users/{id} [get]');
});

test('a value in `new` leaves what stands beside it as it is', () => {
  const { body } = moduleOf(
    'package api\nfunc f(x int) *bool { y := new([]int); z := new(*Server); return new(x > 0) }\nfunc g() {}\n',
  );
  expect(
    body.map(one => (one.kind === 'declare' && one.pattern.kind === 'name' ? one.pattern.name : one.kind)),
  ).toEqual(['f', 'g']);
  const parsed = programModule('go', 'a.go', 'package a\nfunc f(x int) *bool { return new(x > 0) }\n');
  expect(parsed.kind === 'parsed' && parsed.diagnostics).toEqual([]);
});
