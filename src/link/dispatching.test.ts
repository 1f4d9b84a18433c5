import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

/** A type that answers by handing requests to others by their path, with what its method does before, and what is served. */
async function served(before: string, handler = 'h'): Promise<readonly string[]> {
  return linkOf({
    'main.go': `package main
import (
	"net/http"
	"os"
	"strings"
	"github.com/gorilla/mux"
)
type Users struct { *mux.Router }
type Handler struct {
	users  *Users
	teams  *mux.Router
	secret string
}
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	${before}
	switch {
	case strings.HasPrefix(r.URL.Path, "/api/users"):
		http.StripPrefix("/api", h.users).ServeHTTP(w, r)
	default:
		h.teams.ServeHTTP(w, r)
	}
}
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}
func one(w http.ResponseWriter, r *http.Request) {}
func main() {
	u := &Users{Router: mux.NewRouter()}
	u.NewRoute().Subrouter().HandleFunc("/users", one).Methods("GET")
	t := mux.NewRouter()
	t.HandleFunc("/teams", one).Methods("GET")
	h := &Handler{users: u, teams: t, secret: os.Getenv("SECRET")}
	srv := &http.Server{Handler: ${handler}}
	srv.ListenAndServe()
}
`,
  });
}

test('what a type hands requests to is served where the type is', async () => {
  expect(await served('')).toEqual(['GET /api/users none', 'GET /teams none']);
  expect(await served('', 'logged(h)')).toEqual(['GET /api/users none', 'GET /teams none']);
});

test('what it does before stands before all of it', async () => {
  const checked = `if r.Header.Get("Authorization") != "Bearer "+h.secret {
		http.Error(w, "no", http.StatusUnauthorized)
		return
	}`;
  expect(await served(checked)).toEqual(['GET /api/users required bearer', 'GET /teams required bearer']);
});
