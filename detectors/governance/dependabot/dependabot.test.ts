import { test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { dependabot } from './dependabot.ts';

test('ecosystems with updates are named, those limited to none are not', () =>
  checkFacts(
    dependabot,
    '.github/dependabot.yml',
    'version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n  - package-ecosystem: docker\n    open-pull-requests-limit: 0\n',
    ['2:1 artefact | artefact dependency-updates; tool dependabot; ecosystems ["npm"]; isEnabled true'],
  ));

test('a limit of 0 everywhere switches version updates off', () =>
  checkFacts(
    dependabot,
    '.github/dependabot.yaml',
    'version: 2\nupdates: [{ package-ecosystem: npm, open-pull-requests-limit: 0 }]\n',
    [
      '2:1 artefact | artefact dependency-updates; tool dependabot; ecosystems ["npm"]; isEnabled false; rejected [{"rule":"updates-off","why":"open-pull-requests-limit is 0 everywhere: version updates are off"}]',
    ],
  ));

test('a file without updates asks for nothing', () =>
  checkFacts(dependabot, '.github/dependabot.yml', 'version: 2\nupdates: []\n', []));
