import { expect, test } from 'vitest';
import { linkOf, reasonsOf } from '../../tests/support/link.ts';

const IMPORTS = `import (
	"crypto/hmac"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
	"github.com/golang-jwt/jwt/v5"
	"github.com/gorilla/sessions"
	"github.com/labstack/echo/v4"
)
`;

/** The status of the one route that stands behind a guard of Gin. */
async function behindGin(guard: string, use = 'guard'): Promise<string> {
  const lines = await linkOf({
    'main.go': `package main\n${IMPORTS}\n${guard}\nfunc main() {\n\tr := gin.New()\n\tr.GET("/x", ${use}, h)\n}\nfunc h(c *gin.Context) { c.JSON(200, nil) }\n`,
  });
  return lines.join('; ').replace('GET /x ', '');
}

/** The same behind `func(next http.Handler) http.Handler` whose inner function has this body. */
async function behindNetHttp(body: string, others = ''): Promise<string> {
  const lines = await linkOf({
    'main.go': `package main
${IMPORTS}
${others}
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		${body}
	})
}
func main() {
	mux := http.NewServeMux()
	mux.Handle("GET /x", guard(http.HandlerFunc(h)))
}
func h(w http.ResponseWriter, r *http.Request) {}
`,
  });
  return lines.join('; ').replace('GET /x ', '');
}

const PARSE = `tok, err := jwt.Parse(raw, func(t *jwt.Token) (interface{}, error) { return key, nil })`;
const BEARER = 'raw := strings.TrimPrefix(c.GetHeader("Authorization"), "Bearer ")';

