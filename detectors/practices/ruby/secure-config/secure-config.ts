import type { SwitchFact } from '../../../../src/core/facts/switch.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { RUBY_FILES } from '../../../routes/ruby/source-files.ts';
import { isOfOtherStage } from '../stages.ts';
import { rackSwitches } from './rack.ts';
import { forgery, sessionCookie, settingSwitches } from './rails.ts';

export const secureConfigRuby = defineDetector({
  id: 'secure-config-ruby',
  title: 'Security switches in Ruby code (Rails, Sinatra, Rack)',
  kind: 'practice',
  docs: 'https://guides.rubyonrails.org/security.html',
  reads: 'ruby',
  files: RUBY_FILES,
  words: [
    'force_ssl',
    'consider_all_requests_local',
    'forgery',
    'verify_authenticity_token',
    'hosts',
    'session_store',
    'Rack::',
    'SecureHeaders',
    'Sinatra',
  ],
  emits: ['switch'],
  limits: [
    'A switch below a condition, or with a value that is not written out, is not judged; nor are settings of stages other than production.',
    'What `load_defaults` switches on is not told.',
    'Exemptions of single controllers from the check of foreign pages are not judged, because clients with tokens of their own need none.',
  ],
  version: 1,
  detect: (file): readonly SwitchFact[] =>
    isOfOtherStage(file.path)
      ? []
      : [
          ...settingSwitches(file),
          ...rackSwitches(file),
          ...forgery(file),
          ...file.calls.flatMap(site => sessionCookie(site)),
        ],
});
