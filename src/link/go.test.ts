import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

const GIN = 'import "github.com/gin-gonic/gin"\n\nfunc h(c *gin.Context) { c.JSON(200, nil) }\n';

test('a package is all of its files, and others are found by the path of their module', async () => {
  expect(
    await linkOf({
      'go.mod': 'module github.com/acme/shop\n',
      'main.go': `package main
import "github.com/acme/shop/api"
func main() { api.New(Prefix).Run() }
`,
      'settings.go': 'package main\nconst Prefix = "/v1"\n',
      'api/server.go': `package api
import "github.com/gin-gonic/gin"
type Server struct { engine *gin.Engine; prefix string }
func New(prefix string) *Server {
	s := &Server{engine: gin.New(), prefix: prefix}
	s.routes()
	return s
}
func (s *Server) Run() { s.engine.Run() }
`,
      'api/routes.go': `package api
func (s *Server) routes() {
	group := s.engine.Group(s.prefix)
	for _, r := range table { group.Handle(r.Method, r.Path, r.Handler) }
	users(group.Group("users"))
}
`,
      'api/table.go': `package api
import "net/http"
type Route struct { Method, Path string; Handler gin.HandlerFunc }
type Routes []Route
var table = Routes{
	{http.MethodGet, "/orders", list},
	{Method: "POST", Path: "/orders", Handler: list},
}
`,
      'api/users.go': `package api
${GIN}
func list(c *gin.Context) {}
func users(g *gin.RouterGroup) {
	const path = "/:id"
	g.GET(path, h)
	g.DELETE(path, func(c *gin.Context) {})
}
`,
    }),
  ).toEqual(['GET /v1/orders none', 'POST /v1/orders none', 'DELETE /v1/users/{id} none', 'GET /v1/users/{id} none']);
});

test('structs embed routers and each other, and interfaces are whatever was passed in', async () => {
  expect(
    await linkOf({
      'main.go': `package main
${GIN}
type App struct { *gin.Engine; Base }
type Base struct { prefix string }
func (b Base) at(path string) string { return b.prefix + path }
type Module interface { Register(r gin.IRouter) }
type Users struct{}
func (Users) Register(r gin.IRouter) { r.GET("/users", h) }
type Orders struct { name string }
func (o *Orders) Register(r gin.IRouter) { r.GET("/"+o.name, h) }
func main() {
	app := App{Engine: gin.New(), Base: Base{prefix: "/api"}}
	app.GET(app.at("/health"), h)
	for _, m := range []Module{Users{}, &Orders{name: "orders"}} { m.Register(app) }
}
`,
    }),
  ).toEqual(['GET /api/health none', 'GET /orders none', 'GET /users none']);
});

test('an error that is asked for ends the program, and is no condition', async () => {
  expect(
    await linkOf({
      'main.go': `package main
${GIN}
func setUp() (*gin.Engine, error) {
	db, err := open()
	if err != nil { return nil, err }
	r := gin.New()
	r.GET("/items", h)
	if err := db.Ping(); err != nil { log.Fatal(err) }
	return r, nil
}
func main() {
	r, err := setUp()
	if err != nil { log.Fatal(err) }
	r.GET("/late", h)
	if debug { r.GET("/debug", h) }
}
`,
    }),
  ).toEqual(['GET /debug none if debug', 'GET /items none', 'GET /late none']);
});

test('variables of a package are assigned from its other files, and from other packages', async () => {
  expect(
    await linkOf({
      'go.mod': 'module shop\n',
      'main.go': 'package main\nimport "shop/web"\nfunc main() {\n\tweb.Prefix = "/api"\n\tweb.Start()\n}\n',
      'web/vars.go': 'package web\nimport "github.com/gin-gonic/gin"\nvar router *gin.Engine\nvar Prefix string\n',
      'web/start.go': `package web
${GIN}
func Start() {
	router = gin.New()
	routes()
}
`,
      'web/routes.go': 'package web\nfunc routes() { router.GET(Prefix+"/x", h) }\n',
    }),
  ).toEqual(['GET /api/x none']);
});

test('what nothing calls is entered with what its parameters are declared to be', async () => {
  expect(
    await linkOf({
      'lib.go': `package lib
${GIN}
func Register(r *gin.RouterGroup) { r.GET("/x", h) }
func (s *Store) Handlers(r chi) {}
`,
    }),
  ).toEqual(['GET /x unknown unresolved']);
});

