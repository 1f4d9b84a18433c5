import { test } from 'vitest';
import { checkFacts } from '../../../../tests/support/check.ts';
import { springSettings } from './spring-settings.ts';

test('keys are joined by dots; a document of a profile says nothing', () =>
  checkFacts(
    springSettings,
    'src/main/resources/application.yml',
    `server:
  servlet: { context-path: /shop }
app: { client-secret: abc, list: [a, b] }
---
spring: { config: { activate: { on-profile: dev } } }
server: { servlet: { context-path: /dev } }
`,
    ['2:28 configured server.servlet.context-path /shop'],
  ));
