import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { responseShapeRuby } from './response-shape.ts';

/** An action that ends in one line, whose first word that answers is marked. */
function line(code: string, said: string): Promise<void> {
  const own = `    ${code}`;
  const word = /\b(render|present|json)\b/.exec(own)?.[0] ?? '';
  const mark = said === '' ? '' : `\n#${' '.repeat(own.indexOf(word) - 1)}${'^'.repeat(word.length)} response ${said}`;
  return check(
    responseShapeRuby,
    'app/controllers/posts_controller.rb',
    `class PostsController < ApplicationController\n  def show\n${own}${mark}\n  end\n  def load\n    @post = Post.find(1)\n  end\nend\n`,
  );
}

const NAMED = 'sound | the answer names its fields';
const MADE = 'partial | the answer holds what was made elsewhere';
const WHOLE = 'unsound | the answer is a stored object as it is';

test.each([
  ['render json: { id: 1, title: title }', NAMED],
  ['render json: { id: post.id, title: post.title }', NAMED],
  ['render json: PostSerializer.new(post).serializable_hash', NAMED],
  ['render json: PostBlueprint.render(post)', NAMED],
  ['render json: post, serializer: PostSerializer', NAMED],
  ['render json: post.as_json(only: %i[id title])', NAMED],
  ['render json: @post, only: [:id]', NAMED],
  ['render json: posts.map { |post| { id: post.id } }', NAMED],
  ["render json: Post.pluck('id')", NAMED],
  ['present post, with: Entities::Post', NAMED],
  ['json({ id: 1 })', NAMED],
  ['render json: Post.all', MADE],
  ['render json: @post, status: :created', MADE],
  ['render json: service.posts', MADE],
  ['render json: Post.find(1).attributes', WHOLE],
  ['render json: { post: Post.find(1).attributes }', WHOLE],
])('%s', (code, said) => line(code, said));

test.each([
  ["render json: { error: 'none' }"],
  ['render json: post.errors'],
  ['render json: post, status: :not_found'],
  ['render json: post, status: status'],
  ['render :show'],
  ['head :ok'],
  ['render json: {}'],
  ['page.render json: post'],
])('%s says nothing', code => line(code, ''));

test('what models and serializers say of themselves', () =>
  check(
    responseShapeRuby,
    'app/models/post.rb',
    `
class Post < ApplicationRecord
#     ^^^^ response unsound | Post writes all that is stored of it
end
class Card < ActiveRecord::Base
#     ^^^^ response sound | Card says itself what is written of it
  def as_json(options = {})
    super(only: [:id])
  end
end
class PostSerializer < ActiveModel::Serializer
#     ^^^^^^^^^^^^^^ response sound | PostSerializer names what is written of Post
end
class Plain
end
class PostService < Base
end
`,
  ));
