import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { RUBY_FILES } from '../../../routes/ruby/source-files.ts';
import { isOfOtherStage } from '../stages.ts';
import { assignedLives, doorkeeperLives, revocations, sessionStores } from './configured.ts';
import { issued } from './issued.ts';

export const tokenLifeRuby = defineDetector({
  id: 'token-life-ruby',
  title: 'Life of tokens in Ruby',
  kind: 'practice',
  docs: 'https://datatracker.ietf.org/doc/html/rfc9700',
  reads: 'ruby',
  files: RUBY_FILES,
  words: ['JWT', 'Devise', 'Doorkeeper', 'Knock', 'session_store'],
  emits: ['practice'],
  limits: [
    'Tokens whose claims are made elsewhere are not judged, because they may hold the expiry.',
    'Lives that a library takes without a word (an hour of devise-jwt, two of Doorkeeper) are not told.',
    'That tokens are revoked is told by strategies of devise-jwt and by paths of operations; what these do is not read.',
  ],
  version: 1,
  detect: (file): readonly PracticeFact[] => {
    const issues = file.calls.flatMap(site => {
      const judged = issued(file, site);
      return judged ? [{ kind: 'practice', at: site.call.nameAt, practice: 'token-life', ...judged } as const] : [];
    });
    if (isOfOtherStage(file.path)) return issues;
    const stores = file.calls.flatMap(site => sessionStores(file, site));
    return [...issues, ...assignedLives(file), ...doorkeeperLives(file), ...stores, ...revocations(file)];
  },
});
