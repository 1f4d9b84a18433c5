import { test } from 'vitest';
import { check } from '../../../../tests/support/check.ts';
import { nestjsConfig } from './nestjs-config.ts';

test('registerAs puts what its factory gives under a name', () =>
  check(
    nestjsConfig,
    'app.config.ts',
    `
import { registerAs } from '@nestjs/config';
export default registerAs('app', () => ({ apiPrefix: process.env.API_PREFIX || 'api' }));
//                        ^^^^^ named-value app | value function
`,
  ));

test('a lookup by a literal name is noted, whatever object is asked', () =>
  check(
    nestjsConfig,
    'main.ts',
    `
const prefix = config.getOrThrow('app.apiPrefix', { infer: true });
//                               ^^^^^^^^^^^^^^^ named-lookup app.apiPrefix
const port = config.get('app.port');
//                      ^^^^^^^^^^ named-lookup app.port
`,
  ));

test('a computed name and a function of another package are nothing', () =>
  check(
    nestjsConfig,
    'main.ts',
    `
import { registerAs } from './own';
registerAs('app', () => ({}));
config.get(name);
`,
  ));
