import { test } from 'vitest';
import { checkFacts } from '../../../../tests/support/check.ts';
import { springProperties } from './spring-properties.ts';

test('plain values are settings; secrets, comments and profiles are not', () =>
  checkFacts(
    springProperties,
    'src/main/resources/application.properties',
    `# server.port=1
server.servlet.context-path=/shop
api.version : v2
spring.datasource.password=hunter2
app.text=two words here
#---
spring.config.activate.on-profile=dev
server.servlet.context-path=/dev
`,
    ['2:1 configured server.servlet.context-path /shop', '3:1 configured api.version v2'],
  ));
