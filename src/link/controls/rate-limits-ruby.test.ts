import { expect, test } from 'vitest';
import { linked } from '../../../tests/support/link.ts';

/** Operations that are behind a limit, with these lines in the base and in the class of two actions. */
async function limited(base: string, own: string): Promise<readonly string[]> {
  const { operations } = await linked({
    'config/routes.rb':
      "Rails.application.routes.draw do\n  get 'list', to: 'keys#list'\n  post 'open', to: 'keys#open'\nend\n",
    'app/controllers/application_controller.rb': `class ApplicationController < ActionController::API\n${base}\nend\n`,
    'app/controllers/keys_controller.rb': `class KeysController < ApplicationController\n${own}\n  def list\n    head :ok\n  end\n  def open\n    head :ok\n  end\nend\n`,
  });
  return operations.flatMap(({ path, limiter }) => (limiter ? [path] : []));
}

test.each([
  ['', '  rate_limit to: 10, within: 3.minutes', ['/list', '/open']],
  ['', '  rate_limit to: 10, within: 3.minutes, only: :open', ['/open']],
  ['', '  rate_limit to: 10, within: 3.minutes, only: %i[open close], by: -> { request.ip }', ['/open']],
  ['', '  rate_limit to: 10, within: 3.minutes, except: [:list]', ['/open']],
  ['  rate_limit to: 100, within: 1.minute', '', ['/list', '/open']],
  ['', '  rate_limit to: 10, within: 3.minutes, if: :strict?', []],
  ['', '  rate_limit to: 10, within: 3.minutes, only: LIMITED', []],
  ['', '  rate_limit to: 10, within: 3.minutes if Rails.env.production?', []],
  ['', '  rate_limit :open', []],
  ['', '', []],
])('%s %s', async (base, own, paths) => expect(await limited(base, own)).toEqual(paths));
