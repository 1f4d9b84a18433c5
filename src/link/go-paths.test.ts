import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

/** Paths of the operations that a program serves. */
async function pathsOf(program: string): Promise<readonly string[]> {
  const operations = await linkOf({ 'go.mod': 'module github.com/acme/shop\n', 'main.go': `package main\n${program}` });
  return operations.map(line => line.replace(/ (?:none|unknown)\b.*$/, ''));
}

test('Echo puts a path behind the prefix of a group as it is', async () => {
  expect(
    await pathsOf(`
import "github.com/labstack/echo/v4"
func h(c echo.Context) error { return nil }
func main() {
	e := echo.New()
	e.GET("ping", h)
	u := e.Group("/user")
	u.GET("", h)
	u.GET("s", h)
	u.GET("/:id", h)
	u.Group("-groups").GET("/:id", h)
	open := e.Group("/v1/")
	open.GET("orders", h)
	open.Group("").GET("carts", h)
	e.Group("").GET("top", h)
}`),
  ).toEqual([
    'GET /ping',
    'GET /top',
    'GET /user',
    'GET /user-groups/{id}',
    'GET /user/{id}',
    'GET /users',
    'GET /v1/carts',
    'GET /v1/orders',
  ]);
});

test('so does Iris', async () => {
  expect(
    await pathsOf(`
import "github.com/kataras/iris/v12"
func h(ctx iris.Context) {}
func main() {
	app := iris.New()
	app.Get("ping", h)
	u := app.Party("/user")
	u.Get("s", h)
	u.Get("/{id}", h)
}`),
  ).toEqual(['GET /ping', 'GET /user/{id}', 'GET /users']);
});

test('so does Huma, below each of several prefixes', async () => {
  expect(
    await pathsOf(`
import (
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
)
func main() {
	api := humachi.New(chi.NewRouter(), huma.DefaultConfig("x", "1"))
	both := huma.NewGroup(api, "/v1", "/v2")
	huma.Get(both, "/books", list)
	huma.Get(huma.NewGroup(api, "/user"), "s", list)
}
func list(ctx context.Context, in *struct{}) (*struct{}, error) { return nil, nil }`),
  ).toEqual(['GET /users', 'GET /v1/books', 'GET /v2/books']);
});

test('Gin, Fiber, Hertz, go-restful and GoFrame put a slash between them', async () => {
  expect(
    await pathsOf(`
import "github.com/gin-gonic/gin"
func h(c *gin.Context) {}
func main() { gin.New().Group("/user").GET("s", h) }`),
  ).toEqual(['GET /user/s']);
  expect(
    await pathsOf(`
import "github.com/gofiber/fiber/v2"
func h(c *fiber.Ctx) error { return nil }
func main() { fiber.New().Group("/user").Get("s", h) }`),
  ).toEqual(['GET /user/s']);
  expect(
    await pathsOf(`
import "github.com/cloudwego/hertz/pkg/app/server"
func h(ctx context.Context, c *app.RequestContext) {}
func main() { server.Default().Group("/user").GET("s", h) }`),
  ).toEqual(['GET /user/s']);
  expect(
    await pathsOf(`
import restful "github.com/emicklei/go-restful/v3"
func h(req *restful.Request, resp *restful.Response) {}
func main() {
	ws := new(restful.WebService)
	ws.Path("/user")
	ws.Route(ws.GET("s").To(h))
	restful.Add(ws)
}`),
  ).toEqual(['GET /user/s']);
  expect(
    await pathsOf(`
import (
	"github.com/gogf/gf/v2/frame/g"
	"github.com/gogf/gf/v2/net/ghttp"
)
func h(r *ghttp.Request) {}
func main() {
	s := g.Server()
	s.Group("/user", func(group *ghttp.RouterGroup) { group.GET("s", h) })
	s.Run()
}`),
  ).toEqual(['GET /user/s']);
});

