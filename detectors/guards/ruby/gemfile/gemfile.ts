import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { TextFile } from '../../../../src/parse/text-file.ts';

/** Gems whose methods guard controllers. */
const GEMS: ReadonlySet<string> = new Set([
  'api_guard',
  'authie',
  'authlogic',
  'clearance',
  'devise',
  'devise_token_auth',
  'doorkeeper',
  'gds-sso',
  'jwt_sessions',
  'knock',
  'rodauth-rails',
  'simple_token_authentication',
  'sorcery',
  'warden',
]);

/** `gem 'devise'`, `spec.add_dependency 'devise'`, and gems of the lock file, with what they come before. */
const DECLARATION = /^[ \t]*(?:gem|\w+\.add(?:_runtime)?_dependency)[ \t(]+(["'])([\w-]+)\1|^ {4}([\w-]+) \(/gm;

export const gemfile = defineDetector({
  id: 'gemfile',
  title: 'Gems that authenticate',
  kind: 'guard',
  docs: 'https://bundler.io/guides/gemfile.html',
  reads: 'text',
  files: ['**/Gemfile', '**/gems.rb', '**/*.gemspec', '**/Gemfile.lock'],
  words: [...GEMS],
  emits: ['enables'],
  limits: ['A gem that only another gem depends on is seen in the lock file alone.'],
  version: 2,
  detect: (file): readonly FactBody[] => gemsIn(file),
});

function gemsIn(file: TextFile): readonly FactBody[] {
  const found: FactBody[] = [];
  for (const match of file.text.matchAll(DECLARATION)) {
    const name = match[2] ?? match[3] ?? '';
    if (!GEMS.has(name)) continue;
    const start = match.index + match[0].lastIndexOf(name);
    const at = file.locate(start, start + name.length);
    found.push({ kind: 'enables', at, framework: 'rails', site: { kind: 'nothing', at }, what: `gem ${name}` });
  }
  return found;
}
