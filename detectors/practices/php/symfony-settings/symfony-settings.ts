import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isRealSettings, settingsOf } from './settings.ts';
import { switchesIn } from './switches.ts';
import { tokensIn } from './tokens.ts';

export const symfonySettings = defineDetector({
  id: 'symfony-settings',
  title: 'Security switches and tokens in settings of Symfony',
  kind: 'practice',
  docs: 'https://symfony.com/doc/current/reference/configuration/framework.html',
  reads: 'data',
  files: ['**/config/packages/**/*.{yml,yaml}', '**/config/{config,config_*,framework,security}.{yml,yaml}'],
  words: [
    'cookie_',
    'csrf_protection',
    'nelmio_cors',
    'web_profiler',
    'lexik_jwt_authentication',
    'gesdinet_jwt_refresh_token',
    'league_oauth2_server',
  ],
  emits: ['switch', 'practice'],
  limits: [
    'Settings that stand in PHP or XML are not read; nor is what the environment or a parameter says.',
    'Files and parts for development and tests are left out.',
    'A cookie that is sent over TLS where the request came that way (`cookie_secure: auto`) is neither.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] =>
    isRealSettings(file.path)
      ? file.documents.flatMap(document =>
          settingsOf(document).flatMap(settings => [...switchesIn(settings), ...tokensIn(settings)]),
        )
      : [],
});
