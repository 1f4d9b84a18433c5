import { expect, test } from 'vitest';
import { linked, type Sources } from '../../tests/support/link.ts';

async function inputsOf(sources: Sources): Promise<readonly string[]> {
  const { operations } = await linked(sources);
  return operations.map(
    ({ method, path, parameters }) => `${method} ${path} ${parameters.map(one => `${one.in}:${one.name}`).join(' ')}`,
  );
}

test('plain scripts: superglobals, filters and the body', async () => {
  expect(
    await inputsOf({
      'a.php': `<?php
$id = $_GET['id'];
$name = $_POST['name'] ?? $_REQUEST['alias'];
$key = $_SERVER['HTTP_X_API_KEY'];
$c = filter_input(INPUT_COOKIE, 'c');
$body = json_decode(file_get_contents('php://input'), true);
$title = $body['title'];
`,
    }),
  ).toEqual([
    'GET /a.php header:X-API-KEY query:alias cookie:c query:id',
    'POST /a.php header:X-API-KEY body:alias cookie:c query:id body:name body:title',
  ]);
});

test('Laravel: rules of requests, of classes of requests, and what is read by name', async () => {
  expect(
    await inputsOf({
      'routes/web.php': `<?php
use Illuminate\\Support\\Facades\\Route;
Route::post('/a', [\\App\\Http\\Controllers\\Items::class, 'store']);
Route::put('/b/{id}', [\\App\\Http\\Controllers\\Items::class, 'update']);
Route::get('/c', [\\App\\Http\\Controllers\\Items::class, 'index']);`,
      'app/Http/Controllers/Items.php': `<?php namespace App\\Http\\Controllers;
use Illuminate\\Http\\Request;
use App\\Http\\Requests\\UpdateRequest;
class Items {
  public function store(Request $request) { $request->validate(['name' => 'required', 'tags.*.id' => 'int']); $request->header('X-Trace'); }
  public function update(UpdateRequest $request, $id) { $data = $request->validated(); return $data['extra']; }
  public function index(Request $request) { $q = $request->query('q'); return $request->input('page') . $request->sort . $request->user()->id; }
}`,
      'app/Http/Requests/UpdateRequest.php': `<?php namespace App\\Http\\Requests;
class UpdateRequest extends \\Illuminate\\Foundation\\Http\\FormRequest {
  public function rules(): array { return ['title' => ['required'], 'price' => 'int']; }
}`,
    }),
  ).toEqual([
    'POST /a header:X-Trace body:name body:tags',
    'PUT /b/{id} path:id body:extra body:price body:title',
    'GET /c query:page query:q query:sort',
  ]);
});

test('Symfony: attributes of parameters, and bags of the request', async () => {
  expect(
    await inputsOf({
      'src/Controller/Items.php': `<?php namespace App\\Controller;
use Symfony\\Component\\HttpFoundation\\Request;
use Symfony\\Component\\HttpKernel\\Attribute\\MapQueryParameter;
use Symfony\\Component\\HttpKernel\\Attribute\\MapRequestPayload;
use Symfony\\Component\\Routing\\Attribute\\Route;
class Item { public function __construct(public string $name, public int $size) {} }
class Items {
  #[Route('/a', methods: ['GET'])]
  public function list(Request $request, #[MapQueryParameter] int $page, #[MapQueryParameter('q')] string $term) {
    return $request->query->get('sort') . $request->headers->get('X-A') . $request->cookies->get('c');
  }
  #[Route('/b', methods: ['POST'])]
  public function add(#[MapRequestPayload] Item $item, Request $request) { return $request->request->get('more'); }
}`,
    }),
  ).toEqual(['GET /a header:X-A cookie:c query:page query:q query:sort', 'POST /b body:more body:name body:size']);
});

test('PSR-7: parts of a request, and variables that hold them', async () => {
  expect(
    await inputsOf({
      'index.php': `<?php
$app = \\Slim\\Factory\\AppFactory::create();
$app->post('/a', function ($request, $response) {
  $data = $request->getParsedBody();
  $q = $request->getQueryParams()['q'] ?? '';
  return $data['title'] . $request->getHeaderLine('X-A') . $request->getCookieParams()['c'];
});`,
    }),
  ).toEqual(['POST /a header:X-A cookie:c query:q body:title']);
});

test('WordPress: arguments that a route states, and what its function reads', async () => {
  expect(
    await inputsOf({
      'plugin.php': `<?php
function find_items($request) { return $request->get_param('q') . $request->get_header('X-A'); }
register_rest_route('a/v1', '/items', ['methods' => 'GET', 'callback' => 'find_items', 'args' => ['page' => ['type' => 'integer']]]);
`,
    }),
  ).toEqual(['GET /wp-json/a/v1/items header:X-A query:q query:page']);
});

test('WordPress: the action that is asked for, and what its function reads', async () => {
  expect(
    await inputsOf({
      'plugin.php': `<?php
add_action('wp_ajax_save', 'save_items');
function save_items() { update_option('a', $_POST['settings']); return $_GET['page']; }
`,
    }),
  ).toEqual([
    'GET /wp-admin/admin-ajax.php?action=save query:page query:action',
    'POST /wp-admin/admin-ajax.php?action=save query:page body:settings query:action',
  ]);
});
