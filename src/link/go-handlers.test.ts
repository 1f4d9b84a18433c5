import { expect, test } from 'vitest';
import { linkOf, reasonsOf } from '../../tests/support/link.ts';

const IMPORTS = `import (
	"errors"
	"fmt"
	"log"
	"net/http"

	"github.com/golang-jwt/jwt/v5"
	"github.com/golang-jwt/jwt/v5/request"
)
`;

/** The statuses of routes of net/http whose handlers are these functions, by their names. */
async function handledBy(code: string, ...handlers: readonly string[]): Promise<readonly string[]> {
  const routes = handlers.map((handler, index) => `\tmux.Handle("GET /${index}", http.HandlerFunc(${handler}))\n`);
  return linkOf({
    'main.go': `package main\n${IMPORTS}\n${code}\nfunc main() {\n\tmux := http.NewServeMux()\n${routes.join('')}}\n`,
  });
}

const USER = `func userOf(r *http.Request) *User {
	tok, err := jwt.Parse(r.Header.Get("Authorization"), key)
	if err != nil { return nil }
	return find(tok)
}
`;

test('a handler that insists on a credential by itself guards itself', async () => {
  expect(
    await handledBy(
      `${USER}
func asking(w http.ResponseWriter, r *http.Request) {
	user := userOf(r)
	if user == nil { http.Error(w, "no", http.StatusUnauthorized); return }
	show(w, user)
}
func looking(w http.ResponseWriter, r *http.Request) {
	if user := userOf(r); user != nil { greet(w, user) }
	show(w)
}
func open(w http.ResponseWriter, r *http.Request) { show(w) }
`,
      'asking',
      'looking',
      'open',
    ),
  ).toEqual(['GET /0 required bearer', 'GET /1 none', 'GET /2 none']);
});

test.each([
  ['&Session{Status: 401}', 'required bearer'],
  // A method may be called on a pointer that points to nothing.
  ['nil', 'unknown bearer'],
])('what a session answers that is given in place of one: %s', async (given, expected) => {
  expect(
    await linkOf({
      'main.go': `package main
import (
	"github.com/gin-gonic/gin"
	"github.com/golang-jwt/jwt/v5"
)
type Session struct { Status int; User *User }
func (s *Session) Abort(c *gin.Context) bool {
	if s.Status == 200 { return false }
	c.AbortWithStatus(s.Status)
	return true
}
func auth(c *gin.Context) *Session {
	tok, err := jwt.Parse(c.GetHeader("Authorization"), key)
	if err != nil { return ${given} }
	return &Session{Status: 200, User: find(tok)}
}
func main() {
	r := gin.New()
	r.GET("/x", func(c *gin.Context) {
		s := auth(c)
		if s.Abort(c) { return }
		c.JSON(200, nil)
	})
}
`,
    }),
  ).toEqual([`GET /x ${expected}`]);
});

test('handlers that give a status back are answered by what stands around them', async () => {
  expect(
    await handledBy(
      `type handleFunc func(w http.ResponseWriter, r *http.Request, d *data) (int, error)
type data struct { user *User }
func handle(fn handleFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		settings, err := load()
		if err != nil { log.Fatalf("no settings: %v", err); return }
		status, err := fn(w, r, &data{})
		if status != 0 { http.Error(w, http.StatusText(status), status); return }
	}
}
func withUser(fn handleFunc) handleFunc {
	return func(w http.ResponseWriter, r *http.Request, d *data) (int, error) {
		token, err := request.ParseFromRequest(r, extractor, key)
		if (err != nil || !token.Valid) && !(waived && errors.Is(err, jwt.ErrTokenExpired)) { return http.StatusUnauthorized, nil }
		return fn(w, r, d)
	}
}
var private = withUser(func(w http.ResponseWriter, r *http.Request, d *data) (int, error) { return render(w, d.user) })
func public(w http.ResponseWriter, r *http.Request, d *data) (int, error) { return render(w, nil) }
`,
      'handle(private)',
      'handle(public)',
    ),
  ).toEqual(['GET /0 required jwt', 'GET /1 none']);
});

test('errors that were made once are told from each other, also where others are put around them', async () => {
  const code = `var errNone = errors.New("no credentials")
var errOther = errors.New("something else")
func find(r *http.Request) (*User, error) {
	token := r.Header.Get("Authorization")
	if token == "" { return nil, fmt.Errorf("find: %w", errNone) }
	return load(jwt.Parse(token, key))
}
func strict(w http.ResponseWriter, r *http.Request) {
	_, err := find(r)
	if err != nil && !errors.Is(err, errOther) { http.Error(w, "no", 401); return }
	show(w)
}
func lenient(w http.ResponseWriter, r *http.Request) {
	_, err := find(r)
	if err != nil && !errors.Is(err, errNone) { http.Error(w, "no", 401); return }
	show(w)
}
`;
  expect((await handledBy(code, 'strict', 'lenient')).map(line => line.slice(0, 15))).toEqual([
    'GET /0 required',
    'GET /1 none',
  ]);
});

test('a token of a link, and one of whoever logs in, is no credential for certain', async () => {
  expect(
    await handledBy(
      `func confirm(w http.ResponseWriter, r *http.Request) {
	if err := verifyToken(r.URL.Query().Get("token")); err != nil { http.Error(w, "no", 401); return }
	show(w)
}
func Login(w http.ResponseWriter, r *http.Request) {
	user, err := service.Authenticate(r)
	if err != nil { http.Error(w, "no", 401); return }
	show(w, user)
}
func asksElsewhere(w http.ResponseWriter, r *http.Request) {
	user, err := service.Authenticate(r)
	if err != nil { http.Error(w, "no", 401); return }
	show(w, user)
}
`,
      'confirm',
      'Login',
      'asksElsewhere',
    ),
  ).toEqual(['GET /0 unknown bearer', 'GET /1 none', 'GET /2 unknown']);
});

test('a guard that may refuse for another reason is not known to ask who calls', async () => {
  expect(
    await reasonsOf({
      'main.go': `package main
import "net/http"
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Cdn") != "" && r.Header.Get("Authorization") != "" { http.NotFound(w, r); return }
		if unavailable() && r.Header.Get("Authorization") == "" { http.Error(w, "later", 503); return }
		next.ServeHTTP(w, r)
	})
}
func main() { http.Handle("/x", guard(http.HandlerFunc(h))) }
func h(w http.ResponseWriter, r *http.Request) {}
`,
    }),
  ).toEqual([expect.stringMatching(/^ANY \/x unknown: guard .*whether it refuses hangs on/)]);
});
