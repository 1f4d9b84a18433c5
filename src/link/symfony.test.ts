import { expect, test } from 'vitest';
import { linkOf, type Sources } from '../../tests/support/link.ts';

const HEAD = `<?php
namespace App\\Controller;
use Symfony\\Component\\Routing\\Attribute\\Route;
use Symfony\\Component\\Security\\Http\\Attribute\\IsGranted;
`;

test('prefixes of classes and of folders, and the first rule that speaks of a path', async () => {
  const sources: Sources = {
    'config/routes.yaml': 'all:\n  resource: ../src/Controller/\n  prefix: /api\n',
    'config/packages/security.yaml': `
security:
  access_control:
    - { path: '^/api/posts/\\d+$', roles: PUBLIC_ACCESS }
    - { path: ^/api/posts, methods: [GET], roles: PUBLIC_ACCESS }
    - { path: ^/api, roles: ROLE_USER }
`,
    'src/Controller/Posts.php': `${HEAD}
#[Route('/posts')]
class Posts {
  #[Route('', methods: ['GET'])] public function list() {}
  #[Route('', methods: ['POST'])] public function add() {}
  #[Route('/{id}', methods: ['DELETE'])] public function remove() {}
}`,
  };
  expect(await linkOf(sources)).toEqual([
    'GET /api/posts none',
    'POST /api/posts required',
    // Which of two rules speaks of it hangs on the parameter.
    'DELETE /api/posts/{id} unknown',
  ]);
});

test('attributes on classes and methods, and checks in controllers', async () => {
  const sources: Sources = {
    'src/Controller/A.php': `${HEAD}
#[IsGranted('ROLE_USER')]
class A {
  #[Route('/a')] public function a() {}
}
class B {
  #[Route('/b/{page}')] #[IsGranted('edit')] public function b(int $page = 1) {}
  #[Route('/c')] public function c() { $this->denyAccessUnlessGranted('ROLE_ADMIN'); return 1; }
  #[Route('/d')] public function d() { $this->check(); return 1; }
  #[Route('/e')] public function e() { return 1; }
  private function check() { if (!$this->session->known()) { throw new UnauthorizedHttpException('x'); } }
}
abstract class C {
  #[Route('/f')] public function f() {}
}`,
  };
  expect(await linkOf(sources)).toEqual([
    'ANY /a required session',
    'ANY /b unknown',
    'ANY /b/{page} unknown',
    'ANY /c required session',
    'ANY /d unknown',
    'ANY /e none',
  ]);
});

test('a file of routes for one environment adds to those of all, and takes nothing of them away', async () => {
  const sources: Sources = {
    'app/config/routing.yml':
      'page:\n  path: /page\n  controller: App\\Controller\\A::a\nshop:\n  resource: routing/shop.yml\n  prefix: /shop\n',
    'app/config/routing_dev.yml': '_main:\n  resource: routing.yml\n',
    'app/config/routing/shop.yml': 'item:\n  path: /item\n  controller: App\\Controller\\A::a\n',
    'src/Controller/A.php': `${HEAD}
class A { public function a() {} #[Route('/b')] public function b() {} }`,
  };
  expect(await linkOf(sources)).toEqual(['ANY /b none', 'ANY /page none', 'ANY /shop/item none']);
});

test('files that mount each other serve by themselves', async () => {
  const sources: Sources = {
    'config/routing/a.yml': 'x:\n  path: /x\n  controller: App\\Controller\\A::a\nb:\n  resource: b.yml\n',
    'config/routing/b.yml': 'y:\n  path: /y\n  controller: App\\Controller\\A::a\na:\n  resource: a.yml\n',
    'src/Controller/A.php': `${HEAD} class A { public function a() {} }`,
  };
  expect(await linkOf(sources)).toEqual(['ANY /x none', 'ANY /y none']);
});

