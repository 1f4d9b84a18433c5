import { expect, test } from 'vitest';
import { linkOf } from '../../tests/support/link.ts';

test('GoFrame: requests say where they are answered, objects have methods, and what binds a request may be unknown', async () => {
  expect(
    await linkOf({
      'go.mod': 'module shop\n',
      'main.go': `package main
import (
	"github.com/gogf/gf/v2/frame/g"
	"github.com/gogf/gf/v2/net/ghttp"
	"shop/users"
)
type Orders struct{}
func (o *Orders) Index(r *ghttp.Request) {}
func (o *Orders) ShowAll(r *ghttp.Request) {}
func (o *Orders) Post(r *ghttp.Request) {}
func (o *Orders) Init(r *ghttp.Request) {}
func (o *Orders) helper() {}
func main() {
	s := g.Server()
	s.BindObject("/orders", new(Orders))
	s.BindObjectMethod("/shown", new(Orders), "ShowAll")
	s.BindObjectRest("/rest", new(Orders))
	s.Group("/api", func(group *ghttp.RouterGroup) {
		group.Bind(users.New(), users.Hello)
	})
	s.Run()
}
`,
      'users/users.go': `package users
import (
	"context"
	"github.com/gogf/gf/v2/frame/g"
)
type GetReq struct {
	g.Meta \`path:"/users/{id}" method:"get"\`
	Id int
}
type HelloReq struct { g.Meta \`path:"/hello" method:"get,post"\` }
type LostReq struct { g.Meta \`path:"/lost" method:"delete"\` }
type API interface { Get(ctx context.Context, req *GetReq) (res *GetRes, err error) }
type Users struct{}
func New() API { return &Users{} }
func (u *Users) Get(ctx context.Context, req *GetReq) (res *GetRes, err error) { return }
func Hello(ctx context.Context, req *HelloReq) (res *GetRes, err error) { return }
`,
    }),
  ).toEqual([
    'GET /api/hello none',
    'POST /api/hello none',
    'GET /api/users/{id} none',
    'DELETE /lost unknown unresolved',
    'ANY /orders none',
    'ANY /orders/index none',
    'ANY /orders/post none',
    'ANY /orders/show-all none',
    'POST /rest none',
    'ANY /shown none',
  ]);
});

test('Beego: comments, names and methods of controllers, behind what prepares them and filters of their namespace', async () => {
  expect(
    await linkOf({
      'go.mod': 'module shop\n',
      'main.go': `package main
import (
	"github.com/beego/beego/v2/server/web"
	"github.com/beego/beego/v2/server/web/context"
	"shop/controllers"
)
func auth(ctx *context.Context) {
	if ctx.Input.Header("Authorization") != "Bearer " + secret { ctx.Abort(401, "no") }
}
func main() {
	web.AutoRouter(&controllers.UserController{})
	web.RESTRouter("/rest", &controllers.RestController{})
	web.AddNamespace(web.NewNamespace("/v1",
		web.NSBefore(auth),
		web.NSNamespace("/pages", web.NSInclude(&controllers.PageController{})),
	))
	web.Run()
}
`,
      'controllers/controllers.go': `package controllers
import "github.com/beego/beego/v2/server/web"
type UserController struct { web.Controller }
func (c *UserController) Prepare() {}
func (c *UserController) ListAll() {}
type RestController struct { web.Controller }
func (c *RestController) Get() {}
type PageController struct { web.Controller }
// @Title all pages
// @router /:key [get,post]
func (c *PageController) Show() {}
// @router / [delete]
func (c *PageController) Clear() {}
func (c *PageController) Other() {}
`,
    }),
  ).toEqual([
    'GET /rest none',
    'GET /rest/{objectId} none',
    'ANY /user/listall none',
    'DELETE /v1/pages required bearer',
    'GET /v1/pages/{key} required bearer',
    'POST /v1/pages/{key} required bearer',
  ]);
});

test('a router that a program writes itself serves somewhere unknown, unless it hands on what it is told', async () => {
  expect(
    await linkOf({
      'main.go': `package main
import "net/http"
type Router struct { handlers map[string]http.HandlerFunc }
func (r *Router) GET(path string, handler http.HandlerFunc) { r.handlers["GET "+path] = handler }
type Wrapper struct { mux *http.ServeMux }
func (w *Wrapper) Get(path string, handler http.HandlerFunc) { w.mux.HandleFunc("GET "+path, handler) }
type Table struct { rows []Row }
type Row struct { path string; handler http.HandlerFunc }
func (t *Table) Get(path string, handler http.HandlerFunc) { t.rows = append(t.rows, Row{path, handler}) }
type Client struct{}
func (c *Client) Get(path string, change func(r *http.Request)) {}
func own(w http.ResponseWriter, r *http.Request) {}
func wrapped(w http.ResponseWriter, r *http.Request) {}
func listed(w http.ResponseWriter, r *http.Request) {}
func change(r *http.Request) {}
func main() {
	router := &Router{}
	router.GET("/own/:id", own)
	wrapper := &Wrapper{mux: http.NewServeMux()}
	wrapper.Get("/wrapped", wrapped)
	table := &Table{rows: []Row{}}
	table.Get("/listed", listed)
	for _, row := range table.rows { wrapper.mux.HandleFunc("/v1"+row.path, row.handler) }
	(&Client{}).Get("/remote", change)
}
`,
    }),
  ).toEqual(['GET /own/{id} unknown unresolved', 'ANY /v1/listed none', 'GET /wrapped none']);
});
