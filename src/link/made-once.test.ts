import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

/** A container keeps what it made by a key that is not known here; `register` and `serve` both ask for the router. */
function program(router: string): string {
  return `package main
import (
	"fmt"
	"net/http"
	"github.com/gorilla/mux"
)
type Server struct { container map[string]any }
func (s *Server) get(key string) (any, bool) { v, ok := s.container[key]; return v, ok }
func create[T any](s *Server, make func() T) T {
	key := fmt.Sprintf("%T", (*T)(nil))
	if v, ok := s.get(key); ok { return v.(T) }
	made := make()
	s.container[key] = made
	return made
}
func (s *Server) Router() *mux.Router {
	${router}
}
func (s *Server) API() http.Handler {
	return create(s, func() http.Handler {
		s.Router().HandleFunc("/users", h).Methods("GET")
		s.Router().HandleFunc("/users", h).Methods("POST")
		return s.Router()
	})
}
func h(w http.ResponseWriter, r *http.Request) {}
func main() {
	s := &Server{container: make(map[string]any)}
	http.ListenAndServe(":80", s.API())
}
`;
}

test('what is made by the same thunk of the same object is made once, and a view of an application is served as it is', async () => {
  const lazily = 'return create(s, func() *mux.Router { return mux.NewRouter().PathPrefix("/api").Subrouter() })';
  expect(await linkOf({ 'main.go': program(lazily) })).toEqual([
    'GET /api/users none if not (ok)',
    'POST /api/users none if not (ok)',
  ]);
});

test('thunks that see more than their object are made anew', async () => {
  expect(
    await linkOf({
      'main.go': `package main
import (
	"net/http"
	"github.com/gorilla/mux"
)
func h(w http.ResponseWriter, r *http.Request) {}
func build(make func() string) string { return make() }
type App struct { router *mux.Router }
func (a *App) add(name string) { a.router.HandleFunc(build(func() string { return "/" + name }), h) }
func main() {
	a := &App{router: mux.NewRouter()}
	a.add("users")
	a.add("carts")
	http.ListenAndServe(":80", a.router)
}
`,
    }),
  ).toEqual(['ANY /carts none', 'ANY /users none']);
});
