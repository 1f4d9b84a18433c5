import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { handlerDataRuby } from './handler-data.ts';

/** An action of one line, in which `part` is marked. */
function line(code: string, part: string, said: string, others = ''): Promise<void> {
  const own = `    ${code}`;
  const mark =
    said === '' ? '' : `\n#${' '.repeat(own.lastIndexOf(part) - 1)}${'^'.repeat(part.length)} body-binding ${said}`;
  return check(
    handlerDataRuby,
    'app/controllers/users_controller.rb',
    `class UsersController < ApplicationController\n  def create\n${own}${mark}\n  end\n${others}end\n`,
  );
}

const UNSOUND = 'unsound | the body of the request is stored as it is';
const PARTIAL = 'partial | the body of the request is stored as it is';

test.each([
  ['User.create(params.require(:user).permit!)', 'create', UNSOUND],
  ['User.create!(params[:user].to_unsafe_h)', 'create!', UNSOUND],
  ['user = User.find(1); user.update(params.permit!)', 'update', UNSOUND],
  ['user = User.new(params[:user].permit!); user.save', 'User', UNSOUND],
  // Rails refuses what nothing has permitted, unless settings say otherwise.
  ['User.create(params[:user])', 'create', PARTIAL],
])('%s', (code, part, said) => line(code, part, said));

test.each([
  ['User.create(params.require(:user).permit(:name))'],
  ['User.create(params.expect(user: [:name]))'],
  ['User.create(name: params[:name])'],
  ['UserService.create(params.permit!)'],
  ['Search.new(params.permit!)'],
  ['user = User.new(params.permit!)'],
  ['client.update(params.permit!)'],
])('%s says nothing', code => line(code, '', ''));

test('parameters that another method of the class permits', async () => {
  await line(
    'User.create(user_params)',
    'create',
    UNSOUND,
    '  def user_params\n    params.require(:user).permit!\n  end\n',
  );
  await line('User.create(user_params)', '', '', '  def user_params\n    params.require(:user).permit(:name)\n  end\n');
});

test('applications of other frameworks ask nobody what is permitted', () =>
  check(
    handlerDataRuby,
    'app.rb',
    `
post '/users' do
  User.create(params)
#      ^^^^^^ body-binding unsound | the body of the request is stored as it is
  User.create(params.slice(:name))
end
`,
  ));

test('settings that permit all parameters', () =>
  check(
    handlerDataRuby,
    'config/application.rb',
    `
config.action_controller.permit_all_parameters = true
#                        ^^^^^^^^^^^^^^^^^^^^^ body-binding unsound | parameters are all permitted
ActionController::Parameters.permit_all_parameters = false
`,
  ));
