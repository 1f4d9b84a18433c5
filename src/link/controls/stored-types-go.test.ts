/** What handlers of Go store of a body as it is, and what their answers hold, through the real front end, detectors and linker. */
import { expect, test } from 'vitest';
import { linked } from '../../../tests/support/link.ts';

async function typesOf(register: string, handler: string): Promise<readonly string[]> {
  const { operations } = await linked({
    'go.mod': 'module shop\n',
    'models/user.go': `package models

import "gorm.io/gorm"

type User struct {
	gorm.Model
	Name string
}

type Order struct {
	ID    int ${'`gorm:"primaryKey" json:"id"`'}
	Total int
}

type Card struct{ Title string }

func (Card) TableName() string { return "cards" }

type Input struct{ Name string }
`,
    'main.go': `package main

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
	"shop/models"
)

type Answer struct {
	ID   int
	Tags []string
}

type Loose struct{ Data any }
type Wrapped struct{ User models.User }

func main() {
	${register}
}

${handler}
`,
  });
  return operations.flatMap(({ controls = [] }) =>
    controls
      .filter(({ control }) => control.startsWith('stored-') || control === 'declared-answer')
      .map(({ control, what }) => `${control} ${what.split(' ').at(-1)}`),
  );
}

const gin = (body: string): Promise<readonly string[]> =>
  typesOf('r := gin.New()\n\tr.POST("/x", add)', `func add(c *gin.Context) {\n\t${body}\n}`);

test.each([
  ['var u models.User\n\tc.ShouldBindJSON(&u)\n\tdb.Create(&u)', ['stored-body User']],
  ['o := models.Order{}\n\tc.BindJSON(&o)\n\th.orders.UpdateOrder(o)', ['stored-body Order']],
  ['u := &models.User{}\n\tc.Bind(u)\n\tdb.Save(u)', ['stored-body User']],
  ['var k models.Card\n\tjson.NewDecoder(c.Request.Body).Decode(&k)\n\tdb.Create(&k)', ['stored-body Card']],
  ['var in models.Input\n\tc.ShouldBindJSON(&in)\n\tdb.Create(&in)', []],
  ['var u models.User\n\tc.ShouldBindJSON(&u)\n\tlogIn(u.Name)', []],
  ['var u models.User\n\tdb.First(&u)\n\tdb.Save(&u)', []],
])('a body: %s', async (body, said) => expect(await gin(body)).toEqual(said));

test.each([
  ['var u models.User\n\tdb.First(&u)\n\tc.JSON(200, u)', ['stored-answer User']],
  ['var all []models.Order\n\tdb.Find(&all)\n\tc.JSON(http.StatusOK, all)', ['stored-answer Order']],
  ['var u models.User\n\tc.JSON(http.StatusOK, gin.H{"data": u})', ['stored-answer User']],
  ['c.JSON(200, Answer{ID: 1})', ['declared-answer Answer']],
  [
    'if err != nil {\n\t\tc.JSON(500, gin.H{"error": "x"})\n\t\treturn\n\t}\n\tc.JSON(200, &Answer{ID: 1})',
    ['declared-answer Answer'],
  ],
  ['c.JSON(200, Answer{ID: 1})\n\tc.JSON(200, load())', []],
  ['c.JSON(200, Loose{Data: x})', []],
  ['c.JSON(200, Wrapped{User: u})', []],
  ['var u models.User\n\tc.JSON(400, u)', []],
  ['c.JSON(200, gin.H{"id": 1})', []],
  ['var u models.User\n\tcache.JSON(200, u)', []],
])('an answer: %s', async (body, said) => expect(await gin(body)).toEqual(said));

test('other frameworks', async () => {
  expect(
    await typesOf(
      'app := fiber.New()\n\tapp.Post("/x", add)',
      'func add(c *fiber.Ctx) error {\n\tvar u models.User\n\tif err := c.BodyParser(&u); err != nil {\n\t\treturn err\n\t}\n\tdb.Create(&u)\n\treturn c.Status(201).JSON(u)\n}',
    ),
  ).toEqual(['stored-body User', 'stored-answer User']);
  expect(
    await typesOf(
      'http.HandleFunc("/x", add)\n\thttp.ListenAndServe("", nil)',
      'func add(w http.ResponseWriter, r *http.Request) {\n\tvar all []models.User\n\tdb.Find(&all)\n\tjson.NewEncoder(w).Encode(all)\n}',
    ),
  ).toEqual(['stored-answer User']);
});
