import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { chainsIn } from '../chains.ts';
import { PHP_FILES } from '../values.ts';
import { accessFacts } from './access.ts';
import { attributeFacts } from './attributes.ts';
import { collectionFacts, scriptFacts } from './collections.ts';
import { configuredFacts } from './configurator.ts';

export const symfony = defineDetector({
  id: 'symfony',
  title: 'Symfony',
  kind: 'framework',
  docs: 'https://symfony.com/doc/current/routing.html',
  reads: 'php',
  files: PHP_FILES,
  words: ['Route', 'IsGranted', 'RestBundle', 'RoutingConfigurator', 'createFromGlobals'],
  emits: ['mark', 'route', 'guard-kind', 'router', 'mount', 'base-path', 'entry-script'],
  limits: [
    'Routes of bundles that are installed are not listed.',
    'What voters decide is not followed: attributes that are no roles leave authentication unknown.',
  ],
  version: 1,
  detect: (file): readonly ProgramFact[] => {
    const chains = chainsIn(file.calls);
    return [
      ...attributeFacts(file),
      ...accessFacts(file),
      ...scriptFacts(file),
      ...file.calls.flatMap(site => [...configuredFacts(file, site, chains), ...collectionFacts(file, site)]),
    ];
  },
});
