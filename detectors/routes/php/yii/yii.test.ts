import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { yii } from './yii.ts';

test('rules of the URL manager', () =>
  check(
    yii,
    'config/web.php',
    String.raw`<?php
return ['components' => ['urlManager' => ['rules' => [
    'posts/<slug:[\w-]+>' => 'post/view',
#   ^^^^^^^^^^^^^^^^^^^^^ guard-kind unknown
#   ^^^^^^^^^^^^^^^^^^^^^ route ANY posts/<slug> | chain function; guards behaviours of the controller
    ['pattern' => 'feed', 'route' => 'post/feed', 'verb' => ['GET']],
#                 ^^^^^^ guard-kind unknown
#                 ^^^^^^ route GET feed | chain function; guards behaviours of the controller
    ['class' => 'yii\rest\UrlRule', 'controller' => ['user'], 'only' => ['view'], 'extraPatterns' => ['GET search' => 'search']],
#                                                    ^^^^^^ guard-kind unknown
#                                                    ^^^^^^ route GET,HEAD users/<id> | chain function; guards behaviours of the controller
#                                                                                                     ^^^^^^^^^^^^ guard-kind unknown
#                                                                                                     ^^^^^^^^^^^^ route GET users/search | chain function; guards behaviours of the controller
    '<controller>/<action>' => '<controller>/<action>',
]]]];
`,
  ));

test('actions of controllers, by their names', () =>
  check(
    yii,
    'modules/admin/controllers/BlogPostController.php',
    String.raw`<?php
namespace app\modules\admin\controllers;
use yii\web\Controller;
use yii\console\Controller as Command;
class BlogPostController extends Controller {
    public function actionShowAll() {}
#                   ^^^^^^^^^^^^^ guard-kind unknown
#                   ^^^^^^^^^^^^^ route ANY admin/blog-post/show-all | chain function; guards behaviours of the controller
    public function actions() {}
    public function helper() {}
}
class MigrateController extends Command {
    public function actionUp() {}
}
`,
  ));