test('chi: functions that are handed a router, mounts, and guards of one line', async () => {
  expect(
    await linkOf({
      'main.go': `package main
import "github.com/go-chi/chi/v5"
func main() {
	r := chi.NewRouter()
	r.Get("/", h)
	r.Route("/articles", func(r chi.Router) {
		r.With(paginate).Get("/", h)
		r.Post("/", h)
		r.Route("/{id:[0-9]+}", func(r chi.Router) { r.Put("/", h) })
	})
	r.Group(func(r chi.Router) {
		r.Use(denied)
		r.Get("/secret", h)
	})
	r.Get("/after", h)
	r.Mount("/admin", admin())
	r.Method("PATCH", "/patched", handler{})
	r.Handle("/any/*", handler{})
}
func admin() chi.Router {
	r := chi.NewRouter()
	r.Use(denied)
	r.Get("/users", h)
	return r
}
func h(w http.ResponseWriter, r *http.Request) {}
func paginate(next http.Handler) http.Handler { return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) }) }
func denied(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, pass, ok := r.BasicAuth()
		if !ok || subtle.ConstantTimeCompare([]byte(user), []byte(name)) != 1 || subtle.ConstantTimeCompare([]byte(pass), []byte(secret)) != 1 {
			http.Error(w, "no", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}
type handler struct{}
func (handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {}
`.replace('import "github', 'import "net/http"\nimport "crypto/subtle"\nimport "github'),
    }),
  ).toEqual([
    'GET / none',
    'GET /admin/users required basic',
    'GET /after none',
    'ANY /any/{*} none',
    'GET /articles none',
    'POST /articles none',
    'PUT /articles/{id} none',
    'PATCH /patched none',
    'GET /secret required basic',
  ]);
});

test('gorilla/mux: chains in any order, subrouters, and routers in fields', async () => {
  expect(
    await linkOf({
      'main.go': `package main
import "github.com/gorilla/mux"
type server struct { router *mux.Router; api *mux.Router }
func main() {
	s := &server{router: mux.NewRouter()}
	s.api = s.router.PathPrefix("/api").Subrouter()
	s.routes()
	http.ListenAndServe(":80", s.router)
}
func (s *server) routes() {
	s.router.HandleFunc("/", s.home)
	s.api.HandleFunc("/users/{id:[0-9]+}", s.home).Methods("GET", http.MethodPut).Name("user")
	s.api.Methods("POST").Path("/users").HandlerFunc(s.home)
	s.api.Path("/items").Handler(wrap(http.HandlerFunc(s.home))).Methods("DELETE")
	s.router.PathPrefix("/files/").Handler(other)
	s.api.NewRoute().PathPrefix("/v2").Subrouter().HandleFunc("/x", s.home)
}
func (s *server) home(w http.ResponseWriter, r *http.Request) {}
func wrap(h http.Handler) http.Handler { return h }
`.replace('import "github', 'import "net/http"\nimport "github'),
    }),
  ).toEqual([
    'ANY / none',
    'DELETE /api/items none',
    'POST /api/users none',
    'GET /api/users/{id} none',
    'PUT /api/users/{id} none',
    'ANY /api/v2/x none',
    'ANY /files/{*rest} none',
  ]);
});

test('net/http: patterns say the method and host, muxes are handed around and cut prefixes off', async () => {
  expect(
    await linkOf({
      'main.go': `package main
import "net/http"
func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /users/{id}", h)
	mux.HandleFunc("POST api.example.com/users", h)
	mux.Handle("DELETE /files/{path...}", http.HandlerFunc(h))
	mux.HandleFunc("/{$}", h)
	users(mux, http.MethodPatch)
	admin := http.NewServeMux()
	admin.HandleFunc("GET /stats", h)
	mux.Handle("/admin/", http.StripPrefix("/admin", admin))
	http.HandleFunc("/plain", h)
	http.Handle("/", mux)
	http.ListenAndServe(":80", nil)
}
func users(mux *http.ServeMux, method string) { mux.HandleFunc(method+" /users", h) }
func h(w http.ResponseWriter, r *http.Request) {}
`,
    }),
  ).toEqual([
    'ANY / none',
    'GET /admin/stats none',
    'DELETE /files/{*path} none',
    'ANY /plain none',
    'PATCH /users none',
    'POST /users none',
    'GET /users/{id} none',
  ]);
});

