import { expect, test } from 'vitest';
import { beside, padTo, wrap, wrapItems } from './layout.ts';

test('text is broken between words', () => {
  expect(wrap('the quick brown fox', 10)).toEqual(['the quick', 'brown fox']);
});

test('a word longer than a line is cut', () => {
  expect(wrap('a abcdefghij', 4)).toEqual(['a', 'abcd', 'efgh', 'ij']);
});

test('colour takes no room', () => {
  expect(padTo('\u001b[31mab\u001b[39m', 4)).toBe('\u001b[31mab\u001b[39m  ');
});

test('further lines stand under the first', () => {
  expect(beside('> ', 'one two three', 9)).toEqual(['> one two', '  three']);
});

test('items are kept together where they fit', () => {
  expect(wrapItems(['1 required', '2 none', '3 unknown'], 20)).toEqual(['1 required · 2 none', '3 unknown']);
});
