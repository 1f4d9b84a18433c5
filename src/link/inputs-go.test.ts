import { expect, test } from 'vitest';
import { linked } from '../../tests/support/link.ts';

/** `in:name` of all parameters of every operation, in the linker's order. */
async function inputsIn(sources: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return (await linked(sources)).operations.map(
    ({ method, path, parameters }) =>
      `${method} ${path} ${parameters.map(({ in: place, name }) => `${place}:${name}`).join(' ')}`,
  );
}

test('net/http: parts of the request, by names that were given to them, and in functions that it is handed to', async () => {
  expect(
    await inputsIn({
      'main.go': `package main
import (
	"encoding/json"
	"net/http"
)
type Item struct {
	Base
	Name string \`json:"name,omitempty"\`
	Secret string \`json:"-"\`
	Plain int
	hidden int
}
type Base struct { Kind string \`json:"kind"\` }
func list(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	_ = q.Get("page")
	_ = r.URL.Query()["tags"]
	_ = r.Header.Get("X-Trace")
	c, _ := r.Cookie("session")
	paging(r)
	cache.Get("key")
	w.Header().Get("Not-Sent")
}
func paging(req *http.Request) { _ = req.FormValue("limit") }
func create(w http.ResponseWriter, r *http.Request) {
	var item Item
	json.NewDecoder(r.Body).Decode(&item)
	_ = r.PostFormValue("note")
}
func save(w http.ResponseWriter, r *http.Request) {
	body := struct {
		Title string \`json:"title"\`
	}{}
	var other struct {
		Text string \`json:"text"\`
	}
	json.NewDecoder(r.Body).Decode(&other)
	_ = r.PathValue("id")
}
func main() {
	http.HandleFunc("GET /items", list)
	http.HandleFunc("POST /items", create)
	http.HandleFunc("PUT /items/{id}", save)
}
`,
    }),
  ).toEqual([
    'GET /items header:X-Trace query:limit query:page cookie:session query:tags',
    'POST /items body:Plain body:kind body:name body:note',
    'PUT /items/{id} path:id body:text',
  ]);
});

test('frameworks: readers of their contexts, and what requests are bound to', async () => {
  expect(
    await inputsIn({
      'main.go': `package main
import (
	"github.com/gin-gonic/gin"
)
type Search struct {
	Text string \`form:"q"\`
	Id string \`uri:"id"\`
	Trace string \`header:"X-Trace"\`
}
type handlers struct{}
func (h *handlers) search(c *gin.Context) {
	var s Search
	c.ShouldBindQuery(&s)
	_ = c.DefaultQuery("page", "1")
	_ = c.Param("id")
	user := c.MustGet("user")
	c.Header("X-Sent", "1")
	h.more(c)
}
func (h *handlers) more(ctx *gin.Context) { _ = ctx.GetHeader("X-Key") }
func (h *handlers) send(c *gin.Context) {
	s := new(Search)
	if err := c.ShouldBind(s); err != nil { return }
	_ = c.PostForm("extra")
}
func main() {
	r := gin.New()
	h := &handlers{}
	r.GET("/search/:id", h.search)
	r.POST("/send", h.send)
}
`,
    }),
  ).toEqual([
    'GET /search/{id} path:id header:X-Key query:page query:q',
    'POST /send header:X-Trace body:extra body:q',
  ]);
});

test('inputs that a framework makes of a request: the tags say from where', async () => {
  expect(
    await inputsIn({
      'main.go': `package main
import (
	"context"
	"net/http"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)
type CreateInput struct {
	Trace string \`header:"X-Trace"\`
	Dry bool \`query:"dry"\`
	Id string \`path:"id"\`
	Body Note
}
type Note struct { Text string \`json:"text"\` }
func create(ctx context.Context, input *CreateInput) (*struct{}, error) { return nil, nil }
func main() {
	mux := http.NewServeMux()
	api := humago.New(mux, huma.DefaultConfig("x", "1"))
	huma.Post(api, "/notes/{id}", create)
	huma.Get(api, "/notes", func(ctx context.Context, input *struct{ Limit int \`query:"limit"\` }) (*struct{}, error) { return nil, nil })
}
`,
    }),
  ).toEqual(['GET /notes query:limit', 'POST /notes/{id} path:id header:X-Trace query:dry body:text']);
});

test('gorilla/mux: queries that a route asks for; and a body without names is taken as a whole', async () => {
  expect(
    await inputsIn({
      'main.go': `package main
import (
	"encoding/json"
	"net/http"
	"github.com/gorilla/mux"
)
func h(w http.ResponseWriter, r *http.Request) {}
func save(w http.ResponseWriter, r *http.Request) {
	var body map[string]any
	json.NewDecoder(r.Body).Decode(&body)
}
func main() {
	r := mux.NewRouter()
	r.HandleFunc("/a", h).Methods("GET").Queries("type", "{type}", "page", "{page}")
	r.Path("/b").Queries("kind", "").Methods("GET").HandlerFunc(h)
	r.HandleFunc("/c", save).Methods("PUT")
	http.ListenAndServe(":80", r)
}
`,
    }),
  ).toEqual(['GET /a query:type query:page', 'GET /b query:kind', 'PUT /c body:body']);
});

test('GoFrame and Connect: requests whose handlers are not in the tree take what their types and messages say', async () => {
  expect(
    await inputsIn({
      'go.mod': 'module github.com/acme/shop\n',
      'api/user.go': `package api
import "github.com/gogf/gf/v2/frame/g"
type UpdateReq struct {
	g.Meta \`path:"/user" method:"put"\`
	Id string \`json:"id"\`
}
`,
      'main.go': `package main
import (
	"github.com/gogf/gf/v2/frame/g"
	"github.com/gogf/gf/v2/net/ghttp"
)
func main() {
	s := g.Server()
	s.Group("/", func(group *ghttp.RouterGroup) { group.Bind(missing.New()) })
	s.Run()
}
`,
    }),
  ).toEqual(['PUT /user body:id']);
  expect(
    await inputsIn({
      'users/v1/users.proto': `syntax = "proto3";
package users.v1;
message GetRequest { string user_id = 1; }
service UserService { rpc Get(GetRequest) returns (GetRequest); }
`,
      'main.go': `package main
import (
	"net/http"
	"github.com/acme/shop/gen/users/v1/usersv1connect"
)
type users struct{}
func (u *users) Get(ctx context.Context, req *connect.Request[usersv1.GetRequest]) (*connect.Response[usersv1.GetRequest], error) { return nil, nil }
func main() {
	mux := http.NewServeMux()
	mux.Handle(usersv1connect.NewUserServiceHandler(&users{}))
	http.ListenAndServe(":80", mux)
}
`,
    }),
  ).toEqual(['POST /users.v1.UserService/Get body:user_id']);
});