test('a rule for one format leaves open who may call what answers in any', async () => {
  const sources: Sources = {
    'config/packages/security.yaml': `
security:
  access_control:
    - { path: '/tags/(.*)\\.xml$', roles: PUBLIC_ACCESS }
    - { path: '/(all|old).xml$', roles: PUBLIC_ACCESS }
    - { path: ^/, roles: ROLE_USER }
`,
    'src/Controller/A.php': `${HEAD}
class A {
  #[Route('/export/{what}.{format}', methods: ['GET'])] public function d() {}
  #[Route('/export/all.{format}', methods: ['GET'])] public function e() {}
  #[Route('/export/new.{format}', methods: ['GET'])] public function f() {}
  #[Route('/tags/{tag}.{_format}', methods: ['GET'])] public function a() {}
  #[Route('/tags/{tag}', methods: ['GET'])] public function b() {}
  #[Route('/items/{id}.{_format}', methods: ['GET'])] public function c() {}
}`,
  };
  expect(await linkOf(sources)).toEqual([
    'GET /export/all.{format} unknown',
    'GET /export/new.{format} required',
    'GET /export/{what}.{format} unknown',
    'GET /items/{id}.{_format} unknown',
    'GET /tags/{tag} required',
    'GET /tags/{tag}.{_format} unknown',
  ]);
});

test('an address with a language in front, and a handler that sends everybody elsewhere', async () => {
  expect(
    await linkOf({
      'config/packages/security.yaml': `security:
    firewalls:
        main: { lazy: true }
    access_control:
        - { path: '^/{_locale}/', roles: ROLE_USER }
        - { path: '^/api', roles: IS_AUTHENTICATED_FULLY }
`,
      'src/Controller/A.php': `<?php namespace App\\Controller;
use Symfony\\Bundle\\FrameworkBundle\\Controller\\AbstractController;
use Symfony\\Component\\Routing\\Attribute\\Route;
class A extends AbstractController {
  #[Route('/api/items', methods: ['GET'])]
  public function items() {}
  #[Route('/{_locale}/about', methods: ['GET'])]
  public function about() {}
  #[Route('/forgotten', methods: ['POST'])]
  public function forgotten() {
    if ($this->isGranted('IS_AUTHENTICATED')) { return $this->redirectToRoute('home'); }
    return $this->redirectToRoute('sent');
  }
}`,
    }),
  ).toEqual(['GET /api/items required', 'POST /forgotten unknown session', 'GET /{_locale}/about unknown']);
});

test('a folder that is loaded by itself has no prefix of the folder around it', async () => {
  expect(
    await linkOf({
      'config/routes/attributes.yaml':
        "localized:\n  resource: { path: ../../src/Controller/, namespace: App\\Controller }\n  prefix: '{_locale}'\n  exclude: '../../src/Controller/Fixed/*'\nfixed:\n  resource: { path: ../../src/Controller/Fixed/, namespace: App\\Controller\\Fixed }\n",
      'src/Controller/A.php': `${HEAD} class A { #[Route('/a', methods: ['GET'])] public function a() {} }`,
      'src/Controller/Fixed/B.php': `${HEAD} class B { #[Route('/b', methods: ['GET'])] public function b() {} }`,
    }),
  ).toEqual(['GET /b none', 'GET /{_locale}/a none']);
});

test('what voters are asked in a method of a base leaves open who may call', async () => {
  expect(
    await linkOf({
      'src/Controller/Base.php': `<?php namespace App\\Controller;
use Symfony\\Bundle\\FrameworkBundle\\Controller\\AbstractController;
abstract class Base extends AbstractController {
  protected function erase($item) { $this->denyAccessUnlessGranted('delete', $item); return $this->redirectToRoute('all'); }
  protected function show($item) { $this->denyAccessUnlessGranted('read', $item); return $this->render('x'); }
}`,
      'src/Controller/A.php': `${HEAD}
class A extends Base {
  #[Route('/a', methods: ['DELETE'])] public function a($item) { return $this->erase($item); }
  #[Route('/b', methods: ['GET'])] public function b($item) { return $this->show($item); }
}`,
    }),
  ).toEqual(['DELETE /a unknown', 'GET /b unknown']);
});