test.each([
  [
    'a token that is verified, with its error and its validity asked for',
    `func guard(c *gin.Context) { ${BEARER}; ${PARSE}; if err != nil || !tok.Valid { c.AbortWithStatusJSON(http.StatusUnauthorized, nil); return }; c.Set("user", tok.Claims); c.Next() }`,
    'required bearer',
  ],
  [
    'a token that is only looked for',
    'func guard(c *gin.Context) { if c.GetHeader("Authorization") == "" { c.AbortWithStatus(401); return }; c.Next() }',
    'unknown bearer',
  ],
  [
    'a token whose signature is not verified',
    `func guard(c *gin.Context) { ${BEARER}; if raw == "" { c.AbortWithStatus(401); return }; tok, _, err := new(jwt.Parser).ParseUnverified(raw, claims); if err != nil { c.AbortWithStatus(401); return }; c.Set("user", tok.Claims) }`,
    'unknown bearer',
  ],
  [
    'an answer that stops nothing',
    'func guard(c *gin.Context) { if c.GetHeader("Authorization") == "" { c.JSON(401, nil); return }; c.Next() }',
    'optional bearer',
  ],
  [
    'a refusal, and Abort without a status',
    `func guard(c *gin.Context) { ${BEARER}; ${PARSE}; if err != nil || !tok.Valid { c.JSON(401, nil); c.Abort(); return } }`,
    'required bearer',
  ],
  [
    'a stranger who passes',
    `func guard(c *gin.Context) { ${BEARER}; if raw == "" { c.Next(); return }; ${PARSE}; if err != nil { c.AbortWithStatus(401); return }; c.Set("user", tok) }`,
    'optional bearer',
  ],
  [
    'an error that is thrown away',
    `func guard(c *gin.Context) { ${BEARER}; tok, _ := jwt.Parse(raw, f); c.Set("user", tok); c.Next() }`,
    'optional bearer',
  ],
  [
    'a check in a function that gives an error back',
    `func user(c *gin.Context) (*User, error) { ${BEARER}; if raw == "" { return nil, errors.New("no token") }; ${PARSE}; if err != nil { return nil, fmt.Errorf("bad: %w", err) }; return of(tok), nil }
func guard(c *gin.Context) { u, err := user(c); if err != nil { c.AbortWithError(401, err); return }; c.Set("user", u) }`,
    'required bearer',
  ],
  [
    'what an earlier guard keeps',
    'func guard(c *gin.Context) { u, ok := c.Get("user"); if !ok { c.AbortWithStatus(http.StatusForbidden); return }; use(u) }',
    'required session',
  ],
  [
    'a cookie of any name, whose absence refuses',
    'func guard(c *gin.Context) { v, err := c.Cookie("shop"); if err != nil { c.AbortWithStatus(401); return }; if _, err := sessionsByID.Find(v); err != nil { c.AbortWithStatus(401); return } }',
    'required session',
  ],
  [
    'a cookie that says how to look',
    'func guard(c *gin.Context) { v, err := c.Cookie("shop"); if err != nil { v = "light" }; c.Set("look", v); c.Next() }',
    'none',
  ],
  [
    'a token that is taken apart, and put together again by what it was made into',
    `type parsed struct { id string; rest string }
func parse(raw string) (*parsed, error) { id, rest, ok := strings.Cut(raw, "."); if !ok { return nil, errors.New("bad") }; return &parsed{id: id, rest: rest}, nil }
func (p *parsed) Key() string { return p.id + p.rest }
func guard(c *gin.Context) { ${BEARER}; p, err := parse(raw); if err != nil { c.AbortWithStatus(401); return }; u, err := db.FindByToken(p.Key()); if err != nil { c.AbortWithStatus(401); return }; c.Set("user", u) }`,
    'required bearer',
  ],
  [
    'what an earlier guard keeps under a constant',
    'type key int\nconst (\n\tuserKey key = iota\n\tlookKey\n)\nfunc userOf(c *gin.Context) *User { if v := c.Request.Context().Value(userKey); v != nil { return v.(*User) }; return nil }\nfunc guard(c *gin.Context) { if userOf(c) == nil { c.AbortWithStatus(401); return } }',
    'required session',
  ],
  [
    'what strangers are given, too',
    'func before(c *gin.Context) { c.Set("user", &User{Name: "anonymous"}) }\nfunc guard(c *gin.Context) { if _, ok := c.Get("user"); !ok { c.AbortWithStatus(401); return } }',
    'unknown session',
    'before, guard',
  ],
  [
    'a token that is looked up in vain',
    'func guard(c *gin.Context) { raw := c.GetHeader("Authorization"); if raw == "" { c.AbortWithStatus(401); return }; var u User; db.Where("token = ?", raw).First(&u); c.Set("user", u) }',
    'unknown bearer',
  ],
  [
    'a token that is looked up, and what was found asked for',
    'func guard(c *gin.Context) { raw := c.GetHeader("Authorization"); if raw == "" { c.AbortWithStatus(401); return }; var u User; db.Where("token = ?", raw).First(&u); if u.ID == 0 { c.AbortWithStatus(401); return } }',
    'required bearer',
  ],
  [
    'a cookie that is signed',
    'func guard(c *gin.Context) { v, err := c.Request.Cookie("shop_session"); if err != nil { c.AbortWithStatus(401); return }; values := make(map[string]any); if err := cookies.Decode("shop_session", v.Value, &values); err != nil { c.AbortWithStatus(401); return }; c.Set("user", values["user"]) }',
    'required session',
  ],
  [
    'a token that is written down',
    'func guard(c *gin.Context) { raw := c.GetHeader("Authorization"); if raw == "" { c.AbortWithStatus(401); return }; audit.Record(c, raw) }',
    'unknown bearer',
  ],
  [
    'a limiter is no guard',
    'func guard(c *gin.Context) { if !allow(c.ClientIP()) { c.AbortWithStatus(429); return }; c.Next() }',
    'none',
  ],
  [
    'paths that are spared',
    `func guard(c *gin.Context) { for _, p := range []string{"/x", "/y"} { if strings.HasPrefix(c.Request.URL.Path, p) { c.Next(); return } }; ${BEARER}; ${PARSE}; if err != nil { c.AbortWithStatus(401); return } }`,
    'none',
  ],
  [
    'paths that are not',
    `func guard(c *gin.Context) { if strings.HasPrefix(c.Request.URL.Path, "/public") { c.Next(); return }; ${BEARER}; ${PARSE}; if err != nil { c.AbortWithStatus(401); return } }`,
    'required bearer',
  ],
  [
    'a switch of the configuration',
    `func guard(c *gin.Context) { if !settings.Auth { c.Next(); return }; ${BEARER}; ${PARSE}; if err != nil { c.AbortWithStatus(401); return } }`,
    'unknown bearer',
  ],
])('Gin: %s', async (_name, guard, expected, use?: string) => expect(await behindGin(guard, use)).toBe(expected));

test('Gin: a function that makes the guard, and a method of a struct', async () => {
  const body = `${BEARER}; ${PARSE}; if err != nil { c.AbortWithStatus(401) }`;
  expect(
    await behindGin(
      `func guard(role string) gin.HandlerFunc { return func(c *gin.Context) { ${body} } }`,
      'guard("x")',
    ),
  ).toBe('required bearer');
  expect(
    await behindGin(`type Auth struct{}\nfunc (a *Auth) Check(c *gin.Context) { ${body} }`, '(&Auth{}).Check'),
  ).toBe('required bearer');
});

