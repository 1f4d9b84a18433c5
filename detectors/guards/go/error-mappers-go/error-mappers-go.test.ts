import { expect, test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { linked } from '../../../../tests/support/link.ts';
import { errorMappersGo } from './error-mappers-go.ts';

test('a function that is given all errors', () =>
  check(
    errorMappersGo,
    'main.go',
    `package main

import "github.com/labstack/echo/v4"

func main() {
	e := echo.New()
	e.HTTPErrorHandler = answer
// ^^^^^^^^^^^^^^^^ guard error
}
`,
  ));

test('one that a branch decides about, and one of another package, are none', () =>
  check(errorMappersGo, {
    files: {
      'a.go': `package main

import "github.com/labstack/echo/v4"

func main() {
	e := echo.New()
	if debug {
		e.HTTPErrorHandler = answer
	}
}
`,
      'b.go': `package main

import "shop/own"

func main() { own.HTTPErrorHandler = answer }
`,
    },
  }));

async function controlsBehind(body: string): Promise<readonly string[]> {
  const { operations } = await linked({
    'main.go': `package main

import "github.com/labstack/echo/v4"

func main() {
	e := echo.New()
	e.HTTPErrorHandler = answer
	e.GET("/x", show)
}

func answer(err error, c echo.Context) {
	${body}
}

func show(c echo.Context) error { return nil }
`,
  });
  return operations.flatMap(({ path, controls }) => (controls ?? []).map(({ control }) => `${path} ${control}`));
}

test('it is on every operation', async () => {
  expect(await controlsBehind('c.JSON(500, map[string]string{"error": "internal"})')).toEqual(['/x error-mapper']);
  expect(await controlsBehind('c.JSON(500, map[string]string{"error": err.Error()})')).toEqual([
    '/x error-mapper',
    '/x error-leak',
  ]);
  expect(await controlsBehind('log.Println(err)')).toEqual([]);
});
