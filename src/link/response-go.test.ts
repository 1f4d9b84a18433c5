import { expect, test } from 'vitest';
import { linked } from '../../tests/support/link.ts';

async function responsesIn(program: string): Promise<readonly string[]> {
  const { operations } = await linked({ 'main.go': `package main\n${program}` });
  return operations.map(({ method, path, responseType }) => `${method} ${path} ${responseType ?? '-'}`);
}

test('what is written as JSON, by what variables, literals and functions of the tree are', async () => {
  expect(
    await responsesIn(`
import (
	"net/http"
	"github.com/gin-gonic/gin"
)
type User struct { Name string }
type Store struct{}
func (s *Store) List() ([]*User, error) { return nil, nil }
type API struct { store *Store }
func (a *API) list(c *gin.Context) {
	users, err := a.store.List()
	if err != nil { c.JSON(http.StatusInternalServerError, Failure{}); return }
	c.JSON(http.StatusOK, users)
}
func one(c *gin.Context) {
	var user User
	c.JSON(200, &user)
}
func made(c *gin.Context) { c.JSON(201, models.Created{}) }
func free(c *gin.Context) { c.JSON(200, gin.H{"ok": true}) }
func both(c *gin.Context) { if c.Query("a") == "" { c.JSON(200, User{}) } else { c.JSON(200, Store{}) } }
func main() {
	a := &API{store: &Store{}}
	r := gin.New()
	r.GET("/users", a.list)
	r.GET("/users/:id", one)
	r.POST("/users", made)
	r.GET("/free", free)
	r.GET("/both", both)
	r.Run()
}`),
  ).toEqual(['GET /both -', 'GET /free -', 'GET /users []User', 'POST /users models.Created', 'GET /users/{id} User']);
});

test('encoders of the answer alone, and errors that handlers give back', async () => {
  expect(
    await responsesIn(`
import (
	"encoding/json"
	"net/http"
	"os"
	"github.com/labstack/echo/v4"
)
type User struct { Name string }
func list(w http.ResponseWriter, r *http.Request) { json.NewEncoder(w).Encode([]User{}); var users []User; json.NewEncoder(w).Encode(users) }
func save(w http.ResponseWriter, r *http.Request) { var user User; json.NewEncoder(os.Stdout).Encode(user) }
func show(c echo.Context) error { return c.JSON(http.StatusOK, &User{}) }
func main() {
	http.HandleFunc("GET /users", list)
	http.HandleFunc("POST /users", save)
	e := echo.New()
	e.GET("/show", show)
	e.Start(":80")
	http.ListenAndServe(":80", nil)
}`),
  ).toEqual(['GET /show User', 'GET /users []User', 'POST /users -']);
});

test('outputs that are declared: of Huma, what their body is; of Connect, what their response holds', async () => {
  expect(
    await responsesIn(`
import (
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
)
type User struct { Name string }
type ListOutput struct { Body []User }
func list(ctx context.Context, in *struct{}) (*ListOutput, error) { return nil, nil }
func ping(ctx context.Context, in *struct{}) (*struct{}, error) { return nil, nil }
func main() {
	api := humachi.New(chi.NewRouter(), huma.DefaultConfig("x", "1"))
	huma.Get(api, "/users", list)
	huma.Get(api, "/ping", ping)
}`),
  ).toEqual(['GET /ping -', 'GET /users []User']);
});