test.each([
  [
    'Basic credentials that are compared with secrets',
    'u, p, ok := r.BasicAuth(); if !ok || subtle.ConstantTimeCompare([]byte(u), []byte(user)) != 1 || subtle.ConstantTimeCompare([]byte(p), []byte(pass)) != 1 { http.Error(w, "no", http.StatusUnauthorized); return }; next.ServeHTTP(w, r)',
    'required basic',
  ],
  [
    'a key that is compared with the environment',
    'if r.Header.Get("X-Api-Key") != os.Getenv("KEY") { w.WriteHeader(http.StatusUnauthorized); return }; next.ServeHTTP(w, r)',
    'required api-key',
  ],
  [
    'a signature',
    'if !hmac.Equal([]byte(r.Header.Get("X-Signature")), sum) { http.Error(w, "no", 403); return }; next.ServeHTTP(w, r)',
    'required signature',
  ],
  [
    'a session',
    'session, _ := store.Get(r, "shop"); if session.Values["user"] == nil { http.Redirect(w, r, "/login", http.StatusFound); return }; next.ServeHTTP(w, r)',
    'required session',
  ],
  [
    'a refusal that is forgotten',
    'if r.Header.Get("Authorization") == "" { http.Error(w, "no", 401) }; next.ServeHTTP(w, r)',
    'optional bearer',
  ],
  ['nothing about who calls', 'w.Header().Set("X-Frame-Options", "DENY"); next.ServeHTTP(w, r)', 'none'],
  [
    'a form that is asked for, and nothing else',
    'parts := strings.Split(r.Header.Get("Authorization"), " "); if len(parts) != 2 || parts[0] != "Bearer" { http.Error(w, "no", 401); return }; next.ServeHTTP(w, r)',
    'unknown bearer',
  ],
  [
    'a token of the query beside that of a header',
    'raw := r.Header.Get("Authorization"); if raw == "" { raw = r.URL.Query().Get("token") }; if _, err := jwt.Parse(raw, f); err != nil { http.Error(w, "no", 401); return }; next.ServeHTTP(w, r)',
    'required bearer',
  ],
])('net/http: %s', async (_name, body, expected) => expect(await behindNetHttp(body)).toBe(expected));

test('net/http: a struct that answers, and a type of functions with a method', async () => {
  const handlers = `type guarded struct { next http.Handler }
func (g guarded) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, err := jwt.Parse(r.Header.Get("Authorization"), f); err != nil { http.Error(w, "no", 401); return }
	g.next.ServeHTTP(w, r)
}
func guard(next http.Handler) http.Handler { return guarded{next: next} }
type private func(w http.ResponseWriter, r *http.Request)
func (p private) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, err := jwt.Parse(r.Header.Get("Authorization"), f); err != nil { http.Error(w, "no", 401); return }
	p(w, r)
}
`;
  expect(
    await linkOf({
      'main.go': `package main
${IMPORTS}
${handlers}
func main() {
	mux := http.NewServeMux()
	mux.Handle("GET /struct", guard(http.HandlerFunc(h)))
	mux.Handle("GET /type", private(h))
	mux.HandleFunc("GET /open", h)
}
func h(w http.ResponseWriter, r *http.Request) {}
`,
    }),
  ).toEqual(['GET /open none', 'GET /struct required bearer', 'GET /type required bearer']);
});

test('Echo: an error that is given back refuses', async () => {
  expect(
    await linkOf({
      'main.go': `package main
${IMPORTS}
func known(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if _, err := jwt.Parse(c.Request().Header.Get("Authorization"), f); err != nil { return echo.ErrUnauthorized }
		return next(c)
	}
}
func answered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if _, err := jwt.Parse(c.Request().Header.Get("Authorization"), f); err != nil { return c.JSON(http.StatusUnauthorized, nil) }
		return next(c)
	}
}
func forgetful(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().Header.Get("Authorization") == "" { c.JSON(401, nil) }
		return next(c)
	}
}
func main() {
	e := echo.New()
	e.GET("/known", h, known)
	e.GET("/answered", h, answered)
	e.GET("/forgetful", h, forgetful)
	g := e.Group("/api", known)
	g.GET("/x", h)
}
func h(c echo.Context) error { return c.NoContent(204) }
`,
    }),
  ).toEqual([
    'GET /answered required bearer',
    'GET /api/x required bearer',
    'GET /forgetful optional bearer',
    'GET /known required bearer',
  ]);
});

