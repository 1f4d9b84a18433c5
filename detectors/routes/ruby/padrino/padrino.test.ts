import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { padrino } from './padrino.ts';

test('controllers, their actions, and where applications are mounted', () =>
  check(
    padrino,
    'app/controllers/books.rb',
    `
Shop.controllers :books do
#    ^^^^^^^^^^^ drawing controllers
  get :index do
# ^^^ drawing get
  end
end
Padrino.mount('admin').to('/admin')
#                      ^^ drawing mount-to
Mailer.to('a@b.c')
`,
  ));
