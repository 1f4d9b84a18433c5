import { expect, test } from 'vitest';
import { isPlaceholderDocument, isPlaceholderOwner, saysWho } from './placeholder.ts';

const WORDS =
  'The handler compares the owner of an order with the caller and answers with nothing when they differ. '.repeat(3);

test.each([
  ['a text of its own', WORDS, false],
  ['one open end in a long text', `${WORDS} TODO`, false],
  ['marks of a template', `TODO, changeme and <your team> ${WORDS.slice(0, 120)}`, true],
  ['hardly a word', 'We are secure.', true],
  [
    'a sentence of a well-known template',
    `${WORDS}\nUse this section to tell people how to report a vulnerability.`,
    true,
  ],
  ['the sample of a tool', `Demo Threat Model\n${WORDS}`, true],
])('%s', (_name, text, expected) => expect(isPlaceholderDocument(text)).toBe(expected));

test.each([
  ['@acme/team-a', true],
  ['group:default/guests', true],
  ['TODO', true],
  ['<owner>', true],
  ['ann@example.com', true],
  ['@acme/orders', false],
  ['group:orders', false],
])('%s is a placeholder: %s', (owner, expected) => expect(isPlaceholderOwner(owner)).toBe(expected));

test.each([
  ['Owner: platform', true],
  ['| Owner | Platform team |', true],
  ['**Owner:** @acme/platform', true],
  ['Owner: TODO', false],
  ['Owner: <team>', false],
  ['| Owner | TBD |', false],
  ['Owner:', false],
  ['Owners are named elsewhere.', false],
])('%s names somebody: %s', (line, expected) => expect(saysWho(line, /^[\s|*_>-]{0,8}owners?\b/i)).toBe(expected));
