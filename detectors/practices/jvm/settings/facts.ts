/** What settings of Java frameworks say, whatever the form of their file. */
import type { FactBody } from '../../../../src/core/fact.ts';
import { secretsIn } from './secrets.ts';
import type { Settings } from './settings.ts';
import { switchesIn } from './switches.ts';
import { tokensIn } from './tokens.ts';

export const SETTINGS_LIMITS = [
  'Settings for development, tests and local runs do not count; those of the environment and of configuration servers are not read.',
  'Passwords of accounts count only where no word is made of them; keys that sign tokens count whatever they are, save placeholders.',
  'A decoder of tokens that code makes takes the place of the settings, which are judged all the same.',
] as const;

export const SETTINGS_DOCS = 'https://docs.spring.io/spring-boot/appendix/application-properties/index.html';

export function settingFacts(settings: Settings): readonly FactBody[] {
  return [...secretsIn(settings), ...tokensIn(settings), ...switchesIn(settings)];
}
