import { expect, test } from 'vitest';
import { linked } from '../../../tests/support/link.ts';

/** What the one operation of a program tells of what went wrong inside. */
async function leakOf(handler: string, register: string): Promise<string | undefined> {
  const { operations } = await linked({
    'main.go': `package main

import (
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/gin-gonic/gin"
	"github.com/gofiber/fiber/v2"
	"github.com/labstack/echo/v4"
)

func main() {
	${register}
}

${handler}
`,
  });
  const [operation] = operations;
  if (!operation) return 'no operation';
  return operation.controls?.find(({ control }) => control === 'error-leak')?.what.replace(/^(?:the )?\w+ /, '');
}

const gin = (answer: string): Promise<string | undefined> =>
  leakOf(
    `func show(c *gin.Context) {\n\tif err := load(); err != nil {\n\t\t${answer}\n\t\treturn\n\t}\n}`,
    'r := gin.New()\n\tr.GET("/x", show)',
  );

const netHttp = (answer: string): Promise<string | undefined> =>
  leakOf(
    `func show(w http.ResponseWriter, r *http.Request) {\n\terr := load()\n\tif err != nil {\n\t\t${answer}\n\t\treturn\n\t}\n}`,
    'http.HandleFunc("/x", show)',
  );

const MESSAGE = 'sends the text of the exception';
const TRACE = 'sends the error or its trace';

test.each([
  ['c.JSON(500, gin.H{"error": err.Error()})', MESSAGE],
  ['c.JSON(http.StatusInternalServerError, gin.H{"error": err.Error()})', MESSAGE],
  ['c.AbortWithStatusJSON(http.StatusBadGateway, Failure{Message: err.Error()})', MESSAGE],
  ['c.String(500, fmt.Sprintf("failed: %v", err))', MESSAGE],
  ['message := "failed: " + err.Error()\n\t\tc.JSON(500, message)', MESSAGE],
  ['c.JSON(500, gin.H{"trace": string(debug.Stack())})', TRACE],
])('Gin: %s leaks', async (answer, what) => expect(await gin(answer)).toBe(what));

test.each([
  ['c.JSON(500, gin.H{"error": "internal"})'],
  ['c.JSON(http.StatusBadRequest, gin.H{"error": err.Error()})'],
  ['log.Println(err.Error())\n\t\tc.JSON(500, gin.H{"error": "internal"})'],
  ['if debugging {\n\t\t\tc.JSON(500, err.Error())\n\t\t}'],
  ['c.AbortWithError(500, err)'],
])('Gin: %s does not', async answer => expect(await gin(answer)).toBeUndefined());

test.each([
  ['http.Error(w, err.Error(), http.StatusInternalServerError)', MESSAGE],
  ['w.WriteHeader(500)\n\t\tw.Write([]byte(err.Error()))', MESSAGE],
  ['w.WriteHeader(500)\n\t\tfmt.Fprintf(w, "failed: %s", err.Error())', MESSAGE],
  ['http.Error(w, "internal", 500)', undefined],
  ['http.Error(w, err.Error(), http.StatusNotFound)', undefined],
  ['w.Write([]byte(err.Error()))', undefined],
])('net/http: %s', async (answer, what) => expect(await netHttp(answer)).toBe(what));

test('errors that are returned with their words', async () => {
  const handler = (answer: string): string =>
    `func show(c echo.Context) error {\n\tif err := load(); err != nil {\n\t\treturn ${answer}\n\t}\n\treturn nil\n}`;
  const register = 'e := echo.New()\n\te.GET("/x", show)';
  expect(await leakOf(handler('echo.NewHTTPError(500, err.Error())'), register)).toBe(MESSAGE);
  expect(await leakOf(handler('echo.NewHTTPError(404, err.Error())'), register)).toBeUndefined();
  expect(await leakOf(handler('err'), register)).toBeUndefined();
});

test('a chain that says its status first', async () => {
  const handler =
    'func show(c *fiber.Ctx) error {\n\tif err := load(); err != nil {\n\t\treturn c.Status(500).JSON(fiber.Map{"error": err.Error()})\n\t}\n\treturn nil\n}';
  expect(await leakOf(handler, 'app := fiber.New()\n\tapp.Get("/x", show)')).toBe(MESSAGE);
});
