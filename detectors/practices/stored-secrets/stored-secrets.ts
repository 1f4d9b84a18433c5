import { basename } from 'node:path/posix';
import type { PracticeFact } from '../../../src/core/facts/practice.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { isPlaceholder, looksRandom } from '../placeholder-secret.ts';
import { FORMATS, FORMAT_WORDS } from './formats.ts';

export const storedSecrets = defineDetector({
  id: 'stored-secrets',
  title: 'Stored secrets',
  kind: 'practice',
  docs: 'https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns',
  reads: 'text',
  files: [
    '**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx,py,java,kt,kts,gradle,xml,conf,json,yaml,yml,toml,ini,cfg,properties,tfvars,env,pem,key,sh}',
    '**/.env',
    '**/.env.*',
  ],
  words: FORMAT_WORDS,
  emits: ['practice'],
  limits: [
    'Only formats that no other text has, private keys and committed environment files are found; the history is not read.',
    'Keys of browsers, publishable and test-mode keys, examples and encrypted private keys are not counted.',
  ],
  version: 2,
  detect: file => (NOT_REAL.test(file.path) ? [] : [...ofFormats(file), ...ofEnvironment(file)]),
});

/** Files that say that what they hold is no secret of a running system. */
const NOT_REAL =
  /(?:^|[^a-z])(?:local|localhost|dev|development|self-?signed|snakeoil|tests?|testing|ci|examples?|samples?|template|tmpl|dist|defaults?|dummy|fakes?|mocks?|schema|spec|e2e)(?:[^a-z]|$)[^/]*$|package-lock|\.lock/i;

function ofFormats(file: TextFile): readonly PracticeFact[] {
  return FORMATS.flatMap(({ name, pattern, isDummy }) =>
    [...file.text.matchAll(pattern)]
      .filter(({ 0: text }) => !isPlaceholder(text) && isDummy?.(text) !== true)
      .map(found => secretAt(file, found.index, found[0].length, `${name} is stored in the tree`)),
  );
}

const ASSIGNED =
  /^(?:export[ \t]{1,4})?([A-Z][A-Z0-9_]{0,80})[ \t]{0,4}=[ \t]{0,4}(["']?)([^\s"'#]{16,500})\2[ \t]{0,20}(?:#[^\n]*)?$/gm;

const SECRET_NAME =
  /(?:SECRET|PASSWORD|PASSWD|TOKEN|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|ENCRYPTION_?KEY|SIGNING_?KEY)(?:_\d)?$/;

/** Names whose values go to browsers. */
const PUBLIC_NAME =
  /^(?:NEXT_PUBLIC|NUXT_PUBLIC|VITE|REACT_APP|PUBLIC|EXPO_PUBLIC|GATSBY)_|PUBLISHABLE|PUBLIC_KEY|ANON_KEY|SITE_?KEY/;

/** Committed environment files: values of telling names that no word is made of. */
function ofEnvironment(file: TextFile): readonly PracticeFact[] {
  if (!/^\.env(?:\.|$)/.test(basename(file.path))) return [];
  return [...file.text.matchAll(ASSIGNED)].flatMap(found => {
    const [whole, name = '', , value = ''] = found;
    const isSecret = SECRET_NAME.test(name) && !PUBLIC_NAME.test(name);
    if (!isSecret || isPlaceholder(value) || !looksRandom(value)) return [];
    return [
      secretAt(
        file,
        found.index + whole.indexOf(value, name.length),
        value.length,
        `${name} is set in a committed file`,
      ),
    ];
  });
}

function secretAt(file: TextFile, start: number, length: number, what: string): PracticeFact {
  const at = file.locate(start, start + length);
  return { kind: 'practice', at, practice: 'secret', standing: 'unsound', what, hides: [at] };
}