test('Fiber: what does not hand on ends there', async () => {
  expect(
    await linkOf({
      'main.go': `package main
${IMPORTS}
func guard(c *fiber.Ctx) error {
	if _, err := jwt.Parse(c.Get("Authorization"), f); err != nil { return c.Status(fiber.StatusUnauthorized).SendString("no") }
	return c.Next()
}
func main() {
	app := fiber.New()
	app.Get("/open/:id?", h)
	api := app.Group("/api", guard)
	api.Get("/x", h)
	app.Use("/admin", guard)
	app.Get("/admin/y", h)
	app.Get("/z", h)
}
func h(c *fiber.Ctx) error { return c.SendStatus(204) }
`,
    }),
  ).toEqual([
    'GET /admin/y required bearer',
    'GET /api/x required bearer',
    'GET /open none',
    'GET /open/{id} none',
    'GET /z none',
  ]);
});

test('a guard of one group is not that of its neighbours', async () => {
  expect(
    await linkOf({
      'main.go': `package main
${IMPORTS}
func guard(c *gin.Context) { if _, err := jwt.Parse(c.GetHeader("Authorization"), f); err != nil { c.AbortWithStatus(401) } }
func main() {
	r := gin.New()
	private := r.Group("")
	private.Use(guard)
	private.GET("/private", h)
	r.GET("/open", h)
	late := r.Group("/late")
	late.GET("/before", h)
	late.Use(guard)
	late.GET("/after", h)
	r.Group("/").Use(guard).POST("/chained", h)
}
func h(c *gin.Context) {}
`,
    }),
  ).toEqual([
    'POST /chained required bearer',
    'GET /late/after required bearer',
    'GET /late/before none',
    'GET /open none',
    'GET /private required bearer',
  ]);
});

test('a guard goes by the name of the function that makes it', async () => {
  expect(
    await reasonsOf({
      'main.go': `package main
${IMPORTS}
func RequireKey(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Api-Key") != os.Getenv("KEY") { http.Error(w, "no", 401); return }
		next.ServeHTTP(w, r)
	})
}
func main() { http.Handle("/x", RequireKey(http.NotFoundHandler())) }
`,
    }),
  ).toEqual(['ANY /x required: RequireKey (on this route): it reads X-Api-Key and refuses without']);
});

test('functions by which middleware is skipped are asked about the path of each operation, and about who calls', async () => {
  expect(
    await linkOf({
      'main.go': `package main
import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"strings"
	"github.com/labstack/echo/v4"
	echojwt "github.com/labstack/echo-jwt/v4"
)
var public = map[string]bool{"/v1/login": true, "/v1/shares/:share": true}
func hash(value string) string { sum := sha256.Sum256([]byte(value)); return hex.EncodeToString(sum[:]) }
func withKey(value string) error {
	keys := []*Key{}
	err := db.Where("start = ?", value).Find(&keys)
	if err != nil { return err }
	for _, key := range keys {
		if subtle.ConstantTimeCompare([]byte(key.Hash), []byte(hash(value))) == 1 { return nil }
	}
	return errors.New("no such key")
}
func skipper(c echo.Context) bool {
	if public[c.Path()] { return true }
	for _, value := range c.Request().Header.Values("Authorization") {
		if strings.HasPrefix(value, "Bearer key_") { return withKey(strings.TrimPrefix(value, "Bearer ")) == nil }
	}
	return false
}
func bySent(c echo.Context) bool { return c.Request().Header.Get("X-API-Key") != "" }
func never(c echo.Context) bool { return false }
func h(c echo.Context) error { return c.NoContent(200) }
func main() {
	e := echo.New()
	v1 := e.Group("/v1", echojwt.WithConfig(echojwt.Config{SigningKey: secret, Skipper: skipper}))
	v1.POST("/login", h)
	v1.GET("/shares/:share", h)
	v1.GET("/items/:id", h)
	v2 := e.Group("/v2", echojwt.WithConfig(echojwt.Config{SigningKey: secret, Skipper: bySent}))
	v2.GET("/items", h)
	v3 := e.Group("/v3", echojwt.WithConfig(echojwt.Config{SigningKey: secret, Skipper: never}))
	v3.GET("/items", h)
	v4 := e.Group("/v4", echojwt.WithConfig(echojwt.Config{SigningKey: secret, Skipper: elsewhere.Skip}))
	v4.GET("/items", h)
}
`,
    }),
  ).toEqual([
    'GET /v1/items/{id} required jwt',
    'POST /v1/login none',
    'GET /v1/shares/{share} none',
    'GET /v2/items unknown jwt',
    'GET /v3/items required jwt',
    'GET /v4/items unknown jwt',
  ]);
});
