/** Rules that programs of Ruby state for requests, through the real front end, detectors and linker. */
import { expect, test } from 'vitest';
import { linked, type Sources } from '../../../tests/support/link.ts';

/** Where the one operation of a program is checked; empty where it checks nothing. */
async function checkOf(sources: Sources): Promise<string> {
  const { operations } = await linked(sources);
  const [operation] = operations;
  if (!operation) return 'no operation';
  const check = operation.controls?.find(({ control }) => control === 'validation');
  return check ? `${check.at.file.split('/').at(-1)}:${check.at.line}` : '';
}

const railsOf = (action: string, others = ''): Promise<string> =>
  checkOf({
    'config/routes.rb': "Rails.application.routes.draw do\n  post 'posts', to: 'posts#create'\nend\n",
    'app/controllers/posts_controller.rb': `class PostsController < ApplicationController\n  def create\n${action}\n    head :ok\n  end\n${others}\nend\n`,
    'app/controllers/application_controller.rb': 'class ApplicationController < ActionController::API\nend\n',
  });

test.each([
  ['Post.create(params.expect(post: [:title]))', '', 'posts_controller.rb:3'],
  ['Post.create(params.require(:post).permit(:title))', '', 'posts_controller.rb:3'],
  ['Post.create(post_params)', '  def post_params\n    params.expect(post: [:title])\n  end', 'posts_controller.rb:7'],
  [
    'result = PostContract.new.call(params.to_unsafe_h)\nif result.failure?\n  render json: {}, status: :unprocessable_entity\nend',
    '',
    'posts_controller.rb:3',
  ],
  ['JSON::Validator.validate!(SCHEMA, params)', '', 'posts_controller.rb:3'],
  ['Post.create(params.permit(:title))', '', ''],
  ['Post.create(params.require(:post).permit!)', '', ''],
  ['Post.create(post_params) if strict?', '  def post_params\n    params.expect(post: [:title])\n  end\n', ''],
  ['expect(answer)', '', ''],
  ['result = PostContract.new.call(params.to_unsafe_h)\nPost.create(result.to_h)', '', ''],
  ['result = PostContract.new.call(params.to_unsafe_h)\nif result.failure?\n  log(result)\nend', '', ''],
])('an action of Rails: %s', async (action, others, at) => {
  expect(await railsOf(action, others)).toBe(at);
});

const grapeOf = (params: string): Promise<string> =>
  checkOf({
    'api.rb': `class API < Grape::API\n  params do\n${params}\n  end\n  post :posts do\n    {}\n  end\nend\n`,
  });

test.each([
  ['    requires :title, type: String', 'api.rb:3'],
  ['    optional :sort, values: %w[asc desc]', 'api.rb:3'],
  ['    optional :page', ''],
])('an endpoint of Grape: %s', async (params, at) => expect(await grapeOf(params)).toBe(at));

const hanamiOf = (handle: string): Promise<string> =>
  checkOf({
    'config/routes.rb': "class Routes < Hanami::Routes\n  post '/posts', to: 'posts.create'\nend\n",
    'app/actions/posts/create.rb': `module App\n  module Actions\n    module Posts\n      class Create < Hanami::Action\n        params do\n          required(:title).filled(:string)\n        end\n        def handle(request, response)\n          ${handle}\n          response.body = ''\n        end\n      end\n    end\n  end\nend\n`,
  });

test.each([
  ['halt 422 unless request.params.valid?', 'create.rb:9'],
  ['request.params.valid?', ''],
])('an action of Hanami: %s', async (handle, at) => expect(await hanamiOf(handle)).toBe(at));