test('a mux behind a function that stands around it', async () => {
  expect(
    await linkOf({
      'main.go': `package main
import (
	"log"
	"net/http"
	"os"
)
func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /open", h)
	mux.Handle("GET /own", auth(http.HandlerFunc(h)))
	api := http.NewServeMux()
	api.HandleFunc("GET /api/x", h)
	mux.Handle("/api/", auth(api))
	http.ListenAndServe(":80", logged(mux))
}
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { log.Println(r.URL.Path); next.ServeHTTP(w, r) })
}
func auth(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Api-Key") != os.Getenv("API_KEY") { http.Error(w, "no", 401); return }
		next.ServeHTTP(w, r)
	})
}
func h(w http.ResponseWriter, r *http.Request) {}
`,
    }),
  ).toEqual(['GET /api/x required api-key', 'GET /open none', 'GET /own required api-key']);
});

test('what stands around a router that is mounted is not before its neighbours', async () => {
  expect(
    await linkOf({
      'main.go': `package main
import (
	"net/http"
	"os"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/rs/cors"
)
func main() {
	r := chi.NewRouter()
	r.Mount("/", auth(sub("/in")))
	r.Get("/open", h)
	r.Mount("/basic", middleware.BasicAuth("x", users)(sub("/x")))
	r.Mount("/cors", cors.Default().Handler(sub("/y")))
	http.ListenAndServe(":80", r)
}
func sub(path string) chi.Router {
	r := chi.NewRouter()
	r.Get(path, h)
	return r
}
func auth(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Api-Key") != os.Getenv("API_KEY") { http.Error(w, "no", 401); return }
		next.ServeHTTP(w, r)
	})
}
func h(w http.ResponseWriter, r *http.Request) {}
`,
    }),
  ).toEqual(['GET /basic/x required basic', 'GET /cors/y none', 'GET /in required api-key', 'GET /open none']);
});

test('the path of an address beside the root is a base that is set up; any other unknown one is served, too', async () => {
  const served = (base: string): Promise<readonly string[]> =>
    linkOf({
      'main.go': `package main
import (
	"flag"
	"net/url"
)
${GIN}
var address *url.URL
func main() {
	address, _ = url.Parse(flag.Arg(0))
	base := "/"
	if flag.NArg() > 1 { ${base} }
	r := gin.New()
	r.GET(base + "users", h)
}
`,
    });
  expect(await served('base = address.Path')).toEqual(['GET /users none']);
  expect(await served('base = flag.Arg(1)')).toEqual(['GET /users none', 'GET /{?}users none unresolved']);
});

test('what functions that run when a package is loaded put into a list is gone through', async () => {
  expect(
    await linkOf({
      'go.mod': 'module shop\n',
      'app.go': `package main
import (
	"shop/web"
	"github.com/labstack/echo/v5"
)
func main() {
	e := echo.NewWithConfig(echo.Config{})
	web.RegisterAll(web.New(e, e.Group("/v2")))
}
`,
      'web/api.go': `package web
import (
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v5"
)
type wrapped struct { huma.API; adapter huma.Adapter }
func New(e *echo.Echo, g *echo.Group) huma.API {
	api := humaecho.NewWithGroup(e, g, huma.DefaultConfig("Shop", "1"))
	return &wrapped{API: api, adapter: api.Adapter()}
}
func Register[I, O any](api huma.API, op huma.Operation, handler func(context.Context, *I) (*O, error)) {
	if op.DefaultStatus == 0 { op.DefaultStatus = 200 }
	huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) { return handler(ctx, in) })
}
`,
      'web/registry.go': `package web
import "github.com/danielgtaylor/huma/v2"
var registrars []func(huma.API)
func Add(f func(huma.API)) { registrars = append(registrars, f) }
func RegisterAll(api huma.API) { for _, r := range registrars { r(api) } }
`,
      'web/labels.go': `package web
import (
	"net/http"
	"github.com/danielgtaylor/huma/v2"
)
func labels(api huma.API) {
	Register(api, huma.Operation{Method: http.MethodGet, Path: "/labels/{id}", Tags: []string{"labels"}}, one)
	Register(api, huma.Operation{Method: http.MethodPost, Path: "/labels"}, create)
}
func init() { Add(labels) }
func one(ctx context.Context, in *Input) (*Label, error) { return nil, nil }
func create(ctx context.Context, in *Input) (*Label, error) { return nil, nil }
`,
      'web/tasks.go': `package web
import (
	"net/http"
	"github.com/danielgtaylor/huma/v2"
)
func init() { Add(tasks) }
func tasks(api huma.API) { Register(api, huma.Operation{Method: http.MethodGet, Path: "/tasks"}, all) }
func all(ctx context.Context, in *Input) (*Label, error) { return nil, nil }
`,
    }),
  ).toEqual(['POST /v2/labels none', 'GET /v2/labels/{id} none', 'GET /v2/tasks none']);
});

