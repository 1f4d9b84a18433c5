import { test } from 'vitest';
import { check } from '../../tests/support/check.ts';
import { TEMPLATE_NAME } from './_template.ts';

test('calling the default export makes an application', () =>
  check(
    TEMPLATE_NAME,
    'app.ts',
    `
import framework from 'TEMPLATE-ID';
const app = framework();
//          ^^^^^^^^^ router application TEMPLATE-ID
`,
  ));

test('a function of the same name from elsewhere makes nothing', () =>
  check(
    TEMPLATE_NAME,
    'app.ts',
    `
import framework from './framework.js';
const app = framework('TEMPLATE-ID');
`,
  ));
