import { expect, test } from 'vitest';
import { linked } from '../../../tests/support/link.ts';

/** Whether the one operation behind a middleware of chi is limited. */
async function isLimited(middleware: string): Promise<boolean> {
  const { operations } = await linked({
    'main.go': `package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

func main() {
	r := chi.NewRouter()
	r.Use(guard)
	r.Get("/x", show)
}

func show(w http.ResponseWriter, r *http.Request) {}

func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		${middleware}
		next.ServeHTTP(w, r)
	})
}

func fail(w http.ResponseWriter, err error) {
	if errors.Is(err, errBusy) {
		http.Error(w, "busy", http.StatusTooManyRequests)
		return
	}
	http.Error(w, "bad", http.StatusBadRequest)
}
`,
  });
  const [operation] = operations;
  if (!operation) throw new Error('no operation');
  return operation.limiter !== undefined;
}

test.each([
  ['if !visitors[r.RemoteAddr].Allow() {\n\t\t\thttp.Error(w, "slow down", 429)\n\t\t\treturn\n\t\t}', true],
  ['if banned[r.RemoteAddr] {\n\t\t\thttp.Error(w, "go away", 429)\n\t\t\treturn\n\t\t}', false],
  ['if seen[r.RemoteAddr] > 10 {\n\t\t\thttp.Error(w, "go away", 429)\n\t\t\treturn\n\t\t}', true],
  ['if err := r.ParseForm(); err != nil {\n\t\t\tfail(w, err)\n\t\t\treturn\n\t\t}', false],
  ['if r.ContentLength > most {\n\t\t\thttp.Error(w, "too large", 413)\n\t\t\treturn\n\t\t}', false],
])('%s', async (middleware, said) => expect(await isLimited(middleware)).toBe(said));