test('a list of functions whose type is one of the framework is opened', async () => {
  expect(
    await linkOf({
      'main.go': `package main
import (
	"net/http"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)
func auth(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+secret { http.Error(w, "no", http.StatusUnauthorized); return }
		next.ServeHTTP(w, r)
	})
}
func main() {
	r := chi.NewRouter()
	common := chi.Middlewares{middleware.RequestID, middleware.Recoverer}
	r.Group(func(r chi.Router) {
		r.Use(common...)
		r.Get("/open", show)
	})
	r.Group(func(r chi.Router) {
		r.Use(chi.Middlewares{middleware.Recoverer, auth}...)
		r.Get("/closed", show)
	})
	http.ListenAndServe(":80", r)
}
func show(w http.ResponseWriter, r *http.Request) { w.Write(nil) }
`,
    }),
  ).toEqual(['GET /closed required bearer', 'GET /open none']);
});

test('of several routers of one constructor, which providers of a generator may make too, those that are mounted serve', async () => {
  expect(
    await linkOf({
      'go.mod': 'module shop\n',
      'main.go': `package main
import (
	"github.com/google/wire"
	"github.com/go-chi/chi/v5"
	"shop/api"
)
var providers = wire.NewSet(api.New, api.Other)
func main() {
	r := chi.NewRouter()
	r.Mount("/api", api.New("a"))
	cache(api.New("b"))
	http.ListenAndServe(":80", r)
}
`,
      'api/api.go': `package api
import "github.com/go-chi/chi/v5"
type Router struct { http.Handler }
func New(name string) *Router {
	r := chi.NewRouter()
	r.Get("/items", h)
	return &Router{Handler: r}
}
func Other() chi.Router { return nil }
func h(w http.ResponseWriter, r *http.Request) {}
`.replace('import "github', 'import "net/http"\nimport "github'),
    }),
  ).toEqual(['GET /api/items none']);
});

test('a text of settings that is set under a condition is by default what nothing was assigned to', async () => {
  expect(
    await linkOf({
      'go.mod': 'module shop\n',
      'main.go': `package main
import (
	"net/url"
	"path"
	"github.com/go-chi/chi/v5"
)
type settings struct { BaseURL, BasePath string }
var conf = &settings{}
func load() {
	if conf.BaseURL != "" {
		u, _ := url.Parse(conf.BaseURL)
		conf.BasePath = u.Path
	}
}
func main() {
	load()
	r := chi.NewRouter()
	r.Get(path.Join(conf.BasePath, "/items"), h)
	r.Get(conf.BasePath+"/other", h)
}
func h(w http.ResponseWriter, r *http.Request) {}
`,
    }),
  ).toEqual(['GET /items none', 'GET /other none']);
});

test('settings of a router of gorilla/mux give it back; names behind blocks of Fiber, and several paths of Iris', async () => {
  expect(
    await linkOf({
      'a.go': `package main
import "github.com/gorilla/mux"
func a() {
	r := mux.NewRouter().StrictSlash(true)
	r.HandleFunc("/mux", h).Methods("GET")
}
func h(w http.ResponseWriter, r *http.Request) {}
`,
      'b.go': `package main
import "github.com/gofiber/fiber/v2"
func b() {
	app := fiber.New()
	app.Route("/fiber", func(r fiber.Router) { r.Get("/one", f) }, "fiber.")
}
func f(c *fiber.Ctx) error { return nil }
`,
      'c.go': `package main
import "github.com/kataras/iris/v12"
func c() {
	app := iris.New()
	app.HandleMany("GET POST", "/iris /other", i)
}
func i(ctx iris.Context) {}
`,
    }),
  ).toEqual([
    'GET /fiber/one none',
    'GET /iris none',
    'POST /iris none',
    'GET /mux none',
    'GET /other none',
    'POST /other none',
  ]);
});
