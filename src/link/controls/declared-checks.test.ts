/** Rules that programs of Go and PHP state for requests, through the real front ends, detectors and linker. */
import { expect, test } from 'vitest';
import { linked, type Sources } from '../../../tests/support/link.ts';

/** What the one operation of a program checks; empty where it checks nothing. */
async function checkOf(sources: Sources): Promise<string> {
  const { operations } = await linked(sources);
  const [operation] = operations;
  if (!operation) return 'no operation';
  return operation.controls?.find(({ control }) => control === 'validation')?.what ?? '';
}

const ROUTE =
  '<?php\nuse Illuminate\\Support\\Facades\\Route;\nuse Illuminate\\Http\\Request;\nuse Illuminate\\Support\\Facades\\Validator;\n';
const STATED = 'the handler states rules for what the request holds';

test.each([
  ["$request->validate(['title' => 'required']);", STATED],
  ["$data = $request->validate(['title' => 'required']);", STATED],
  ["request()->validate(['title' => 'required']);", STATED],
  ["$this->validate($request, ['title' => 'required']);", STATED],
  ["$this->validate($request, $this->rules['create']);", STATED],
  ["$request->validateWithBag('x', ['title' => 'required']);", STATED],
  ["Validator::make($request->all(), ['title' => 'required'])->validate();", STATED],
  ["Validator::validate($request->all(), ['title' => 'required']);", STATED],
  [
    "$v = Validator::make($request->all(), ['title' => 'required']); if ($v->fails()) { return response('', 422); }",
    STATED,
  ],
  ["validator($request->all(), ['title' => 'required'])->validate();", STATED],
  ["try { $request->validate(['title' => 'required']); } finally { done(); }", STATED],
  ['$request->validate([]);', ''],
  ["if ($strict) { $request->validate(['title' => 'required']); }", ''],
  ["$v = Validator::make($request->all(), ['title' => 'required']); $v->after(fn () => 1);", ''],
  ["$v = Validator::make($request->all(), ['title' => 'required']); if ($v->fails()) { log('x'); }", ''],
  ["$token->validate(['title' => 'required']);", ''],
  ["$this->service->validate($request, ['title' => 'required']);", ''],
])('a handler of Laravel: %s', async (code, said) => {
  expect(
    await checkOf({ 'routes/web.php': `${ROUTE}Route::post('/a', function (Request $request) { ${code} });` }),
  ).toBe(said);
});

function formRequest(members: string, base = 'FormRequest'): Promise<string> {
  return checkOf({
    'routes/web.php': `${ROUTE}use App\\Http\\Controllers\\Cards;\nRoute::post('/a', [Cards::class, 'add']);`,
    'app/Http/Controllers/Cards.php': `<?php
namespace App\\Http\\Controllers;
use App\\Http\\Requests\\StoreCard;
class Cards { public function add(StoreCard $request) { return 1; } }
`,
    'app/Http/Requests/StoreCard.php': `<?php
namespace App\\Http\\Requests;
use Illuminate\\Foundation\\Http\\FormRequest;
use Illuminate\\Http\\Request as Plain;
class StoreCard extends ${base} { ${members} }
class Base extends FormRequest { public function rules() { return ['title' => 'required']; } }
`,
  });
}

test('requests of Laravel with rules', async () => {
  const said = 'the rules of StoreCard refuse what does not fit';
  expect(await formRequest("public function rules(): array { return ['title' => 'required']; }")).toBe(said);
  expect(await formRequest("public function rules() { $rules = ['a' => 'max:5']; return $rules; }")).toBe(said);
  expect(await formRequest('', 'Base')).toBe(said);
  expect(await formRequest('public function rules() { return []; }')).toBe('');
  expect(await formRequest('public function authorize() { return true; }')).toBe('');
  expect(await formRequest("public function rules() { return ['title' => 'required']; }", 'Plain')).toBe('');
});

function symfony(parameter: string, body: string): Promise<string> {
  return checkOf({
    'src/Controller/A.php': `<?php
namespace App\\Controller;
use App\\Dto\\Order;
use App\\Dto\\Open;
use Symfony\\Component\\HttpFoundation\\Request;
use Symfony\\Component\\HttpKernel\\Attribute\\MapRequestPayload;
use Symfony\\Component\\Routing\\Attribute\\Route;
class A {
  #[Route('/a', methods: ['POST'])] public function a(${parameter}) { ${body} }
}
`,
    'src/Dto/Order.php': `<?php
namespace App\\Dto;
use Symfony\\Component\\Validator\\Constraints as Assert;
class Order { public function __construct(#[Assert\\NotBlank] public string $title) {} }
`,
    'src/Dto/Open.php':
      '<?php\nnamespace App\\Dto;\nclass Open { public function __construct(public string $title) {} }\n',
  });
}

test.each([
  ['#[MapRequestPayload] Order $order', 'return $order;', 'constraints of Order refuse what does not fit'],
  ['#[MapRequestPayload] Open $order', 'return $order;', ''],
  ['Order $order', 'return $order;', ''],
  [
    'Request $request',
    '$e = $this->validator->validate($order); if (count($e) > 0) { return $this->json($e, 422); }',
    STATED,
  ],
  ['Request $request', '$e = $this->validator->validate($order); log($e);', ''],
  [
    'Request $request',
    '$form->handleRequest($request); if ($form->isSubmitted() && $form->isValid()) { save(); } return 1;',
    STATED,
  ],
  ['Request $request', '$form->submit($request->toArray()); if (!$form->isValid()) { return 2; } return 1;', STATED],
  ['Request $request', '$form->handleRequest($request); if ($form->isSubmitted()) { save(); } return 1;', ''],
])('a handler of Symfony with %s: %s', async (parameter, body, said) => {
  expect(await symfony(parameter, body)).toBe(said);
});

