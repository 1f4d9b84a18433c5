import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { sails } from './sails.ts';

test('routes of the configuration', () =>
  check(
    sails,
    'config/routes.js',
    `
module.exports.routes = {
  'GET /menu': { action: 'menu/today' },
//^^^^^^^^^^^ route GET /menu
//^^^^^^^^^^^ named-lookup sails-policies.*
//^^^^^^^^^^^ named-lookup sails-policies.menu/*
//^^^^^^^^^^^ named-lookup sails-policies.menu/today
  '/old': '/new',
  'GET /terms': { view: 'pages/terms' },
//^^^^^^^^^^^^ route GET /terms
};
`,
  ));

test('an object with attributes is a model, in its folder', () =>
  check(sails, {
    files: {
      'api/models/Helper.js': `
module.exports = function () {};
`,
    },
  }));
