import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { magentoPages } from './magento-pages.ts';

test('actions by the folders of their classes', () =>
  check(magentoPages, {
    files: {
      'app/code/Acme/Blog/Controller/Order/Creditmemo/Save.php': String.raw`<?php
namespace Acme\Blog\Controller\Order\Creditmemo;
use Magento\Framework\App\Action\HttpGetActionInterface;
use Magento\Framework\App\Action\HttpPostActionInterface;
class Save implements HttpPostActionInterface {
#     ^^^^ mark controller found
#     ^^^^ mark route POST /order_creditmemo/save
#     ^^^^ class-prefix Save
    public function execute() {}
}
`,
      'app/code/Acme/Blog/Controller/Adminhtml/Post/Edit.php': String.raw`<?php
namespace Acme\Blog\Controller\Adminhtml\Post;
class Edit extends \Magento\Backend\App\Action {
#     ^^^^ mark controller found
#     ^^^^ mark route ANY /post/edit
#     ^^^^ class-prefix Edit
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ guard-kind required session
#                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ mark guard base of the page
    public function execute() {}
}
`,
      'app/code/Acme/Blog/Controller/Support/Helper.php': String.raw`<?php
use Magento\Framework\App\Action\Action;
abstract class Base extends Action { abstract public function execute(); }
class Helper { public function executeInternal() {} }
interface Runs { public function execute(); }
`,
    },
  }));
