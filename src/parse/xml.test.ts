import { expect, test } from 'vitest';
import { type XmlElement, xmlFile } from './xml.ts';

function shown({ name, attributes, children, text, at }: XmlElement): string {
  const given = attributes.map(
    attribute => ` ${attribute.name}=${attribute.value}@${attribute.at.line}:${attribute.at.column}`,
  );
  return `${at.line}:${at.column} ${name}${given.join('')}${text === '' ? '' : ` "${text}"`}${children.length === 0 ? '' : ` [${children.map(shown).join(', ')}]`}`;
}

function read(text: string): string {
  const parsed = xmlFile('a.xml', 'product', text);
  return parsed.kind === 'parsed'
    ? shown(parsed.file.root)
    : parsed.kind === 'failed'
      ? `${parsed.diagnostic.at.line}:${parsed.diagnostic.at.column} ${parsed.diagnostic.message}`
      : parsed.kind;
}

test.each([
  ['<a/>', '1:1 a'],
  ['<?xml version="1.0"?>\n<a>\n  <b x="1" y=\'2\'>t</b><c:d/>\n</a>', '2:1 a [3:3 b x=1@3:9 y=2@3:15 "t", 3:23 c:d]'],
  ['<!DOCTYPE a [<!ENTITY x "> ]"><!ELEMENT a ANY>]><a>&x; &lt;&#65;&#x42;</a>', '1:49 a "&x; <AB"'],
  ['<a><!-- <b/> --> one <![CDATA[<two>]]> </a>', '1:1 a "one <two>"'],
  ['<a x="a > b"/>', '1:1 a x=a > b@1:7'],
  ['', '1:1 it holds no element'],
  ['<a><b></a>', '1:7 </a> closes nothing that is open'],
  ['<a>', '1:1 <a> is not closed'],
  ['<a x="1', '1:1 this tag is not closed'],
  ['<!-- never', '1:1 what begins here is not closed'],
])('%s', (text, expected) => {
  expect(read(text)).toBe(expected);
});

test('what nests without end, or repeats, costs no more than its length', () => {
  expect(read('<a>'.repeat(100_000))).toContain('nested too deeply');
  expect(read(`<a ${'x '.repeat(200_000)}/>`)).toBe('1:1 a');
  expect(read(`<a>${'&'.repeat(300_000)}</a>`)).toHaveLength(300_008);
});
