import { test } from 'vitest';
import { checkFacts } from '../../../../tests/support/check.ts';
import { symfonyRoutes } from './symfony-routes.ts';

test('routes, prefixes of folders and files, and the prefix of API Platform', () =>
  checkFacts(
    symfonyRoutes,
    'config/routes.yaml',
    `
home:
  path: /
  controller: App\\Controller\\Home::show
  methods: GET|HEAD
controllers:
  resource: ../src/Controller/
  type: attribute
  prefix: /app
blog:
  resource: 'routing/blog.yaml'
  prefix: /blog
api_platform:
  resource: .
  type: api_platform
  prefix: /api
when@dev:
  profiler: { path: /_profiler }
`,
    [
      '2:1 router-file root | symfony',
      '3:9 route GET,HEAD / | chain App\\Controller\\Home::show',
      '7:13 class-prefix /app',
      '11:13 mount-file /blog routing/blog.yaml',
      '14:13 base-path /api',
    ],
  ));

test('another file of routes is none', () =>
  checkFacts(symfonyRoutes, 'app/routes/list.yaml', 'items:\n  - path: /x\n', []));

test('files of packages are asked for by name, and what only redirects has no handler', () =>
  checkFacts(
    symfonyRoutes,
    'app/config/routing.yml',
    `
users:
  resource: "@ShopUserBundle/Resources/config/routing/all.xml"
  prefix: /users
old:
  path: /old
  controller: Symfony\\Bundle\\FrameworkBundle\\Controller\\RedirectController::urlRedirectAction
own:
  path: /own
  controller: App\\Controller\\RedirectController::urlRedirectAction
`,
    [
      '2:1 router-file root | symfony',
      '3:13 mount-file /users Resources/config/routing/all.xml',
      '6:9 route ANY /old | chain function',
      '9:9 route ANY /own | chain App\\Controller\\RedirectController::urlRedirectAction',
    ],
  ));