test('what a loop hands to a chain of calls is that of its round', async () => {
  expect(
    await pathsOf(`
import (
	"net/http"
	"github.com/gorilla/mux"
)
type route struct { Method, Pattern string; Handler http.HandlerFunc }
func (r route) Methods() []string {
	if r.Method == http.MethodGet { return []string{r.Method} }
	return []string{r.Method, http.MethodOptions}
}
func h(w http.ResponseWriter, r *http.Request) {}
func main() {
	router := mux.NewRouter()
	for _, r := range map[string]route{"list": {"GET", "/users", h}, "add": {"POST", "/carts", h}} {
		router.Methods(r.Methods()...).Path(r.Pattern).Handler(r.Handler)
	}
	for _, r := range []route{{"PUT", "/a", h}, {"GET", "/b", h}} {
		router.HandleFunc(r.Pattern, r.Handler).Methods(r.Method)
	}
	http.ListenAndServe(":80", router)
}`),
  ).toEqual(['PUT /a', 'GET /b', 'OPTIONS /carts', 'POST /carts', 'GET /users']);
});

test('a base path that nothing sets is empty, and what goes by another name is not known', async () => {
  const program = (group: string): string => `
import (
	"os"
	"strings"
	"github.com/gin-gonic/gin"
)
func rooted(path string) string {
	if path != "" && !strings.HasPrefix(path, "/") { path = "/" + path }
	return path
}
type Config struct { Server struct { RootPath string }; Tenant string }
func h(c *gin.Context) {}
func main() {
	cfg := load()
	r := gin.New()
	r.Group(${group}).GET("/users", h)
	r.Run()
}`;
  expect(await pathsOf(program('cfg.Server.RootPath'))).toEqual(['GET /users']);
  expect(await pathsOf(program('strings.TrimSuffix(cfg.Server.RootPath, "/")'))).toEqual(['GET /users']);
  expect(await pathsOf(program('cfg.Server.RootPath + "/v1"'))).toEqual(['GET /v1/users']);
  expect(await pathsOf(program('rooted(cfg.Server.RootPath)'))).toEqual(['GET /users']);
  expect(await pathsOf(program('"/" + cfg.Server.RootPath'))).toEqual(['GET /{?}/users']);
  expect(await pathsOf(program('cfg.Tenant'))).toEqual(['GET /{?}/users']);
});

test('what a loop over something unknown hands on is no setting', async () => {
  expect(
    await pathsOf(`
import "github.com/gin-gonic/gin"
func h(c *gin.Context) {}
func main() {
	r := gin.New()
	for _, m := range modules() { r.Group(m.Prefix).GET("/users", h) }
	r.Run()
}`),
  ).toEqual(['GET /{?}/users']);
});

test('comments are those of the type that is included, and not of the types in it', async () => {
  expect(
    await pathsOf(`
import "github.com/beego/beego/v2/server/web"
type ApiController struct { web.Controller }
// @router /users [get]
func (c *ApiController) Users() {}
type RootController struct { ApiController }
// @router /health [get]
func (c *RootController) Health() {}
func main() {
	web.AddNamespace(web.NewNamespace("/",
		web.NSNamespace("/api", web.NSInclude(&ApiController{})),
		web.NSNamespace("", web.NSInclude(&RootController{})),
	))
	web.Run()
}`),
  ).toEqual(['GET /api/users', 'GET /health']);
});

test('a route that hands its request back to the router is an operation, and no router below itself', async () => {
  expect(
    await linkOf({
      'main.go': `package main
import (
	"net/http"
	"github.com/gorilla/mux"
)
type Handler struct { *mux.Router }
func deprecated(router http.Handler, build func(r *http.Request) string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r2 := r.Clone(r.Context())
		r2.URL.Path = build(r)
		router.ServeHTTP(w, r2)
	})
}
func to(r *http.Request) string { return "/users" }
func create(w http.ResponseWriter, r *http.Request) {}
func main() {
	h := &Handler{Router: mux.NewRouter()}
	h.HandleFunc("/users", create).Methods("POST")
	h.Handle("/users/create/{kind}", deprecated(h, to)).Methods("POST")
	http.ListenAndServe(":80", h)
}
`,
    }),
  ).toEqual(['POST /users none', 'POST /users/create/{kind} unknown']);
});
