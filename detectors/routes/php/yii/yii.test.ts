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
#   ^^^^^^^^^^^^^^^^^^^^^ route ANY posts/<slug> | chain PostController::actionView
    ['pattern' => 'feed', 'route' => 'post/feed', 'verb' => ['GET']],
#                 ^^^^^^ route GET feed | chain PostController::actionFeed
    ['class' => 'yii\rest\UrlRule', 'controller' => ['user'], 'only' => ['view'], 'extraPatterns' => ['GET search' => 'search']],
#                                                    ^^^^^^ route GET users/<id> | chain UserController::actionView
#                                                                                                     ^^^^^^^^^^^^ route GET users/search | chain UserController::actionSearch
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
use yii\filters\VerbFilter;
class BlogPostController extends Controller {
    public function actionShowAll() {}
#                   ^^^^^^^^^^^^^ route GET,POST admin/blog-post/show-all | chain \app\modules\admin\controllers\BlogPostController::actionShowAll
    public function actions() {}
    public function behaviors() { return ['verbs' => ['class' => VerbFilter::class, 'actions' => ['show-all' => ['get', 'POST']]]]; }
    public function helper() {}
}
class MigrateController extends Command {
    public function actionUp() {}
}
`,
  ));

test('a behaviour of the application', () =>
  check(
    yii,
    'config/web.php',
    String.raw`<?php
return ['id' => 'x', 'as access' => ['class' => 'mdm\admin\components\AccessControl'], 'as log' => 'app\Log'];
#                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard
`,
  ));
