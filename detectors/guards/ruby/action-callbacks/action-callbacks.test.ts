import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { actionCallbacks } from './action-callbacks.ts';

test('calls that put methods before actions, and those that take them away', () =>
  check(
    actionCallbacks,
    'app/controllers/posts_controller.rb',
    `
class PostsController < ApplicationController
  before_action :authenticate_user!, only: %i[create]
# ^^^^^^^^^^^^^ callback put
  prepend_before_action { head :forbidden }
# ^^^^^^^^^^^^^^^^^^^^^ callback put-first
  skip_before_action :verify_authenticity_token, raise: false
# ^^^^^^^^^^^^^^^^^^ callback skip
  http_basic_authenticate_with name: "a", password: "b"
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ callback basic
end
`,
  ));

test('callbacks of models and those that run afterwards are none', () =>
  check(
    actionCallbacks,
    'app/models/post.rb',
    `
class Post < ApplicationRecord
  before_save :normalise
  after_action :log
end
`,
  ));
