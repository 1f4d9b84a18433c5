import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { connexion } from './connexion.ts';

test('an application serves what a description says', () =>
  check(
    connexion,
    'app.py',
    `
import connexion
app = connexion.App(__name__, specification_dir='specs')
#               ^^^ router application connexion
app.add_api('openapi.yml', base_path='/v2')
#           ^^^^^^^^^^^^^ described-routes openapi.yml | on app; prefix /v2
`,
  ));

test('what only looks alike is none', () =>
  check(
    connexion,
    'other.py',
    `
from connexions import App
app = App(__name__)
app.add_api()
`,
  ));