test('a controller of CodeIgniter that asks before it goes on', async () => {
  const asked = (body: string): Promise<string> =>
    checkOf({
      'app/Config/Routes.php': "<?php\n$routes->post('films', 'Films::add');\n",
      'app/Controllers/Films.php': `<?php
namespace App\\Controllers;
use CodeIgniter\\Controller;
class Films extends Controller { public function add() { ${body} return 1; } }
`,
    });
  expect(await asked("if (! $this->validate(['title' => 'required'])) { return $this->fail(); }")).toBe(STATED);
  expect(await asked("$this->validate(['title' => 'required']);")).toBe('');
});

const STRUCTS = `
type Login struct {
	User string ${'`json:"user" binding:"required" validate:"required"`'}
}

type Open struct {
	User string ${'`json:"user" binding:"-" validate:"omitempty"`'}
}

type Nested struct {
	Items []Login ${'`json:"items"`'}
}

type Ruled struct {
	User string
}

func (in Ruled) Validate() error { return validation.ValidateStruct(&in, validation.Field(&in.User, validation.Required)) }
`;

function go(signature: string, register: string, body: string): Promise<string> {
  return checkOf({
    'main.go': `package main

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	validation "github.com/go-ozzo/ozzo-validation/v4"
	"github.com/go-playground/validator/v10"
	"github.com/labstack/echo/v4"
)
${STRUCTS}
var validate = validator.New()

func main() {
	${register}
}

func add(${signature} {
	${body}
}
`,
  });
}

const GIN = ['c *gin.Context)', 'r := gin.New()\n\tr.POST("/x", add)'] as const;
const LOGIN = 'the tags of Login constrain what the request holds';

test.each([
  ['var in Login\n\tif err := c.ShouldBindJSON(&in); err != nil {\n\t\treturn\n\t}', LOGIN],
  ['in := Login{}\n\terr := c.ShouldBind(&in)\n\tif err != nil {\n\t\treturn\n\t}', LOGIN],
  ['in := &Login{}\n\tif err := c.BindJSON(in); err != nil {\n\t\treturn\n\t}', LOGIN],
  ['in := new(Login)\n\tif c.ShouldBindJSON(in) != nil {\n\t\treturn\n\t}', LOGIN],
  ['var in Nested\n\tif err := c.ShouldBindJSON(&in); err != nil {\n\t\treturn\n\t}', LOGIN.replace('Login', 'Nested')],
  ['var in Open\n\tif err := c.ShouldBindJSON(&in); err != nil {\n\t\treturn\n\t}', ''],
  ['var in Login\n\t_ = c.ShouldBindJSON(&in)', ''],
  ['var in Login\n\tif err := c.ShouldBindJSON(&in); err != nil {\n\t\tlog(err)\n\t}', ''],
  ['var in Login\n\tif err := store.ShouldBindJSON(&in); err != nil {\n\t\treturn\n\t}', ''],
  ['var in Login\n\tif strict {\n\t\tif err := c.ShouldBindJSON(&in); err != nil {\n\t\t\treturn\n\t\t}\n\t}', ''],
])('a handler of Gin: %s', async (body, said) => expect(await go(...GIN, body)).toBe(said));

test.each([
  [
    'var in Login\n\tif err := c.Bind(&in); err != nil {\n\t\treturn err\n\t}\n\tif err := c.Validate(&in); err != nil {\n\t\treturn err\n\t}\n\treturn nil',
    LOGIN,
  ],
  ['var in Login\n\tif err := validate.Struct(in); err != nil {\n\t\treturn err\n\t}\n\treturn nil', LOGIN],
  [
    'var in Ruled\n\tif err := in.Validate(); err != nil {\n\t\treturn err\n\t}\n\treturn nil',
    LOGIN.replace('Login', 'Ruled'),
  ],
  ['var in Login\n\tif err := c.Bind(&in); err != nil {\n\t\treturn err\n\t}\n\treturn nil', ''],
  ['var in Open\n\tif err := c.Validate(&in); err != nil {\n\t\treturn err\n\t}\n\treturn nil', ''],
])('a handler of Echo: %s', async (body, said) =>
  expect(await go('c echo.Context) error', 'e := echo.New()\n\te.POST("/x", add)', body)).toBe(said),
);

test('an input of Huma', async () => {
  const { operations } = await linked({
    'main.go': `package main

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
)

type Input struct {
	Body struct {
		Title string
	}
}

type None struct{}

func main() {
	api := humachi.New(chi.NewMux(), huma.DefaultConfig("shop", "1"))
	huma.Post(api, "/cards", func(ctx context.Context, in *Input) (*struct{}, error) { return nil, nil })
	huma.Get(api, "/cards", func(ctx context.Context, in *None) (*struct{}, error) { return nil, nil })
	http.ListenAndServe("", nil)
}
`,
  });
  expect(
    operations.map(({ method, controls = [] }) => `${method}: ${controls.map(({ what }) => what).join()}`).toSorted(),
  ).toEqual(['GET: ', 'POST: Input is the schema of what the request holds']);
});

test('a form says nothing of requests that bring none', async () => {
  const { operations } = await linked({
    'src/Controller/A.php': `<?php
namespace App\\Controller;
use Symfony\\Component\\HttpFoundation\\Request;
use Symfony\\Component\\Routing\\Attribute\\Route;
class A {
  #[Route('/a', methods: ['GET', 'POST'])] public function a(Request $request) {
    $form->handleRequest($request);
    if ($form->isSubmitted() && $form->isValid()) { save(); }
    return 1;
  }
}
`,
  });
  expect(
    operations.map(({ method, controls = [] }) => `${method} ${controls.map(({ control }) => control).join()}`),
  ).toEqual(['GET ', 'POST validation']);
});
