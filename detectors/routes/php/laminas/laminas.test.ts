import { expect, test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { laminas } from './laminas.ts';
import { segmentTemplates } from './paths.ts';

test('routes of a module, with those below them', () =>
  check(
    laminas,
    'module/Blog/config/module.config.php',
    String.raw`<?php
namespace Blog;
use Laminas\Router\Http\Literal;
use Laminas\Router\Http\Method;
use Laminas\Router\Http\Segment;
return [
    'router' => [
        'routes' => [
            'blog' => [
                'type' => Literal::class,
                'options' => ['route' => '/blog', 'defaults' => ['controller' => Controller\ListController::class]],
#                                        ^^^^^^^ route ANY [/blog]
                'may_terminate' => true,
                'child_routes' => [
                    'detail' => [
                        'type' => Segment::class,
                        'options' => ['route' => '/:id', 'constraints' => ['id' => '[1-9]\d*']],
#                                                ^^^^^^ route ANY [/blog/{id}]
                    ],
                    'write' => [
                        'type' => Method::class,
                        'options' => ['verb' => 'post,put'],
                        'child_routes' => [
                            'entry' => ['type' => 'Literal', 'options' => ['route' => '/entry']],
#                                                                                     ^^^^^^^^ route POST,PUT [/blog/entry]
                        ],
                    ],
                ],
            ],
            'api' => [
                'type' => 'segment',
                'options' => ['route' => '/api'],
                'child_routes' => [],
            ],
            'nothing' => ['name' => 'x'],
        ],
    ],
    'console' => ['router' => ['routes' => ['task' => ['type' => 'simple', 'options' => ['route' => 'task run']]]]],
];
`,
  ));

test('configuration of something else is none', () =>
  check(
    laminas,
    'config/menu.php',
    String.raw`<?php
return ['router' => ['name' => 'x', 'routes' => ['a', 'b']], 'child_routes' => ['x' => ['type' => 'Literal']]];
`,
  ));

test('parts that may be left out, and delimiters of names', () => {
  expect(segmentTemplates('/users[/:id]')).toEqual(['/users/{id}', '/users']);
  expect(segmentTemplates('/locale/:locale{-}[-:slug]')).toEqual(['/locale/{locale}-{slug}', '/locale/{locale}']);
  expect(segmentTemplates('/a[/:b[/:c]]/d')).toEqual(['/a/{b}/{c}/d', '/a/d', '/a/{b}/d']);
  expect(segmentTemplates('[[[')).toEqual(['[[[']);
});
