import { test } from 'vitest';
import { checkFacts } from '../../../../tests/support/check.ts';
import { drupal } from './drupal.ts';

test('routes of a module, and what they require', () =>
  checkFacts(
    drupal,
    'modules/a/a.routing.yml',
    `
a.open:
  path: '/a/{id}'
  methods: [GET]
  requirements: { _access: 'TRUE' }
a.user:
  path: '/a/me'
  methods: [GET]
  requirements: { _user_is_logged_in: 'TRUE' }
a.form:
  path: '/a/form'
  requirements: { _permission: 'edit a' }
a.dynamic:
  route_callbacks: ['\\Drupal\\a\\Routes::all']
`,
    [
      '3:9 route GET /a/{id} | chain function; guards requirements',
      '5:3 guard-kind none',
      '7:9 route GET /a/me | chain function; guards requirements',
      '9:3 guard-kind required session',
      '11:9 route GET,POST /a/form | chain function; guards requirements',
      '12:3 guard-kind unknown',
    ],
  ));
