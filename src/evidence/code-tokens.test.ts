import { expect, test } from 'vitest';
import { DETECTORS } from '../../detectors/index.ts';
import { answers, inputOf } from '../../tests/support/evidence-of.ts';
import { tokenDerivers } from './code-tokens.ts';

const detectors = DETECTORS.filter(({ kind }) => kind === 'practice');

async function say(signal: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  return answers(tokenDerivers, signal, await inputOf({ detectors, files }));
}

const COMPLETE = "jwt.verify(token, key, { algorithms: ['RS256'], issuer, audience });\n";
const WEAK = 'jwt.verify(token, key);\n';
const IMPORT = "import jwt from 'jsonwebtoken';\n";

test.each([
  [
    'complete everywhere',
    { 'src/a.js': IMPORT + COMPLETE },
    [
      '+E3 repository acme/shop: 1 of 1 verifications of tokens check signature, algorithm, issuer, audience and expiry',
    ],
  ],
  [
    'complete in one place only',
    { 'src/a.js': IMPORT + COMPLETE, 'src/b.js': IMPORT + WEAK },
    [
      '+E3 repository acme/shop: 1 of 2 verifications of tokens check signature, algorithm, issuer, audience and expiry [rejected by incomplete]',
    ],
  ],
  [
    'broken',
    { 'src/a.js': `${IMPORT}jwt.verify(token, 'hush');\n` },
    ['-E3 repository acme/shop: src/a.js: jsonwebtoken verify verifies with a secret that is written in the code'],
  ],
  ['in tests', { 'test/a.test.js': IMPORT + COMPLETE }, []],
])('tokens are verified: %s', async (_, files, expected) => {
  expect(await say('code.jwt.verification-correct', files)).toEqual(expected);
});

test('an excerpt never shows the secret', async () => {
  const input = await inputOf({
    detectors,
    files: { 'src/a.js': `${IMPORT}const key = 'hush'; jwt.verify(token, key);\n` },
  });
  const excerpts = tokenDerivers.flatMap(({ derive }) => derive(input)).flatMap(({ facts }) => facts);
  expect(excerpts.map(({ excerpt }) => excerpt)).toEqual(['const key = [redacted]; jwt.verify(token, key);']);
});

test('a tree that verifies no token has no place where it would', async () => {
  const input = await inputOf({ detectors, files: { 'src/a.js': 'export const a = 1;\n' } });
  expect(tokenDerivers.map(({ signal, looks }) => [signal, looks(input)])).toEqual([
    ['code.jwt.verification-correct', []],
  ]);
});
