import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { chainsIn } from '../chains.ts';
import { PHP_FILES } from '../values.ts';
import { groupFacts } from './groups.ts';
import { loadingFacts } from './loading.ts';
import { ownGuards } from './controllers.ts';
import { middlewareFacts } from './middleware.ts';
import { routeFacts } from './routes.ts';

export const laravel = defineDetector({
  id: 'laravel',
  title: 'Laravel, Lumen',
  kind: 'framework',
  docs: 'https://laravel.com/docs/routing',
  reads: 'php',
  files: PHP_FILES,
  words: [
    'Route',
    '$router',
    '->router',
    'middleware',
    'Middleware',
    'loadRoutesFrom',
    'viaRequest',
    'guards',
    'Auth::',
  ],
  emits: ['router', 'route', 'mount', 'guard', 'alias', 'property', 'guard-names', 'guard-export', 'member-guard'],
  limits: [
    'Routes that packages bring along (Fortify, Passport, Horizon) are not listed.',
    'Route files that are found by reading a folder at run time are listed without the prefix of the group around.',
    'What a gate or policy decides about strangers is not followed: `can:` alone leaves authentication unknown.',
  ],
  version: 1,
  detect: file => {
    const chains = chainsIn(file.calls);
    return [
      ...file.calls.flatMap((site): readonly ProgramFact[] => [
        ...routeFacts(file, site, chains),
        ...groupFacts(file, site),
        ...loadingFacts(site),
      ]),
      ...middlewareFacts(file),
      ...ownGuards(file, chains),
    ];
  },
});
