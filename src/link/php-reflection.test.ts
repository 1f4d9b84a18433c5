import { expect, test } from 'vitest';
import { linkOf, type Sources } from '../../tests/support/link.ts';

const LOADER = `<?php
namespace App\\Routing;
use Symfony\\Component\\Routing\\Attribute\\Route;
use Symfony\\Component\\Routing\\Route as Made;
use Symfony\\Component\\Routing\\RouteCollection;
class Loader {
  public function load(string $folder, string $area): RouteCollection {
    $routes = new RouteCollection();
    if (!is_dir($folder)) { return $routes; }
    foreach ($this->files($folder) as $file) {
      $class = $this->classIn($file);
      if (!$class || !class_exists($class)) { continue; }
      $reflection = new \\ReflectionClass($class);
      foreach ($reflection->getMethods(\\ReflectionMethod::IS_PUBLIC) as $method) {
        foreach ($method->getAttributes(Route::class) as $attribute) {
          $given = $attribute->newInstance();
          $defaults = $given->defaults;
          $defaults['_controller'] = $class . '::' . $method->getName();
          $route = new Made(path: $given->path, defaults: $defaults, methods: $given->methods);
          $route->setDefault('_route', $given->name ?? '');
          if ($this->isOf($route, $area)) { $routes->add($given->name ?? 'r', $route); }
        }
      }
    }
    return $routes;
  }
  private function isOf(Made $route, string $area): bool {
    $name = (string) ($route->getDefault('_route') ?? '');
    return match ($area) { 'shop' => str_starts_with($name, 'shop.'), 'back' => str_starts_with($name, 'back.'), default => true };
  }
  private function files(string $folder): array {
    $files = [];
    $all = new \\RecursiveIteratorIterator(new \\RecursiveDirectoryIterator($folder, \\FilesystemIterator::SKIP_DOTS));
    foreach ($all as $file) {
      if (!$file instanceof \\SplFileInfo || strtolower($file->getExtension()) !== 'php') { continue; }
      $files[] = $file->getPathname();
    }
    return $files;
  }
  private function classIn(string $file): ?string {
    $text = file_get_contents($file);
    if ($text === false) { return null; }
    preg_match('/namespace\\s+([^;]+);/', $text, $a);
    preg_match('/class\\s+(\\w+)/', $text, $b);
    return $a[1] . '\\\\' . $b[1];
  }
}`;

const FRONT = (area: string): string => `<?php
use App\\Front;
use Symfony\\Component\\HttpFoundation\\Request;
require __DIR__ . '/../constants.php';
$front = new Front(area: '${area}');
$front->handle(Request::createFromGlobals())->send();
`;

const SOURCES: Sources = {
  'composer.json': '{"autoload": {"psr-4": {"App\\\\": "src/"}}}',
  'constants.php': `<?php define('SOURCE', __DIR__ . '/src');`,
  'index.php': FRONT('shop').replace('/../', '/'),
  'back/index.php': FRONT('back'),
  'src/Routing/Loader.php': LOADER,
  'src/Front.php': `<?php
namespace App;
use App\\Routing\\Loader;
use Symfony\\Component\\Routing\\Matcher\\UrlMatcher;
use Symfony\\Component\\Routing\\RequestContext;
use Symfony\\Component\\Routing\\RouteCollection;
class Front {
  private ?RouteCollection $routes = null;
  public function __construct(private readonly string $area = 'shop') {}
  public function handle($request) {
    $this->routes = $this->collect();
    $matcher = new UrlMatcher($this->routes, new RequestContext());
    return $this->call($matcher->match($request->getPathInfo()));
  }
  private function collect(): RouteCollection {
    $all = new RouteCollection();
    foreach ($this->folders() as $folder) { $all->addCollection((new Loader())->load($folder, $this->area)); }
    return $all;
  }
  private function folders(): array {
    return match ($this->area) { 'shop' => [SOURCE . '/Controller'], 'back' => [SOURCE . '/Controller/Back'], default => [] };
  }
}`,
  'src/Controller/Items.php': `<?php
namespace App\\Controller;
use Symfony\\Component\\Routing\\Attribute\\Route;
class Items {
  #[Route('/items/{id<\\d+>?1}', name: 'shop.items', methods: ['GET'])] public function show() {}
  #[Route('/login', name: 'shop.login')] public function login() {}
}`,
  'src/Controller/Back/Users.php': `<?php
namespace App\\Controller\\Back;
use Symfony\\Component\\Routing\\Attribute\\Route;
use Symfony\\Component\\Security\\Http\\Attribute\\IsGranted;
class Users {
  #[Route(path: 'users', name: 'back.users', methods: ['GET', 'POST'])] #[IsGranted('ROLE_ADMIN')] public function all() {}
}`,
};

test('a program that makes routes of the attributes which it finds serves them where its scripts stand', async () => {
  expect(await linkOf(SOURCES)).toEqual([
    'GET /back/users required session',
    'POST /back/users required session',
    'GET /items none',
    'GET /items/{id} none',
    'ANY /login none',
  ]);
});

test('a part of the address that is named like who calls says nothing of who calls', async () => {
  expect(
    await linkOf({
      'src/Controller/A.php': `<?php
namespace App\\Controller;
use Symfony\\Component\\HttpFoundation\\Request;
use Symfony\\Component\\HttpFoundation\\JsonResponse;
use Symfony\\Component\\Routing\\Attribute\\Route;
class A {
  #[Route('/messages/{userId}', methods: ['GET'])]
  public function messages(Request $request): JsonResponse {
    $id = $request->attributes->get('userId');
    if (!$id) { return new JsonResponse([], 403); }
    return new JsonResponse([$id]);
  }
}`,
    }),
  ).toEqual(['GET /messages/{userId} none']);
});
