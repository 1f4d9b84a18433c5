import { expect, test } from 'vitest';
import { parseFile } from '../../../../src/parse/parse-file.ts';
import { check } from '../../../../tests/support/check.ts';
import { linked } from '../../../../tests/support/link.ts';
import { limitersGo } from './limiters-go.ts';

test('middleware that limits', () =>
  check(
    limitersGo,
    'main.go',
    `package main

import (
	"time"

	"github.com/didip/tollbooth/v7"
	"github.com/didip/tollbooth_gin"
	"github.com/go-chi/httprate"
	"github.com/gofiber/fiber/v2/middleware/limiter"
	"github.com/labstack/echo/v4/middleware"
)

func main() {
	r.Use(httprate.LimitByIP(100, time.Minute))
//              ^^^^^^^^^ guard-kind none limiter
	r.Use(httprate.Limit(10, 10*time.Second, byKey))
//              ^^^^^ guard-kind none limiter
	e.Use(middleware.RateLimiter(store))
//                ^^^^^^^^^^^ guard-kind none limiter
	app.Use(limiter.New(limiter.Config{Max: 20}))
//               ^^^ guard-kind none limiter
	r.GET("/x", tollbooth_gin.LimitHandler(limit), show)
//                         ^^^^^^^^^^^^ guard-kind none limiter
	http.Handle("/y", tollbooth.LimitFuncHandler(limit, show))
//                           ^^^^^^^^^^^^^^^^ guard-kind none limiter
//                           ^^^^^^^^^^^^^^^^ compose show | guards LimitFuncHandler
}
`,
  ));

test('other things of that name are none', () =>
  check(
    limitersGo,
    'main.go',
    `package main

import (
	"github.com/labstack/echo/v4/middleware"
	"shop/limiter"
)

func main() {
	app.Use(limiter.New())
	e.Use(middleware.Recover())
	query.Limit(5)
	httprate.Limit(5, window)
}
`,
  ));

/** Whether the one operation of a router of chi is limited, and why not. */
async function limitOf(guard: string): Promise<string> {
  const { operations } = await linked({
    'main.go': `package main

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/httprate"
	"github.com/didip/tollbooth/v7"
)

func main() {
	r := chi.NewRouter()
	${guard}
}

func show(w http.ResponseWriter, r *http.Request) {}
`,
  });
  const [operation] = operations;
  return operation?.limiter ? 'limited' : 'not limited';
}

test('limits reach the operations behind them', async () => {
  expect(await limitOf('r.Use(httprate.LimitByIP(100, time.Minute))\n\tr.Get("/x", show)')).toBe('limited');
  expect(await limitOf('r.Method("GET", "/x", tollbooth.LimitFuncHandler(limit, show))')).toBe('limited');
});

/** Why a limit of httprate stops nobody. */
async function nothingOf(limit: string): Promise<string | undefined> {
  const text = `package main\n\nimport (\n\t"time"\n\n\t"github.com/go-chi/httprate"\n)\n\nvar limit = ${limit}\n`;
  const parsed = await parseFile('go', 'main.go', 'product', text, { read: () => undefined });
  if (parsed.kind !== 'parsed') throw new Error('it cannot be parsed');
  const [fact] = limitersGo.detect(parsed.file);
  return fact?.kind === 'guard-kind' ? fact.limitsNothing?.kind : 'no limiter';
}

test.each([
  ['httprate.LimitByIP(100, time.Minute)', undefined],
  ['httprate.LimitByIP(requests, window)', undefined],
  ['httprate.LimitByIP(1000000000, time.Second)', 'absurd'],
  ['httprate.LimitByIP(1000000000, 24*time.Hour)', undefined],
  ['httprate.LimitAll(100, time.Minute)', 'keyless'],
  ['httprate.Limit(100, time.Minute)', 'keyless'],
  ['httprate.Limit(100, time.Minute, byKey)', undefined],
])('%s', async (limit, nothing) => expect(await nothingOf(limit)).toBe(nothing));
